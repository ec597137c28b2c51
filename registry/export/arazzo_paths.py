"""Paths of a flow as runtime expressions and JSON Pointers, and names that Arazzo takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.ends import prefixes
from registry.model.fields import Field
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.flow.ends import End

_BESIDE = re.compile(r"(query|path|header|cookie)\.(.+)")


def beside_body(path: str) -> tuple[str, str] | None:
    """Return location and name where a path leads to a parameter or header."""
    match = _BESIDE.fullmatch(path)
    return (match[1], match[2]) if match else None


def steps(end: End, path: str) -> tuple[str, ...] | None:
    """Return the steps of a path into a body, ``0`` for any item of a list; None through a map, or where it is unknown.

    A dot may belong to a name, so only those count as steps that lead to a field.
    """
    if "{}" in path or not isinstance(end.find(path), Field):
        return None
    known = (prefix for prefix in prefixes(path) if isinstance(end.find(prefix), Field))
    reached, found = "", []
    for prefix in (*known, path):
        found.append(prefix[len(reached) :].removeprefix("."))
        reached = prefix
    return tuple("0" if step == "[]" else step for step in found)


def answered(end: End, path: str) -> str | None:
    """Return the expression of a field of an answer; None where none leads to it."""
    beside = beside_body(path)
    if beside is not None:
        return f"$response.header.{beside[1]}" if beside[0] == "header" else None
    found = steps(end, path)
    return None if found is None else f"$response.body#{join('', *found)}"


def names(wanted: Iterable[str]) -> Mapping[str, str]:
    """Return a name of letters, digits and hyphens for each, no two alike: ``items-sizes-availability``."""
    given: dict[str, str] = {}
    for path in wanted:
        plain = re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-") or "field"
        candidates = (plain, *(f"{plain}-{number}" for number in range(2, len(given) + 3)))
        given[path] = next(name for name in candidates if name not in given.values())
    return given
