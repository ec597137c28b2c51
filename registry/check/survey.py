"""One walk over a description, shared by every rule: its objects, its references, its fields."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.check.finding import Hit
from registry.check.shapes import SHAPES
from registry.model.semantics import FieldMeaning, field_meaning, layers
from registry.source.pointer import escape, find, from_fragment, join, split

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from registry.check.shapes import Form
    from registry.model.description import Description, Operation

_BRANCHES = frozenset({"allOf", "oneOf", "anyOf", "not", "if", "then", "else"})
_SUFFIXES = {"items": "[]", "prefixItems": "[]", "contains": "[]", "additionalProperties": "{}"}
_KEYED = frozenset({"properties", "dependentSchemas"})


class Node:
    """One object of the document: its kind by OpenAPI's name ("Path Item"), its data and its parent."""

    __slots__ = ("data", "key", "kind", "parent", "step")

    def __init__(self, kind: str, data: Any, parent: Node | None, step: str, key: str) -> None:
        self.kind = kind
        self.data = data
        self.parent = parent
        self.step = step
        self.key = key

    def __repr__(self) -> str:
        return f"<{self.kind} {self.pointer or '/'}>"

    @property
    def pointer(self) -> str:
        """The JSON Pointer to this object."""
        steps = [node.step for node in self.line]
        return "".join(reversed(steps))

    @property
    def line(self) -> Iterator[Node]:
        """This object, its parent, and so on up to the document."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def relation(self) -> str:
        """The keyword of the parent under which this object stands: "properties", "items", "parameters"."""
        return self.step.split("/", 2)[1] if self.step else ""

    @property
    def is_property(self) -> bool:
        """Whether this is the schema of a named property of an object."""
        return self.kind == "Schema" and self.relation == "properties"

    @property
    def subject(self) -> str:
        """What a person calls this object: "Product.price.amount", "GET /products 200 items[].sku"."""
        return _subject(self)

    def hit(self, message: str, *steps: str | int, remedy: str = "") -> Hit:
        """Return a hit on this object, or on the member of it that ``steps`` lead to."""
        return Hit(join(self.pointer, *steps), message, self.subject, remedy)


class Survey:
    """Everything that rules ask of a description; ``today`` is given, so that a check can be repeated."""

    def __init__(self, description: Description, today: dt.date) -> None:
        self.description = description
        self.today = today
        self._meanings: dict[int, FieldMeaning] = {}
        self._targets: dict[str, Any] = {}

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

    @cached_property
    def properties(self) -> tuple[Node, ...]:
        """The schema of every named property; where it refers elsewhere, the reference itself."""
        return tuple(node for node in self.of("Schema") if node.is_property)

    @cached_property
    def values(self) -> tuple[Node, ...]:
        """Every schema that describes a value: properties and components, but not references and branches."""
        return tuple(
            node
            for node in self.schemas
            if node.is_property or (node.parent is not None and node.parent.kind == "Components")
        )

    @cached_property
    def references(self) -> tuple[Node, ...]:
        """Every object that holds a ``$ref``."""
        return tuple(node for node in self.nodes if isinstance(node.data.get("$ref"), str))

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
    def directed(self) -> bool:
        """Whether any schema is of requests or of responses only."""
        return any(node.data.get("readOnly") or node.data.get("writeOnly") for node in self.of("Schema"))

    def meaning(self, node: Node) -> FieldMeaning:
        """Return what a schema says about its field, through references and ``allOf``."""
        key = id(node.data)
        if key not in self._meanings:
            self._meanings[key] = field_meaning(node.data, self._follow)
        return self._meanings[key]

    def leads_to(self, reference: str) -> Any:
        """Return the node that a reference names.

        Raises:
            KeyError: It names nothing in this document.
            UnicodeDecodeError: It is percent-encoded in no encoding of Unicode.
        """
        if reference not in self._targets:
            self._targets[reference] = self._find(reference)
        return self._targets[reference]

    def subject_at(self, pointer: str) -> str:
        """Return what a person calls the object at ``pointer``, or the nearest one around it."""
        tokens = split(pointer)
        node, at = self.root, 0
        for end in range(1, len(tokens) + 1):
            found = self._held.get((id(node), join("", *tokens[at:end])))
            if found is not None:
                node, at = found, end
        return node.subject

    def look_up(self, reference: str) -> Any:
        """Return the node that a reference names, or None."""
        try:
            return self.leads_to(reference)
        except (KeyError, UnicodeDecodeError):
            return None

    def child(self, node: Node, *steps: str) -> Node | None:
        """Return the object that stands in ``node`` under a key, or under a name below that key."""
        return self._held.get((id(node), join("", *steps)))

    def node_of(self, reference: str) -> Node | None:
        """Return the object that a reference names, or None."""
        return self._by_identity.get(id(self.look_up(reference)))

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
        return layers(schema, self._follow)

    def property_names(self, schema: Any) -> tuple[str, ...]:
        """Return the names of the properties that a schema, what it refers to or its ``allOf`` declares."""
        declared = (layer.get("properties") for layer in self.layers(schema))
        return tuple(name for properties in declared if isinstance(properties, dict) for name in properties)

    def _follow(self, schema: Any, pointer: str) -> tuple[Any, str] | None:
        """Do as `Description.follow` does, without asking for the place of what is broken."""
        seen: set[str] = set()
        while (
            isinstance(schema, dict)
            and isinstance(reference := schema.get("$ref"), str)
            and reference not in seen
        ):
            seen.add(reference)
            schema = self.look_up(reference)
        return (schema, pointer) if isinstance(schema, dict) and "$ref" not in schema else None

    @cached_property
    def _by_identity(self) -> dict[int, Node]:
        return {id(node.data): node for node in reversed(self.nodes)}

    @cached_property
    def _held(self) -> dict[tuple[int, str], Node]:
        return {(id(node.parent), node.step): node for node in self.nodes}

    @cached_property
    def _named(self) -> dict[str, Any]:
        """What references other than ``#/...`` may name (JSON Schema 2020-12 core, section 8.2)."""
        named: dict[str, Any] = {}
        for node in self.of("Schema"):
            for keyword, prefix in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                if isinstance(name := node.data.get(keyword), str):
                    named[prefix + name] = node.data
        return named

    def _find(self, reference: str) -> Any:
        if reference == "#" or reference.startswith("#/"):
            return find(self.description.data, split(from_fragment(reference[1:])))
        return self._named[reference]


