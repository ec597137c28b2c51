"""Quality: whether decisions can be trusted to the data, in four questions, with the evidence and the arithmetic."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from registry.flow.evidence import ASKED, QUESTIONS
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.text import Badge, Code, Facts, Heading, Inline, Lines, Link, Row, Section, Small, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.evidence import Answer, Check, Grade, Quality, Question
    from registry.site.book import Book
    from registry.site.text import Block, Tone

_MOST_CHECKS = 60
_MOST_SUBJECTS = 300
_MOST_ADVICE = 6
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
_MEANT = {
    "complete": "Does every required field say what a reader must know, and arrive in one form?",
    "errors": "Can each way to fail be told from the others, and does somebody know what to do then?",
    "fresh": "Does each field that something is decided by promise its age, and keep it until it arrives?",
    "announced": "Did those whom a change breaks hear of it in time?",
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the hub, then the evidence of each API and flow."""
    yield _hub(book)
    for found in book.outlook.qualities:
        yield _page(book, found)


def url(found: Quality) -> str:
    """Return where the evidence of an API or a flow stands."""
    home = links.api(found.subject) if found.kind == "api" else links.flow(found.subject)
    return links.quality(home)


def today(book: Book) -> Table:
    """Return the four questions with today's answers over all APIs and flows."""
    rows = []
    for question in QUESTIONS:
        answers = Counter(found.grade(question).answer for found in book.outlook.qualities)
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
        Row((_badge(grade.answer), Link(grade.asked, f"{url(found)}#{grade.question}"), grade.sentence))
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


def _hub(book: Book) -> Page:
    apis = tuple(found for found in book.outlook.qualities if found.kind == "api")
    flows = tuple(found for found in book.outlook.qualities if found.kind == "flow")
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
            "questions": [_question(book, number) for number in range(len(QUESTIONS))],
            "apis": _table("APIs", apis),
            "flows": _table("Flows", flows),
        },
    )


def _question(book: Book, number: int) -> Section:
    question = QUESTIONS[number]
    answers = Counter(found.grade(question).answer for found in book.outlook.qualities)
    worst = [
        found
        for found in book.outlook.qualities
        if found.grade(question).answer in ("no", "partly", "not known") and found.grade(question).checks
    ]
    ranked = sorted(worst, key=lambda found: _share(found.grade(question)))[:3]
    first: Inline = (
        ("Worst today: ", *_named(ranked, question), ".") if ranked else "Nobody falls short today."
    )
    blocks = ((_overall(answers), " ", _counts(answers)), _MEANT[question], first)
    return Section(Heading(3, ASKED[question], question), blocks)


def _named(found: list[Quality], question: Question) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for each in found:
        parts += [", ", Link(each.title, f"{url(each)}#{question}"), f" ({_fraction(each.grade(question))})"]
    return tuple(parts[1:])


def _share(grade: Grade) -> float:
    return grade.met / grade.total if grade.total else 1.0


def _fraction(grade: Grade) -> str:
    return f"{grade.met} of {grade.total}"


def _table(caption: str, found: tuple[Quality, ...]) -> Table | str:
    rows = tuple(
        Row((Link(each.title, url(each)), *(_cell(grade) for grade in each.grades)))
        for each in found[:_MOST_SUBJECTS]
    )
    none = f"There are no {caption.lower() if caption != 'APIs' else caption} yet."
    return Table(caption, (caption.removesuffix("s"), *_SHORT.values()), rows) if rows else none


def _cell(grade: Grade) -> Inline:
    badge = _badge(grade.answer)
    return (badge, " ", Small(_fraction(grade))) if grade.checks else badge


def _page(book: Book, found: Quality) -> Page:
    home = links.api(found.subject) if found.kind == "api" else links.flow(found.subject)
    way = crumbs.APIS if found.kind == "api" else crumbs.FLOWS
    answers = words.listed(f"{_SHORT[grade.question].lower()}: {grade.answer}" for grade in found.grades)
    beside = tuple(Link(each.title, url(each)) for each in book.outlook.qualities if each.kind == found.kind)[
        :30
    ]
    return Page(
        url=url(found),
        kind="evidence",
        title=f"Quality of {found.title}",
        sentence=f"Can decisions be trusted to {found.title}? Today – {answers}.",  # noqa: RUF001 - a dash
        kicker="Quality",
        crumbs=(*way, Link(found.title, home)),
        badges=tuple(
            Badge(f"{_SHORT[grade.question].lower()}: {grade.answer}", _TONES[grade.answer])
            for grade in found.grades
        ),
        sidebar=(Group("APIs" if found.kind == "api" else "Flows", beside),),
        parts={"grades": [_section(grade) for grade in found.grades]},
        searchable=False,
    )


def _section(grade: Grade) -> Section:
    blocks: list[Block] = [(_badge(grade.answer), " ", words.sentence(grade.sentence))]
    if grade.improve:
        blocks.append(
            Facts((("What would help", Lines(tuple(map(words.sentence, grade.improve[:_MOST_ADVICE])))),))
        )
    if grade.checks:
        blocks.append(_evidence(grade))
    if len(grade.checks) > _MOST_CHECKS:
        blocks.append(f"Shown are {_MOST_CHECKS} of {len(grade.checks)}, those that ask for work first.")
    return Section(Heading(2, grade.asked, grade.question), tuple(blocks))


def _evidence(grade: Grade) -> Table:
    rows = tuple(_check(check) for check in grade.evidence[:_MOST_CHECKS])
    return Table(f"Evidence: {grade.asked}", ("Looked at", "Good?", "Because", "What to do"), rows)


def _check(check: Check) -> Row:
    outcome = Badge(_OUTCOMES[check.outcome], _TONES[check.outcome])
    place: tuple[Inline, ...] = (
        (Small(Code(str(check.place))),) if check.place and check.outcome != "met" else ()
    )
    return Row(
        (
            Code(check.subject),
            outcome,
            words.sentence(check.because),
            Lines((words.sentence(check.remedy) if check.remedy else "", *place)),
        )
    )
