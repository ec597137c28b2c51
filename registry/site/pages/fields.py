"""Fields: what each value means and where it goes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from registry.flow.retirement import judged, team
from registry.flow.uses import of_field
from registry.site import links, meaning, types, words
from registry.site.field_index import whole
from registry.site.page import Page
from registry.site.pages import crumbs, pictures
from registry.site.pages.operations import api_group, title, version_group
from registry.site.text import (
    Badge,
    Box,
    Code,
    Form,
    Heading,
    Inline,
    Lines,
    Link,
    Notice,
    Prose,
    Row,
    Section,
    Small,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from registry.flow.edges import Edge
    from registry.flow.trace import Step
    from registry.flow.uses import Use
    from registry.model.fields import Field
    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.text import Block, Tone

_MOST_FIELDS = 400
_MAY_GO: dict[str, tuple[str, Tone]] = {
    "yes": ("yes", "good"),
    "no": ("no", "breaking"),
    "unknown": ("not known", "risky"),
}
_STATED = {"derivation": "Computed from it", "sourceOfTruth": "Decided there"}
_MOST_OPERATIONS = 40


def listed(book: Book, api: Api) -> Page:
    """Return the list of the fields of an API."""
    found = tuple(book.fields.of(api).values())
    shown = found if len(found) <= _MOST_FIELDS else book.fields.paged(api)
    title = book.api_title(api.id)
    groups = [
        Section(
            Heading(2, Code(name), links.field_anchor(name)),
            (
                Table(
                    f"Fields of {name}",
                    meaning.COLUMNS,
                    tuple(_row(book, api, each) for each in own),
                    "fields",
                ),
            ),
        )
        for name, own in groupby(shown, key=lambda field: field.schema_name)
    ]
    return Page(
        url=links.fields(api.id),
        kind="fields",
        title=f"Fields of {title}",
        sentence=_sentence(title, len(found), len(shown)),
        kicker="Fields",
        crumbs=crumbs.api(book, api.id),
        sidebar=(api_group(book, api),),
        parts={"groups": groups or [_nothing(api, len(found))]},
    )


def _sentence(title: str, found: int, shown: int) -> str:
    if shown == found:
        return f"What each of the {words.counted(found, 'field')} of {title} means, with unit and values."
    many = f"{title} has {words.counted(found, 'field')}"
    if not shown:
        return f"{many}: too many for one list."
    return (
        f"{many}. Shown {'is the one' if shown == 1 else f'are the {shown:,}'} that flows carry, "
        "or that others refer to or decide by."
    )


def _nothing(api: Api, found: int) -> Inline:
    """Say why no field is listed, and where to look."""
    if not found:
        return "It has no fields."
    return (
        "So many are listed only where a flow carries them, a decision hangs on them (",
        Code("critical"),
        "), or they refer to another. Each stands in the tables of ",
        Link("its operations", links.api(api.id)),
        ".",
    )


def _row(book: Book, api: Api, field: Field) -> Row:
    said = field.meaning
    page = book.fields.page(api.id, field.id)
    shown: Inline = Code(field.path)
    first = meaning.name(Link(shown, page) if page else shown, field.path, said, required=field.required)
    cell = meaning.described(book, said, said.description)
    kind = types.kind(book.description(api), field.schema, field.pointer)
    depth = field.path.count(".")
    return Row((first, kind, cell), links.field_anchor(field.id), depth)


def page(book: Book, api: Api, field: Field) -> Page:
    """Return the page of one field."""
    said = field.meaning
    called = said.business_name or field.path
    name = f"{api.id}#{field.id}"
    up, down = book.fields.way(name, "up"), book.fields.way(name, "down")
    return Page(
        url=links.field(api.id, field.id),
        kind="field",
        title=called,
        owner=book.api_title(api.id),
        sentence=Prose(said.description)
        if said.description
        else f"{field.id} of {book.api_title(api.id)}; nobody has said yet what it means.",
        kicker="Field",
        crumbs=(*crumbs.api(book, api.id), Link("Fields", links.fields(api.id))),
        badges=(
            Code(field.id),
            *(part for part in meaning.marks(said, required=field.required) if part != " "),
        ),
        notices=_notices(book, field),
        sidebar=(version_group(book, api, links.field(api.id, field.id)), api_group(book, api)),
        parts={
            "form": _form(book, api, field),
            "text": None,
            "values": _values(field),
            "picture": pictures.lineage(book, api, field, (*reversed(up), *down)),
            "goes": _carried(book, down, outward=True),
            "hurt": _retirement(book, api, field),
            "comes": _carried(book, up, outward=False),
            "operations": _operations(book, api, field),
        },
    )


def _notices(book: Book, field: Field) -> tuple[Notice, ...]:
    found = []
    if field.meaning.sunset:
        found.append(Notice("breaking", f"Stops working on {book.when(field.meaning.sunset)}", ""))
    if field.meaning.deprecated:
        found.append(Notice("risky", "Deprecated", "It still works; do not begin to use it."))
    return tuple(found)


def _form(book: Book, api: Api, field: Field) -> Form:
    said = field.meaning
    boxes = [
        Box("Part of", Strong(book.api_link(api.id))),
        Box("Kind of value", types.kind(book.description(api), field.schema, field.pointer)),
        Box("Always there?", "Yes, it is required" if field.required else "No, it may be left out"),
    ]
    boxes += [Box(label, value) for label, value in meaning.facts(book, said) if label != "Called"]
    if said.default_meaning:
        boxes.append(Box("When not set", said.default_meaning))
    return Form(tuple(boxes))


def _values(field: Field) -> Table | None:
    said = field.meaning
    if not said.values:
        return None
    rows = tuple(
        Row(
            (types.codes((value.value,)), value.title, Prose(value.description)),
            links.anchor("value", str(value.value)),
        )
        for value in said.values
    )
    more = "Values, and more may be added" if said.extensible else "Values"
    return Table(more, ("Value", "Called", "What it means"), rows)


def _carried(book: Book, way: tuple[Step, ...], *, outward: bool) -> Table | str | None:
    """Return the whole way of the field and what is inside it: away from here, or to here, nearest first."""
    found = _told_once(way)
    if not found:
        return "No recorded flow carries it further." if outward else None
    rows = tuple(_carrier(book, step, outward=outward) for step in found)
    columns = (
        ("Flow", "Taken from", "Into", "What for") if outward else ("Flow", "From", "Put into", "What for")
    )
    return Table("Flows that carry it on" if outward else "Flows that bring it", columns, rows)


def _told_once(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps of flows, and the statements of fields that no flow bears out.

    A field that refers to another does not take its value.
    """
    carried = {_pair(step.edge) for step in steps if step.edge.kind == "flow"}
    return tuple(
        step
        for step in steps
        if step.edge.kind == "flow" or (step.edge.kind in _STATED and _pair(step.edge) not in carried)
    )


