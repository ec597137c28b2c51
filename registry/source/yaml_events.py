"""YAML to plain data from libyaml's events: fast; duplicate keys, bombs and foreign tags are refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events as ev

from registry.errors import Place, UnreadableInput
from registry.source import scalars
from registry.source.pointer import join, trie
from registry.source.text import line_and_column
from registry.source.yaml_places import spots
from registry.source.yaml_stream import events

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 256
MAX_ALIASED_NODES = 5_000_000

_NO_KEY: Any = object()
_MERGE: Any = object()
_CONTAINER_TAGS = {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_REMEDIES = (
    ("a tab character", "indent with spaces, not tabs"),
    ("cannot start any token", "quote the value, and indent with spaces, not tabs"),
    ("mapping values are not allowed", "quote a value that contains ': ', or mend the indentation"),
    ("could not find expected ':'", "put ': ' after the key, or mend the indentation"),
    ("did not find expected key", "mend the indentation, or quote the value before"),
    ("Unicode character escape", "write the character itself"),
    ("control characters are not allowed", "remove the control character"),
    ("", "mend the YAML syntax here"),
)


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled."""

    container: Any
    is_mapping: bool
    start: Any
    nodes_before: int
    key: Any = _NO_KEY
    merged: list[Any] | None = None
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: Any
    nodes: int
    height: int


