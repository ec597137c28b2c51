"""By when people have to act because of a change: a day where one is known, else the notice they get."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from registry.site import words

if TYPE_CHECKING:
    from registry.changelog.entry import Entry
    from registry.formats import Duration
    from registry.model.registry import Api
    from registry.site.book import Book

_LONGEST = timedelta(days=36_500)
"""A notice that is longer than a century is a mistake, and no reason to fail."""


def of_release(book: Book, entry: Entry) -> str:
    """Return until when the version before a release works, as far as the registry says."""
    api = book.apis.get(entry.api)
    if api is None or entry.base is None or entry.base not in api.versions:
        return words.day(entry.date)
    sunset = api.description(entry.base).meaning.sunset_date
    if sunset is not None:
        return f"{book.when(sunset)}, when {entry.base} stops working"
    notice = _notice(book, api)
    if not notice.seconds:
        return f"{words.day(entry.date)}, the day of the release; no notice is promised"
    end = entry.date + min(notice.timedelta, _LONGEST)
    return f"{book.when(end)}: the end of {words.duration(str(notice))} of notice"


def of_working_copy(book: Book, api: Api) -> str:
    """Return what is known of the day of changes that are not released."""
    notice = _notice(book, api)
    promised = (
        f"{words.duration(str(notice))} of notice after it" if notice.seconds else "no notice is promised"
    )
    return f"No day yet: with the next release, {promised}"


def _notice(book: Book, api: Api) -> Duration:
    said = book.description(api).meaning.notice_period
    return said or book.registry.config.policy.notice_period
