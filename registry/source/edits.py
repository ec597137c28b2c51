"""Single changes of a YAML or JSON file as text: everything else, comments and layout included, stays as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from registry.errors import UnreadableInput
from registry.source.pointer import is_index, member, split
from registry.source.tree import parse
from registry.source.yaml_text import quoted, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.source.edit import Edit, Value
    from registry.source.tree import Document

_Replacement: TypeAlias = "tuple[int, int, str]"


@dataclass(frozen=True, slots=True)
class Edited:
    """A file after the edits that could be made as text, and those that could not."""

    content: bytes
    made: tuple[Edit, ...]
    left: tuple[Edit, ...]


def edited(content: bytes, file: str, edits: Iterable[Edit]) -> Edited:
    """Make edits, each only if it changes what it is to change and nothing else.

    A value that YAML shares with other places, one that a merge key brings in, and a file in another encoding
    than UTF-8 are left alone. Items are taken away from the back, so that no index changes before its turn.
    """
    wanted = tuple(sorted(dict.fromkeys(edits), key=_order, reverse=True))
    together = _after(content, file, wanted)
    if together is not None:
        return Edited(together, wanted, ())
    made: list[Edit] = []
    left: list[Edit] = []
    for edit in wanted:
        after = _after(content, file, (edit,))
        (left if after is None else made).append(edit)
        content = after or content
    return Edited(content, tuple(made), tuple(left))


def _order(edit: Edit) -> tuple[tuple[int, str], ...]:
    return tuple((int(token), "") if is_index(token) else (0, token) for token in split(edit.pointer))


def _after(content: bytes, file: str, edits: tuple[Edit, ...]) -> bytes | None:
    """Return the text with the edits made, None if that cannot be done, or would change anything else."""
    try:
        document = parse(content, file)
        written = content.decode()
        text = written.removeprefix("\ufeff")
        marked = _Text(text, document)
        replacements = [marked.replacement(edit) for edit in edits]
        wanted = document.data
        for edit in edits:
            wanted = _with(wanted, split(edit.pointer), edit.value)
        result = (written[: len(written) - len(text)] + _replaced(text, replacements)).encode()
        return result if json.dumps(parse(result, file).data) == json.dumps(wanted) else None
    except (UnreadableInput, ValueError, LookupError, RecursionError, yaml.YAMLError):
        return None


def _replaced(text: str, replacements: list[_Replacement]) -> str:
    """Return the text after all replacements; raises LookupError if two of them touch the same part of it."""
    before = len(text)
    for start, end, new in sorted(replacements, key=lambda each: each[:2], reverse=True):
        if end > before:
            raise LookupError
        text, before = f"{text[:start]}{new}{text[end:]}", start
    return text


def _with(data: Any, tokens: tuple[str, ...], value: Value | None) -> Any:
    """Return plain data with one member set, or one item taken away; raises KeyError if there is no place for it."""
    if not tokens:
        return value
    first, rest = tokens[0], tokens[1:]
    if isinstance(data, list) and is_index(first):
        inner = [] if value is None and not rest else [_with(member(data, first), rest, value)]
        return [*data[: int(first)], *inner, *data[int(first) + 1 :]]
    if not isinstance(data, dict) or (first not in data and value is None):
        raise KeyError(first)
    return {**data, first: _with(data.get(first, {}), rest, value)}


class _Text:
    """A text with the marks of its nodes; JSON is read as the flow style of YAML."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self.is_json = document.syntax == "json"
        self.root = yaml.compose(text, Loader=yaml.CSafeLoader)

    def replacement(self, edit: Edit) -> _Replacement:
        """Return from where to where the text is to be replaced, and by what; raises LookupError."""
        tokens = split(edit.pointer)
        node, depth = self._deepest(tokens)
        if edit.value is None:
            return self._removal(self._at(tokens[:-1]), int(tokens[-1]))
        if depth == len(tokens):
            return node.start_mark.index, node.end_mark.index, self._value(edit.value)
        return self._insertion(node, tokens[depth], self._nested(tokens[depth + 1 :], edit.value))

    def _deepest(self, tokens: tuple[str, ...]) -> tuple[Any, int]:
        """Return the node that the tokens lead to as far as they lead, and how many that are."""
        node = self.root
        for depth, token in enumerate(tokens):
            below = _member(node, token)
            if below is None:
                return node, depth
            node = below
        return node, len(tokens)

    def _at(self, tokens: tuple[str, ...]) -> Any:
        node, depth = self._deepest(tokens)
        if depth < len(tokens):
            raise KeyError(tokens[depth])
        return node

    def _value(self, value: Value) -> str:
        if isinstance(value, bool):
            return json.dumps(value)
        return quoted(value) if self.is_json else scalar(value)

    def _key(self, key: str) -> str:
        return quoted(key) if self.is_json else scalar(key)

    def _nested(self, tokens: tuple[str, ...], value: Value) -> str:
        written = self._value(value)
        for token in reversed(tokens):
            written = f"{{{self._key(token)}: {written}}}"
        return written

    def _insertion(self, node: Any, key: str, written: str) -> _Replacement:
        """Put a member behind the last one of a mapping, the way its members are laid out."""
        if not isinstance(node, yaml.MappingNode):
            raise KeyError(key)
        member_text = f"{self._key(key)}: {written}"
        if not node.value:
            inside = node.start_mark.index + 1
            return inside, node.end_mark.index - 1, member_text
        if node.flow_style:
            end = self._end(*node.value[-1])
            return end, end, f"{self._separator(node)}{member_text}"
        end = self._line_end(self._end(*node.value[-1]))
        gap = "" if self.text[end - 1] == "\n" else "\n"
        return end, end, f"{gap}{' ' * node.start_mark.column}{member_text}{'' if gap else chr(10)}"

    def _separator(self, node: Any) -> str:
        """Return what stands between the members of a flow mapping."""
        if len(node.value) > 1:
            between = self.text[self._end(*node.value[-2]) : node.value[-1][0].start_mark.index]
        else:
            between = "," + self.text[node.start_mark.index + 1 : node.value[0][0].start_mark.index]
        plain = between.strip() == "," and "#" not in between
        return (between if between != "," else ", ") if plain else ", "

    def _removal(self, node: Any, index: int) -> _Replacement:
        """Take an item out of a list: with its comma, or with its line."""
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        item = items[index]
        if node.flow_style:
            if index:
                return items[index - 1].end_mark.index, item.end_mark.index, ""
            following = items[1].start_mark.index if len(items) > 1 else item.end_mark.index
            return item.start_mark.index, following, ""
        begin = self.text.rfind("\n", 0, item.start_mark.index) + 1
        return begin, self._line_end(item.end_mark.index), ""

    def _end(self, key: Any, value: Any) -> int:
        """Return where the text of a member ends; marks of block collections lie behind what follows them."""
        if value.end_mark.index <= key.end_mark.index or value.start_mark.index < key.end_mark.index:
            raise KeyError(key.value)  # an alias: its node stands elsewhere
        if isinstance(value, yaml.ScalarNode) or value.flow_style:
            end: int = value.end_mark.index
            return len(self.text[:end].rstrip()) if getattr(value, "style", None) in {"|", ">"} else end
        last = value.value[-1]
        return self._end(*last) if isinstance(value, yaml.MappingNode) else self._end(key, last)

    def _line_end(self, at: int) -> int:
        """Return where the next line begins."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1


def _member(node: Any, token: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == token), None)
    if isinstance(node, yaml.SequenceNode) and is_index(token) and int(token) < len(node.value):
        return node.value[int(token)]
    return None
