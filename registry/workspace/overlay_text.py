"""Drafts of meaning as the text of an overlay: a new one, or more actions for one that people keep."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

from registry.errors import UnreadableInput, WrongUse
from registry.model.semantics.drafts import FILL_IN, GUESS
from registry.source.pointer import member, split
from registry.source.text import decode
from registry.source.tree import parse
from registry.source.yaml_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.check.annotation import Entry

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
"""A name that a JSONPath takes after a dot (RFC 9535, section 2.5.1.1); others stand in brackets."""
_LISTED = re.compile(r"( *)- ")

HEAD = f"""\
# Drafts of meaning. Each action below is about one field; the comments say what it lacks, and why that matters.
# Replace what begins with '{FILL_IN}'; where '{GUESS}' stands before a value that is right, take the word away.
# A draft counts for nothing until then, and 'waybill check' lists those that are left.
# Say in a description what the name does not: whose it is, when it is set, what it is for. A name means different
# things to different people; the description is what both sides agree on.
overlay: 1.0.0
info:
  title: {{title}}
  version: 1.0.0
actions:
"""


def begun(entries: Iterable[Entry], data: Any, reasons: Mapping[str, str]) -> bytes:
    """Return a new overlay for the description ``data``; ``reasons`` says by rule why each thing matters."""
    info = data.get("info")
    title = info.get("title") if isinstance(info, dict) else None
    head = HEAD.format(title=scalar(f"What the fields of {title or 'this API'} mean"))
    return (head + "".join(_action(entry, data, reasons, "  ") for entry in entries)).encode()


def extended(
    content: bytes, name: str, entries: Iterable[Entry], data: Any, reasons: Mapping[str, str]
) -> bytes:
    """Return an overlay with more actions behind its own; every byte of it is kept.

    Raises:
        WrongUse: It is written in such a way that nothing can be added as text.
        UnreadableInput: It cannot be read.
    """
    present = parse(content, name)
    lines = list(StringIO(decode(content, name), newline=""))
    line = present.place("/actions/0").line or 1
    first = _LISTED.match(lines[line - 1]) if present.syntax == "yaml" and lines else None
    if first is None or not present.data.get("actions"):
        raise _stuck(name)
    end = _end(lines, line, len(first[1]))
    gap = "" if lines[end - 1].endswith("\n") else "\n"
    more = gap + "".join(_action(entry, data, reasons, first[1]) for entry in entries)
    added = more.replace("\n", "\r\n" if lines[0].endswith("\r\n") else "\n").encode()
    behind = len("".join(lines[end:]).encode())
    result = content[: len(content) - behind] + added + content[len(content) - behind :]
    if not _is_extended(result, name, present.data):
        raise _stuck(name)
    return result


def _end(lines: list[str], line: int, margin: int) -> int:
    """Return the index of the line before which the list of actions ends.

    ``line`` is that of its first item, counted from 1, ``margin`` how far its items are indented. The list goes on
    until a line that is neither indented further nor an item; comments above that belong to what follows.
    """
    end = len(lines)
    for index in range(line, len(lines)):
        written = lines[index].strip()
        indented = len(lines[index]) - len(lines[index].lstrip())
        inside = indented > margin or (indented == margin and written.startswith("- ")) or written == "-"
        if written and not written.startswith("#") and not inside:
            end = index
            break
    while line < end < len(lines) and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _is_extended(content: bytes, name: str, before: Any) -> bool:
    """Whether a text is an overlay that says what the one before did, and more actions."""
    try:
        after = parse(content, name).data
    except UnreadableInput:
        return False
    known = before["actions"]
    return bool(
        {**after, "actions": after["actions"][: len(known)]} == before and len(after["actions"]) > len(known)
    )


def _stuck(name: str) -> WrongUse:
    return WrongUse(
        f"{name} holds no list of actions, one below the other, to which more could be added",
        "print the drafts with --output - and put them where they belong",
    )


def _action(entry: Entry, data: Any, reasons: Mapping[str, str], indentation: str) -> str:
    target = scalar(json_path(entry.pointer, data))
    lines = [f"# {' '.join(entry.subject.split())}", f"- target: {target}", "  update:"]
    written: dict[str, Any] = {}
    told: dict[tuple[str, ...], str] = {}
    for gap in entry.gaps:
        _put(written, gap.steps, gap.draft)
        if gap.aspect != "description":  # the draft says it all, and nearly every field has one
            told[gap.steps] = reasons[gap.rule]
    lines += _mapping(written, told, (), "    ")
    return "".join(f"{indentation}{line}\n" for line in lines)


def _put(into: dict[str, Any], steps: tuple[str, ...], draft: Any) -> None:
    for step in steps[:-1]:
        into = into.setdefault(step, {})
    into[steps[-1]] = draft


def _mapping(
    data: Mapping[str, Any], told: Mapping[tuple[str, ...], str], at: tuple[str, ...], margin: str
) -> Iterator[str]:
    """Yield the lines of a mapping; what is told of a key stands above it as a comment."""
    for key, value in data.items():
        steps = (*at, key)
        if steps in told:
            yield f"{margin}# {told[steps]}"
        if isinstance(value, dict):
            yield f"{margin}{scalar(key)}:"
            yield from _mapping(value, told, steps, f"{margin}  ")
        else:
            yield f"{margin}{scalar(key)}: {scalar(value)}"


def json_path(pointer: str, data: Any) -> str:
    """Return the JSONPath (RFC 9535) of the one value in ``data`` that a JSON Pointer leads to."""
    steps = ["$"]
    for token in split(pointer):
        steps.append(f"[{token}]" if isinstance(data, list) else _named(token))
        data = member(data, token)
    return "".join(steps)


def _named(key: str) -> str:
    if _NAME.fullmatch(key):
        return f".{key}"
    quoted = json.dumps(key)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{quoted}']"
