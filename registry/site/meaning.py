"""What a field means, in the words of the site: the right-hand cell of every table of fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from registry.model.semantics import field_meaning
from registry.site import links, types, words
from registry.site.text import (
    Badge,
    Code,
    Facts,
    Inline,
    Lines,
    Link,
    Method,
    Prose,
    Row,
    Small,
    Strong,
    Table,
    shared,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.model.description import Description
    from registry.model.parts import Header, Parameter
    from registry.model.semantics import FieldMeaning, Freshness, ValueMeaning
    from registry.site.book import Book
    from registry.site.examples import Examples
    from registry.site.shapes import Line
    from registry.site.text import Cell

_MOST_VALUES = 12
COLUMNS = ("Field", "Kind of value", "What it means")
_FIRST_OF_GROUP = {"absent": "When absent", "null": "When null"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table of fields is about: one version of one API, in the book.

    ``known`` keeps the cells of fields that were written before: the same ones appear in many bodies.
    """

    book: Book
    api: str
    description: Description
    examples: Examples
    known: dict[tuple[str, str, bool], tuple[Cell, Cell, Cell]] = field(default_factory=dict, compare=False)


def of(description: Description, schema: Any) -> FieldMeaning:
    """Return what the schema says its values mean."""
    return field_meaning(schema, description.follow)


def table(scope: Scope, caption: str, found: tuple[Line, ...], at: str) -> Table:
    """Return the rows of a body; ``at`` begins the anchor of each."""
    rows = tuple(_apart(_row(scope, line, at) for line in found))
    return Table(caption, COLUMNS, rows, "fields", at)


def _apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Number the anchors that come up again: a variant may be called like a property beside it."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.anchor] += 1
        yield (
            row
            if seen[row.anchor] == 1 or not row.anchor
            else replace(row, anchor=f"{row.anchor}-{seen[row.anchor]}")
        )


def parameter_table(scope: Scope, caption: str, found: Iterable[Parameter | Header], at: str) -> Table:
    """Return one row per parameter or header."""
    return Table(
        caption, ("Name", *COLUMNS[1:]), tuple(_parameter(scope, each, at) for each in found), "fields"
    )


def facts(book: Book, meaning: FieldMeaning) -> Iterator[tuple[str, Inline]]:
    """Yield label and value of everything that is said beyond the description."""
    if meaning.term:
        yield "Business term", book.term(meaning.term)
    yield from _measures(meaning)
    yield from nothing(meaning)
    if meaning.freshness:
        yield "Freshness", freshness(meaning.freshness)
    if meaning.source_of_truth:
        source = meaning.source_of_truth
        column: Inline = (", ", Code(source.field)) if source.field else ""
        yield "Decided by", (book.system_link(source.system), column)
    if meaning.derivation:
        yield "Computed", _derivation(meaning)
    for relationship in meaning.relationships:
        yield "Refers to", book.field_link(relationship.to)
    if meaning.classification:
        yield "Sensitivity", sensitivity(meaning)
    if meaning.retention:
        yield "Kept for", words.duration(str(meaning.retention.period))
    if meaning.normalization:
        yield "Normalised", meaning.normalization
    if meaning.sunset:
        yield "Stops working", (words.day(meaning.sunset), ", ", words.days_from(book.as_of, meaning.sunset))


def values(meaning: FieldMeaning) -> Inline:
    """Return the values a field can have, each with what it means, for one cell."""
    if not any(value.explained for value in meaning.values):
        return types.codes(tuple(value.value for value in meaning.values[: _MOST_VALUES * 3]))
    shown = tuple(_value(value) for value in meaning.values[:_MOST_VALUES])
    more = len(meaning.values) - len(shown)
    return Lines((*shown, *([f"and {words.counted(more, 'more value')}"] if more > 0 else [])))


def nothing(meaning: FieldMeaning) -> Iterator[tuple[str, Inline]]:
    """Yield what it means when there is no value."""
    for key, said in meaning.null_meaning.items():
        yield _FIRST_OF_GROUP.get(key, f"When {key}"), said
    if meaning.null_values:
        yield "Means no value", types.codes(meaning.null_values)
    if meaning.default_meaning:
        yield "When not set", meaning.default_meaning


def freshness(promise: Freshness) -> Inline:
    """Return ``at most 15 minutes old, as stockCheckedAt says``."""
    age = f"at most {words.duration(str(promise.threshold))} old"
    return (age, ", as ", Code(promise.timestamp_field), " says") if promise.timestamp_field else age


