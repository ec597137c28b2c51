"""Flows: what data moves, where, why, and what the receiver can do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from registry.flow.compatibility import check_flow
from registry.site import links, types, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
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
    from collections.abc import Iterator, Mapping

    from registry.check.declare import Finding
    from registry.flow.compatibility import RowVerdict
    from registry.model.flow import Convert, Flow, MappingRow, Substitute
    from registry.site.book import Book
    from registry.site.text import Tone

_ON_NULL = {
    "skip": "The field is left out of the record.",
    "reject": "The whole record is refused.",
    "send": "The empty value is sent as it is.",
}
_ON_STALE = {
    "skip": "The field is left out.",
    "reject": "The whole record is refused.",
    "send": "It is sent all the same.",
}
_EXHAUSTED = {
    "dead-letter": "The record is put aside, to be looked at by a person.",
    "drop": "The record is dropped.",
    "stop": "The run stops.",
    "alert": "Somebody is called.",
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the hub and the page of each flow."""
    yield _hub(book)
    for flow in book.registry.flows:
        yield _flow(book, flow)


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


def _hub(book: Book) -> Page:
    count = words.counted(len(book.registry.flows), "flow")
    return Page(
        url=links.FLOWS,
        kind="flows",
        title="Flows",
        sentence=f"{count} of data between systems: what moves, how often, and who answers for it.",
        crumbs=(crumbs.HOME,),
        parts={"flows": table(book, book.registry.flows, "All flows")},
    )


def _flow(book: Book, flow: Flow) -> Page:
    verdicts = {verdict.row: verdict for verdict in check_flow(book.registry, flow)}
    return Page(
        url=links.flow(flow.id),
        kind="flow",
        title=flow.title,
        sentence=flow.answer,
        kicker="Flow",
        crumbs=crumbs.FLOWS,
        badges=(_state(tuple(verdicts.values())), Badge(frequency(flow))),
        notices=tuple(_notice(finding) for finding in (verdicts[None].findings if None in verdicts else ())),
        sidebar=_sidebar(book, flow),
        parts={
            "form": _form(book, flow),
            "capabilities": _capabilities(flow),
            "verdict": _verdict(flow, verdicts),
            "mapping": _mapping(book, flow, verdicts),
            "missing": _missing(flow),
            "delivery": _delivery(flow),
            "personal": _personal(flow),
            "owner": _owner(book, flow),
        },
    )


def _state(verdicts: tuple[RowVerdict, ...]) -> Badge:
    """Say in a word whether the flow works as written."""
    wrong = sum(not verdict.ok for verdict in verdicts)
    remarked = sum(bool(verdict.findings) for verdict in verdicts)
    if wrong:
        return Badge(f"{words.counted(wrong, 'problem')}", "breaking")
    return (
        Badge(words.counted(remarked, "remark"), "risky") if remarked else Badge("every field fits", "good")
    )


def _notice(finding: Finding) -> Notice:
    tone = {"error": "breaking", "warning": "risky"}.get(finding.severity, "")
    said = (f"{words.sentence(finding.remedy)} ", Link("Why this is told", links.rule(finding.rule)))
    return Notice(cast("Tone", tone), finding.message[:1].upper() + finding.message[1:], said)


def _sidebar(book: Book, flow: Flow) -> tuple[Group, ...]:
    beside = [each for each in book.registry.flows if each.consumer_system == flow.consumer_system]
    title = f"Into {book.system_title(flow.consumer_system)}"
    return (Group(title, tuple(Link(each.title, links.flow(each.id)) for each in beside)),)


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
            Box("When", frequency(flow).capitalize()),
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


def _capabilities(flow: Flow) -> Table | None:
    found = flow.capabilities
    if not (found.can or found.cannot):
        return None
    rows = [Row((Badge("can", "good"), each)) for each in found.can]
    rows += [Row((Badge("cannot", "quiet"), each)) for each in found.cannot]
    return Table("What the receiver can and cannot do", ("", "With this data"), tuple(rows))


def _verdict(flow: Flow, verdicts: Mapping[int | None, RowVerdict]) -> str:
    rows = [verdicts[number] for number in range(len(flow.mapping)) if number in verdicts]
    wrong = sum(not verdict.ok for verdict in rows)
    compared = sum(verdict.compared for verdict in rows)
    verb = "was" if compared == 1 else "were"
    told = [f"{compared} of {words.counted(len(flow.mapping), 'row')} {verb} compared."]
    if wrong:
        told.append(f"{wrong} cannot work as written.")
    elif compared:
        told.append("Every value that the sender may produce is one that the receiver takes.")
    if compared < len(rows):
        told.append("The others have a side that no description covers.")
    return " ".join(told)


