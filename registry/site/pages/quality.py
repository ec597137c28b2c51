"""Quality: whether decisions can be trusted to the data, in four questions, with the evidence and the arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from registry.flow.evidence import ASKED, OUTCOMES, QUESTIONS
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.text import Badge, Code, Fold, Heading, Inline, Lines, Link, Row, Section, Small, Table

if TYPE_CHECKING:
    from registry.flow.evidence import Answer, Check, Grade, Quality, Question
    from registry.site.book import Book
    from registry.site.outlook import Mark, Standing, Subject
    from registry.site.text import Block, Tone

_MOST_SENTENCES = 60
_MOST_NAMED = 3
"""How many things of which the same is to be said are named in one cell; more stand in a fold of their own."""
_MOST_LISTED = 240
"""How many things are named under one question, those that ask for work first: a page stays light."""
_MOST_SUBJECTS = 300
_MOST_BESIDE = 30
_TONES: dict[str, Tone] = {
    "yes": "good",
    "partly": "risky",
    "no": "breaking",
    "not known": "quiet",
    "met": "good",
    "missed": "breaking",
    "unknown": "quiet",
}
_OUTCOMES = {"met": "yes", "missed": "no", "unknown": "not known"}
_SHORT = {"complete": "Complete", "errors": "Errors", "fresh": "Fresh", "announced": "Announced"}
_THINGS = {
    "complete": ("field",),
    "errors": ("way to fail", "ways to fail"),
    "fresh": ("field",),
    "announced": ("thing",),
}
_MEANT = {
    "complete": "Does every required field say what a reader must know, and arrive in one form?",
    "errors": "Can each way to fail be told from the others, and does somebody know what to do then?",
    "fresh": "Does each field that something is decided by promise its age, and keep it until it arrives?",
    "announced": "Did those whom a change breaks hear of it in time?",
}


def url(kind: Subject, subject: str) -> str:
    """Return where the evidence of an API or a flow stands."""
    return links.quality(_home(kind, subject))


def _home(kind: Subject, subject: str) -> str:
    return links.api(subject) if kind == "api" else links.flow(subject)


def today(book: Book) -> Table:
    """Return the four questions with today's answers over all APIs and flows."""
    rows, standings = [], book.outlook.standings
    for question in QUESTIONS:
        answers = Counter(found.mark(question).answer for found in standings)
        rows.append(
            Row(
                (
                    _overall(answers),
                    Lines((Link(ASKED[question], f"{links.QUALITY}#{question}"), _counts(answers))),
                )
            )
        )
    return Table("Can decisions be trusted to the data?", ("Today", "Question"), tuple(rows), "glance")


def short(found: Quality) -> Table:
    """Return the four answers about one API or flow, each leading to its evidence."""
    rows = tuple(
        Row(
            (
                _badge(grade.answer),
                Link(grade.asked, f"{url(found.kind, found.subject)}#{grade.question}"),
                grade.sentence,
            )
        )
        for grade in found.grades
    )
    return Table("Can decisions be trusted to it?", ("Today", "Question", "Why"), rows)


def _overall(answers: Counter[Answer]) -> Inline:
    """Return the one answer where all agree, else that it differs."""
    known = [answer for answer, count in answers.items() if count]
    return _badge(known[0]) if len(known) == 1 else Badge("partly" if known else "not known", "risky")


def _counts(answers: Counter[Answer]) -> Inline:
    ordered: tuple[Answer, ...] = ("yes", "partly", "no", "not known")
    said = ", ".join(f"{answer} for {answers[answer]}" for answer in ordered if answers[answer])
    return Small(said)


def _badge(answer: str) -> Badge:
    return Badge(answer, _TONES[answer])


def hub(book: Book) -> Page:
    """Return the four questions with their answers."""
    standings = book.outlook.standings
    apis = tuple(found for found in standings if found.kind == "api")
    flows = tuple(found for found in standings if found.kind == "flow")
    said = (
        f"Four questions to each of {words.counted(len(apis), 'API')} and {words.counted(len(flows), 'flow')}"
    )
    return Page(
        url=links.QUALITY,
        kind="quality",
        title="Quality",
        sentence=f"{said}, answered from what is written and released, with the evidence and the arithmetic.",
        crumbs=(crumbs.HOME,),
        parts={
            "questions": [_question(standings, question) for question in QUESTIONS],
            "apis": _table("APIs", apis),
            "flows": _table("Flows", flows),
        },
    )


def _question(standings: tuple[Standing, ...], question: Question) -> Section:
    answers = Counter(found.mark(question).answer for found in standings)
    worst = [
        found
        for found in standings
        if found.mark(question).answer in ("no", "partly", "not known") and found.mark(question).counted
    ]
    ranked = sorted(worst, key=lambda found: _share(found.mark(question)))[:3]
    first: Inline = (
        ("Worst today: ", *_named(ranked, question), ".") if ranked else "Nobody falls short today."
    )
    blocks = ((_overall(answers), " ", _counts(answers)), _MEANT[question], first)
    return Section(Heading(3, ASKED[question], question), blocks)


def _named(found: list[Standing], question: Question) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for each in found:
        target = f"{url(each.kind, each.subject)}#{question}"
        parts += [", ", Link(each.title, target), f" ({_fraction(each.mark(question))})"]
    return tuple(parts[1:])


