"""What rules ask of a description, each answer worked out once and shared by all of them."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from registry.check.cycles import cycles
from registry.check.layering import Layering
from registry.check.nodes import Node, walk
from registry.check.targets import Targets
from registry.check.vocabulary import KNOWN
from registry.model import lenient
from registry.model.semantics import FieldMeaning
from registry.model.semantics.field import meaning_of
from registry.source.pointer import join, parent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping

    from registry.model.description import Description, Operation

_PLAIN = FieldMeaning()
_MEANINGFUL = frozenset(
    {"$ref", "allOf", "oneOf", "anyOf", "enum", "const", "title", "description", "deprecated"}
)
"""The keywords by which a schema can say what its values mean; extensions aside."""
_SILENT = frozenset(KNOWN) - _MEANINGFUL
RARE = frozenset({"default", "discriminator", "pattern", "patternProperties"})
"""Keywords that are looked for once, for all rules about them: of ten schemas nine hold none."""

_SHOWN = frozenset({"schema", "examples"})
"""Under what a parameter, a header or a media type holds its schema and its examples."""
_TESTS = frozenset({"not", "if"})
"""The keywords whose schemas tell values apart without describing them."""


class Survey:
    """Everything that rules ask of a description; ``today`` is given, so that a check can be repeated."""

    def __init__(self, description: Description, today: dt.date) -> None:
        self.description = description
        self.today = today
        self._meanings: dict[int, FieldMeaning] = {}
        self._targets = Targets(description.data)
        self._names: dict[int, Mapping[str, None]] = {}
        self._nodes_of: dict[str, Node | None] = {}
        self._layering = Layering(self._targets.follow)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every object of the document, in its order."""
        return tuple(walk(self.description.data))

    @cached_property
    def kinds(self) -> dict[str, tuple[Node, ...]]:
        """The objects by kind."""
        sorted_out: dict[str, list[Node]] = {}
        for node in self.nodes:
            sorted_out.setdefault(node.kind, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in sorted_out.items()}

    def of(self, kind: str) -> tuple[Node, ...]:
        """Return the objects of one kind."""
        return self.kinds.get(kind, ())

    @property
    def root(self) -> Node:
        """The whole document."""
        return self.nodes[0]

    @cached_property
    def schemas(self) -> tuple[Node, ...]:
        """Every Schema Object that is no mere reference."""
        return tuple(node for node in self.of("Schema") if "$ref" not in node.data)

    def holding(self, keyword: str) -> tuple[Node, ...]:
        """Return every Schema Object that holds one of the keywords of which few do: `RARE`.

        Up to OpenAPI 3.0 nothing counts that stands beside a reference.
        """
        return tuple(self._holding[keyword])

    @cached_property
    def _holding(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {keyword: [] for keyword in RARE}
        alone = self.description.dialect == "3.0"
        for node in self.of("Schema"):
            if not (RARE.isdisjoint(node.data) or (alone and "$ref" in node.data)):
                for keyword in RARE.intersection(node.data):
                    found[keyword].append(node)
        return found

    @cached_property
    def properties(self) -> tuple[Node, ...]:
        """The schema of every named property; where it refers elsewhere, the reference itself.

        What stands under ``not`` or ``if`` is no field: it only tells values apart.
        """
        return tuple(node for node in self.of("Schema") if node.is_property and not self._tests(node))

    @cached_property
    def values(self) -> tuple[Node, ...]:
        """Every schema that describes a value: properties and components, but not references and branches."""
        return tuple(
            node
            for node in self.schemas
            if (node.is_property and not self._tests(node))
            or (node.parent is not None and node.parent.kind == "Components")
        )

    @cached_property
    def references(self) -> tuple[Node, ...]:
        """Every object that holds a ``$ref``."""
        return tuple(node for node in self.nodes if isinstance(node.data.get("$ref"), str))

    @cached_property
    def cycles(self) -> tuple[tuple[Node, ...], ...]:
        """The chains of references that lead back to themselves before they reach any content."""
        return tuple(cycles(self.of("Schema"), self.references, self.node_of))

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of paths, webhooks and callbacks, as the model reads them."""
        found: list[Operation] = []
        pending = [*reversed((*self.description.operations, *self.description.webhooks))]
        while pending:
            operation = pending.pop()
            found.append(operation)
            pending.extend(reversed(operation.callbacks))
        return tuple(found)

    @cached_property
    def explained(self) -> tuple[Operation, ...]:
        """The operations that say how they behave; to read it of the others would load forms for nothing."""
        return tuple(operation for operation in self.operations if operation.is_explained)

    @cached_property
    def directed(self) -> bool:
        """Whether any schema is of requests or of responses only."""
        return any(node.data.get("readOnly") or node.data.get("writeOnly") for node in self.of("Schema"))

    def meaning(self, node: Node) -> FieldMeaning:
        """Return what a schema says about its field, through references and ``allOf``.

        That takes 70 µs, and a hundred thousand fields say nothing: these share one empty meaning.
        """
        key = id(node.data)
        if key not in self._meanings:
            found = () if _is_silent(node.data) else self._layering.telling(node.data)
            self._meanings[key] = meaning_of(found) if found else _PLAIN
        return self._meanings[key]

    def leads(self, reference: str) -> bool:
        """Whether a reference names anything in this document."""
        return self._targets.leads(reference)

    def look_up(self, reference: str) -> Any:
        """Return the node that a reference names, or None."""
        return self._targets.look_up(reference)

    def subject_at(self, pointer: str) -> str:
        """Return what a person calls the object at ``pointer``, or the nearest one around it."""
        while pointer not in self._by_pointer:
            pointer = parent(pointer)
        return self._by_pointer[pointer].subject

    def child(self, node: Node, *steps: str) -> Node | None:
        """Return the schema or the example that stands in ``node`` under a key, or under a name below that key."""
        return self._held.get((id(node), join("", *steps)))

    def node_of(self, reference: str) -> Node | None:
        """Return the object that a reference names, or None."""
        if reference not in self._nodes_of:
            self._nodes_of[reference] = self._node_at(self.look_up(reference))
        return self._nodes_of[reference]

    def _node_at(self, target: Any) -> Node | None:
        if target is None or id(target) in self._referred:
            return self._referred.get(id(target))
        return next((node for node in self.nodes if node.data is target), None)

    def followed(self, node: Node) -> Node | None:
        """Return the object at the end of the chain of references that begins at ``node``, or None."""
        seen: set[int] = set()
        end: Node | None = node
        while end is not None and isinstance(reference := end.data.get("$ref"), str):
            if id(end) in seen:
                return None
            seen.add(id(end))
            end = self.node_of(reference)
        return end

    def layers(self, schema: Any) -> tuple[dict[str, Any], ...]:
        """Return the schema, what it refers to, and the branches of its ``allOf``."""
        return self._layering.of(schema)

    def property_names(self, schema: Any) -> Collection[str]:
        """Return the names of the properties that a schema, what it refers to or its ``allOf`` declares."""
        key = id(schema)
        if key not in self._names:
            declared = (lenient.mapping(layer.get("properties")) for layer in self.layers(schema))
            self._names[key] = dict.fromkeys(name for properties in declared for name in properties)
        return self._names[key]

    def declares(self, node: Node, name: str) -> bool:
        """Whether a schema, or one around it that it is a branch of, declares a property of this name."""
        return any(
            self._layering.any(schema, name, lambda layer: name in lenient.mapping(layer.get("properties")))
            for schema in _of_whole(node)
        )

    def declared_names(self, node: Node) -> Collection[str]:
        """Return the names of the properties that a schema, or one around it that it is a branch of, declares.

        Each of thousands of schemas that build upon each other has thousands: `declares` is faster.
        """
        found = (layer for schema in _of_whole(node) for layer in self.layers(schema))
        return dict.fromkeys(name for layer in found for name in lenient.mapping(layer.get("properties")))

    def beside(self, node: Node) -> Collection[str]:
        """Return the names of the properties of the object that a property belongs to."""
        return self.property_names(node.parent.whole.data) if node.parent is not None else ()

    def any_beside(self, node: Node, test: Callable[[str], bool]) -> bool:
        """Whether any of the names beside a property passes a test; it is told once for all of them."""
        if node.parent is None:
            return False
        return self._layering.any(
            node.parent.whole.data,
            test,
            lambda layer: any(map(test, lenient.mapping(layer.get("properties")))),
        )

    def requires(self, node: Node, name: str) -> bool:
        """Whether an object must have a property of this name, by its schema or one around it."""
        return name in lenient.sequence(node.data.get("required")) or self._layering.any(
            node.whole.data, ("required", name), lambda layer: name in lenient.texts(layer.get("required"))
        )

    def _tests(self, node: Node) -> bool:
        return self._has_tests and any(each.relation in _TESTS for each in node.line)

    @cached_property
    def _has_tests(self) -> bool:
        return any(node.relation in _TESTS for node in self.of("Schema"))

    @cached_property
    def _referred(self) -> dict[int, Node | None]:
        """The objects that references of this document name, by identity; of ten nodes one is referred to."""
        targets = {node.data["$ref"] for node in self.references}
        found: dict[int, Node | None] = dict.fromkeys(id(self.look_up(target)) for target in targets)
        found |= {id(node.data): node for node in reversed(self.nodes) if id(node.data) in found}
        return found

    @cached_property
    def _held(self) -> dict[tuple[int, str], Node]:
        return {(id(node.parent), node.step): node for node in self.nodes if node.relation in _SHOWN}

    @cached_property
    def _by_pointer(self) -> dict[str, Node]:
        return {node.pointer: node for node in self.nodes}


def _of_whole(node: Node) -> Iterator[dict[str, Any]]:
    """Yield a schema and those around it up to the one that it is a branch of."""
    whole = node.whole
    yield from (each.data for each in takewhile(lambda each: each is not whole, node.line))
    yield whole.data


def _is_silent(schema: Mapping[str, Any]) -> bool:
    """Whether a schema has nothing by which it could say what its values mean."""
    return _SILENT.issuperset(schema) or (
        _MEANINGFUL.isdisjoint(schema) and not any(key.startswith("x-") for key in schema)
    )