def sensitivity(meaning: FieldMeaning) -> Inline:
    """Return ``personal, confidential, masked``."""
    found = meaning.classification
    if found is None:
        return ""
    kind = "personal data" if found.personal else (found.category or "data")
    masked = f", masked ({found.masking})" if found.masking else ""
    return f"{kind}, {found.sensitivity}{masked}"


def _measures(meaning: FieldMeaning) -> Iterator[tuple[str, Inline]]:
    if meaning.unit:
        plain = words.unit(meaning.unit) if meaning.unit_language in (None, "UCUM") else meaning.unit
        yield "Unit", plain if plain == meaning.unit else (plain, " (", Code(meaning.unit), ")")
    if meaning.currency:
        yield "Currency", str(meaning.currency)
    if meaning.timezone:
        yield "Time zone", str(meaning.timezone)


def _derivation(meaning: FieldMeaning) -> Inline:
    derivation = meaning.derivation
    if derivation is None:
        return ""
    origin: Inline = ("from ", types.codes(derivation.from_)) if derivation.from_ else ""
    said = derivation.description or ""
    return (said, " (", origin, ")") if said and origin else said or origin


def _value(value: ValueMeaning) -> Inline:
    title = "" if value.title.casefold() in ("", str(value.value).casefold()) else value.title
    said = ": ".join(part for part in (title, value.description) if part)
    return (types.codes((value.value,)), " ", said)


def _row(scope: Scope, line: Line, at: str) -> Row:
    key = (line.pointer, line.name, line.required)
    if key not in scope.known:
        scope.known[key] = _cells(scope, line)
    first, kind, cell = scope.known[key]
    if line.again is not None:
        target = Link(line.again[-1] if line.again else "the whole", f"#{links.anchor(at, *line.again)}")
        cell = (cell, Small(("The same again as ", target, ".")))
    if line.cut:
        cell = (cell, Small("It goes deeper; the download has it all."))
    return Row((first, kind, cell), links.anchor(at, *line.path) if line.path else "", line.depth)


def _cells(scope: Scope, line: Line) -> tuple[Cell, Cell, Cell]:
    declared = line.field
    said = _said(scope, declared, line.schema)
    page = scope.book.fields.page(scope.api, declared) if declared else None
    shown: Inline = Code(line.name or "value")
    if line.kind == "variant":
        shown = (Small("either "), Strong(line.name))
    first = name(Link(shown, page) if page else shown, line.name, said, required=line.required)
    kind = types.kind(scope.description, line.schema, line.pointer)
    return shared(first), shared(kind), shared(described(scope.book, said, said.description))


def _said(scope: Scope, declared: str | None, schema: Any) -> FieldMeaning:
    """Return what a schema means: as its field has it already, if it is one of those of the described version."""
    fields = scope.book.fields.of(scope.book.apis[scope.api])
    known = fields.get(declared) if declared else None
    return known.meaning if known is not None and known.schema is schema else of(scope.description, schema)


def name(shown: Inline, written: str, said: FieldMeaning, *, required: bool) -> Inline:
    """Return the first cell of a row: the name as machines read it, its badges, what people call it."""
    line = (shown, *marks(said, required=required))
    called = said.business_name or ""
    told = called and _letters(called) != _letters(written.rpartition(".")[2])
    return Lines((line, Small(called))) if told else line


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _parameter(scope: Scope, each: Parameter | Header, at: str) -> Row:
    schema = each.schema if isinstance(each.schema, dict) else {}
    said = of(scope.description, schema)
    shown = (Code(each.name), *marks(said, required=each.required, deprecated=each.deprecated))
    kind = types.kind(scope.description, schema, each.schema_pointer)
    return Row(
        (shown, kind, described(scope.book, said, each.text or said.description)), links.anchor(at, each.name)
    )


def described(book: Book, said: FieldMeaning, description: str) -> Cell:
    """Return the right-hand cell: the description, the values, everything else that is said."""
    listed = (("Values", values(said)),) if said.values else ()
    return (Prose(description), Facts((*listed, *facts(book, said))))


def marks(said: FieldMeaning, *, required: bool = False, deprecated: bool = False) -> tuple[Inline, ...]:
    """Return the badges beside a name."""
    found: list[Inline] = []
    if required:
        found.append(Badge("required", "muted"))
    if said.critical:
        found.append(Badge("critical", "accent"))
    if said.deprecated or deprecated:
        found.append(Badge("deprecated", "risky"))
    if said.classification and said.classification.personal:
        found.append(Badge("personal", "risky"))
    return tuple(part for badge in found for part in (" ", badge))


def verb(method: str, path: str) -> Inline:
    """Return an operation as people read it: the verb as a tag, then the path."""
    return (Method(method.upper()), " ", Code(path))
