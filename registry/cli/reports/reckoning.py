"""Whom changes hit, by the team that must act: as text, as Markdown, as the published JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.changelog.render import code, day
from registry.changelog.render import text as escaped
from registry.cli.reports.report import impact_as_json, visible
from registry.flow.impact import capital
from registry.flow.wording import counted, distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.reckoning import Due, Reckoning
    from registry.flow.impact import Effect, Impact
    from registry.flow.indirect import Indirect
    from registry.model.registry import Registry

NOT_USED = "breaking, but no recorded consumer uses it"


def render(found: Reckoning, registry: Registry, form: str) -> str:
    """Return it as text, json or markdown."""
    if form == "json":
        return json.dumps(as_json(found), indent=2, ensure_ascii=False)
    lines = markdown(found, registry) if form == "markdown" else text(found, registry)
    return "\n".join(visible(line) for line in lines)


def summary(found: Reckoning) -> dict[str, int]:
    """Return how many flows are hit at each level, further on, and how many breaking changes nobody uses."""
    levels = {
        level: sum(hit.level == level for hit in found.impacts) for level in ("breaking", "risky", "safe")
    }
    return {**levels, "indirect": len(found.indirect), "unused": len(found.unused)}


def as_json(found: Reckoning) -> dict[str, Any]:
    """Return the published shape (``waybill schema impact``)."""
    return {
        "waybill": 1,
        "api": found.api,
        "base": found.comparison.base,
        "revision": found.comparison.revision,
        "date": found.calendar.today.isoformat(),
        "impacts": [hit_as_json(found, hit) for hit in found.impacts],
        "indirect": [indirect_as_json(hit) for hit in found.indirect],
        "unused": [
            {"rule": change.rule, "at": change.at, "message": change.message} for change in found.unused
        ],
        "summary": summary(found),
    }


def hit_as_json(found: Reckoning, hit: Impact) -> dict[str, Any]:
    """Return one flow that is hit."""
    return {
        **impact_as_json(hit),
        "api": hit.api,
        "reads": hit.reads,
        "paths": list(hit.paths),
        "actions": list(hit.actions),
        "due": found.due(hit).as_json(),
    }


def indirect_as_json(hit: Indirect) -> dict[str, Any]:
    """Return one flow that is hit further on."""
    return {
        "flow": hit.flow.id,
        "title": hit.flow.title,
        "team": hit.flow.owner,
        "by": list(hit.by),
        "way": [edge.source for edge in hit.way],
        "sentence": hit.sentence,
    }


def text(found: Reckoning, registry: Registry) -> Iterator[str]:
    """Yield the lines for people: a block for each team that must act, then who need not, then what nobody uses."""
    for owner, hits in found.owners.items():
        yield team(registry, owner)
        for hit in hits:
            yield f"  {hit.level:<9} {hit.flow.title} ({hit.flow.id}), {by(found.due(hit))}"
            for effect in told(hit):
                yield from of_effect(effect)
            yield from (f"            to do: {action}" for action in hit.actions)
        yield ""
    if found.indirect:
        yield "Further on"
        yield from (f"  {hit.sentence} ({hit.flow.id})" for hit in found.indirect)
        yield ""
    if found.foreseen:
        yield "Foreseen, nothing to do"
        for hit in found.foreseen:
            yield f"  {hit.flow.title} ({hit.flow.id}, {hit.flow.owner})"
            yield from (f"            {capital(effect.sentence)}" for effect in told(hit))
        yield ""
    if found.unused:
        yield "Not used"
        yield from (f"  {change.at}: {change.message}; {NOT_USED} [{change.rule}]" for change in found.unused)
        yield ""
    yield last(found)


def of_effect(effect: Effect) -> Iterator[str]:
    """Yield the lines of what happens: the sentence, and through which field."""
    mark = "(foreseen) " if effect.handled else ""
    yield f"            {mark}{capital(effect.sentence)}"
    change = effect.change
    yield f"              {effect.path or 'the operation'}; {change.at}: {change.message} [{change.rule}]"


def told(hit: Impact) -> Iterator[Effect]:
    """Yield the effects, those that read alike once."""
    first = {effect.sentence: effect for effect in reversed(hit.effects)}
    yield from (first[sentence] for sentence in distinct(effect.sentence for effect in hit.effects))


def markdown(found: Reckoning, registry: Registry) -> Iterator[str]:
    """Yield the lines of a comment or page: a table of who must act by when, then what happens to each."""
    yield f"**{escaped(last(found))}**"
    if found.acting:
        yield from ("", "| Who | Flow | How grave | By when |", "|---|---|---|---|")
        for owner, hits in found.owners.items():
            for hit in hits:
                yield (
                    f"| {cell(team(registry, owner))} | {cell(hit.flow.title)} (`{code(hit.flow.id)}`) "
                    f"| **{hit.level}** | {cell(by(found.due(hit)))} |"
                )
    for owner, hits in found.owners.items():
        yield from ("", f"### {escaped(team(registry, owner))}", "")
        for hit in hits:
            yield f"- **{hit.level}** {escaped(hit.flow.title)} (`{code(hit.flow.id)}`)"
            for effect in told(hit):
                foreseen = "Foreseen: " if effect.handled else ""
                yield f"  - {foreseen}{escaped(capital(effect.sentence))} (`{code(effect.path or hit.api)}`)"
            yield from (f"  - To do: {escaped(action)}" for action in hit.actions)
    if found.indirect:
        yield from ("", "### Further on", "")
        yield from (f"- {escaped(hit.sentence)} (`{code(hit.flow.id)}`)" for hit in found.indirect)
    if found.foreseen:
        yield from ("", "### Foreseen, nothing to do", "")
        yield from (f"- {escaped(hit.sentence)} (`{code(hit.flow.id)}`)" for hit in found.foreseen)
    if found.unused:
        yield from ("", "### Not used", "", f"{capital(NOT_USED)}:", "")
        yield from (
            f"- `{code(change.at)}`: {escaped(change.message)} ({change.rule})" for change in found.unused
        )


def cell(words: str) -> str:
    """Return words for a cell of a table."""
    return escaped(words)


def team(registry: Registry, owner: str) -> str:
    """Return what people call a team, and how to reach it."""
    found = registry.config.teams.get(owner)
    if found is None:
        return owner
    return f"{found.title} ({found.contact})" if found.contact else found.title


def by(due: Due) -> str:
    """Say by when something has to be done."""
    return f"by {day(due.day)} ({due.reason})" if due.day else f"no day known: {due.reason}"


def last(found: Reckoning) -> str:
    """Say in one line how many flows are hit."""
    counts = summary(found)
    said = [
        f"{counted(counts['breaking'], 'flow')} {'breaks' if counts['breaking'] == 1 else 'break'}",
        f"{counts['risky']} at risk",
        f"{counts['indirect']} further on",
        f"{counts['safe']} foreseen",
        f"{counted(counts['unused'], 'breaking change')} nobody uses",
    ]
    parts = [words for words, count in zip(said, counts_in_order(counts), strict=True) if count]
    hit = ", ".join(parts) if parts else "no recorded flow is hit"
    return f"{found.comparison.base} -> {found.comparison.revision}: {hit}"


def counts_in_order(counts: dict[str, int]) -> tuple[int, ...]:
    """Return the counts in the order in which they are told."""
    return tuple(counts[name] for name in ("breaking", "risky", "indirect", "safe", "unused"))
