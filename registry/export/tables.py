"""The data of an API as tables: one per component schema with properties, one per body written in place.

A property that holds another component names it (`Column.tables`), and shows what is inside as many components deep
as its table bears. What is not shown has a table of its own, so nothing is lost, and no schema that contains itself
goes on for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.model.fields.field import Field
from registry.model.fields.finding import bodies
from registry.model.fields.spots import ITEM, VALUE, Spot, facets, parts
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description
    from registry.model.fields.spots import Part

_DEEPEST = 20
"""Objects written inside each other that are followed."""
_INSIDE = 4
"""Components inside each other that are shown in one table."""
_MOST = 150
"""Columns of a table, those inside others included, beyond which fewer components are shown."""


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """A property, an item of an array, or a value of a map.

    ``columns`` are the properties inside it, ``item`` what an array or map of it holds, ``tables`` the names of the
    tables that say what is inside. ``field`` is the field as its component declares it, with its types and meaning.
    ``sure`` is false for one of several shapes (``oneOf``), where another may say otherwise.
    """

    name: str
    field: Field
    sure: bool
    tables: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    item: Column | None = None

    @property
    def required(self) -> bool:
        """Whether it is always there."""
        return self.sure and self.field.required

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return "null" in self.field.types


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """The properties of one component schema, those of its bases included, or of one body."""

    name: str
    spot: Spot
    columns: tuple[Column, ...]


def tables(description: Description) -> tuple[Table, ...]:
    """Return every table of a description: components in document order, then bodies written into operations."""
    found = tuple(_Tables(description).all())
    return tuple(_Shown(found).table(each) for each in found)


class _Tables:
    def __init__(self, description: Description) -> None:
        self._description = description
        components = (
            Spot(schema, join("/components/schemas", name), name, "")
            for name, schema in description.schemas.items()
        )
        self._components = {spot.pointer: spot for spot in components if self._has_properties(spot)}

    def all(self) -> Iterator[Table]:
        for spot in self._components.values():
            yield Table(spot.label, spot, self._properties(spot, frozenset({spot.label}), 0))
        seen: set[str] = set()
        for spot in self._bodies():
            if spot.label not in seen:
                seen.add(spot.label)
                yield Table(spot.label, spot, self._properties(spot, frozenset(), 0))

    def _bodies(self) -> Iterator[Spot]:
        """Yield the bodies that are no component and no list of one; of a list in place, its items."""
        for operation in (*self._description.operations, *self._description.webhooks):
            for spot in (*bodies(operation, "response"), *bodies(operation, "request")):
                inner = next(
                    (part.spot for part in self._parts(spot) if part.step == ITEM and not _is_property(part)),
                    None,
                )
                looked = inner or spot
                if self._has_properties(looked) and (not self._held(looked) or self._adds(looked)):
                    yield looked._replace(label=spot.label)

    def _has_properties(self, spot: Spot) -> bool:
        return any(_is_property(part) for part in self._parts(spot))

    def _held(self, spot: Spot) -> tuple[str, ...]:
        """Return the names of the components whose tables say what is inside the value at ``spot``."""
        found = self._among(spot)
        behind = {name for at in found for name in self._among(self._components[at]) if name != at}
        return tuple(self._components[at].label for at in found if at not in behind)

    def _among(self, spot: Spot) -> tuple[str, ...]:
        """Return the pointers of the components among the schemas of the value at ``spot``."""
        found = (facet.pointer for facet in facets(self._description, spot))
        return tuple(dict.fromkeys(at for at in found if at in self._components))

    def _adds(self, spot: Spot) -> bool:
        """Tell whether properties are written at ``spot`` itself, beside what it refers to."""
        written = facets(self._description, spot, through_references=False)
        return any(facet.schema.get("properties") for facet in written)

    def _parts(self, spot: Spot) -> tuple[Part, ...]:
        once: dict[str, Part] = {}
        for part in parts(self._description, spot):
            once.setdefault(part.step, part)
        return tuple(once.values())

    def _properties(self, spot: Spot, above: frozenset[str], depth: int) -> tuple[Column, ...]:
        found = (part for part in self._parts(spot) if _is_property(part))
        return tuple(self._column(part, above, depth + 1) for part in found)

    def _column(self, part: Part, above: frozenset[str], depth: int) -> Column:
        name, path = part.spot.declared()
        field = Field(self._description, name, path, part.spot.schema, part.spot.pointer, part.required)
        held = self._held(part.spot)
        if depth == _DEEPEST or (held and (above.intersection(held) or not self._adds(part.spot))):
            return Column(part.step, field, part.spot.sure, held)
        above = above.union(held)
        inner = next((inner for inner in self._parts(part.spot) if not _is_property(inner)), None)
        item = None if inner is None else self._column(inner, above, depth + 1)
        columns = self._properties(part.spot, above, depth)
        return Column(part.step, field, part.spot.sure, (), columns, item)


class _Shown:
    """Shows tables inside each other."""

    def __init__(self, found: tuple[Table, ...]) -> None:
        self._by_name = {table.name: table for table in found}
        self._sizes: dict[tuple[str, int], int] = {}

    def table(self, table: Table) -> Table:
        """Return the table with as much inside as it bears."""
        fitting = (inside for inside in range(_INSIDE, 0, -1) if self._size(table.name, inside) <= _MOST)
        inside = next(fitting, 0)
        return replace(table, columns=self._columns(table.columns, inside, frozenset({table.name})))

    def _columns(self, columns: tuple[Column, ...], inside: int, above: frozenset[str]) -> tuple[Column, ...]:
        return tuple(self._column(column, inside, above) for column in columns) if inside else columns

    def _column(self, column: Column, inside: int, above: frozenset[str]) -> Column:
        item = None if column.item is None else self._column(column.item, inside, above)
        if inside and len(column.tables) == 1 and column.tables[0] not in above:
            held = self._by_name[column.tables[0]]
            below = self._columns(held.columns, inside - 1, above | {held.name})
        else:
            below = self._columns(column.columns, inside, above)
        return replace(column, item=item, columns=below)

    def _size(self, name: str, inside: int) -> int:
        """Return how many columns a table has that shows components ``inside`` each other, roundabouts counted."""
        key = name, inside
        if key not in self._sizes:
            self._sizes[key] = sum(self._weight(column, inside) for column in self._by_name[name].columns)
        return self._sizes[key]

    def _weight(self, column: Column, inside: int) -> int:
        parts = (*column.columns, *([column.item] if column.item is not None else []))
        held = self._size(column.tables[0], inside - 1) if inside and len(column.tables) == 1 else 0
        return 1 + held + sum(self._weight(part, inside) for part in parts)


def _is_property(part: Part) -> bool:
    """Tell a property from an item or a value of a map, also one that is called ``[]``."""
    return part.step not in {ITEM, VALUE} or part.spot.pointer.endswith(f"/properties/{part.step}")
