"""What a ``$ref`` names: a file inside the registry or an allowed address, and a pointer into it."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from registry.errors import UnreadableInput
from registry.formats import nearest
from registry.source import pointer, tree
from registry.source.files import inside

if TYPE_CHECKING:
    from registry.source.files import Files

_FILE_NAME = re.compile(r"[^#?]*(/|\.ya?ml|\.json)[^#?]*(#.*)?", re.IGNORECASE)


class Broken(Exception):  # noqa: N818 - a reason, turned into UnreadableInput where the place is known
    """A reference leads nowhere or must not be followed: ``problem`` and ``remedy``."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Target:
    """The file, as a path inside the registry or a URL, and the pointer that a reference names."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that references lead to, each parsed once."""

    files: Files
    hosts: tuple[str, ...] = ()
    _documents: dict[str, tree.Document | UnreadableInput] = field(
        default_factory=dict, repr=False, compare=False
    )

    def target(self, reference: str, base: str) -> Target:
        """Return what a reference in the file ``base`` names; raises Broken."""
        uri, _, fragment = reference.partition("#")
        try:
            at = pointer.from_fragment(fragment)
        except UnicodeDecodeError:
            raise Broken(
                f"the fragment of {reference!r} is not UTF-8", "percent-encode it as UTF-8"
            ) from None
        if at and not at.startswith("/"):
            raise Broken(
                f"{reference!r} names an anchor in another file", f"name its place: '{uri}#/path/to/it'"
            )
        return Target(self._file(uri, base) if uri else base, at)

    def document(self, file: str) -> tree.Document:
        """Return a file as plain data; raises UnreadableInput."""
        if file not in self._documents:
            self._documents[file] = self._parsed(file)
        document = self._documents[file]
        if isinstance(document, UnreadableInput):
            raise document
        return document

    def value(self, target: Target) -> Any:
        """Return the value a target names.

        Raises Broken when there is no such file or nothing there, UnreadableInput when the file is wrong.
        """
        try:
            document = self.document(target.file)
        except UnreadableInput as error:
            if error.place.line is not None:
                raise
            raise Broken(f"{error.place} {error.problem}", error.remedy) from None
        value = document.data
        for token in pointer.split(target.pointer):
            try:
                value = pointer.member(value, token)
            except KeyError:
                known = nearest(token, value) if isinstance(value, dict) else None
                remedy = f"did you mean {known!r}?" if known else "mend the reference, or write what it names"
                raise Broken(f"{document.file} has no {target.pointer!r}", remedy) from None
        return value

    def _parsed(self, file: str) -> tree.Document | UnreadableInput:
        try:
            if _is_remote(file):
                from registry.source import remote  # noqa: PLC0415 - slow to import

                return tree.parse(remote.fetch(file, self.hosts), file)
            return tree.parse(self.files.read(file), self.files.shown(file))
        except UnreadableInput as problem:
            return problem

    def _file(self, uri: str, base: str) -> str:
        """Resolve a URI reference against the file it stands in (RFC 3986, section 5)."""
        try:
            parts = urlsplit(uri)
        except ValueError:
            raise Broken(f"{uri!r} is no URI reference", "write a relative path") from None
        if parts.scheme in ("http", "https") or (_is_remote(base) and not parts.scheme):
            return self._remote(urljoin(base, uri))
        if parts.scheme or parts.netloc:
            raise Broken(f"{uri!r} is no file of the registry", "name a file by a relative path")
        path = posixpath.join(posixpath.dirname(base), unquote(parts.path))
        try:
            return inside(path)
        except UnreadableInput as error:
            raise Broken(f"{uri!r} {error.problem}", error.remedy) from None

    def _remote(self, url: str) -> str:
        from registry.source import remote  # noqa: PLC0415 - slow to import

        try:
            remote.refuse_host(url, self.hosts)
        except UnreadableInput as error:
            raise Broken(f"{url!r} {error.problem}", error.remedy) from None
        return url


def is_external(node: dict[str, Any]) -> bool:
    """Tell whether an object refers to another file by ``$ref`` or by a discriminator's mapping."""
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.startswith("#"):
        return True
    discriminator = node.get("discriminator")
    if not isinstance(discriminator, dict):
        return False
    mapping = discriminator.get("mapping")
    named = [*mapping.values()] if isinstance(mapping, dict) else []
    return any(is_file_name(value) for value in (*named, discriminator.get("defaultMapping")))


def is_file_name(value: Any) -> bool:
    """Tell a file from the name of a schema, as which a discriminator may name its target too."""
    return isinstance(value, str) and not value.startswith("#") and bool(_FILE_NAME.fullmatch(value))


_ESCAPED = re.compile(rb"\\u00[267]")
"""An escaped character that could belong to one of the keys below: no program escapes these, people may."""

_OUTWARD = re.compile(rb'"\$ref"\s*+:\s*+(?!"#)')
"""A reference out of the document, or a ``$ref`` that is none."""

_MAPPING = re.compile(rb'apping"\s*+:\s*+')
"""The keys ``mapping`` and ``defaultMapping`` of a discriminator; what else ends so costs time only."""


def none_external(content: bytes) -> bool:
    """Tell from the text of a JSON document in UTF-8 that it refers to no other file; False says nothing."""
    if _ESCAPED.search(content) or _OUTWARD.search(content):
        return False
    starts = [found.end() for found in _MAPPING.finditer(content)]
    text = content.decode("latin-1") if starts else ""  # quickly made; all that is looked at here is ASCII
    decode = json.JSONDecoder().raw_decode
    named = (decode(text, start)[0] for start in starts)
    return not any(
        is_file_name(value) for one in named for value in (one.values() if isinstance(one, dict) else [one])
    )


def any_external(data: Any) -> bool:
    """Tell whether anything in plain data refers to another file; cheap, and never wrong by saying no."""
    rest = [data]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            if is_external(node):
                return True
            rest.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            rest.extend(value for value in node if isinstance(value, dict | list))
    return False


def _is_remote(file: str) -> bool:
    return file.startswith(("http://", "https://"))
