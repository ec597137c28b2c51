"""What a release means for each flow that it hits: what happens to it, what to do, whether that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from registry.changelog import render
from registry.site import links, shown, words
from registry.site.pages import deadlines, differences
from registry.site.text import Badge, Code, Facts, Heading, Inline, Lines, Link, Section, Small, joined
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.entry import Affected, Entry, Happening
    from registry.diff.change import Change
    from registry.model.flow import Flow
    from registry.site.book import Book

_MOST, _MOST_EFFECTS = 40, 12


def sections(book: Book, entry: Entry) -> list[Section]:
    """Return one section per flow that the release hits, those that break first."""
    ordered = sorted(entry.affected, key=lambda each: differences.LEVELS.index(each.level))
    return [_section(book, entry, each) for each in ordered[:_MOST]]


def is_done(book: Book, entry: Entry, each: Affected) -> bool:
    """Tell whether a flow that a release hits has moved on, is gone, or does not use the API any more."""
    wanted = _wanted(book.flow(each.flow), entry.api)
    return wanted is None or entry.base is None or not satisfies(entry.base, wanted)


class Acting(NamedTuple):
    """The teams that a release makes act, by their ``names``; ``left`` tells that these have not done it yet."""

    names: str
    left: bool
    told: str


def acting(book: Book, entry: Entry) -> Acting:
    """Return who must act because of a release; where nobody must any more, who did; empty if nobody had to."""
    hit = [each for each in entry.affected if each.level == "breaking"]
    left = {each.owner for each in hit if not is_done(book, entry, each)}
    owners = tuple(dict.fromkeys(each.owner for each in hit if not left or each.owner in left))
    if not owners:
        return Acting("", left=False, told="")
    names = words.listed(book.team(owner) for owner in owners)
    verb = "must act" if left else "has moved on" if len(owners) == 1 else "have moved on"
    return Acting(names, left=bool(left), told=f"{names} {verb}")


def _section(book: Book, entry: Entry, each: Affected) -> Section:
    facts: list[tuple[str, Inline]] = [("Who", book.team_contact(each.owner))]
    if each.level == "breaking":
        facts.append(("By when", deadlines.of_release(book, entry)))
    if each.fields:
        facts.append(("Through", book.field_links(each.fields)))
    facts.append(("What happens", Lines(tuple(_happens(entry, each)))))
    facts.append(("Is it done?", _state(book, entry, each)))
    if not is_done(book, entry, each):
        facts.append(("What to do", Lines(tuple(_steps(entry, each)))))
    flow = book.flow(each.flow)
    title = book.flow_link(each.flow) if flow is not None else each.title
    return Section(Heading(3, title, links.anchor("for", each.flow)), (Facts(tuple(facts)),))


def _happens(entry: Entry, each: Affected) -> Iterator[Inline]:
    """Yield what each change does to the flow, each sentence once, with the changes that do it."""
    if not each.effects:  # written by an earlier version
        yield (Badge(each.level, each.level), " ", words.sentence(each.sentence))
    causes = {(change.rule, change.at): change for change in entry.changes}
    said: dict[str, list[Happening]] = {}
    for effect in sorted(each.effects, key=lambda effect: differences.LEVELS.index(effect.level)):
        said.setdefault(effect.sentence, []).append(effect)
    for sentence, same in list(said.items())[:_MOST_EFFECTS]:
        of = dict.fromkeys((effect.rule, effect.at) for effect in same)
        by: tuple[Inline, ...] = tuple(_cause(causes[key]) for key in of if key in causes)
        told = (_gravity(same[0]), " ", words.sentence(sentence))
        yield (*told, " ", Small(joined(by, "; "))) if by else told


def _gravity(effect: Happening) -> Badge:
    return Badge("foreseen", "safe") if effect.handled else Badge(effect.level, effect.level)


def _cause(change: Change) -> Inline:
    row = f"#{links.change_anchor(change.rule, change.at)}"
    return Link(shown.message(change), row)


def _steps(entry: Entry, each: Affected) -> Iterator[Inline]:
    if entry.note:
        yield ("Read ", Link("what the owner says", "#in-the-words-of-the-owner"), ".")
    actions = render.actions(each)
    yield from map(words.sentence, actions)
    if not actions:
        yield (
            "Change the receiver so that it works with both versions, and then the flow."
            if each.level == "breaking"
            else "Check that the receiver bears what is listed here; it may not break."
        )
    file = f"specs/{each.flow.replace('/', '/flows/', 1)}.yaml"
    yield ("State in ", Code(file), " that the flow works with ", Code(entry.version), " once it does.")


def _state(book: Book, entry: Entry, each: Affected) -> Inline:
    """Return what the flow says today of the versions that it works with."""
    flow = book.flow(each.flow)
    wanted = _wanted(flow, entry.api)
    if wanted is None:
        gone = "The flow is not recorded any more." if flow is None else "It does not use this API any more."
        return (Badge("yes", "good"), f" {gone}")
    if is_done(book, entry, each):
        told = (" It does not count on ", Code(str(entry.base)), " any more: ", Code(wanted), ".")
        return (Badge("yes", "good"), *told)
    if satisfies(entry.version, wanted):
        return (Badge("begun", "risky"), " It says that it works with both versions: ", Code(wanted), ".")
    return (Badge("not yet", "breaking"), " It says that it works with ", Code(wanted), ".")


def _wanted(flow: Flow | None, api: str) -> str | None:
    """Return the versions of an API with which a flow says that it works; None where it does not use the API."""
    both = () if flow is None else (flow.producer, flow.consumer)
    return next((end.version for end in both if end.api == api), None)
