"""Version names: their order, their major part, and ranges such as ``>=2.1 <3``."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable

Piece: TypeAlias = tuple[int, int, str]
SortKey: TypeAlias = tuple[int, tuple[int, ...], int, tuple[Piece, ...]]

_NUMBERED = re.compile(
    r"v?(?P<release>\d+(?:[.-]\d+)*)(?P<rest>[-._]?[a-z][^+]*|-[^+]*)?(?:\+.*)?", re.ASCII | re.IGNORECASE
)
_PIECES = re.compile(r"\d+|[a-z]+", re.ASCII | re.IGNORECASE)
_COMPARATOR = re.compile(r"(?P<operator>>=|<=|!=|==|[><=^~]?)(?P<version>v?\d[^\s<>=!^~,|*]*)", re.IGNORECASE)
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "==": operator.eq,
    "=": operator.eq,
    "": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


def sort_key(version: str) -> SortKey:
    """Return what sorts versions oldest first: ``1.9`` < ``1.10`` < ``2.0.0-rc.1`` < ``2.0.0``.

    Numbers separated by dots or hyphens, so that dates sort too, with an optional leading ``v``; missing
    numbers count as zero and what follows a hyphen comes before the release (Semantic Versioning, clause
    11). Names that begin with no number come first, in the order of the alphabet.
    """
    match = _NUMBERED.fullmatch(version)
    if match is None:
        return (0, (), 0, _pieces(version))
    release = [int(number) for number in re.split(r"[.-]", match["release"])]
    while release and release[-1] == 0:
        release.pop()
    rest = _pieces(match["rest"] or "")
    return (1, tuple(release), 0 if rest else 1, rest)


def major(version: str) -> int | str:
    """Return the first number of a version; a version without one is its own major."""
    match = _NUMBERED.fullmatch(version)
    return int(re.split(r"[.-]", match["release"])[0]) if match else version


def satisfies(version: str, expression: str) -> bool:
    """Tell whether a version lies in a range: comparators joined by spaces or commas, ``*`` for any.

    ``^2.1`` means ``>=2.1`` below the next major; ``~2.1`` below the next minor. Raises WrongUse for
    what is no range: words are none, for they have no order that people agree on.
    """
    comparators = re.sub(r"(>=|<=|!=|==|[><=^~])\s+", r"\1", expression).replace(",", " ").split()
    if not comparators:
        raise _no_range(expression)
    verdicts = [_holds(version, comparator, expression) for comparator in comparators]
    return all(verdicts)


def _holds(version: str, comparator: str, expression: str) -> bool:
    if comparator == "*":
        return True
    match = _COMPARATOR.fullmatch(comparator)
    if match is None:
        raise _no_range(expression)
    sign, bound = match["operator"], match["version"]
    if sign in ("^", "~"):
        return _is_close(version, bound, 1 if sign == "^" else 2)
    return _OPERATORS[sign](sort_key(version), sort_key(bound))


def _is_close(version: str, bound: str, kept: int) -> bool:
    """Tell whether a version is at least the bound and shares its first numbers."""
    have, want = sort_key(version), sort_key(bound)
    padded = [(*key[1], 0, 0)[:kept] for key in (have, want)]
    return have >= want and have[0] == want[0] and padded[0] == padded[1]


def _pieces(text: str) -> tuple[Piece, ...]:
    """Cut at changes between digits and letters; numbers come before words and count as numbers."""
    pieces = _PIECES.findall(text)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold()) for piece in pieces)


def _no_range(expression: str) -> WrongUse:
    return WrongUse(
        f"{expression!r} is not a range of versions", "write for example '>=2.1 <3', '2.1.0' or '*'"
    )