def _mapping(book: Book, flow: Flow, verdicts: Mapping[int | None, RowVerdict]) -> Table:
    edges = {edge.row: edge for edge in book.lineage.edges if edge.flow == flow.id}
    rows = []
    for number, row in enumerate(flow.mapping):
        edge, verdict = edges.get(number), verdicts.get(number)
        rows.append(
            Row(
                (
                    _end(book, edge.from_field if edge else None, row.from_),
                    _end(book, edge.to_field if edge else None, row.to),
                    _conversion(row),
                    _fit(verdict),
                ),
                anchor=links.anchor("row", row.to),
                tone="" if verdict is None or not verdict.findings else "risky" if verdict.ok else "breaking",
            )
        )
    return Table(
        "Which field goes where",
        ("Taken from", "Put into", "On the way", "Does it fit?"),
        tuple(rows),
        "changes",
    )


def _end(book: Book, field: str | None, path: str) -> Inline:
    """Name a field by what people call it, and by its path."""
    if field is None:
        return Code(path)
    api, _, name = field.partition("#")
    page = book.field_page(api, name)
    known = book.fields(book.apis[api]).get(name) if api in book.apis else None
    called = known.meaning.business_name if known else None
    shown: Inline = called or Code(path)
    linked: Inline = Link(shown, page) if page else shown
    return Lines((linked, Small(Code(path)))) if called else linked


def _conversion(row: MappingRow) -> Inline:
    said: list[Inline] = []
    if row.required:
        said.append("always sent")
    if row.convert:
        said.append(_convert(row.convert))
    said += [
        (types.codes((key,)), " becomes ", types.codes((value,))) for key, value in (row.values or {}).items()
    ]
    if row.description:
        said.append(Small(row.description))
    return Lines(tuple(said)) if said else "as it is"


def _convert(steps: Convert) -> str:
    """Return ``divided by 100, rounded to 2 digits``."""
    said = []
    if steps.multiply is not None:
        said.append(f"multiplied by {steps.multiply}")
    if steps.divide is not None:
        said.append(f"divided by {steps.divide}")
    if steps.add is not None:
        said.append(f"plus {steps.add}")
    if steps.round is not None:
        said.append(f"rounded to {words.counted(steps.round, 'digit')} after the point")
    return ", ".join(said)


def _fit(verdict: RowVerdict | None) -> Inline:
    if verdict is None or not verdict.compared:
        return Badge("not compared", "quiet")
    if not verdict.findings:
        return Badge("fits", "good")
    head = Badge("fits, but", "risky") if verdict.ok else Badge("does not fit", "breaking")
    lines: list[Inline] = [head]
    for finding in verdict.findings:
        lines += [(finding.message, " ", Link(Small("why"), links.rule(finding.rule))), Small(finding.remedy)]
    if verdict.witness is not None:
        lines.append(("For example ", types.codes((verdict.witness,))))
    return Lines(tuple(lines))


def _missing(flow: Flow) -> Table | str:
    rows = []
    for row in flow.mapping:
        if row.on_null is not None:
            rows.append(Row((Code(row.from_), "is empty", _consequence(row.on_null, _ON_NULL))))
        if row.on_stale is not None:
            rows.append(Row((Code(row.from_), "is too old", _consequence(row.on_stale, _ON_STALE))))
    if not rows:
        return "Nothing special is agreed: no row says what happens to an empty or outdated value."
    return Table("What happens to missing values", ("If", "", "Then"), tuple(rows))


def _consequence(chosen: str | Substitute, known: dict[str, str]) -> Inline:
    if isinstance(chosen, str):
        return known[chosen]
    return ("This is sent instead: ", types.codes((chosen.value,)))


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
        (f"Told of {label} changes through", words.listed(channels))
        for label, channels in (
            ("breaking", flow.notify.breaking),
            ("risky", flow.notify.risky),
            ("safe", flow.notify.safe),
            ("announced", flow.notify.deprecation),
        )
        if channels
    ]
    return Facts((("Owner", book.team_contact(flow.owner)), *told))
