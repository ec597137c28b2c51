"""A document made for another tool, and the plain data it is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.formats import Written

_SILENT: tuple[Any, ...] = (None, "", (), [], {})


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its ``path`` in the folder that is written, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Export:
    """The documents of one format, and a sentence for each thing that it could not say."""

    documents: tuple[Document, ...]
    remarks: tuple[str, ...] = ()


def said(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that say something: not None, no empty text, no empty list, no empty mapping."""
    return {name: value for name, value in members.items() if value not in _SILENT}


def plain(form: Written) -> dict[str, Any]:
    """Return a written form as the keys and values that it was written with; what was left out stays out."""
    return form.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def json_lines(items: Iterable[Mapping[str, Any]]) -> str:
    """Return one line of JSON for each item, as event files have it."""
    return "".join(f"{json.dumps(item, ensure_ascii=False, allow_nan=False)}\n" for item in items)
