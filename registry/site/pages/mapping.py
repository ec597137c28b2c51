"""The mapping of a flow, row by row: from where, into what, what happens on the way, whether it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.wording import arithmetic
from registry.site import links, types, words
from registry.site.text import Badge, Code, Inline, Lines, Link, Row, Small, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.flow.compatibility import RowVerdict
    from registry.flow.edges import Edge
    from registry.model.flow import Flow, MappingRow, Substitute
    from registry.site.book import Book

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
_ON_MISFIT = {
    "skip": "The field is left out.",
    "reject": "The whole record is refused.",
    "truncate": "It is cut to the length that is taken.",
}


def verdict(flow: Flow, verdicts: Mapping[int | None, RowVerdict]) -> str:
    """Return in a sentence or two how many rows were compared, and whether they can work."""
    rows = [verdicts[number] for number in range(len(flow.mapping)) if number in verdicts]
    wrong = sum(not verdict.ok for verdict in rows)
    compared = sum(verdict.compared for verdict in rows)
    if not compared:
        return "Not compared: no row has a description on both sides, so nobody can tell from here whether it fits."
    verb = "was" if compared == 1 else "were"
    told = [f"{compared} of {words.counted(len(flow.mapping), 'row')} {verb} compared."]
    if wrong:
        told.append(f"{wrong} cannot work as written.")
    else:
        told.append("Every value that the sender may produce is one that the receiver takes.")
    if compared < len(rows):
        told.append("The others have a side that no description covers.")
    return " ".join(told)


def table(book: Book, flow: Flow, verdicts: Mapping[int | None, RowVerdict]) -> Table:
    """Return one row per row of the mapping."""
    edges = {edge.row: edge for edge in book.lineage.rows_of(flow)}
    # Two rows may share a target; its address is that of the first.
    named = {row.to: number for number, row in reversed(tuple(enumerate(flow.mapping)))}
    rows = []
    for number, row in enumerate(flow.mapping):
        edge, found = edges.get(number), verdicts.get(number)
        rows.append(
            Row(
                (
                    _source(book, edge, row),
                    _target(book, edge, row),
                    _conversion(row),
                    _fit(found),
                ),
                anchor=links.anchor("row", row.to) if named[row.to] == number else "",
                tone="" if found is None or not found.findings else "risky" if found.ok else "breaking",
            )
        )
    return Table(
        "Which field goes where",
        ("Taken from", "Put into", "On the way", "Does it fit?"),
        tuple(rows),
        "changes",
    )


def _source(book: Book, edge: Edge | None, row: MappingRow) -> Inline:
    return _end(book, edge.from_field if edge else None, edge.from_within if edge else (), row.from_)


def _target(book: Book, edge: Edge | None, row: MappingRow) -> Inline:
    return _end(book, edge.to_field if edge else None, edge.to_within if edge else (), row.to)


def _end(book: Book, field: str | None, within: tuple[str, ...], path: str) -> Inline:
    """Name a field by what people call it, and by its path."""
    if field is None:
        return Code(path)
    called = book.called(field, within)
    page = book.fields.page(*field.split("#", 1))
    shown: Inline = called or Code(path)
    linked: Inline = Link(shown, page) if page else shown
    return Lines((linked, Small(Code(path)))) if called else linked


def _conversion(row: MappingRow) -> Inline:
    said: list[Inline] = []
    if row.required:
        said.append("always sent")
    if row.convert:
        said.append(arithmetic(row.convert))
    said += [
        (types.codes((key,)), " becomes ", types.codes((value,))) for key, value in (row.values or {}).items()
    ]
    if row.description:
        said.append(Small(row.description))
    return Lines(tuple(said)) if said else "as it is"


def _fit(verdict: RowVerdict | None) -> Inline:
    if verdict is None or not verdict.compared:
        return Badge("not compared", "quiet")
    if not verdict.findings:
        return Badge("fits", "good")
    head = Badge("fits, but", "risky") if verdict.ok else Badge("does not fit", "breaking")
    lines: list[Inline] = [head]
    for finding in verdict.findings:
        lines += [(finding.message, " ", Link(Small("why"), links.rule(finding.rule))), Small(finding.remedy)]
    return Lines(tuple(lines))


def missing(book: Book, flow: Flow) -> Table | str:
    """Return what happens to values that are empty or too old, by the field that would take them."""
    edges = {edge.row: edge for edge in book.lineage.rows_of(flow)}
    rows = []
    for number, row in enumerate(flow.mapping):
        edge = edges.get(number)
        source, target = _source(book, edge, row), _target(book, edge, row)
        if row.on_null is not None:
            meant = _meant(book, edge)
            rows.append(Row((source, "empty", meant, target, _consequence(row.on_null, _ON_NULL))))
        if row.on_stale is not None:
            rows.append(Row((source, "too old", "", target, _consequence(row.on_stale, _ON_STALE))))
        if row.on_misfit is not None:
            rows.append(Row((source, "would be refused", "", target, _ON_MISFIT[row.on_misfit])))
    if not rows:
        return "Nothing special is agreed: no row says what happens to a value that is empty, outdated or refused."
    columns = ("If", "Is", "Which means", "Meant for", "Then")
    return Table("What happens to missing values", columns, tuple(rows))


def _meant(book: Book, edge: Edge | None) -> Inline:
    """Return what it means that there is no value: of the field, else of what holds it, innermost first."""
    holders = (edge.from_field, *reversed(edge.from_within)) if edge and edge.from_field else ()
    said = next(filter(None, map(book.fields.without_value, holders)), ())
    if len({meant for _, meant in said}) == 1:
        return said[0][1]
    return Lines(tuple((Small(f"When {how}: "), meant) for how, meant in said)) if said else ""


def _consequence(chosen: str | Substitute, known: dict[str, str]) -> Inline:
    if isinstance(chosen, str):
        return known[chosen]
    return ("This is sent instead: ", types.codes((chosen.value,)))
