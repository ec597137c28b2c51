"""Plain data as YAML that every reader takes for the same data: the same bytes for the same data, always."""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml
from yaml import events as ev

RARE_LINE_BREAK = re.compile("[\r\x85\u2028\u2029]")  # YAML 1.1 and 1.2 disagree on which of these end a line
YES_OR_NO = re.compile(r"[yYnN]$")
FLOAT_OF_YAML_12 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
INTEGER_OF_YAML_12 = re.compile(r"0o[0-7]+$|0x[0-9a-fA-F]+$")


TEXT = "tag:yaml.org,2002:str"
MAPPING = "tag:yaml.org,2002:map"
LIST = "tag:yaml.org,2002:seq"

REMEMBERED = 4096
"""Texts of which it is remembered how they are written: the keys of all objects, and what values have in common."""


class Dumper(yaml.CSafeDumper):
    """Tells what a plain scalar would be read as.

    PyYAML quotes what it would itself read as something else than text (``no``, ``2026-02-16``,
    ``12:30``); the resolvers below make it quote as well what other readers of YAML 1.1 (``y``) and
    those of YAML 1.2 (``1e3``, ``0o17``) would misread, so that every reader finds text where text was.
    """


Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", YES_OR_NO, list("yYnN"))
Dumper.add_implicit_resolver("tag:yaml.org,2002:float", FLOAT_OF_YAML_12, list("-+.0123456789"))
Dumper.add_implicit_resolver("tag:yaml.org,2002:int", INTEGER_OF_YAML_12, ["0"])


def as_yaml(data: Any) -> str:
    """Return plain data as YAML, readable by YAML 1.1 and 1.2 alike; keys stay in their order.

    Block style, text over several lines as a block, no anchors: what occurs twice is written twice.
    """
    stream = StringIO()
    dumper = Dumper(stream, allow_unicode=True, width=2**16)
    dumper.emit(ev.StreamStartEvent())
    dumper.emit(ev.DocumentStartEvent(explicit=False))
    _Writer(dumper).write(data)
    dumper.emit(ev.DocumentEndEvent(explicit=False))
    dumper.emit(ev.StreamEndEvent())
    return stream.getvalue()


class _Writer:
    """Writes plain data event by event; by way of PyYAML's nodes it takes five times as long."""

    def __init__(self, dumper: Dumper) -> None:
        self._dumper = dumper
        self._emit = dumper.emit
        self._is_text = lru_cache(maxsize=REMEMBERED)(self._reads_as_text)

    def write(self, value: Any) -> None:
        """Write one value with all that is in it."""
        if isinstance(value, str):
            style = '"' if RARE_LINE_BREAK.search(value) else "|" if "\n" in value else None
            self._emit(ev.ScalarEvent(None, TEXT, (self._is_text(value), True), value, style=style))
        elif isinstance(value, dict):
            self._emit(ev.MappingStartEvent(None, MAPPING, True, flow_style=False))
            for key, member in value.items():
                self.write(key)
                self.write(member)
            self._emit(ev.MappingEndEvent())
        elif isinstance(value, list | tuple):
            self._emit(ev.SequenceStartEvent(None, LIST, True, flow_style=False))
            for member in value:
                self.write(member)
            self._emit(ev.SequenceEndEvent())
        else:
            node: Any = self._dumper.represent_data(value)
            plain = node.tag == self._resolved(node.value)
            self._emit(ev.ScalarEvent(None, node.tag, (plain, False), node.value, style=node.style))

    def _reads_as_text(self, value: str) -> bool:
        return self._resolved(value) == TEXT

    def _resolved(self, value: str) -> str:
        tag: str = self._dumper.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
        return tag
