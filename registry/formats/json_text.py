"""Plain data as JSON, in one layout: the same bytes for the same data, always."""

from __future__ import annotations

from typing import Any

import orjson


def as_json(data: Any) -> bytes:
    """Return plain data as JSON (RFC 8259) in UTF-8, without a line break at its end; keys stay in their order.

    Each member stands on a line of its own, indented by two spaces; empty objects and lists are ``{}`` and ``[]``. Of
    texts only quotes, backslashes and control characters are escaped, and numbers are the shortest that read as the
    same, floats always with a point or an exponent. Integers may have any number of digits.
    """
    try:
        return orjson.dumps(data, option=orjson.OPT_INDENT_2)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits, or more than 254 levels
        return _slowly(data, "\n").encode()


def _slowly(value: Any, line: str) -> str:
    """Write what orjson refuses as it would write it; ``line`` begins a line at the depth of the value."""
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        members = (f"{inner}{_slowly(key, inner)}: {_slowly(member, inner)}" for key, member in value.items())
        return f"{{{','.join(members)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{','.join(f'{inner}{_slowly(member, inner)}' for member in value)}{line}]"
    if type(value) is int:
        return str(value)
    return orjson.dumps(value).decode()
