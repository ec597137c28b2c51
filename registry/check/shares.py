"""How much of what fields have to say a description says: one figure for each aspect of meaning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.check.needs import ASKED, NEEDS, Aspect
from registry.check.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.check.needs import Need
    from registry.check.nodes import Node
    from registry.model.description import Description


@dataclass(frozen=True, slots=True)
class Share:
    """How many fields say a thing, of those that have to."""

    said: int
    wanted: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down, so that 100 means all; None where no field has to."""
        return self.said * 100 // self.wanted if self.wanted else None

    @property
    def missing(self) -> int:
        """How many fields do not say it although they have to."""
        return self.wanted - self.said

    def __add__(self, other: Share) -> Share:
        return Share(self.said + other.said, self.wanted + other.wanted)


NONE = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a description says of its ``fields``, which are its named properties, wherever they are declared.

    ``shares`` has each aspect, in the order of `registry.check.needs.NEEDS`: "description" (of all fields),
    "unit" (of numbers that measure something), "currency" (of amounts of money), "values" (of enumerations:
    each value has a meaning), "null" (of fields that may be null), "absent" (of fields that may be left out
    and have no default), "classification" (of fields whose name speaks of a person), "timezone" (of local
    times), "freshness" (of critical fields).
    """

    fields: int
    shares: Mapping[Aspect, Share]

    @property
    def total(self) -> Share:
        """All aspects together, but for "absent": its rule is off unless a registry wants it."""
        return sum((self.shares[aspect] for aspect in ASKED if aspect in self.shares), NONE)

    def __add__(self, other: Coverage) -> Coverage:
        shares = {
            aspect: self.shares.get(aspect, NONE) + other.shares.get(aspect, NONE)
            for aspect in (*self.shares, *other.shares)
        }
        return Coverage(self.fields + other.fields, MappingProxyType(shares))


def coverage(description: Description) -> Coverage:
    """Count, for each aspect of meaning, the fields that need it and those that say it.

    A field whose schema is a reference says what its target says.
    """
    survey = Survey(description, dt.date.min)
    shares = {need.aspect: _share(need, survey) for need in NEEDS}
    return Coverage(len(survey.properties), MappingProxyType(shares))


def _share(need: Need, survey: Survey) -> Share:
    wanting = [node for node in survey.properties if need.wanted(survey, _subject(need, survey, node))]
    return Share(sum(need.said(survey.meaning(node)) for node in wanting), len(wanting))


def _subject(need: Need, survey: Survey, node: Node) -> Node:
    """Return the schema that decides whether the field needs the aspect: the one that declares its values."""
    return (survey.followed(node) or node) if need.declared else node
