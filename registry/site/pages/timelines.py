"""Pictures of when: releases and endings on a line of time, each with the sentence that says what it shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from registry.diff import LEVELS
from registry.site import drawing, links, words
from registry.site.text import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from registry.changelog.endings import Ending
    from registry.changelog.entry import Entry
    from registry.model.registry import Api
    from registry.site.book import Book

_MOST_LANES = 40
_MOST_MARKS = 240
"""Dots in one picture: each names its release, and a page must stay light."""


def releases(book: Book, apis: Sequence[Api]) -> Picture | None:
    """Return the releases of APIs on a line of time, with what is announced to end."""
    shown = [api for api in apis if book.entries_of(api.id)]
    if not shown:
        return None
    lanes = list(_lanes(book, shown))
    said = "Each dot is a release in the colour of its gravest change; a cross is the day something stops working."
    if len(shown) > len(lanes):
        said += f" Shown are {len(lanes)} of {len(shown)} APIs; the tables have them all."
    count = len(book.entries_of(shown[0].id))
    if count > _MOST_MARKS:
        said += f" Shown are the newest {_MOST_MARKS} of {count} releases; the table has them all."
    title = "When each version came" if len(lanes) == 1 else "When each API was released"
    return Picture(drawing.timeline("time", title, lanes, book.as_of), said, title)


def _lanes(book: Book, apis: Sequence[Api]) -> Iterator[drawing.Lane]:
    """Yield a lane for each API as long as there is room: for the first in any case."""
    room = _MOST_MARKS
    for number, api in enumerate(apis[:_MOST_LANES]):
        room -= len(book.entries_of(api.id))
        if number and room < 0:
            return
        yield _lane(book, api)


def _lane(book: Book, api: Api) -> drawing.Lane:
    marks = [_release(book, entry) for entry in book.entries_of(api.id)[:_MOST_MARKS]]
    sunset = book.description(api).meaning.sunset_date
    if sunset is not None:
        marks.append(
            _end(sunset, "ends", f"{book.api_title(api.id)} stops working on {words.day(sunset)}", "")
        )
    return drawing.Lane(book.api_title(api.id), tuple(marks), links.api(api.id))


def _release(book: Book, entry: Entry) -> drawing.Mark:
    worst = next((level for level in LEVELS if entry.summary[level]), "safe") if entry.base else "first"
    counts = [
        words.counted(entry.summary[level], f"{level} change") for level in LEVELS if entry.summary[level]
    ]
    told = words.listed(counts) or ("no change" if entry.base else "the first version")
    said = f"{book.api_title(entry.api)} {entry.version}, {words.day(entry.date)}: {told}"
    return drawing.Mark(entry.date, entry.version, said, links.release(entry.api, entry.version), worst)


def _end(day: date, name: str, said: str, url: str) -> drawing.Mark:
    return drawing.Mark(day, name, said, url, "breaking", ends=True)


def endings(book: Book) -> Picture | None:
    """Return what stops working on a line of time, by API."""
    by_api: dict[str, list[Ending]] = defaultdict(list)
    for ending in book.outlook.endings:
        by_api[ending.api].append(ending)
    if not by_api:
        return None
    lanes = [
        drawing.Lane(book.api_title(api), tuple(_ending_marks(book, own)), links.api(api))
        for api, own in list(by_api.items())[:_MOST_LANES]
    ]
    title = "What stops working, and when"
    said = "Each cross is a day on which something stops working; the dotted line is today."
    return Picture(drawing.timeline("time", title, lanes, book.as_of), said, title)


def _ending_marks(book: Book, own: Sequence[Ending]) -> Iterator[drawing.Mark]:
    days = Counter(ending.day for ending in own)
    for day, count in days.items():
        told = (
            f"{words.counted(count, 'thing')} {'stops' if count == 1 else 'stop'} working on {book.when(day)}"
        )
        yield _end(day, words.day(day), told, f"{links.COMING}#with-a-date")
