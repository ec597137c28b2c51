"""The objects of a document in one walk: what each is, where it stands, and what a person calls it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from registry.check.finding import Hit
from registry.check.shapes import SHAPES
from registry.source.edit import Edit
from registry.source.pointer import escape, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.check.shapes import Form

_BRANCHES = frozenset({"allOf", "oneOf", "anyOf", "not", "if", "then", "else"})
_SUFFIXES = {"items": "[]", "prefixItems": "[]", "contains": "[]", "additionalProperties": "{}"}
_KEYED = frozenset({"properties", "dependentSchemas"})
_LEAF: Mapping[str, tuple[Form, str]] = MappingProxyType({})


class Node:
    """One object of the document: its kind by OpenAPI's name ("Path Item"), its data and its parent.

    ``relation`` is the keyword of the parent under which it stands, alone or ``among`` others: "properties", "items",
    "parameters". ``key`` tells it from these: a name or an index; of one that stands alone it is the keyword again.
    """

    __slots__ = ("_named", "_pointer", "among", "data", "key", "kind", "parent", "relation")

    def __init__(
        self,
        kind: str,
        data: Any,
        parent: Node | None,
        relation: str,
        key: str,
        among: bool,  # noqa: FBT001
    ) -> None:
        self.kind = kind
        self.data = data
        self.parent = parent
        self.relation = relation
        self.key = key
        self.among = among
        self._pointer: str | None = None
        self._named: tuple[str, str] | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.pointer or '/'}>"

    @property
    def pointer(self) -> str:
        """The JSON Pointer to this object."""
        if self._pointer is None:
            self._pointer = self.parent.pointer + self.step if self.parent else ""
        return self._pointer

    @property
    def step(self) -> str:
        """The way to it from its parent, as the end of a JSON Pointer."""
        way = f"/{escape(self.relation)}"
        return f"{way}/{escape(self.key)}" if self.among else way

    @property
    def line(self) -> Iterator[Node]:
        """This object, its parent, and so on up to the document."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def is_property(self) -> bool:
        """Whether this is the schema of a named property of an object."""
        return self.kind == "Schema" and self.relation == "properties"

    @property
    def whole(self) -> Node:
        """The schema whose ``allOf``, ``oneOf``, ``anyOf`` and the like this one is a branch of, however deep."""
        node = self
        while node.relation in _BRANCHES and node.parent is not None:
            node = node.parent
        return node

    @property
    def subject(self) -> str:
        """What a person calls this object: "Product.price.amount", "GET /products 200 items[].sku"."""
        place, path = self.named
        path = path.removeprefix(".")
        return f"{place} {path}".strip() if path else place

    @property
    def named(self) -> tuple[str, str]:
        """The place and the path in it that make up the `subject`."""
        if self._named is None:
            self._named = _named(self)
        return self._named

    def hit(self, message: str, *steps: str | int, remedy: str = "", edits: tuple[Edit, ...] = ()) -> Hit:
        """Return a hit on this object, or on the member of it that ``steps`` lead to; ``edits`` mend it."""
        pointer = join(self.pointer, *steps) if steps else self.pointer
        return Hit(pointer, message, self.subject, remedy, edits=edits)

    def edit(self, value: str | bool | None, *steps: str | int) -> Edit:  # noqa: FBT001 - a value, no flag
        """Return the edit that sets the member that ``steps`` lead to, or takes it away."""
        return Edit(join(self.pointer, *steps), value)


def walk(data: Any) -> Iterator[Node]:
    """Yield every object of a document of plain data in its order; what is not an object is passed over."""
    pending = [Node("Document", data if isinstance(data, dict) else {}, None, "", "", False)]
    while pending:
        node = pending.pop()
        yield node
        if node.kind == "Callback":
            children = _expressions(node)
        elif (shape := SHAPES.get(node.kind, _LEAF)).keys().isdisjoint(node.data):  # two of three schemas
            continue
        else:
            children = []
            for key, value in node.data.items():
                if key in shape and isinstance(value, dict | list):
                    children += _under(node, key, value, *shape[key])
        children.reverse()
        pending += children


def _expressions(callback: Node) -> list[Node]:
    return [
        Node("Path Item", value, callback, key, key, False)
        for key, value in callback.data.items()
        if isinstance(value, dict) and not key.startswith("x-")
    ]


def _under(node: Node, key: str, value: Any, form: Form, kind: str) -> list[Node]:
    """Return the objects that stand under one key of an object."""
    if isinstance(value, dict):
        if form == "one":
            return [Node(kind, value, node, key, key, False)]
        if form != "map":
            return []
        named = kind == "Schema"  # of other maps authors name no keys freely: "x-" marks an extension
        return [
            Node(kind, member, node, key, name, True)
            for name, member in value.items()
            if isinstance(member, dict) and (named or not name.startswith("x-"))
        ]
    if form == "map":
        return []
    return [
        Node(kind, member, node, key, str(index), True)
        for index, member in enumerate(value)
        if isinstance(member, dict)
    ]


def _named(node: Node) -> tuple[str, str]:
    if node.kind == "Operation":
        return _operation_name(node), ""
    place, path = node.parent.named if node.parent else ("", "")
    if node.kind == "Schema":
        return place, path + _step(node)
    return " ".join(filter(None, (place, _word(node)))), path


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
