"""What was made of a batch: what the rest of the site asks of its pages, and the files that were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from registry.site.card import Card
from registry.site.files import State
from registry.site.table import as_json, from_json
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from registry.site.search import Portion, Shown, Weights
    from registry.site.table import Bytes

_LENGTH = 8
"""Bytes of a length."""
_ENOUGH = 16
"""Letters of a digest that tell the words of one batch from those that it had before."""


@dataclass(frozen=True, slots=True)
class Found:
    """A portion of the search index as it is kept: what is shown, and the words by the files that they belong into.

    ``parts`` holds a digest of the words for each of these files, ``stops`` where they end among all ``words``, which
    are JSON for each, one after the other.
    """

    shown: Sequence[Shown] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    stops: Sequence[int] = ()
    words: Bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, portion: Portion) -> Found:
        """Return a portion as it is kept."""
        each = {name: as_json(words) for name, words in portion.shards.items()}
        parts = {name: digest(words)[:_ENOUGH] for name, words in each.items()}
        return cls(portion.shown, parts, [*accumulate(map(len, each.values()))], b"".join(each.values()))

    def weights(self, name: str) -> Weights:
        """Return the words that belong into one file of the index."""
        at = [*self.parts].index(name)
        found: Weights = from_json(self.words[self.stops[at - 1] if at else 0 : self.stops[at]])
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """Pages of a batch, where anchors of theirs went, their files, and what is left to the engine.

    ``engine`` holds Markdown for the engine by path, ``heads`` the head of each page that it renders by URL.
    """

    cards: tuple[Card, ...]
    moved: Mapping[str, str]
    files: Mapping[str, State]
    engine: Mapping[str, str]
    heads: Mapping[str, str]
    found: Found

    def as_bytes(self) -> bytes:
        """Return it as bytes: JSON behind its length, and then the words, which few need."""
        facts = (
            self.cards,
            self.moved,
            self.files,
            self.engine,
            self.heads,
            self.found.shown,
            self.found.parts,
            self.found.stops,
        )
        said = as_json(facts)
        return b"".join((len(said).to_bytes(_LENGTH), said, self.found.words))

    @classmethod
    def from_bytes(cls, content: Bytes) -> Made:
        """Read what `as_bytes` wrote."""
        start = _LENGTH + int.from_bytes(content[:_LENGTH])
        facts, words = content[_LENGTH:start], content[start:]
        cards, moved, files, engine, heads, shown, parts, stops = from_json(facts)
        return cls(
            tuple(Card(*card) for card in cards),
            moved,
            {name: State(*state) for name, state in files.items()},
            engine,
            heads,
            Found(shown, parts, stops, words),
        )
