"""Typed views on one OpenAPI description: lazy, cached, and tolerant of documents that are not valid."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from registry.model import lenient, parts, path_item, semantics, slug, swagger2
from registry.model.parts import Body, Header, MediaType, Parameter, Response
from registry.model.path_item import METHODS, PathItem
from registry.model.reference import References
from registry.model.semantics.operation import says_how_it_behaves
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from registry.errors import Place
    from registry.formats.stability import Stability
    from registry.model.semantics import ApiMeaning, OperationMeaning
    from registry.source.bundle import Bundle

__all__ = [
    "METHODS",
    "Body",
    "Description",
    "Header",
    "Kind",
    "MediaType",
    "Operation",
    "Parameter",
    "PathItem",
    "Response",
]

T = TypeVar("T")

Kind = Literal["operation", "webhook", "callback"]

LISTED = ("/paths/", "/webhooks/", "/x-webhooks/")
"""Where operations stand that are looked at for their own sake."""

DEEPEST = 3
"""Callbacks inside each other that are followed."""


class Description:
    """An OpenAPI 3.x description; a 2.0 document is seen as the 3.0 one that says the same.

    Building one never fails: what cannot be read is left out. Only `resolve` and `target` raise.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        written = lenient.mapping(bundle.data)
        self._converted = swagger2.convert(written) if "swagger" in written else None
        self.data: dict[str, Any] = self._converted.data if self._converted else written
        converted = self._converted
        self.references = References(
            self.data, lambda pointer: bundle.place(converted.origin(pointer) if converted else pointer)
        )
        self._kept: dict[str, Any] = {}

    @cached_property
    def declared(self) -> str:
        """The version of OpenAPI that the document declares: "2.0", "3.0.3", "3.1.0" ..., or nothing."""
        written = lenient.mapping(self.bundle.data)
        return str(written.get("openapi", written.get("swagger", "")))

    @cached_property
    def dialect(self) -> Literal["3.0", "3.1"]:
        """How schemas read: "3.1" means JSON Schema 2020-12, which OpenAPI 3.2 uses too."""
        return "3.0" if self.declared.startswith(("2.", "3.0")) else "3.1"

    @property
    def info(self) -> dict[str, Any]:
        """The Info Object."""
        return lenient.mapping(self.data.get("info"))

    @property
    def title(self) -> str:
        """The title of the API."""
        return lenient.text(self.info.get("title"))

    @property
    def version(self) -> str:
        """The version of the description itself, as ``info.version`` states it."""
        return str(self.info.get("version", ""))

    @property
    def summary(self) -> str:
        """The short summary of the API (OpenAPI 3.1)."""
        return lenient.text(self.info.get("summary"))

    @property
    def description(self) -> str:
        """What the API is, in Markdown."""
        return lenient.text(self.info.get("description"))

    @cached_property
    def meaning(self) -> ApiMeaning:
        """Who stands behind the API, and what they promise: ``info.x-registry``."""
        return semantics.api_meaning(self.data)

    @cached_property
    def servers(self) -> tuple[dict[str, Any], ...]:
        """The servers written at the root."""
        return lenient.mappings(self.data.get("servers"))

    @cached_property
    def tags(self) -> tuple[dict[str, Any], ...]:
        """The tags declared at the root, in document order."""
        return lenient.mappings(self.data.get("tags"))

    @cached_property
    def security(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """The alternatives that hold for operations that state none; none means nothing is needed."""
        return _requirements(self.data.get("security"))

    @cached_property
    def schemas(self) -> Mapping[str, dict[str, Any]]:
        """The component schemas that are objects, by name."""
        schemas = lenient.mapping(self._components.get("schemas"))
        return {name: schema for name, schema in schemas.items() if isinstance(schema, dict)}

    @cached_property
    def security_schemes(self) -> Mapping[str, dict[str, Any]]:
        """The security schemes by name, references followed."""
        at = "/components/securitySchemes"
        return {
            name: found[0]
            for name, node in lenient.mapping(self._components.get("securitySchemes")).items()
            if (found := self.references.follow(node, join(at, name))) is not None
        }

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations under ``paths``, in document order."""
        paths = lenient.mapping(self.data.get("paths"))
        return tuple(
            operation
            for path, node in paths.items()
            if path.startswith("/")
            for operation in _operations(
                self, "operation", path, path_item.read(self.references, node, join("/paths", path))
            )
        )

    @cached_property
    def webhooks(self) -> tuple[Operation, ...]:
        """The requests that the API sends: ``webhooks`` (OpenAPI 3.1) and ``x-webhooks`` (used in 3.0)."""
        return tuple(
            operation
            for key in ("webhooks", "x-webhooks")
            for name, node in lenient.mapping(self.data.get(key)).items()
            for operation in _operations(
                self, "webhook", name, path_item.read(self.references, node, join("", key, name))
            )
        )

    @cached_property
    def slugs(self) -> Mapping[str, str]:
        """A name fit for a URL, unique within the description, by `Operation.name`.

        The operationId decides; where two come out alike, the later one is named after method and path.
        """
        named = ((operation.name, operation.operation_id) for operation in (*self.operations, *self.webhooks))
        return slug.unique(named)

    def resolve(self, node: Any, pointer: str) -> tuple[Any, str]:
        """Return what stands behind the chain of ``$ref`` that begins at ``node``, and the pointer to it.

        Raises:
            UnreadableInput: The chain leads to nothing, out of the document, or back to itself.
        """
        return self.references.resolve(node, pointer)

    def follow(self, node: Any, pointer: str) -> tuple[dict[str, Any], str] | None:
        """Return what `resolve` does if that is a mapping; None for a broken reference or anything else."""
        return self.references.follow(node, pointer)

    def target(self, reference: str) -> Any:
        """Return the node that ``reference`` ("#/components/schemas/X") names.

        Raises:
            UnreadableInput: There is no such node.
        """
        return self.references.target(reference)

    def place(self, pointer: str) -> Place:
        """Return where the node at ``pointer`` was written."""
        return self.bundle.place(self.written_at(pointer))

    def places(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Return where each node was written, in one pass."""
        written = {pointer: self.written_at(pointer) for pointer in pointers}
        places = self.bundle.places(written.values())
        return {pointer: places[at] for pointer, at in written.items()}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what is made of the description and leads back here: made once, and kept as long as this is."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("T", self._kept[name])

    def forget(self) -> None:
        """Let go of what leads back here: the whole document would wait for a garbage collection."""
        self._kept.clear()
        for name in ("operations", "webhooks"):
            vars(self).pop(name, None)

    def written_at(self, pointer: str) -> str:
        """Return the pointer of a node in the bundle itself, which is another one in a 2.0 document."""
        return self._converted.origin(pointer) if self._converted else pointer

    @property
    def _components(self) -> dict[str, Any]:
        return lenient.mapping(self.data.get("components"))


@dataclass(frozen=True, eq=False)
class Operation:
    """One request that can be made: of the API, or by the API (webhook, callback).

    ``path`` is the path template; for a webhook its name, for a callback its name and expression.
    ``method`` is lower case; ``item`` is its path item; ``within`` the operation whose callback it is.
    """

    description: Description
    kind: Kind
    method: str
    path: str
    pointer: str
    data: dict[str, Any] = field(repr=False)
    item: PathItem = field(repr=False)
    within: Operation | None = field(default=None, repr=False)

    @cached_property
    def name(self) -> str:
        """How people call it: ``GET /products``, ``WEBHOOK stockChanged POST``."""
        method = self.method.upper()
        return (
            f"{method} {self.path}"
            if self.kind == "operation"
            else f"{self.kind.upper()} {self.path} {method}"
        )

    @cached_property
    def slug(self) -> str:
        """The name for URLs, unique within the description; a callback's begins with its operation's."""
        if self.within is None:
            return self.description.slugs[self.name]
        return f"{self.within.slug}-{slug.kebab(self.name)}"

    @property
    def operation_id(self) -> str | None:
        """The operationId, if one is written."""
        return lenient.text(self.data.get("operationId")) or None

    @property
    def summary(self) -> str:
        """The summary, or the path item's."""
        return lenient.text(self.data.get("summary")) or lenient.text(self.item.get("summary")[0])

    @property
    def text(self) -> str:
        """The description in Markdown, or the path item's."""
        return lenient.text(self.data.get("description")) or lenient.text(self.item.get("description")[0])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The names of its tags."""
        return lenient.texts(self.data.get("tags"))

    @property
    def deprecated(self) -> bool:
        """Whether it is declared deprecated."""
        return lenient.flag(self.data.get("deprecated"))

    @cached_property
    def meaning(self) -> OperationMeaning:
        """How it behaves when called twice, too often, or in vain: ``x-operation`` and its like."""
        return semantics.operation_meaning(self.data, self.description.data)

    @property
    def is_explained(self) -> bool:
        """Whether it says anything of how it behaves: if not, its `meaning` is empty."""
        return says_how_it_behaves(self.data, self.description.data)

    @property
    def stability(self) -> Stability | None:
        """How far it may still change, if that is said."""
        return semantics.stability(self.data)

    @property
    def sunset(self) -> date | None:
        """The day from which it may be gone, if one is said."""
        return semantics.sunset(self.data)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that take effect: its own, then those of the path item that it does not override."""
        references = self.description.references
        own = parts.parameters(references, self.data.get("parameters"), join(self.pointer, "parameters"))
        inherited = parts.parameters(references, *self.item.get("parameters"))
        by_key = {parameter.key: parameter for parameter in inherited}
        by_key.update({parameter.key: parameter for parameter in own})
        return tuple(by_key.values())

    @cached_property
    def body(self) -> Body | None:
        """The body of the request, if it takes one."""
        at = join(self.pointer, "requestBody")
        return parts.body(self.description.references, self.data.get("requestBody"), at)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """The answers, in document order."""
        at = join(self.pointer, "responses")
        return tuple(parts.responses(self.description.references, self.data.get("responses"), at))

    @cached_property
    def security(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """The alternatives that take effect, each of scheme name to scopes; () means nothing is needed."""
        return _requirements(self.data["security"]) if "security" in self.data else self.description.security

    @cached_property
    def servers(self) -> tuple[dict[str, Any], ...]:
        """The servers that take effect: its own, the path item's, the root's, or "/" (OpenAPI 4.8.1)."""
        own = lenient.mappings(self.data.get("servers")) or lenient.mappings(self.item.get("servers")[0])
        return own or self.description.servers or ({"url": "/"},)

    @cached_property
    def callbacks(self) -> tuple[Operation, ...]:
        """The requests that the API sends in the course of this one, down to `DEEPEST` inside each other."""
        callbacks = {} if self._followed_before else lenient.mapping(self.data.get("callbacks"))
        return tuple(
            operation
            for name, node in callbacks.items()
            if (found := self.description.follow(node, join(self.pointer, "callbacks", name))) is not None
            for expression, item in found[0].items()
            if not expression.startswith("x-")
            for operation in self._callback(f"{name} {expression}", item, join(found[1], expression))
        )

    @property
    def _followed_before(self) -> bool:
        """Whether its callbacks are met elsewhere: references lead from callbacks back to what is around them."""
        above: list[Operation] = []
        while (outer := (above[-1] if above else self).within) is not None:
            above.append(outer)
        if not above:
            return False
        elsewhere = self.pointer.startswith(LISTED) and not self.pointer.startswith(f"{above[-1].pointer}/")
        return elsewhere or len(above) >= DEEPEST or any(outer.pointer == self.pointer for outer in above)

    def _callback(self, path: str, node: Any, pointer: str) -> Iterator[Operation]:
        item = path_item.read(self.description.references, node, pointer)
        return _operations(self.description, "callback", path, item, within=self)


def _operations(
    description: Description, kind: Kind, path: str, item: PathItem, *, within: Operation | None = None
) -> Iterator[Operation]:
    for method, data, at in item.methods():
        yield Operation(description, kind, method, path, at, data, item, within)


def _requirements(node: Any) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    return tuple(
        {name: lenient.texts(scopes) for name, scopes in alternative.items()}
        for alternative in lenient.mappings(node)
    )
