"""Rules: why one was told something, with examples and the way out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from registry import check, diff, flow
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.text import Badge, Block, Heading, Inline, Link, Row, Sample, Section, Table, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.declare import Rule as CheckRule
    from registry.diff.declare import Rule as ChangeRule
    from registry.flow.declare import Rule as FlowRule
    from registry.site.book import Book

_TONES: dict[str, Tone] = {"error": "breaking", "warning": "risky", "info": "quiet", "off": "quiet"}
_AREAS = {
    "info": "owner and promises",
    "examples": "examples and defaults",
    "semantics": "meaning of fields",
    "reliability": "retries, limits and failures",
}
_SUBJECTS = {
    "schema": "values and bodies",
    "api": "the API as a whole",
    "meaning": "meaning of fields",
    "body": "bodies",
}
_DIRECTIONS = {"request-": "in what a client sends", "response-": "in what a client reads"}


def pages(book: Book) -> Iterator[Page]:
    """Yield the hub and the page of each rule."""
    del book
    yield _hub()
    yield from (_check_page(rule) for rule in check.CATALOGUE)
    yield from (_flow_page(rule) for rule in flow.CATALOGUE)
    for change_rule in diff.CATALOGUE:
        for name in change_rule.ids:
            yield _change_page(change_rule, name)


def _hub() -> Page:
    changes = [(name, rule) for rule in diff.CATALOGUE for name in rule.ids]
    count = len(check.CATALOGUE) + len(flow.CATALOGUE) + len(changes)
    return Page(
        url=links.RULES,
        kind="rules",
        title="Rules",
        sentence=f"{words.counted(count, 'rule')} for descriptions, changes and flows, and why each matters.",
        crumbs=(crumbs.HOME,),
        parts={"groups": [*_check_groups(), *_change_groups(changes), *_flow_groups()]},
    )


def _check_groups() -> Iterator[Section]:
    for area, own in groupby(check.CATALOGUE, key=lambda rule: rule.area):
        title = f"One description: {_area(area)}"
        rows = tuple(
            Row((_linked(rule.id, words.title(rule.id)), rule.reason, _severity(rule.severity)))
            for rule in own
        )
        yield Section(Heading(2, title, f"check-{area}"), (_rules(title, rows),))


def _change_groups(changes: list[tuple[str, ChangeRule]]) -> Iterator[Section]:
    subjects = dict.fromkeys(rule.subject for _, rule in changes)
    for subject in subjects:
        title = f"Two versions: {_SUBJECTS.get(subject, subject)}"
        rows = tuple(
            Row((_linked(name, words.title(name)), rule.reason, _levels(rule, name)))
            for name, rule in changes
            if rule.subject == subject
        )
        yield Section(Heading(2, title, f"change-{subject}"), (_rules(title, rows),))


def _flow_groups() -> Iterator[Section]:
    title = "Two systems: flows"
    rows = tuple(
        Row((_linked(rule.id, words.title(rule.id)), rule.reason, _severity(rule.severity)))
        for rule in flow.CATALOGUE
    )
    if rows:
        yield Section(Heading(2, title, "flow"), (_rules(title, rows),))


def _rules(caption: str, rows: tuple[Row, ...]) -> Table:
    return Table(caption, ("Rule", "Why it matters", "How grave"), rows)


def _linked(name: str, title: str) -> Inline:
    return Link(title, links.rule(name))


def _check_page(rule: CheckRule) -> Page:
    beside = [each for each in check.CATALOGUE if each.area == rule.area]
    return _page(
        rule.id,
        words.title(rule.id),
        rule.reason,
        rule.remedy,
        badges=(Badge("rule about one description"), _severity(rule.severity)),
        sidebar=Group(
            _area(rule.area), tuple(Link(words.title(each.id), links.rule(each.id)) for each in beside)
        ),
        levels=None,
        examples=[block for example in rule.examples for block in _check_example(example)],
        severities="error, warning, info or off",
    )


def _flow_page(rule: FlowRule[Any]) -> Page:
    return _page(
        rule.id,
        words.title(rule.id),
        rule.reason,
        rule.remedy,
        badges=(Badge("rule about flows"), _severity(rule.severity)),
        sidebar=Group(
            "Flows", tuple(Link(words.title(each.id), links.rule(each.id)) for each in flow.CATALOGUE)
        ),
        levels=None,
        examples=[],
        severities="error, warning, info or off",
    )


def _area(name: str) -> str:
    return _AREAS.get(name, name)


def _change_page(rule: ChangeRule, name: str) -> Page:
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
        levels=_levels(rule, name),
        examples=[block for example in rule.examples for block in _change_example(example)],
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
    levels: Inline | None,
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
    found = {
        level
        for example in rule.examples
        for start, level in (("request-", example.sends), ("response-", example.reads))
        if level is not None and (len(rule.ids) == 1 or name.startswith(start))
    }
    shown = [Badge(level, level) for level in ("breaking", "risky", "safe") if level in found]
    return tuple(part for badge in shown for part in (badge, " "))


def _check_example(example: Any) -> Iterator[Block]:
    yield (
        Badge("reported", "breaking") if example.reported else Badge("allowed", "good"),
        f" in the {example.within} of an OpenAPI {example.openapi} description",
    )
    yield Sample(example.text.strip("\n"), "yaml")


def _change_example(example: Any) -> Iterator[Block]:
    said: list[Inline] = []
    for level, who in (
        (example.sends, "for a client that sends"),
        (example.reads, "for a client that reads"),
    ):
        if level is not None:
            said += [Badge(level, level), f" {who} "]
    yield tuple(said) or Badge("not reported", "good")
    yield Sample(f"# before\n{example.old.strip()}\n\n# after\n{example.new.strip()}", "yaml")
