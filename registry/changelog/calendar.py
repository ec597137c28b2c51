"""Days on which something stops working, as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from registry.changelog.feeds import NO_XML, urn
from registry.changelog.render import day as in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from registry.changelog.endings import Ending

PRODUCT = "-//Waybill//Coming changes//EN"


def calendar(
    found: Iterable[Ending],
    *,
    title: str,
    identity: str,
    called: Callable[[str], str],
    address: Callable[[Ending], str],
) -> bytes:
    """Return endings as events of whole days, the same bytes for the same endings.

    ``called`` gives the title of an API, ``address`` where an ending is told of, ``identity`` is what the registry is
    called by in ids that never change. An event that is moved keeps its id.
    """
    import icalendar  # noqa: PLC0415 - slow to import

    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", clean(" ".join(title.split())))
    for ending in found:
        event = icalendar.Event()
        event.add("uid", urn(identity, ending.key).removeprefix("urn:uuid:"))
        event.add("summary", clean(" ".join(summary(ending, called).split())))
        event.add("description", clean(explained(ending)))
        event.add("dtstart", ending.day)
        event.add("dtend", ending.day + timedelta(days=1))
        event.add(
            "dtstamp", datetime.combine(ending.day, time(), UTC)
        )  # the clock is no part of what is told
        event.add("transp", "TRANSPARENT")
        event.add("url", address(ending))
        made.add_component(event)
    return bytes(made.to_ical())


def summary(ending: Ending, called: Callable[[str], str]) -> str:
    """Say in a line what ends."""
    api = called(ending.api)
    return {
        "api": f"{api} stops working",
        "operation": f"{ending.name} of {api} stops working",
        "field": f"{ending.name} of {api} stops working",
        "version": f"Version {ending.name} of {api} stops working",
        "announced": f"{api} makes breaking changes",
    }[ending.kind]


def explained(ending: Ending) -> str:
    """Say whom it hits, and when it was announced."""
    hit = f"Hits {', '.join(ending.flows)}." if ending.flows else "No recorded flow uses it."
    told = (
        f"Announced on {in_words(date.fromisoformat(ending.name[:10]))}. "
        if ending.kind == "announced"
        else ""
    )
    return f"{told}{hit}"


def clean(said: str) -> str:
    """Return text without the control characters that no calendar may hold."""
    return NO_XML.sub("\ufffd", said)
