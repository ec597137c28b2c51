"""Where members of a YAML text stand: a second pass over the events, for the pointers asked for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events as ev

from registry.source.spots import Spot
from registry.source.yaml_stream import events

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.source.pointer import Trie


@dataclass(slots=True)
class _Frame:
    """An open mapping or list: its spot when somebody asks for what is below, else None."""

    spot: Spot | None
    wish: Trie | None
    recorded: bool
    is_mapping: bool
    index: int = 0
    key: Any = None
    child: Spot | None = None
    child_wish: Trie | None = None
    merged: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class _Surveyor:
    """Builds the spots; anchored nodes are recorded whole, since an alias may be asked for later."""

    wish: Trie | None
    frames: list[_Frame] = field(default_factory=list)
    anchors: dict[str, Spot] = field(default_factory=dict)
    root: Spot = field(default_factory=lambda: Spot(1, 1))
    wanted: int = 0

    def survey(self, text: str) -> Spot:
        """Walk the events until all wanted spots are known or the text ends, readable or not."""
        self.wanted = 1 if self.wish is None else _size(self.wish)
        handlers = self._handlers()
        # A duplicate key is also placed in a text that is broken further down.
        with suppress(yaml.YAMLError), events(text) as next_event:
            while self.wanted and (event := next_event()) is not None:
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        return self.root

    def _handlers(self) -> dict[type, Callable[[Any], None]]:
        return {
            ev.ScalarEvent: self._scalar,
            ev.AliasEvent: self._alias,
            ev.MappingStartEvent: self._open,
            ev.SequenceStartEvent: self._open,
            ev.MappingEndEvent: self._close,
            ev.SequenceEndEvent: self._close,
        }

    def _scalar(self, event: Any) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.key is None:
            self._enter(frame, event.value, event)
            if event.anchor is not None:
                self.anchors[event.anchor] = Spot(*_position(event))
            return
        spot = self._spot(frame, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = spot or Spot(*_position(event))
        self._leave()

    def _alias(self, event: Any) -> None:
        frame = self.frames[-1] if self.frames else None
        spot = self._spot(frame, event)
        anchored = self.anchors.get(event.anchor)
        if spot is not None and anchored is not None:
            spot.members = anchored.members
        if frame is not None and anchored is not None and frame.key == "<<":
            frame.merged.append(anchored)
        self._leave()

    def _open(self, event: Any) -> None:
        frame = self.frames[-1] if self.frames else None
        spot = self._spot(frame, event) if frame else self.root
        wish = frame.child_wish if frame else self.wish
        recorded = event.anchor is not None or (frame.recorded if frame is not None else wish is None)
        if frame is not None and frame.key == "<<":
            recorded = True
        if recorded and spot is None:
            spot = Spot(*_position(event))
        if event.anchor is not None and spot is not None:
            self.anchors[event.anchor] = spot
        self.frames.append(_Frame(spot, wish, recorded, isinstance(event, ev.MappingStartEvent)))

    def _close(self, _event: Any) -> None:
        closed = self.frames.pop()
        if closed.spot is not None:
            for source in closed.merged:
                for key, spot in source.members.items():
                    closed.spot.members.setdefault(key, spot)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.key == "<<" and closed.spot is not None:
            inner = closed.spot
            frame.merged.extend([inner] if closed.is_mapping else inner.members.values())
        self._leave()

    def _spot(self, frame: _Frame | None, event: Any) -> Spot | None:
        """Return the spot of the value that begins: a list item enters here, a mapping's value at its key."""
        if frame is None:
            return self.root
        if not frame.is_mapping:
            self._enter(frame, str(frame.index), event)
            frame.index += 1
        return frame.child

    def _enter(self, frame: _Frame, token: str, event: Any) -> None:
        """Note where a member begins, when it is wanted or stands below an anchor."""
        frame.key = token
        frame.child_wish = frame.wish.get(token) if frame.wish is not None else None
        if frame.child_wish is not None:
            self.wanted -= 1
        if frame.spot is not None and (frame.recorded or frame.child_wish is not None):
            frame.child = frame.spot.members.setdefault(token, Spot(*_position(event)))
        else:
            frame.child = None

    def _leave(self) -> None:
        if self.frames:
            frame = self.frames[-1]
            frame.key = frame.child = frame.child_wish = None


def spots(text: str, wish: Trie | None) -> Spot:
    """Return the spots of the wanted members, of all without a wish; a mapping's member stands where its key does."""
    return _Surveyor(wish).survey(text)


def _position(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _size(trie: Trie) -> int:
    """Count the members asked for."""
    count, rest = 0, [trie]
    while rest:
        node = rest.pop()
        count += len(node)
        rest.extend(node.values())
    return count
