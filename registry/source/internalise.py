"""References to other files become references inside the description, to components with readable names."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from registry.errors import UnreadableInput, UnreadableInputs
from registry.source import grammar, pointer
from registry.source.origins import Origin, Origins
from registry.source.references import Broken, Target, is_file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.source.references import Sources

_UNFIT_FOR_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_DEPTH = 256
_MAX_INLINED = 20_000


@dataclass(frozen=True, slots=True)
class _At:
    """Where a value stands: in which file, at which pointer of it, and at which pointer of the result."""

    file: str
    source: str
    result: str

    def member(self, token: object) -> _At:
        return _At(self.file, pointer.join(self.source, token), pointer.join(self.result, token))


@dataclass(frozen=True, slots=True)
class _Part:
    """A value of another file that becomes the component at ``result``."""

    target: Target
    kind: str
    result: str


@dataclass(slots=True)
class Internaliser:
    """Brings parts of other files into the description ``main``, each once; may run again on what it made."""

    sources: Sources
    main: str
    origins: Origins
    located: dict[tuple[Target, str], str] = field(default_factory=dict)
    waiting: list[_Part] = field(default_factory=list)
    sections: Mapping[str, str] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)
    moved: dict[str, Origin] = field(default_factory=dict)
    inlining: list[Target] = field(default_factory=list)
    inlined: int = 0
    problems: list[UnreadableInput] = field(default_factory=list)

    def run(self, data: Any, origins: Origins) -> tuple[Any, Origins]:
        """Return the self-contained description and its origins; raises UnreadableInputs."""
        self.origins, self.moved = origins, dict(origins.moved)
        self.sections = _sections(data)
        for kind, section in self.sections.items():
            self._adopt(data, kind, section)
        data = self._rewrite(data, grammar.ROOT, _At(self.main, "", ""))
        parts = {}
        for part in self.waiting:  # grows while it is read
            parts[part.result] = self._part(part)
        self.waiting.clear()
        if self.problems:
            raise UnreadableInputs(tuple({str(problem): problem for problem in self.problems}.values()))
        return _with_parts(data, parts), Origins(origins.document, self.moved)

    def _adopt(self, data: Any, kind: str, section: str) -> None:
        """Reserve the names of a section; one that only refers to a file is that file's home."""
        node, at = data, _At(self.main, "", "")
        for token in pointer.split(section):
            node, at = node.get(token) if isinstance(node, dict) else None, at.member(token)
            target = self._mere_target(node, at)
            if target is not None:
                self.located.setdefault((target, kind), at.result)
                node, at = self.sources.value(target), _At(target.file, target.pointer, at.result)
        names = node if isinstance(node, dict) else {}
        self.taken[section] = set(names)
        for name, value in names.items():
            target = self._mere_target(value, at.member(name))
            if target is not None and (target, kind) not in self.located:
                self._locate_at(target, kind, pointer.join(section, name))

    def _mere_target(self, node: Any, at: _At) -> Target | None:
        """Return what a lone reference to another, readable file names."""
        if not isinstance(node, dict) or [*node] != ["$ref"] or not isinstance(node["$ref"], str):
            return None
        try:
            target = self.sources.target(node["$ref"], at.file)
            self.sources.value(target)
        except (Broken, UnreadableInput):
            return None  # told when the reference is rewritten
        return target if target.file != self.main else None

    def _part(self, part: _Part) -> Any:
        self.moved[part.result] = (self.sources.document(part.target.file), part.target.pointer)
        at = _At(part.target.file, part.target.pointer, part.result)
        return self._rewrite(self.sources.value(part.target), ("one", part.kind), at)

    def _rewrite(self, node: Any, step: grammar.Step, at: _At) -> Any:
        """Return a value without references to other files: itself, when it held none."""
        if isinstance(node, str):
            return self._named(node, at) if step == grammar.DISCRIMINATOR_TARGET else node
        reference = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(reference, str) and self._leads_out(reference, at):
            return self._reference(node, reference, step, at)
        return self._members(node, step, at)

    def _members(self, node: Any, step: grammar.Step, at: _At) -> Any:
        changed = None
        for token, value, below in grammar.members(node, step):
            new = self._rewrite(value, below, at.member(token))
            if new is not value:
                changed = node.copy() if changed is None else changed
                changed[token] = new
        return node if changed is None else changed

    def _leads_out(self, reference: str, at: _At) -> bool:
        return at.file != self.main or not reference.startswith("#")

    def _reference(self, node: dict[str, Any], reference: str, step: grammar.Step, at: _At) -> Any:
        shape, kind = step
        target = self._readable(reference, at.member("$ref"))
        if target is None:
            return node
        if target.file == self.main:
            inner = reference.partition("#")[2]
        elif shape == "one" and kind in self.sections and kind != "pathItem":
            inner = self._locate(target, kind)
        else:
            return self._inline(node, target, step, at)
        return {**self._members(node, step, at), "$ref": f"#{inner}"}

    def _named(self, name: str, at: _At) -> str:
        """Rewrite what a discriminator's mapping names: a reference, or the name of a schema."""
        is_reference = name.startswith("#") or is_file_name(name)
        if not is_reference or not self._leads_out(name, at) or name in self.taken[self.sections["schema"]]:
            return name
        target = self._readable(name, at)
        if target is None:
            return name
        return f"#{target.pointer if target.file == self.main else self._locate(target, 'schema')}"

    def _readable(self, reference: str, at: _At) -> Target | None:
        """Return what a reference names, or note why it cannot be followed."""
        try:
            target = self.sources.target(reference, at.file)
            if target.file != self.main:
                self.sources.value(target)
        except Broken as reason:
            self._note(at, reason)
        except UnreadableInput as problem:
            self.problems.append(problem)
        else:
            return target
        return None

    def _inline(self, node: dict[str, Any], target: Target, step: grammar.Step, at: _At) -> Any:
        """Put the value itself where OpenAPI has no components, or allows no reference (path items)."""
        kind = step[1]
        if target in self.inlining or (kind == "pathItem" and (target, kind) in self.located):
            return self._circle(node, target, kind, at)
        self.inlined += 1
        if self.inlined > _MAX_INLINED or at.result.count("/") > _MAX_DEPTH:
            self._note(at.member("$ref"), Broken("too much is brought in from other files", "use components"))
            return node
        self.moved[at.result] = (self.sources.document(target.file), target.pointer)
        self.inlining.append(target)
        value = self._rewrite(self.sources.value(target), step, _At(target.file, target.pointer, at.result))
        self.inlining.pop()
        return self._with_siblings(value, node, step, at)

    def _with_siblings(self, value: Any, node: dict[str, Any], step: grammar.Step, at: _At) -> Any:
        """Let what stands beside an inlined reference win."""
        siblings = {key: item for key, item in node.items() if key != "$ref"}
        if not siblings or not isinstance(value, dict):
            return value
        for key in siblings:
            self.moved[pointer.join(at.result, key)] = self._origin(at.member(key))
        return {**value, **self._members(siblings, step, at)}

    def _circle(self, node: dict[str, Any], target: Target, kind: str, at: _At) -> Any:
        if kind in self.sections:
            return {"$ref": f"#{self._locate(target, kind)}"}
        self._note(
            at.member("$ref"), Broken(f"{node['$ref']!r} brings in itself", "break the circle of references")
        )
        return node

    def _locate(self, target: Target, kind: str) -> str:
        """Return where in the result a value stands; one without a place becomes a component."""
        prefix = target.pointer
        while (Target(target.file, prefix), kind) not in self.located:
            if not prefix:
                return self._locate_at(target, kind, self._free(target, kind))
            prefix = pointer.parent(prefix)
        return self.located[Target(target.file, prefix), kind] + _as_fragment(target.pointer[len(prefix) :])

    def _locate_at(self, target: Target, kind: str, result: str) -> str:
        self.located[target, kind] = result
        self.waiting.append(_Part(target, kind, result))
        return result

    def _free(self, target: Target, kind: str) -> str:
        """Return the pointer of a component nobody else has taken: ``Size``, ``Size_2``."""
        section = self.sections[kind]
        name = wanted = _name(target) or kind
        number = 1
        while name in self.taken[section]:
            number += 1
            name = f"{wanted}_{number}"
        self.taken[section].add(name)
        return f"{section}/{name}"

    def _origin(self, at: _At) -> Origin:
        if at.file == self.main:
            return self.origins.locate(at.source)
        return self.sources.document(at.file), at.source

    def _note(self, at: _At, reason: Broken) -> None:
        document, source = self._origin(at)
        self.problems.append(UnreadableInput(document.place(source), reason.problem, reason.remedy))


