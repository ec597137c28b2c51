"""Flows: what data moves, where, why, and what the receiver can do with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from registry.flow.compatibility import check_flow
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs, mapping, pictures, quality
from registry.site.pages.behaviour import retry_sentence
from registry.site.text import (
    Badge,
    Box,
    Code,
    Facts,
    Form,
    Inline,
    Lines,
    Link,
    Notice,
    Row,
    Small,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from registry.check.declare import Finding
    from registry.flow.compatibility import RowVerdict
    from registry.model.flow import Flow
    from registry.site.book import Book
    from registry.site.outlook import Ahead
    from registry.site.text import Tone

_EXHAUSTED = {
    "dead-letter": "The record is put aside, to be looked at by a person.",
    "drop": "The record is dropped.",
    "stop": "The run stops.",
    "alert": "Somebody is called.",
}


def table(book: Book, flows: tuple[Flow, ...], caption: str) -> Table | str:
    """Return flows as a table: what moves, from where, to where, how often."""
    if not flows:
        return "Nothing is recorded yet. A flow is written down by the system that takes the data."
    rows = tuple(
        Row(
            (
                book.flow_link(flow.id),
                book.system_link(flow.producer_system),
                book.system_link(flow.consumer_system),
                frequency(flow),
                book.team(flow.owner),
            )
        )
        for flow in flows
    )
    return Table(caption, ("What moves", "From", "To", "How often", "Owner"), rows)


def frequency(flow: Flow) -> str:
    """Return ``every 15 minutes``, ``at each event``, ``by hand``."""
    trigger = flow.trigger
    if trigger is None:
        return "not said"
    if trigger.type == "event":
        return "at each event"
    if trigger.type == "manual":
        return "by hand"
    if trigger.every:
        return words.every(str(trigger.every))
    return words.cron(trigger.cron or "", str(trigger.timezone or ""))


def hub(book: Book) -> Page:
    """Return the list of all flows."""
    count = words.counted(len(book.registry.flows), "flow")
    return Page(
        url=links.FLOWS,
        kind="flows",
        title="Flows",
        sentence=f"{count} of data between systems: what moves, how often, and who answers for it.",
        crumbs=(crumbs.HOME,),
        parts={"flows": table(book, book.registry.flows, "All flows")},
    )


def page(book: Book, flow: Flow) -> Page:
    """Return the page of one flow."""
    verdicts = {verdict.row: verdict for verdict in check_flow(book.registry, flow, book.as_of)}
    return Page(
        url=links.flow(flow.id),
        kind="flow",
        title=flow.title,
        sentence=flow.answer,
        kicker="Flow",
        crumbs=crumbs.FLOWS,
        badges=(_state(tuple(verdicts.values())), Badge(frequency(flow))),
        notices=(
            *(_ahead(book, each) for each in book.outlook.ahead(flow)),
            *(_notice(finding) for finding in (verdicts[None].findings if None in verdicts else ())),
        ),
        sidebar=_sidebar(book, flow),
        parts={
            "form": _form(book, flow),
            "capabilities": _capabilities(flow),
            "verdict": mapping.verdict(flow, verdicts),
            "picture": pictures.flow_bands(book, flow, verdicts),
            "mapping": mapping.table(book, flow, verdicts),
            "missing": mapping.missing(book, flow),
            "delivery": _delivery(flow),
            "personal": _personal(flow),
            "quality": quality.short(book.outlook.quality("flow", flow.id)),
            "owner": _owner(book, flow),
        },
    )


def _state(verdicts: tuple[RowVerdict, ...]) -> Badge:
    """Say in a word whether the flow works as written; no praise for what nobody could compare."""
    wrong = sum(not verdict.ok for verdict in verdicts)
    remarked = sum(bool(verdict.findings) for verdict in verdicts)
    if wrong:
        return Badge(words.counted(wrong, "problem"), "breaking")
    if remarked:
        return Badge(words.counted(remarked, "remark"), "risky")
    rows = [verdict for verdict in verdicts if verdict.row is not None]
    compared = sum(verdict.compared for verdict in rows)
    if not compared:
        return Badge("not compared", "quiet")
    if compared < len(rows):
        return Badge(f"{compared} of {words.counted(len(rows), 'row')} fit", "quiet")
    return Badge("every field fits", "good")


def _ahead(book: Book, each: Ahead) -> Notice:
    """Say what would break the flow, before somebody reads that all is well today."""
    name = book.api_title(each.api)
    if each.announced:
        title = f"{name} breaks this flow on {book.when(date.fromisoformat(each.day))}"
        at = links.announced(each.api, each.announced)
    else:
        title = f"{name} would break this flow with its next release"
        at = links.field_anchor(each.api)
    return Notice(
        "breaking", title, (f"{each.sentence} ", Link("What is coming", f"{links.COMING}#{at}"), ".")
    )


def _notice(finding: Finding) -> Notice:
    tone = {"error": "breaking", "warning": "risky"}.get(finding.severity, "")
    said = (f"{words.sentence(finding.remedy)} ", Link("Why this is told", links.rule(finding.rule)))
    return Notice(cast("Tone", tone), finding.message[:1].upper() + finding.message[1:], said)


def _sidebar(book: Book, flow: Flow) -> tuple[Group, ...]:
    beside = book.flows_into(flow.consumer_system)
    title = f"Into {book.system_title(flow.consumer_system)}"
    return (Group(title, tuple(Link(book.flow_title(name), links.flow(name)) for name in beside)),)


def _form(book: Book, flow: Flow) -> Form:
    producer = flow.producer
    source: Inline = Lines(
        (
            Strong(book.system_link(flow.producer_system)),
            book.operation_link(producer.api, producer.operation),
            Small(_range(producer.version)),
        )
    )
    volume = flow.volume
    return Form(
        (
            Box("From", source),
            Box("To", _target(book, flow)),
            Box("When", words.opened(frequency(flow))),
            Box("How fresh", _freshness(flow)),
            Box(
                "How much",
                words.counted(volume.records, "record") + f" per {volume.per}" if volume else "Not said",
            ),
            Box("Owner", book.team(flow.owner)),
            Box("What for", flow.purpose, wide=True),
        )
    )


def _range(versions: str) -> Inline:
    return "any version" if versions == "*" else ("version ", Code(versions))


def _target(book: Book, flow: Flow) -> Inline:
    consumer = flow.consumer
    lines: list[Inline] = [Strong(book.system_link(flow.consumer_system))]
    if consumer.operation:
        lines.append(book.operation_link(consumer.api or "", consumer.operation_name or ""))
        lines.append(Small(_range(consumer.version)))
    elif consumer.store:
        lines.append(consumer.store)
    return Lines(tuple(lines))


def _freshness(flow: Flow) -> Inline:
    needed = flow.freshness_needed
    if needed is None:
        return "Not said"
    age = f"At most {words.duration(str(needed.threshold))} old"
    return (age, ", as ", Code(needed.timestamp_field), " says") if needed.timestamp_field else age


def _capabilities(flow: Flow) -> Facts | None:
    found = flow.capabilities
    said = tuple(
        (label, Lines(each)) for label, each in (("It can", found.can), ("It cannot", found.cannot)) if each
    )
    return Facts(said) if said else None


def _delivery(flow: Flow) -> Facts | str:
    delivery = flow.delivery
    if delivery is None:
        return "Nothing is agreed about retries and failures."
    found: list[tuple[str, Inline]] = []
    if delivery.retry is not None:
        found.append(("When it fails", retry_sentence(delivery.retry)))
    if delivery.idempotency_key:
        found.append(("Not twice", ("The same record is known by ", Code(delivery.idempotency_key))))
    if delivery.on_exhausted:
        found.append(("When retries are used up", _EXHAUSTED[delivery.on_exhausted]))
    if delivery.dead_letter:
        found.append(("Failed records go to", delivery.dead_letter))
    return Facts(tuple(found))


def _personal(flow: Flow) -> Facts | None:
    data = flow.personal_data
    if data is None:
        return None
    basis = data.legal_basis.replace("-", " ").capitalize()
    return Facts((("Legal basis", basis), ("Used for", data.data_use)))


def _owner(book: Book, flow: Flow) -> Facts:
    told = [
        (f"Wants to be told of {label} changes through", words.listed(channels))
        for label, channels in (
            ("breaking", flow.notify.breaking),
            ("risky", flow.notify.risky),
            ("safe", flow.notify.safe),
            ("announced", flow.notify.deprecation),
        )
        if channels
    ]
    return Facts((("Owner", book.team_contact(flow.owner)), *told))
