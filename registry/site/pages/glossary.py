"""The glossary: what the words of the business mean, and which fields carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, prose, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.text import Box, Code, Form, Link, Prose, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.fields import Field
    from registry.model.registry import Api
    from registry.model.system import Term
    from registry.site.book import Book

_MOST_FIELDS = 200


def pages(book: Book) -> Iterator[Page]:
    """Yield the hub and the page of each term."""
    yield _hub(book)
    for term in book.registry.terms:
        yield _page(book, term)


def _hub(book: Book) -> Page:
    terms = sorted(book.registry.terms, key=lambda term: term.title.casefold())
    rows = tuple(
        Row(
            (
                Link(term.title, links.term(term.id)),
                prose.spoken(term.definition),
                words.counted(len(book.fields.with_term(term.id)), "field"),
            )
        )
        for term in terms
    )
    found = (
        Table("All terms", ("Term", "What we mean by it", "Carried by"), rows)
        if rows
        else "No term is defined yet."
    )
    count = words.counted(len(terms), "term")
    return Page(
        url=links.GLOSSARY,
        kind="glossary",
        title="Glossary",
        sentence=f"{count} with one meaning in every system, and the fields that carry it.",
        crumbs=(crumbs.HOME,),
        parts={"terms": found},
    )


def _page(book: Book, term: Term) -> Page:
    boxes = [Box("Owner", book.team_contact(term.owner))]
    if term.synonyms:
        boxes.append(Box("Also called", ", ".join(term.synonyms)))
    boxes.append(Box("Written in descriptions as", Code(f"glossary:{term.id}")))
    terms = sorted(book.registry.terms, key=lambda each: each.title.casefold())
    return Page(
        url=links.term(term.id),
        kind="term",
        title=term.title,
        sentence=Prose(term.definition),
        kicker="Term",
        crumbs=crumbs.GLOSSARY,
        sidebar=(Group("Terms", tuple(Link(each.title, links.term(each.id)) for each in terms)),),
        parts={"about": Form(tuple(boxes)), "fields": _fields(book, book.fields.with_term(term.id))},
    )


def _fields(book: Book, found: tuple[tuple[Api, Field], ...]) -> Table | str:
    if not found:
        return "No field carries it yet."
    rows = tuple(
        Row(
            (
                book.field_link(f"{api.id}#{field.id}"),
                field.meaning.business_name or "",
                prose.opening(field.meaning.description),
            )
        )
        for api, field in found[:_MOST_FIELDS]
    )
    return Table("Fields that carry it", ("Field", "Called", "What it means"), rows)
