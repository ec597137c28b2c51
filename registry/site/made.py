"""What was made of a batch: what the rest of the site asks of its pages, and the files that were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.site.card import Card
from registry.site.files import State
from registry.site.table import as_json, from_json
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.site.search import Portion, Shown, Weights


@dataclass(frozen=True, slots=True)
class Found:
    """A portion of the search index as it is kept: what is shown, and the words by the files that they belong into.

    ``shards`` are digests of the words of each file, ``words`` is all of them as JSON.
    """

    shown: tuple[Shown, ...] = ()
    shards: Mapping[str, str] = field(default_factory=dict)
    words: bytes = field(default=b"{}", repr=False)

    @classmethod
    def of(cls, portion: Portion) -> Found:
        """Return a portion as it is kept."""
        each = {name: as_json(words) for name, words in portion.shards.items()}
        joined = b",".join(as_json(name) + b":" + words for name, words in each.items())
        digests = {name: digest(words) for name, words in each.items()}
        return cls(portion.shown, digests, b"{" + joined + b"}")

    def weights(self) -> Mapping[str, Weights]:
        """Return the words by the files that they belong into."""
        found: Mapping[str, Weights] = from_json(self.words)
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
        """Return it as bytes: JSON, and behind it, on a line of its own, the words, which few need."""
        facts = (
            self.cards,
            self.moved,
            self.files,
            self.engine,
            self.heads,
            self.found.shown,
            self.found.shards,
        )
        return as_json(facts) + b"\n" + self.found.words

    @classmethod
    def from_bytes(cls, content: bytes) -> Made:
        """Read what `as_bytes` wrote."""
        facts, _, words = content.partition(b"\n")
        cards, moved, files, engine, heads, shown, shards = from_json(facts)
        return cls(
            tuple(Card(*card) for card in cards),
            moved,
            {name: State(*state) for name, state in files.items()},
            engine,
            heads,
            Found(tuple(map(tuple, shown)), shards, words),
        )
