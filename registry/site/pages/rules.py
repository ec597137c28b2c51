"""Rules: why one was told something, with examples and the way out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from registry import check, diff, flow
from registry.changelog import integrity, waivers
from registry.diff import LEVELS
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.text import (
    Badge,
    Block,
    Code,
    Fold,
    Heading,
    Inline,
    Link,
    Row,
    Sample,
    Section,
    Table,
    Tone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.check.declare import Rule as CheckRule
    from registry.diff import Level
    from registry.diff.declare import Rule as ChangeRule
    from registry.flow.declare import Example as FlowExample
    from registry.flow.declare import Rule as PlainRule
    from registry.site.book import Book

_TONES: dict[str, Tone] = {"error": "breaking", "warning": "risky", "info": "quiet", "off": "quiet"}
_AREAS = {
    "info": "owner and promises",
    "examples": "examples and defaults",
    "semantics": "meaning of fields",
    "meaning": "how meaning is written",
    "agreement": "one term in several systems",
    "keywords": "keywords of schemas",
    "settings": "settings and names",
    "reliability": "retries and objectives",
    "failures": "failures and limits",
}
_SUBJECTS = {
    "schema": "values and bodies",
    "api": "the API as a whole",
    "meaning": "meaning of fields",
    "body": "bodies",
}
_WHO: dict[str, str] = {
    "sends": "In what a client sends",
    "reads": "In what a client reads",
    "any": "Wherever it happens",
}
_DIRECTIONS = {"request-": "in what a client sends", "response-": "in what a client reads"}


def pages(book: Book) -> Iterator[Page]:
    """Yield the hub and the page of each rule."""
    here = book.registry.config.rules
    yield _hub()
    yield from (_check_page(rule, here) for rule in check.CATALOGUE)
    yield from (_plain_page(rule, waivers.CATALOGUE, "Waivers", here) for rule in waivers.CATALOGUE)
    yield from (_plain_page(rule, integrity.CATALOGUE, "Releases", here) for rule in integrity.CATALOGUE)
    yield from (_plain_page(rule, flow.CATALOGUE, "Flows", here) for rule in flow.CATALOGUE)
    for change_rule in diff.CATALOGUE:
        for name in change_rule.ids:
            yield _change_page(change_rule, name, here)


def _hub() -> Page:
    changes = [(name, rule) for rule in diff.CATALOGUE for name in rule.ids]
    catalogues = (check.CATALOGUE, waivers.CATALOGUE, integrity.CATALOGUE, flow.CATALOGUE, changes)
    count = sum(map(len, catalogues))
    groups = [
        _chapter("About one description", "one-description", _check_folds()),
        _chapter(
            "About what changes between two versions",
            "two-versions",
            (
                *_change_folds(changes),
                _plain_fold("waivers", "waivers", waivers.CATALOGUE),
                _plain_fold("releases", "frozen releases", integrity.CATALOGUE),
            ),
        ),
        _chapter("About two systems", "two-systems", (_plain_fold("flows", "flow", flow.CATALOGUE),)),
    ]
    return Page(
        url=links.RULES,
        kind="rules",
        title="Rules",
        sentence=f"{words.counted(count, 'rule')} for descriptions, changes and flows, and why each matters.",
        crumbs=(crumbs.HOME,),
        parts={"groups": groups},
    )


def _chapter(title: str, anchor: str, folds: Iterable[Fold]) -> Section:
    return Section(Heading(2, title, anchor), tuple(folds))


def _check_folds() -> Iterator[Fold]:
    for area, own in groupby(check.CATALOGUE, key=lambda rule: rule.area):
        yield _plain_fold(_area(area), f"check-{area}", own)


def _change_folds(changes: list[tuple[str, ChangeRule]]) -> Iterator[Fold]:
    for subject in dict.fromkeys(rule.subject for _, rule in changes):
        rows = tuple(
            Row((_linked(name, words.title(name)), rule.reason, _levels(rule, name)))
            for name, rule in changes
            if rule.subject == subject
        )
        yield _fold(_SUBJECTS.get(subject, subject), f"change-{subject}", rows)


def _plain_fold(title: str, anchor: str, rules: Iterable[CheckRule | PlainRule[Any]]) -> Fold:
    rows = (
        Row((_linked(rule.id, words.title(rule.id)), rule.reason, _severity(rule.severity))) for rule in rules
    )
    return _fold(title, anchor, tuple(rows))


def _fold(title: str, anchor: str, rows: tuple[Row, ...]) -> Fold:
    title = title[:1].upper() + title[1:]
    table = Table(title, ("Rule", "Why it matters", "How grave"), rows)
    return Fold(f"{title}: {words.counted(len(rows), 'rule')}", table, anchor)


def _linked(name: str, title: str) -> Inline:
    return Link(title, links.rule(name))


def _check_page(rule: CheckRule, here: Mapping[str, str]) -> Page:
    beside = [each for each in check.CATALOGUE if each.area == rule.area]
    return _page(
        rule.id,
        words.title(rule.id),
        rule.reason,
        f"{rule.remedy} {rule.mending}".strip(),
        badges=(Badge("rule about one description"), _severity(rule.severity)),
        sidebar=Group(
            _area(rule.area), tuple(Link(words.title(each.id), links.rule(each.id)) for each in beside)
        ),
        levels=_found(rule.severity, here.get(rule.id)),
        examples=[block for example in rule.examples for block in _check_example(example)],
        severities="error, warning, info or off",
    )


def _plain_page(
    rule: PlainRule[Any], beside: Iterable[PlainRule[Any]], title: str, here: Mapping[str, str]
) -> Page:
    return _page(
        rule.id,
        words.title(rule.id),
        rule.reason,
        rule.remedy,
        badges=(Badge(f"rule about {title.lower()}"), _severity(rule.severity)),
        sidebar=Group(title, tuple(Link(words.title(each.id), links.rule(each.id)) for each in beside)),
        levels=_found(rule.severity, here.get(rule.id)),
        examples=[block for example in rule.examples for block in _flow_example(example)],
        severities="error, warning, info or off",
    )


def _area(name: str) -> str:
    return _AREAS.get(name, name)


def _change_page(rule: ChangeRule, name: str, here: Mapping[str, str]) -> Page:
    beside = [each for other in diff.CATALOGUE if other.subject == rule.subject for each in other.ids]
    direction = next(
        (said for start, said in _DIRECTIONS.items() if name.startswith(start) and name != rule.id), ""
    )
    title = f"{words.title(rule.id)}{f', {direction}' if direction else ''}"
    return _page(
        name,
        title,
        rule.reason,
        rule.remedy,
        badges=(Badge("rule about changes"), Badge(rule.kind)),
        sidebar=Group(
            _SUBJECTS.get(rule.subject, rule.subject),
            tuple(Link(words.title(each), links.rule(each)) for each in beside[:60]),
        ),
        levels=_both_ways(rule, here.get(name, here.get(rule.id))),
        examples=[
            block
            for example in rule.examples
            for block in _change_example(example, directed=len(rule.ids) > 1)
        ],
        severities="breaking, risky, safe or off",
    )


def _page(
    name: str,
    title: str,
    reason: str,
    remedy: str,
    *,
    badges: tuple[Inline, ...],
    sidebar: Group,
    levels: Block,
    examples: list[Block],
    severities: str,
) -> Page:
    return Page(
        url=links.rule(name),
        kind="rule",
        title=title,
        sentence=reason,
        kicker="Rule",
        crumbs=crumbs.RULES,
        badges=badges,
        sidebar=(sidebar,),
        parts={
            "remedy": remedy,
            "levels": levels,
            "examples": examples,
            "configure": [
                f"In specs/registry.yaml, as {severities}:",
                Sample(f"rules:\n  {name}: off", "yaml"),
            ],
        },
    )


def _severity(severity: str) -> Badge:
    return Badge(severity, _TONES.get(severity, ""))


def _levels(rule: ChangeRule, name: str) -> Inline:
    """Return the levels that the examples show, worst first: the law decides by what really changed."""
    return _badges(rule.levels[rule.concerns(name)])


def _badges(levels: Iterable[Level]) -> Inline:
    return tuple(part for level in levels for part in (Badge(level, level), " "))


def _both_ways(rule: ChangeRule, here: str | None) -> Table:
    rows = [Row((_WHO[who], _badges(levels))) for who, levels in rule.levels.items()]
    return _severities([*rows, *_configured(here, _tone(here))])


def _found(severity: str, here: str | None) -> Table:
    return _severities(
        [Row(("By default", _severity(severity))), *_configured(here, _TONES.get(here or "", ""))]
    )


def _configured(here: str | None, tone: Tone) -> Iterator[Row]:
    if here is not None:
        yield Row((("In this registry, as ", Code("specs/registry.yaml"), " says"), Badge(here, tone)))


def _tone(level: str | None) -> Tone:
    return next((known for known in LEVELS if known == level), "quiet")


def _severities(rows: list[Row]) -> Table:
    return Table("How grave it is", ("Where", "How grave"), tuple(rows))


def _check_example(example: Any) -> Iterator[Block]:
    yield (
        Badge("reported", "breaking") if example.reported else Badge("allowed", "good"),
        f" in the {example.within} of an OpenAPI {example.openapi} description",
    )
    yield Sample(example.text.strip("\n"), "yaml")


def _flow_example(example: FlowExample) -> Iterator[Block]:
    verdict = Badge("reported", "breaking") if example.reported else Badge("allowed", "good")
    yield (verdict, " in a flow of one row, from source to target")
    yield Sample(example.text, "yaml")


def _change_example(example: Any, *, directed: bool) -> Iterator[Block]:
    said: list[Inline] = []
    for level, who in (
        (example.sends, "for a client that sends"),
        (example.reads, "for a client that reads"),
    ):
        if level is not None:
            said += [Badge(level, level), f" {who} " if directed else " "]
    yield tuple(said) or Badge("not reported", "good")
    yield Sample(f"# before\n{example.old.strip()}\n\n# after\n{example.new.strip()}", "yaml")
