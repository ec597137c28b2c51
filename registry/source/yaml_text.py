"""Texts as YAML: written so that YAML 1.1, YAML 1.2 and JSON read the same."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z_$][\w$./\[\]@-]*", re.ASCII)
"""What YAML reads as text without quotes, whatever stands around it."""
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_BREAKS = {ord(character): f"\\u{ord(character):04x}" for character in "\x7f\x85\u2028\u2029\ufeff"}


def scalar(text: str) -> str:
    """Write a text: plain if nothing in it can be taken for syntax or for another value, else quoted."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else quoted(text)


def quoted(text: str) -> str:
    """Write a text between double quotes, as JSON does too."""
    return json.dumps(text, ensure_ascii=False).translate(_BREAKS)
