"""Systems: what each offers and takes, and who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, prose, words
from registry.site.page import Group, Page
from registry.site.pages import apis, crumbs, flows, operations, pictures
from registry.site.text import Badge, Box, Form, Inline, Lines, Link, Row, Table

if TYPE_CHECKING:
    from registry.model.flow import Flow
    from registry.model.system import System, Vendor
    from registry.site.book import Book


def table(book: Book) -> Table:
    """Return every system: what it is, what it offers, how many flows go in and out."""
    rows = tuple(
        Row(
            (
                book.system_link(system.id),
                prose.opening(system.description or ""),
                str(len(book.registry.apis_of(system.id))),
                str(len(book.flows_into(system.id))),
                str(len(book.flows_out_of(system.id))),
            )
        )
        for system in book.registry.systems
    )
    return Table("All systems", ("System", "What it is", "APIs", "Flows in", "Flows out"), rows)


def hub(book: Book) -> Page:
    """Return the list of all systems."""
    count = words.counted(len(book.registry.systems), "system")
    return Page(
        url=links.SYSTEMS,
        kind="systems",
        title="Systems",
        sentence=f"{count} that offer or take data, and who answers for each.",
        crumbs=(crumbs.HOME,),
        parts={"systems": table(book)},
    )


def page(book: Book, system: System) -> Page:
    """Return the page of one system."""
    own = book.registry.apis_of(system.id)
    takes = tuple(map(book.registry.flow, book.flows_into(system.id)))
    gives = tuple(map(book.registry.flow, book.flows_out_of(system.id)))
    return Page(
        url=links.system(system.id),
        kind="system",
        title=system.title,
        sentence=prose.opening(system.description or "")
        if system.description
        else f"{system.title} offers {words.counted(len(own), 'API')}.",
        kicker="System",
        crumbs=crumbs.SYSTEMS,
        badges=(Badge("run by us" if system.own else "run by a vendor"),),
        sidebar=(
            Group(
                "Systems", tuple(Link(each.title, links.system(each.id)) for each in book.registry.systems)
            ),
        ),
        parts={
            "about": _form(book, system),
            "text": operations.rest(system.description or ""),
            "picture": pictures.system_bands(book, system.id, takes, gives),
            "apis": apis.table(book, own, f"APIs of {system.title}"),
            "takes": flows.table(book, takes, f"Data that {system.title} takes")
            if takes
            else "No recorded flow.",
            "can": _abilities(book, takes),
            "gives": flows.table(book, gives, f"Data that others take from {system.title}")
            if gives
            else "No recorded flow.",
        },
    )


def _abilities(book: Book, takes: tuple[Flow, ...]) -> Table | None:
    """Return what the system can and cannot do with what flows into it."""
    rows = tuple(
        Row(
            (
                book.flow_link(flow.id),
                Lines(flow.capabilities.can),
                Lines(flow.capabilities.cannot),
            )
        )
        for flow in takes
        if flow.capabilities.can or flow.capabilities.cannot
    )
    return Table("What it can do with the data", ("Thanks to", "It can", "It cannot"), rows) if rows else None


def _form(book: Book, system: System) -> Form:
    boxes = [Box("Owner", book.team_contact(system.team))]
    if system.vendor:
        boxes.append(Box("Vendor", _vendor(system.vendor)))
    if system.support:
        boxes.append(
            Box(
                "Help",
                Lines(tuple(apis.support(each.channel, each.scope, each.url) for each in system.support)),
            )
        )
    return Form(tuple(boxes))


def _vendor(vendor: Vendor) -> Inline:
    return Link(vendor.name, vendor.url) if vendor.url and links.is_external(vendor.url) else vendor.name
