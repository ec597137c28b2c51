"""Plain data as YAML that every reader takes for the same data: the same bytes for the same data, always."""

from __future__ import annotations

import re
from typing import Any

import yaml

RARE_LINE_BREAK = re.compile("[\r\x85\u2028\u2029]")  # YAML 1.1 and 1.2 disagree on which of these end a line
YES_OR_NO = re.compile(r"[yYnN]$")
FLOAT_OF_YAML_12 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
INTEGER_OF_YAML_12 = re.compile(r"0o[0-7]+$|0x[0-9a-fA-F]+$")


class Dumper(yaml.CSafeDumper):
    """Block style, keys in the order given, text over several lines as a block, no anchors.

    PyYAML quotes what it would itself read as something else than text (``no``, ``2026-02-16``,
    ``12:30``); the resolvers below make it quote as well what other readers of YAML 1.1 (``y``) and
    those of YAML 1.2 (``1e3``, ``0o17``) would misread, so that every reader finds text where text was.
    """

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write what occurs twice twice."""
        return True


def represent_text(dumper: Any, text: str) -> yaml.ScalarNode:
    """Return text as a block where it has lines, else in the plainest style that keeps it text."""
    style = '"' if RARE_LINE_BREAK.search(text) else "|" if "\n" in text else None
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


Dumper.add_representer(str, represent_text)
Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", YES_OR_NO, list("yYnN"))
Dumper.add_implicit_resolver("tag:yaml.org,2002:float", FLOAT_OF_YAML_12, list("-+.0123456789"))
Dumper.add_implicit_resolver("tag:yaml.org,2002:int", INTEGER_OF_YAML_12, ["0"])


def as_yaml(data: Any) -> str:
    """Return plain data as YAML, readable by YAML 1.1 and 1.2 alike; keys stay in their order."""
    text: str = yaml.dump(
        data, Dumper=Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True, width=2**16
    )
    return text
