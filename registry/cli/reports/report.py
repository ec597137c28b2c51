"""Everything that ``diff`` has to tell, and the sentences that all its formats share."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from registry.changelog.render import accepted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from registry.check.finding import Finding
    from registry.cli.reports.places import Places
    from registry.diff.change import Change, Comparison
    from registry.diff.declare import Who
    from registry.flow.impact import Effect, Impact
    from registry.workspace import RuleText

NOT_COMPARED = "not compared: what old and new share could not be decided"
CUT = 300


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison, where its changes stand, whom they hit, and what is wrong with the waivers.

    ``rules`` are explained where their changes are told, by id; none unless the reader asked for it.
    """

    comparison: Comparison
    places: Places
    impacts: tuple[Impact, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: Mapping[str, RuleText] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def acting(self) -> tuple[Impact, ...]:
        """The flows that are hit and did not foresee it."""
        return tuple(impact for impact in self.impacts if impact.level != "safe")

    def explained(self, changes: Iterable[Change]) -> list[tuple[Change, RuleText | None]]:
        """Return the changes, the first of each rule with what explains it."""
        left = dict(self.rules)
        return [(change, turned(change, left.pop(change.rule, None))) for change in changes]

    def standing(self, change: Change) -> str:
        """Say where a change stands now and where it stood: ``b.yaml:16:9, was a.yaml:15:9``."""
        after, before = self.places.after(change), self.places.before(change)
        return ", ".join([*([str(after)] if after else []), *([f"was {before}"] if before else [])])


def turned(change: Change, rule: RuleText | None) -> RuleText | None:
    """Return a rule as it explains a change: where nobody on its side is ever hit, the reason is about the others."""
    if rule is None or change.level != "safe" or change.direction is None:
        return rule
    sides: tuple[Who, Who] = ("sends", "reads")
    mine, theirs = sides if change.direction == "request" else sides[::-1]
    if rule.levels.get(mine) != ("safe",) or rule.levels.get(theirs, ("safe",)) == ("safe",):
        return rule
    side, others = ("sender", "readers") if mine == "sends" else ("reader", "senders")
    return replace(
        rule, reason=f"No {side} is hit; this is about {others}: {rule.reason}", remedy="Nothing to do."
    )


def summary(report: Report) -> str:
    """Say how many changes there are of each level, accepted, or not compared; and how many flows they hit."""
    comparison = report.comparison
    found = [f"{count} {level}" for level, count in comparison.counts.items() if count]
    said = ", ".join(found) if found else "no change that a client could notice"
    waived = sum(change.waived is not None for change in comparison.changes)
    undecided = sum(not change.compared for change in comparison.changes)
    aside = [
        f"{count} {what}" for count, what in ((waived, "accepted"), (undecided, "not compared")) if count
    ]
    more = f" ({', '.join(aside)})" if aside else ""
    return f"{comparison.base} -> {comparison.revision}: {said}{more}{hit(report.acting)}"


def hit(impacts: Sequence[Impact]) -> str:
    """Say how many flows break and how many may; empty where none is hit."""
    broken = sum(impact.level == "breaking" for impact in impacts)
    said = [
        f"{count} {'flow' if count == 1 else 'flows'} {one if count == 1 else many}"
        for count, one, many in (
            (broken, "breaks", "break"),
            (len(impacts) - broken, "is at risk", "are at risk"),
        )
        if count
    ]
    return f"; {', '.join(said)}" if said else ""


def impact_as_json(impact: Impact) -> dict[str, Any]:
    """Return a flow that is hit in the published shape."""
    return {
        "flow": impact.flow.id,
        "title": impact.flow.title,
        "team": impact.flow.owner,
        "level": impact.level,
        "fields": list(impact.fields),
        "changes": [
            {"rule": change.rule, "at": change.at, "level": change.level} for change in impact.changes
        ],
        "reasons": list(impact.reasons),
        "sentence": impact.sentence,
        "effects": [effect_as_json(effect) for effect in impact.effects],
    }


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """Return what one change does to a flow in the published shape."""
    return {
        "rule": effect.change.rule,
        "at": effect.change.at,
        "level": effect.change.level,
        "row": effect.row,
        "path": effect.path,
        "sentence": effect.sentence,
        "action": effect.action,
        "handled": effect.handled,
    }


def remarks(change: Change) -> Iterator[str]:
    """Yield what bears on how to take a change: what could not be shown or decided, and who accepts it."""
    if not change.compared:
        yield NOT_COMPARED
    elif change.unwitnessed is not None and change.witness is None:
        yield change.unwitnessed
    if change.waived is not None:
        yield f"{accepted(change)}: {change.waived.reason}"


def short(value: Any) -> str:
    """Return a JSON value on one line, cut where it is long; integers of any size are written out."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"


def visible(text: str) -> str:
    """Show control characters and lone surrogates as escapes: a description must not drive a terminal."""
    return "".join(
        letter if letter.isprintable() or letter in " \u00a0" else f"\\u{ord(letter):04x}" for letter in text
    )