def _share(mark: Mark) -> float:
    return mark.met / mark.total if mark.total else 1.0


def _fraction(mark: Mark) -> str:
    return f"{mark.met} of {mark.total}"


def _table(caption: str, found: tuple[Standing, ...]) -> Table | str:
    rows = tuple(
        Row((Link(each.title, url(each.kind, each.subject)), *map(_cell, each.marks)))
        for each in found[:_MOST_SUBJECTS]
    )
    none = f"There are no {caption.lower() if caption != 'APIs' else caption} yet."
    return Table(caption, (caption.removesuffix("s"), *_SHORT.values()), rows) if rows else none


def _cell(mark: Mark) -> Inline:
    badge = _badge(mark.answer)
    return (badge, " ", Small(_fraction(mark))) if mark.counted else badge


def page(book: Book, kind: Subject, subject: str) -> Page:
    """Return the evidence about one API or flow."""
    found = book.outlook.quality(kind, subject)
    way = crumbs.APIS if kind == "api" else crumbs.FLOWS
    answers = words.listed(f"{_SHORT[grade.question].lower()}: {grade.answer}" for grade in found.grades)
    beside = book.outlook.names(kind)[:_MOST_BESIDE]
    near = tuple(Link(book.outlook.titled(kind, one), url(kind, one)) for one in beside)
    return Page(
        url=url(kind, subject),
        kind="evidence",
        title=f"Quality of {found.title}",
        sentence=f"Can decisions be trusted to {found.title}? Today – {answers}.",  # noqa: RUF001 - a dash
        kicker="Quality",
        crumbs=(*way, Link(found.title, _home(kind, subject))),
        badges=tuple(
            Badge(f"{_SHORT[grade.question].lower()}: {grade.answer}", _TONES[grade.answer])
            for grade in found.grades
        ),
        sidebar=(Group("APIs" if kind == "api" else "Flows", near),),
        parts={"grades": [_section(grade) for grade in found.grades]},
        searchable=False,
    )


def _section(grade: Grade) -> Section:
    blocks: list[Block] = [(_badge(grade.answer), " ", words.sentence(grade.sentence))]
    if grade.checks:
        blocks += _evidence(grade)
    return Section(Heading(2, grade.asked, grade.question), tuple(blocks))


class _Alike(NamedTuple):
    """Checks of which the same is to be said: how many there are, and the first of them."""

    total: int
    first: tuple[Check, ...]
    anchor: str

    @property
    def folded(self) -> bool:
        """Whether they are too many to be named in one cell."""
        return self.total > _MOST_NAMED


def _alike(grade: Grade) -> tuple[_Alike, ...]:
    """Return the evidence with each sentence once: those that ask for work first, of these the most frequent."""
    found: defaultdict[tuple[str, str, str], list[Check]] = defaultdict(list)
    for check in grade.evidence:
        found[check.outcome, check.because, check.remedy].append(check)
    ordered = sorted(found.values(), key=lambda same: (OUTCOMES.index(same[0].outcome), -len(same)))
    alike, left = [], _MOST_LISTED
    for number, same in enumerate(ordered[:_MOST_SENTENCES], start=1):
        first = tuple(same[: max(left, _MOST_NAMED)])
        alike.append(_Alike(len(same), first, links.anchor(grade.question, str(number))))
        left -= len(first)
    return tuple(alike)


def _evidence(grade: Grade) -> list[Block]:
    alike = _alike(grade)
    rows = tuple(_row(grade, same) for same in alike)
    told: list[Block] = [
        Table(f"Evidence: {grade.asked}", ("Looked at", "Good?", "Because", "What to do"), rows),
        *(_listed(grade, same) for same in alike if same.folded),
    ]
    left = grade.total - sum(same.total for same in alike)
    return [*told, f"{words.counted(left, 'more check')} of {grade.total:,} not shown."] if left else told


def _row(grade: Grade, same: _Alike) -> Row:
    check = same.first[0]
    named: Inline = Lines(tuple(Code(each.subject) for each in same.first))
    places = () if same.folded else tuple(map(_place, same.first))
    return Row(
        (
            Link(_counted(grade, same.total), f"#{same.anchor}") if same.folded else named,
            Badge(_OUTCOMES[check.outcome], _TONES[check.outcome]),
            words.sentence(check.because),
            Lines((words.sentence(check.remedy) if check.remedy else "", *filter(None, places))),
        )
    )


def _listed(grade: Grade, same: _Alike) -> Fold:
    """Return what was looked at, one below the other, for those of which the same is to be said."""
    check, shown = same.first[0], len(same.first)
    count = _counted(grade, same.total)
    some = "" if shown == same.total else f", the first {shown}"
    rows = tuple(Row((Code(each.subject), _place(each))) for each in same.first)
    places = any(row.cells[1] for row in rows)
    columns = ("Looked at", "Written in") if places else ("Looked at",)
    listed = tuple(row if places else Row(row.cells[:1]) for row in rows)
    summary = f"{count}{some}: {words.sentence(check.because)}"
    return Fold(summary, Table(summary, columns, listed), same.anchor)


def _counted(grade: Grade, number: int) -> str:
    return words.counted(number, *_THINGS[grade.question])


def _place(check: Check) -> Inline:
    return Small(Code(str(check.place))) if check.place and check.outcome != "met" else ""
