"""OpenAPI Overlay 1.0 and 1.1: meaning laid over a description that somebody else writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from registry.errors import Place, UnreadableInput
from registry.formats import Written, read
from registry.source import pointer
from registry.source.origins import Origins

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathNodeList

    from registry.source.tree import Document


class Info(Written):
    """The overlay's Info Object."""

    title: str
    version: str
    description: str | None = None


class Action(Written):
    """One change at every place a JSONPath selects (Overlay 1.1.0, Action Object)."""

    target: str
    description: str | None = None
    update: Any = None
    remove: bool = False
    copied: str | None = Field(None, alias="copy")


class Overlay(Written):
    """An overlay document; ``extends`` only says what it was written for (Overlay 1.1.0, Overlay Object)."""

    overlay: Annotated[str, Field(pattern=r"^1\.[01]\.\d+$")]
    info: Info
    extends: str | None = None
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A description with an overlay applied, and the places of the targets that selected nothing."""

    data: Any
    origins: Origins
    unmatched: tuple[Place, ...]


def apply(overlay: Document, target: Any, origins: Origins) -> Overlaid:
    """Apply the actions in order to a copy of ``target``; raises UnreadableInput or UnreadableInputs.

    A target that selects nothing is no error (Overlay 1.1.0, Action Object); its place is returned.
    """
    form = read(Overlay, _without_extensions(overlay.data), overlay.place)
    application = _Application(overlay, form, _copy(target), _Trace(None, ""))
    unmatched = [at for index, action in enumerate(form.actions) for at in application.act(index, action)]
    places = overlay.places(unmatched)
    moved = dict(origins.moved) | {
        at: origin if origin[0] is not None else origins.locate(origin[1])
        for at, origin in application.trace.moved("")
    }
    return Overlaid(application.data, Origins(origins.document, moved), tuple(places[at] for at in unmatched))


@dataclass(slots=True)
class _Trace:
    """Where a value came from: ``document`` None is the target itself; below it only what differs."""

    document: Document | None
    pointer: str
    members: dict[str, _Trace] = field(default_factory=dict)

    def member(self, token: object) -> _Trace:
        """Return the trace of a member, which by default came along with this value."""
        key = str(token)
        if key not in self.members:
            self.members[key] = _Trace(self.document, pointer.join(self.pointer, key))
        return self.members[key]

    def drop(self, token: str | int, length: int) -> None:
        """Forget a member; the items behind a list's item move up."""
        if isinstance(token, int):
            behind = {str(index - 1): self.member(index) for index in range(token + 1, length)}
            self.members = {key: trace for key, trace in self.members.items() if int(key) < token} | behind
        else:
            self.members.pop(token, None)

    def moved(self, at: str) -> list[tuple[str, Any]]:
        """List the pointers whose values did not come along with what surrounds them."""
        found: list[tuple[str, Any]] = []
        for key, trace in self.members.items():
            below = pointer.join(at, key)
            if (trace.document, trace.pointer) != (self.document, pointer.join(self.pointer, key)):
                found.append((below, (trace.document, trace.pointer)))
            found += trace.moved(below)
        return found


