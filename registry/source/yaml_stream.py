"""libyaml's event stream of a text, with the line breaks of YAML 1.2 instead of those of YAML 1.1."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    NextEvent: TypeAlias = Callable[[], Any]

_OLD_BREAKS = "\u0085\u2028\u2029"
"""Breaks in YAML 1.1, which libyaml follows, and plain characters in YAML 1.2 (section 5.4)."""


@contextmanager
def events(text: str) -> Iterator[NextEvent]:
    """Give a function that returns the next event, None at the end; it raises yaml.YAMLError."""
    stand_ins = _stand_ins(text)
    parser = yaml.CSafeLoader(text.translate(stand_ins) if stand_ins else text)
    try:
        yield _restoring(parser.get_event, stand_ins) if stand_ins else parser.get_event
    finally:
        parser.dispose()


def _stand_ins(text: str) -> dict[int, str]:
    """Find a character of private use, absent from the text, for each old break in it."""
    present = [character for character in _OLD_BREAKS if character in text]
    absent = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    return {ord(character): stand_in for character, stand_in in zip(present, absent, strict=False)}


def _restoring(next_event: NextEvent, stand_ins: dict[int, str]) -> NextEvent:
    back = {ord(stand_in): chr(code) for code, stand_in in stand_ins.items()}

    def restored() -> Any:
        event = next_event()
        if isinstance(event, yaml.ScalarEvent):
            event.value = event.value.translate(back)
        return event

    return restored
