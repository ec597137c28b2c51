"""What a subscriber reads: one message of one or several notices, as plain text, as HTML and for programs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from registry.changelog.render import day as in_words
from registry.changelog.render import groups

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from jinja2 import Environment

    from registry.changelog.entry import Happening
    from registry.changelog.telling import News
    from registry.model.registry import Registry
    from registry.notify.selection import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one subscriber in one channel.

    ``id`` is the same however often it is sent, so that a receiver can tell a repetition; ``keys`` are the notices
    in it; ``payload`` is what programs get (``waybill schema notice``).
    """

    id: str
    subscriber: str
    channel: str
    keys: tuple[str, ...]
    subject: str
    text: str
    html: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """What composing needs beside the notices: the registry, its lasting name, the day, and where things are told."""

    registry: Registry
    identity: str
    as_of: date
    address: Callable[[News], str]


def compose(found: Sequence[Notice], wording: Wording) -> Message:
    """Return one message of notices that go to the same subscriber in the same channel."""
    first = found[0]
    keys = tuple(notice.key for notice in found)
    said = {
        "notices": found,
        "subscriber": called(wording.registry, first.subscriber),
        "registry": wording.registry.config.title,
        "as_of": wording.as_of,
        "address": wording.address,
        "reasons": tuple(dict.fromkeys(notice.reason for notice in found)),
        "left": {notice.key: left(notice, wording.as_of) for notice in found},
    }
    return Message(
        id=str(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, wording.identity), "\n".join(keys))),
        subscriber=first.subscriber,
        channel=first.channel,
        keys=keys,
        subject=subject(found, wording.as_of),
        text=environment().get_template("message.txt.j2").render(said),
        html=environment().get_template("message.html.j2").render(said),
        payload=payload(found, wording),
    )


def subject(found: Sequence[Notice], as_of: date) -> str:
    """Return the first line: what comes, and how long there is left."""
    if len(found) > 1:
        breaking = sum(notice.level == "breaking" for notice in found)
        grave = f", {breaking} of them breaking" if breaking else ""
        return f"{len(found)} changes that concern you{grave}"
    (notice,) = found
    title = line(notice.news.title)
    remaining = left(notice, as_of)
    if notice.days_left is not None:
        return f"Reminder, {remaining}: {title}"
    return f"{title} ({remaining} to act)" if remaining and notice.hits else title


def left(notice: Notice, as_of: date) -> str:
    """Say how long there is left to act; empty where nothing must be done."""
    due = notice.news.due
    if due is None or due < as_of:
        return ""
    days = (due - as_of).days
    return "the last day is today" if days == 0 else f"{days} day{'s' * (days != 1)} left"


def payload(found: Sequence[Notice], wording: Wording) -> dict[str, Any]:
    """Return the notices for a program; the same for the same notices on the same day."""
    return {
        "waybill": 1,
        "registry": wording.registry.config.title,
        "subscriber": found[0].subscriber,
        "notices": [
            {
                "key": notice.key,
                "kind": "reminder" if notice.days_left is not None else notice.news.kind,
                "api": notice.news.api,
                "base": notice.news.base,
                "version": notice.news.version,
                "level": notice.level,
                "told": notice.news.told.isoformat(),
                "due": notice.news.due and notice.news.due.isoformat(),
                "title": notice.news.title,
                "sentence": notice.news.sentence,
                "url": wording.address(notice.news),
                "affected": [hit.as_json() for hit in notice.hits],
                "changes": [change.as_json() for change in notice.changes],
            }
            for notice in found
        ],
    }


def called(registry: Registry, team: str) -> str:
    """Return what people call a team."""
    known = registry.config.teams.get(team)
    return known.title if known else team


@cache
def environment() -> Environment:
    """Return the templates; what a description holds is escaped in HTML and cut to one line in text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - slow to import

    templates = Environment(
        loader=PackageLoader("registry.notify"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"day": in_words, "groups": groups, "line": line, "plain": plain, "told": told}
    return templates


def told(effects: Sequence[Happening]) -> tuple[Happening, ...]:
    """Return what happens to a flow, each once: two rows that carry one field are hit in the same words."""
    return tuple({(one.level, one.sentence, one.action, one.handled): one for one in effects}.values())


def line(said: str) -> str:
    """Return words on one line, without control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in said).split())


def plain(said: str) -> str:
    """Return text as it is written, trimmed, without control characters but the ends of lines."""
    lines = ("".join(filter(str.isprintable, one.expandtabs())).rstrip() for one in said.strip().splitlines())
    return "\n".join(lines)