@dataclass(slots=True)
class _Application:
    """One overlay being applied to ``data``, which it changes."""

    overlay: Document
    form: Overlay
    data: Any
    trace: _Trace

    def act(self, index: int, action: Action) -> list[str]:
        """Apply one action; return the pointer of its target when that selected nothing."""
        at = f"/actions/{index}"
        self._check(at, action)
        nodes = self._select(action.target, f"{at}/target")
        if not nodes:
            return [f"{at}/target"]
        locations = [node.location for node in nodes]
        if action.remove:
            self._remove(locations, at)
        elif action.copied is not None:
            self._update(locations, self._source(action.copied, f"{at}/copy"), f"{at}/copy")
        else:
            self._update(locations, action.update, f"{at}/update")
        return []

    def _check(self, at: str, action: Action) -> None:
        modifiers = action.model_fields_set & {"update", "copied"}
        if not modifiers and not action.remove:
            raise self._refused(
                at, "the action changes nothing", "give it 'update', 'remove: true' or 'copy'"
            )
        if len(modifiers) > 1 and not action.remove:
            raise self._refused(at, "the action has both 'update' and 'copy'", "make two actions of it")
        if action.copied is not None and self.form.overlay.startswith("1.0."):
            raise self._refused(f"{at}/copy", "'copy' came with Overlay 1.1", "write 'overlay: 1.1.0'")

    def _select(self, query: str, at: str) -> JSONPathNodeList:
        import jsonpath_rfc9535 as jsonpath  # noqa: PLC0415 - only where there is an overlay

        try:
            return jsonpath.find(query, self.data)
        except jsonpath.JSONPathError as error:
            problem = f"{query!r} is not a JSONPath: {str(error).splitlines()[0]}"
            raise self._refused(
                at, problem, "write it as RFC 9535 says, for example $.paths['/products'].get"
            ) from None

    def _source(self, query: str, at: str) -> Any:
        nodes = self._select(query, at)
        if len(nodes) != 1:
            problem = f"{query!r} selects {len(nodes)} values where one is needed"
            raise self._refused(at, problem, "name the one value to copy")
        return _copy(nodes[0].value)

    def _remove(self, locations: list[tuple[str | int, ...]], at: str) -> None:
        """Remove from the back, so that no index changes before its turn, and members before their owners."""
        for location in sorted(set(locations), key=_order, reverse=True):
            if not location:
                raise self._refused(at, "the action removes the whole description", "name what is to go")
            owner, trace = self._walk(location[:-1])
            trace.drop(location[-1], len(owner))
            del owner[location[-1]]

    def _update(self, locations: list[tuple[str | int, ...]], value: Any, at: str) -> None:
        kinds = {_kind(self._walk(location)[0]) for location in locations}
        if len(kinds) > 1:
            problem = f"the target selects {' and '.join(sorted(kinds))} at once"
            raise self._refused(at, problem, "make one action for each kind")
        for location in locations:
            self._update_one(location, value, at)

    def _update_one(self, location: tuple[str | int, ...], value: Any, at: str) -> None:
        selected, trace = self._walk(location)
        if isinstance(selected, list):
            self._extend(selected, value, trace, at)
        elif isinstance(selected, dict) and isinstance(value, dict):
            self._merge(selected, value, trace, at)
        elif isinstance(selected, dict | list) or isinstance(value, dict | list) or not location:
            raise self._mismatch(selected, value, at)
        else:
            owner, owner_trace = self._walk(location[:-1])
            self._set(owner, location[-1], value, owner_trace, at)

    def _merge(self, into: dict[str, Any], value: dict[str, Any], trace: _Trace, at: str) -> None:
        """Merge recursively: mappings merge, lists are appended, everything else is replaced."""
        for key, new in value.items():
            old, below = into.get(key), pointer.join(at, key)
            if isinstance(old, dict) and isinstance(new, dict):
                self._merge(old, new, trace.member(key), below)
            elif isinstance(old, list) and isinstance(new, list):
                self._extend(old, new, trace.member(key), below)
            elif new is None and isinstance(old, dict | list):
                continue  # "components:" without a value, as in the specification's own example
            elif old is None or not (isinstance(old, dict | list) or isinstance(new, dict | list)):
                self._set(into, key, new, trace, below)
            elif self.form.overlay.startswith("1.0."):
                self._set(into, key, new, trace, below)  # 1.0.0 says replace, 1.1.0 says error
            else:
                raise self._mismatch(old, new, below)

    def _extend(self, items: list[Any], value: Any, trace: _Trace, at: str) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                self._append(items, item, trace, pointer.join(at, index))
        else:
            self._append(items, value, trace, at)

    def _append(self, items: list[Any], item: Any, trace: _Trace, at: str) -> None:
        trace.members[str(len(items))] = _Trace(self.overlay, at)
        items.append(_copy(item))

    def _set(self, owner: Any, token: str | int, value: Any, trace: _Trace, at: str) -> None:
        trace.members[str(token)] = _Trace(self.overlay, at)
        owner[token] = _copy(value)

    def _walk(self, location: tuple[str | int, ...]) -> tuple[Any, _Trace]:
        value, trace = self.data, self.trace
        for token in location:
            value, trace = value[token], trace.member(token)
        return value, trace

    def _mismatch(self, old: Any, new: Any, at: str) -> UnreadableInput:
        problem = f"cannot be merged: here is {_kind(new)}, in the description {_kind(old)}"
        return self._refused(at, problem, "remove the old value in an action before, or give one of its kind")

    def _refused(self, at: str, problem: str, remedy: str) -> UnreadableInput:
        return UnreadableInput(self.overlay.place(at), problem, remedy)


def _copy(value: Any) -> Any:
    """Copy plain data; values that YAML aliases share become separate, so that each can change alone."""
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _order(location: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((token, "") if isinstance(token, int) else (0, token) for token in location)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a plain value"


def _without_extensions(data: Any) -> Any:
    """Leave out ``x-`` keys, which the specification allows in each of its objects."""
    plain = _plain(data)
    if isinstance(plain, dict):
        if "info" in plain:
            plain["info"] = _plain(plain["info"])
        if isinstance(plain.get("actions"), list):
            plain["actions"] = [_plain(action) for action in plain["actions"]]
    return plain


def _plain(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in data.items() if not key.startswith("x-")}