@dataclass(slots=True)
class _Composer:
    """Builds one document from events; ``text`` is the whole file, ``file`` its name in messages."""

    text: str
    file: str
    frames: list[_Frame] = field(default_factory=list)
    anchors: dict[str, _Anchored | None] = field(default_factory=dict)
    nodes: int = 0
    aliased: int = 0
    documents: int = 0
    filled: bool = False
    root: Any = None

    def compose(self) -> Any:
        """Return the one document of the text; raises UnreadableInput with line, column and remedy."""
        handlers = self._handlers()
        try:
            with events(self.text) as next_event:
                while (event := next_event()) is not None:
                    handlers[type(event)](event)
        except yaml.YAMLError as error:
            raise self._unreadable_syntax(error) from None
        if not self.filled:
            raise UnreadableInput(
                Place(self.file, 1, 1), "is empty", "write the document, or remove the file"
            )
        return self.root

    def _handlers(self) -> dict[type, Callable[[Any], None]]:
        return {
            ev.ScalarEvent: self._scalar,
            ev.MappingStartEvent: self._open_mapping,
            ev.MappingEndEvent: self._close_mapping,
            ev.SequenceStartEvent: self._open_list,
            ev.SequenceEndEvent: self._close,
            ev.AliasEvent: self._alias,
            ev.DocumentStartEvent: self._open_document,
            ev.DocumentEndEvent: _pass,
            ev.StreamStartEvent: _pass,
            ev.StreamEndEvent: _pass,
        }

    def _open_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._refused(event, "a second document begins", "keep one document per file")

    def _scalar(self, event: Any) -> None:
        self.nodes += 1
        frames = self.frames
        if frames:
            frame = frames[-1]
            if frame.key is _NO_KEY and frame.is_mapping:
                self._key(frame, event)
                return
        value = event.value
        if event.tag is not None or event.implicit[0]:
            if not (frames or value or event.tag or event.anchor):
                return  # an empty document is one empty plain scalar
            value = self._value(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, 1, 0)
        self._add(value)

    def _value(self, event: Any) -> Any:
        """Resolve a scalar that is plain or tagged."""
        try:
            if event.tag is not None:
                return scalars.resolve_tagged(event.value, event.tag)
            return scalars.resolve(event.value)
        except scalars.NoValue as reason:
            raise self._refused(event, str(reason), "write a JSON value, or quote it as text") from None

    def _key(self, frame: _Frame, event: Any) -> None:
        """Take a key as the text that is written: ``200``, ``on`` and ``null`` are names here."""
        key = event.value
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(key, 1, 0)
        if key == "<<" and event.implicit[0] and event.tag is None:
            if frame.merged is not None:
                raise self._refused(
                    event, "a second '<<'", "merge several mappings by '<<: [*first, *second]'"
                )
            frame.merged = []
            frame.key = _MERGE
            return
        if key in frame.container:
            raise self._duplicate(key, event)
        frame.key = key

    def _add(self, value: Any) -> None:
        frames = self.frames
        if not frames:
            self.root, self.filled = value, True
            return
        frame = frames[-1]
        if not frame.is_mapping:
            frame.container.append(value)
        elif frame.key is _MERGE:
            frame.merged = value if isinstance(value, list) else [value]
            frame.key = _NO_KEY
        else:
            frame.container[frame.key] = value
            frame.key = _NO_KEY

    def _open_mapping(self, event: Any) -> None:
        self._open({}, event, is_mapping=True)

    def _open_list(self, event: Any) -> None:
        self._open([], event, is_mapping=False)

    def _open(self, container: Any, event: Any, *, is_mapping: bool) -> None:
        frames = self.frames
        if frames and frames[-1].is_mapping and frames[-1].key is _NO_KEY:
            raise self._refused(event, "a mapping or list stands as a key", "use text as key")
        if event.tag not in _CONTAINER_TAGS:
            problem = f"the tag {scalars.shown(event.tag)} is not plain data"
            raise self._refused(event, problem, "remove the tag")
        if len(frames) >= MAX_DEPTH:
            raise self._too_deep(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        frames.append(_Frame(container, is_mapping, event, self.nodes))
        self.nodes += 1

    def _close_mapping(self, event: Any) -> None:
        frame = self.frames[-1]
        if frame.merged is not None:
            self._merge(frame)
        self._close(event)

    def _close(self, _event: Any) -> None:
        frame = self.frames.pop()
        anchor = frame.start.anchor
        if anchor is not None:
            self.anchors[anchor] = _Anchored(frame.container, self.nodes - frame.nodes_before, frame.height)
        if self.frames:
            self._grow(frame.height)
        self._add(frame.container)

    def _grow(self, height: int) -> None:
        frame = self.frames[-1]
        if height >= frame.height:
            frame.height = height + 1

    def _merge(self, frame: _Frame) -> None:
        """Add what ``<<`` brings: the mapping's own keys win, then earlier sources (YAML merge key type)."""
        for source in frame.merged or ():
            if not isinstance(source, dict):
                raise self._refused(
                    frame.start,
                    "'<<' merges something that is no mapping",
                    "merge mappings only, or quote '<<' if it is a name",
                )
            for key, value in source.items():
                frame.container.setdefault(key, value)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise self._refused(
                event, f"no anchor &{event.anchor} before its alias", "define it, or quote the value"
            )
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise self._refused(event, f"*{event.anchor} contains itself", "remove the alias")
        frames = self.frames
        if frames and frames[-1].is_mapping and frames[-1].key is _NO_KEY:
            raise self._refused(event, "an alias stands as a key", "write the key out")
        self.aliased += anchored.nodes
        self.nodes += anchored.nodes
        if self.aliased > MAX_ALIASED_NODES:
            problem = f"aliases expand to more than {MAX_ALIASED_NODES:,} nodes"
            raise self._refused(event, problem, "write the values out, or use $ref")
        if len(frames) + anchored.height > MAX_DEPTH:
            raise self._too_deep(event)
        if frames and anchored.height:
            self._grow(anchored.height)
        self._add(anchored.value)

    def _too_deep(self, event: Any) -> UnreadableInput:
        return self._refused(event, f"is nested deeper than {MAX_DEPTH} levels", "flatten it, or use $ref")

    def _duplicate(self, key: str, event: Any) -> UnreadableInput:
        at = join("", *self._tokens(), key)
        first = spots(self.text, trie([at])).of([at])[at]
        return self._refused(
            event,
            f"the key {key!r} is already at line {first.line}, column {first.column}",
            "remove or rename one of them",
        )

    def _tokens(self) -> tuple[str, ...]:
        """Name the way to the innermost open container."""
        return tuple(
            frame.key if frame.is_mapping else str(len(frame.container)) for frame in self.frames[:-1]
        )

    def _refused(self, event: Any, problem: str, remedy: str) -> UnreadableInput:
        mark = event.start_mark
        return UnreadableInput(Place(self.file, mark.line + 1, mark.column + 1), problem, remedy)

    def _unreadable_syntax(self, error: yaml.YAMLError) -> UnreadableInput:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        remedy = next(remedy for sign, remedy in _REMEDIES if sign in problem)
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else self._place_of_byte(error)
        return UnreadableInput(place, f"is not YAML: {problem}", remedy)

    def _place_of_byte(self, error: yaml.YAMLError) -> Place:
        """Place what libyaml's reader refused; it counts bytes of UTF-8."""
        before = self.text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        return Place(self.file, *line_and_column(before, len(before)))


def _pass(_event: Any) -> None:
    """Take an event that carries no data."""


def compose(text: str, file: str) -> Any:
    """Return the one document of a YAML text as plain data; raises UnreadableInput with its place."""
    return _Composer(text, file).compose()
