"""By when people have to act because of a change: a day where one is known, else the notice they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog.notice import earliest, keeps_working, notice_period
from registry.site import words

if TYPE_CHECKING:
    from registry.changelog.entry import Entry
    from registry.model.registry import Api
    from registry.site.book import Book


def of_release(book: Book, entry: Entry) -> str:
    """Return until when the version before a release works, as far as the registry says."""
    api = book.apis.get(entry.api)
    if api is None or entry.base is None or entry.base not in api.versions:
        return words.day(entry.date)
    ends = keeps_working(api, entry)
    if ends > entry.date:
        return f"{book.when(ends)}, when {entry.base} stops working"
    notice = notice_period(book.registry, api, entry.base)
    if not notice.seconds:
        return f"{words.day(entry.date)}, the day of the release; no notice is promised"
    end = earliest(entry.date, notice)
    return f"{book.when(end)}: the end of {words.duration(str(notice))} of notice"


def of_working_copy(book: Book, api: Api) -> str:
    """Return what is known of the day of changes that are not released."""
    notice = notice_period(book.registry, api, api.latest)
    promised = (
        f"{words.duration(str(notice))} of notice after it" if notice.seconds else "no notice is promised"
    )
    return f"No day yet: with the next release, {promised}"