def _pair(edge: Edge) -> tuple[str, str]:
    return whole(edge.source), whole(edge.target)


def _retirement(book: Book, api: Api, field: Field) -> list[Block]:
    """Return who would be hurt if the field went, whether it may go, and what would have to happen first."""
    name = f"{api.id}#{field.id}"
    uses = tuple(of_field(book.registry, book.lineage, api, field))
    sunset = field.meaning.sunset if field.meaning.deprecated else None
    held = (api.latest,) if api.latest else ()
    found = judged(book.registry, api, name, "field", uses, held, sunset, book.as_of)
    answer, tone = _MAY_GO[found.answer]
    blocks: list[Block] = [("May it go? ", Badge(answer, tone), f" {words.sentence(found.because)}")]
    if uses:
        columns = ("Who", "Through", "How", "What has to happen first")
        rows = tuple(dict.fromkeys(_use(book, use) for use in uses))
        blocks.append(Table("Who is hurt if it goes", columns, rows))
    if found.told:
        blocks.append(("Before it goes, ", *_told(book, api, found.told), "."))
    return blocks


def _told(book: Book, api: Api, step: str) -> tuple[Inline, ...]:
    """Return the step by which people hear of it, its team by the name that people know."""
    owner = team(book.registry, api)
    left = step.removeprefix(f"{owner}: ")
    return (step,) if left == step else (book.team(owner), " has to ", left)


def _use(book: Book, use: Use) -> Row:
    through = book.field_link(use.who) if "#" in use.who else book.flow_link(use.who)
    return Row((book.team_link(use.owner), through, words.sentence(use.how), words.sentence(use.first)))


def _carrier(book: Book, step: Step, *, outward: bool) -> Row:
    """Return one step; at this end the path alone, which tells a price from a sale price."""
    edge = step.edge
    source = book.end_link(edge.source, edge.from_within, edge.from_path)
    target = book.end_link(edge.target, edge.to_within, edge.to_path)
    if step.hops == 1 and outward:
        source = _here(book, edge.source, edge.from_within, edge.from_path)
    elif step.hops == 1:
        target = _here(book, edge.target, edge.to_within, edge.to_path)
    if edge.kind != "flow":
        return Row((_STATED[edge.kind], source, target, edge.said))
    named: Inline = book.flow_link(edge.flow)
    if step.hops > 1:
        named = Lines((named, Small("further on" if outward else "before that")))
    return Row((named, source, target, book.registry.flow(edge.flow).purpose))


def _here(book: Book, reference: str, within: tuple[str, ...], path: str) -> Inline:
    called = book.called(reference, within)
    return Lines((called, Small(Code(path)))) if called else Code(path)


def _operations(book: Book, api: Api, field: Field) -> Table | str:
    found = book.fields.where(api, field.id)[:_MOST_OPERATIONS]
    if not found:
        return "No operation of the newest version sends or returns it."
    rows = tuple(
        Row(
            (
                Link(
                    title(spot.operation),
                    f"{links.operation(api.id, spot.operation.slug)}#{links.anchor(spot.at, *spot.path)}",
                ),
                meaning.verb(spot.operation.method, spot.operation.path),
                "sent" if spot.at == "request" else ("returned, in ", Code(spot.at)),
            )
        )
        for spot in found
    )
    return Table("Operations that send or return it", ("Operation", "Request", "The field is"), rows)
