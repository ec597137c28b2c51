"""One change at one row of a flow, with all that a sentence about it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.flow.carry import carried, key
from registry.flow.extent import spot_of
from registry.flow.wording import listed, plain
from registry.model import lenient
from registry.model.fields import Field
from registry.model.fields.spots import facets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.diff.change import Change
    from registry.flow.ends import Ends, Row
    from registry.flow.touch import Position
    from registry.model.fields import NoSuchField
    from registry.model.flow import Flow, MappingRow


@dataclass(frozen=True, slots=True)
class Said:
    """What happens, as a sentence without its full stop, and what to do.

    ``handled`` tells that the flow foresaw it: nothing has to be done.
    """

    sentence: str
    action: str
    handled: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """A change that reaches a flow, at one row; without a row it concerns the operation as a whole.

    ``taker`` and ``giver`` are what people call the two systems. ``reads`` tells whether the change is on the
    producer's side; ``position`` whether it is at the field, at what holds it, or at something inside it.
    """

    change: Change
    ends: Ends
    row: Row | None
    taker: str
    giver: str
    reads: bool
    position: Position = "at"

    @property
    def flow(self) -> Flow:
        """The flow."""
        return self.ends.flow

    @property
    def written(self) -> MappingRow:
        """The row as it is written."""
        assert self.row is not None
        return self.row.written

    @property
    def operation(self) -> str:
        """The operation that the change concerns, by method and path."""
        end = self.ends.producer if self.reads else self.ends.consumer
        return "the operation" if end is None or end.operation is None else end.operation.name

    @property
    def source(self) -> str:
        """What people call the producer's field, else its path."""
        assert self.row is not None
        return called(self.row.source, self.written.from_)

    @property
    def target(self) -> str:
        """What people call the consumer's field, else its path or column."""
        assert self.row is not None
        return called(self.row.target, self.written.to)

    @property
    def target_field(self) -> Field | None:
        """The consumer's field, if the registry knows it."""
        return self.row.target if self.row is not None and isinstance(self.row.target, Field) else None

    @property
    def source_field(self) -> Field | None:
        """The producer's field, if the registry knows it."""
        return self.row.source if self.row is not None and isinstance(self.row.source, Field) else None

    @property
    def is_demanded(self) -> bool:
        """Whether a record without the field is of no use, or is refused."""
        return self.row is not None and (self.written.required or self.row.is_target_demanded)

    def alike(self, value: Any) -> str:
        """Return which values of the producer arrive as the same value: ``, the same as for out_of_stock``."""
        same = [
            one
            for one in self.written.values or {}
            if self.written.values and self.written.values[one] == value
        ]
        names = [name for name in same if name != "null"]
        return (
            f", the same as for {listed(meant(self.source_field, name) for name in names)}" if names else ""
        )

    def sends(self) -> tuple[Any, ...] | None:
        """Return the values that the row can send into the consumer, null aside; None where they are not listed."""
        if self.written.values is not None:
            return distinct(self.written.values.values())
        if self.source_field is None or self.written.convert is not None:
            return None
        offered = [meaning.value for meaning in self.source_field.meaning.values]
        found = [carried(self.written, value) for value in offered if value is not None]
        return distinct(one.value for one in found if not one.left_out) or None


def called(field: Field | NoSuchField | None, path: str) -> str:
    """Return what people call a field: its business name, else the path in quotes."""
    name = field.meaning.business_name if isinstance(field, Field) else None
    return name or f"'{path}'"


def meant(field: Field | None, value: Any) -> str:
    """Return the title of a listed value, else the value itself."""
    meanings = () if field is None else field.meaning.values
    title = next((one.title for one in meanings if key(one.value) == key(value) and one.title), None)
    return f"'{title}'" if title else plain(value)


def takes_null(field: Field | None) -> bool | None:
    """Tell whether a field takes null; None where nobody knows."""
    if field is None:
        return None
    return not field.types or "null" in field.types


def limit(field: Field | None, keyword: str) -> Any:
    """Return what a field's schema says under a keyword, None if nothing or if there is no such field."""
    if field is None:
        return None
    layers = facets(field.description, spot_of(field))
    return next((layer.schema[keyword] for layer in layers if layer.sure and keyword in layer.schema), None)


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return each value once; true and 1 are two."""
    return tuple({key(value): value for value in values}.values())


def words(values: Iterable[Any], field: Field | None = None, joint: str = "and") -> str:
    """Return values in a sentence, by their titles where there are any."""
    return listed((meant(field, value) for value in values), joint=joint)


def money(currency: Any) -> str:
    """Return a currency in a sentence: a code, or the field that says it."""
    return f"the money of '{currency['field']}'" if isinstance(currency, dict) else plain(currency)


def said_of(change: Change) -> list[Any]:
    """Return the values that a change adds, or takes away."""
    side = change.before if change.kind == "removed" else change.after
    return list(lenient.sequence(side)) or [side]


def fate(flow: Flow) -> str:
    """Return what becomes of records that are refused, as the end of a sentence."""
    match flow.delivery and flow.delivery.on_exhausted:
        case "dead-letter":
            return "; refused records wait as dead letters"
        case "drop":
            return "; refused records are lost"
        case "stop":
            return "; the first refused record stops the flow"
        case "alert":
            return "; somebody is called for each"
    return ""