def _sections(data: Any) -> dict[str, str]:
    """Return the pointer of each kind's components in this version of OpenAPI."""
    if isinstance(data, dict) and "swagger" in data:
        return {"schema": "/definitions", "parameter": "/parameters", "response": "/responses"}
    version = str(data.get("openapi", "")) if isinstance(data, dict) else ""
    absent = {"mediaType"} if version.startswith(("3.0", "3.1")) else set()
    if version.startswith("3.0"):
        absent.add("pathItem")
    sections = grammar.SECTIONS.items()
    return {kind: f"/components/{section}" for kind, section in sections if kind not in absent}


def _with_parts(data: Any, parts: Mapping[str, Any]) -> Any:
    """Add components to a copy of the description."""
    fresh: dict[str, Any] = {"": dict(data)} if parts and isinstance(data, dict) else {}
    for at, value in parts.items() if fresh else ():
        *folders, name = pointer.split(at)
        owner, way = fresh[""], ""
        for folder in folders:
            way = f"{way}/{folder}"
            if way not in fresh:
                old = owner.get(folder)
                fresh[way] = owner[folder] = dict(old) if isinstance(old, dict) else {}
            owner = fresh[way]
        owner[name] = value
    return fresh.get("", data)


def _name(target: Target) -> str:
    """Name a component after the last word of its pointer, or after its file."""
    tokens = pointer.split(target.pointer)
    words = [token for token in tokens if not pointer.is_index(token)][-1:]
    if tokens and words:
        name = "_".join((*words, *tokens[tokens.index(words[0]) + 1 :]))
    else:
        name = posixpath.splitext(posixpath.basename(unquote(urlsplit(target.file).path)))[0]
    return _UNFIT_FOR_NAME.sub("_", name).strip("_")


def _as_fragment(text: str) -> str:
    return quote(text, safe="/~!$&'()*+,;=:@")
