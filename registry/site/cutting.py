"""Cut what is too much for a page, between rows and between blocks; what weighs how much is found out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.site.text import Board, Fold, Heading, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.site.text import Row
    from registry.site.web import Web

Part: TypeAlias = Any
"""A block, a list or tuple of blocks, or None: a value of the parts of a page."""

_BETWEEN = 2
"""Bytes between two blocks."""
_ROOM_AT_THE_END = 0.6
"""From here on a table is cut where a new thing begins rather than inside one."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part and the bytes of HTML that it weighs.

    ``rows`` are the bytes of the rows of a table; ``inside`` are the blocks of anything else that can be cut, those of
    a board by panel.
    """

    part: Part
    weight: int
    rows: tuple[int, ...] = ()
    inside: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Cutter:
    """Weighs and cuts the parts of a page, as ``write`` writes them."""

    write: Web

    def weighed(self, part: Part) -> Weighed:
        """Return a part with the weight of all that it is made of."""
        match part:
            case None | "":
                return Weighed(part, 0)
            case Table():
                return self._table(part, tuple(map(len, self.write.rows(part))))
            case Fold():
                return self._fold(part, self.weighed(part.block))
            case Section():
                return self._section(part, tuple(map(self.weighed, part.blocks)))
            case Board():
                return self._board(part)
            case list() | tuple() if not is_line(part):
                return replace(_several(tuple(map(self.weighed, part))), part=part)
        return Weighed(part, len(self.write(part)))

    def cut(self, whole: Weighed, room: float) -> tuple[Part | None, Weighed | None]:
        """Return what fits and what is left, each None if it is nothing."""
        part = whole.part
        if whole.weight <= room:
            return part, None
        match part:
            case Table():
                return self._cut_table(whole, room)
            case Fold():
                return self._cut_fold(whole, room)
            case Section():
                first, rest = self._cut_blocks(whole.inside, room)
                return (replace(part, blocks=tuple(first)) if first else None), self._section(part, rest)
            case Board():
                return self._cut_board(whole, room)
            case list() | tuple() if not is_line(part):
                first, rest = self._cut_blocks(whole.inside, room)
                return (first or None), _several(rest)
        return None, whole

    def _cut_blocks(self, blocks: Sequence[Weighed], room: float) -> tuple[list[Part], tuple[Weighed, ...]]:
        kept: list[Part] = []
        for number, block in enumerate(blocks):
            first, rest = self.cut(block, room)
            if first is not None:
                kept.append(first)
            if rest is not None:
                return kept, (rest, *blocks[number + 1 :])
            room -= block.weight
        return kept, ()

    def _cut_board(self, whole: Weighed, room: float) -> tuple[Board, Weighed]:
        """Shorten the heaviest panel: what is seen at a glance stays together."""
        weights = [panel.weight for panel in whole.inside]
        at = weights.index(max(weights))
        first, rest = self._cut_blocks(whole.inside[at].inside, room - sum(weights) + weights[at])
        panels = list(whole.part.panels)
        panels[at] = replace(panels[at], blocks=tuple(first))
        return replace(whole.part, panels=tuple(panels)), _several(rest)

    def _cut_fold(self, whole: Weighed, room: float) -> tuple[Fold | None, Weighed | None]:
        fold = whole.part
        first, rest = self._cut_table(whole.inside[0], room)
        further = replace(fold, summary=f"{fold.summary}, continued")
        return (
            None if first is None else replace(fold, block=first),
            None if rest is None else self._fold(further, rest),
        )

    def _cut_table(self, whole: Weighed, room: float) -> tuple[Table | None, Weighed | None]:
        table = whole.part
        room_for_rows = room - (whole.weight - sum(whole.rows))
        fitting = sum(1 for _ in takewhile(lambda end: end <= room_for_rows, accumulate(whole.rows)))
        count = _between_things(table.rows, fitting)
        if not count:
            return None, whole
        rest = replace(table, rows=table.rows[count:], anchor="")
        return replace(table, rows=table.rows[:count]), self._table(rest, whole.rows[count:])

    def _table(self, table: Table, rows: tuple[int, ...]) -> Weighed:
        return Weighed(table, len(self.write(replace(table, rows=()))) + sum(rows), rows)

    def _fold(self, fold: Fold, table: Weighed) -> Weighed:
        bare = replace(table.part, rows=())
        around = len(self.write(replace(fold, block=bare))) - len(self.write(bare))
        return Weighed(replace(fold, block=table.part), around + table.weight, inside=(table,))

    def _section(self, section: Section, blocks: tuple[Weighed, ...]) -> Weighed:
        heading = self.weighed(section.heading)
        part = replace(section, blocks=tuple(block.part for block in blocks))
        return Weighed(part, _joined((heading, *blocks)), inside=blocks)

    def _board(self, board: Board) -> Weighed:
        panels = tuple(_several(tuple(map(self.weighed, panel.blocks))) for panel in board.panels)
        bare = replace(board, panels=tuple(replace(panel, blocks=()) for panel in board.panels))
        blocks = sum(block.weight for panel in panels for block in panel.inside)
        return Weighed(board, len(self.write(bare)) + blocks, inside=panels)


def is_line(part: Part) -> bool:
    """Return whether a tuple is one line of text rather than several blocks."""
    return isinstance(part, tuple) and not any(
        isinstance(each, Table | Section | Fold | Heading) for each in part
    )


def _several(blocks: tuple[Weighed, ...]) -> Weighed:
    return Weighed([block.part for block in blocks], _joined(blocks), inside=blocks)


def _joined(blocks: Sequence[Weighed]) -> int:
    return sum(block.weight for block in blocks) + _BETWEEN * max(0, len(blocks) - 1)


def _between_things(rows: tuple[Row, ...], count: int) -> int:
    """Return where to cut at the latest: before a row that is not set in, if there is one not long before."""
    starts = (
        at for at in range(count, int(count * _ROOM_AT_THE_END), -1) if at < len(rows) and not rows[at].depth
    )
    return next(starts, count)