def walk(data: Any) -> Iterator[Node]:
    """Yield every object of a document of plain data in its order; what is not an object is passed over."""
    pending = [Node("Document", data if isinstance(data, dict) else {}, None, "", "")]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed([*_children(node)]))


def _children(node: Node) -> Iterator[Node]:
    if node.kind == "Callback":
        for key, value in _members(node.data, named=False):
            yield Node("Path Item", value, node, f"/{escape(key)}", key)
        return
    shape = SHAPES.get(node.kind, {})
    for key in node.data:
        if key in shape:
            yield from _under(node, key, *shape[key])


def _under(node: Node, key: str, form: Form, kind: str) -> Iterator[Node]:
    value = node.data[key]
    if isinstance(value, list) and form != "map":
        for index, member in enumerate(value):
            if isinstance(member, dict):
                yield Node(kind, member, node, f"/{key}/{index}", str(index))
    elif isinstance(value, dict) and form == "one":
        yield Node(kind, value, node, f"/{key}", key)
    elif isinstance(value, dict) and form == "map":
        for name, member in _members(value, named=kind == "Schema"):
            yield Node(kind, member, node, f"/{key}/{escape(name)}", name)


def _members(data: dict[str, Any], *, named: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of a map; unless authors name its keys freely, ``x-`` marks an extension."""
    for key, value in data.items():
        if isinstance(value, dict) and (named or not key.startswith("x-")):
            yield key, value


def _subject(node: Node) -> str:
    words: list[str] = []
    path = ""
    for step in node.line:
        if step.kind == "Schema":
            path = _step(step) + path
        elif step.kind == "Operation":
            words.append(_operation_name(step))
            break
        elif (word := _word(step)) is not None:
            words.append(word)
    words.reverse()
    place = " ".join(filter(None, words))
    path = path.removeprefix(".")
    return f"{place} {path}".strip() if path else place


def _step(schema: Node) -> str:
    relation = schema.relation
    if schema.parent is not None and schema.parent.kind == "Components":
        return schema.key
    if relation in _KEYED:
        return f".{schema.key}"
    return "" if relation in _BRANCHES else _SUFFIXES.get(relation, "")


def _word(node: Node) -> str | None:
    if node.kind in {"Document", "Components", "Operation", "Callback", "Media Type"}:
        return None
    if node.kind == "Parameter":
        return f"{node.data.get('in', 'parameter')}.{node.data.get('name', node.key)}"
    if node.kind == "Request Body":
        return "request body" if node.relation == "requestBody" else node.key
    return "info" if node.kind == "Info" else node.key


def _operation_name(operation: Node) -> str:
    item = operation.parent
    if item is None or item.parent is None:
        return operation.key.upper()
    if item.relation == "webhooks":
        return f"WEBHOOK {item.key} {operation.key.upper()}"
    if item.parent.kind == "Callback":
        return f"CALLBACK {item.parent.key} {item.key} {operation.key.upper()}"
    return f"{operation.key.upper()} {item.key}"
