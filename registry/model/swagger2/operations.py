"""Path items and operations of 2.0 as those of 3.0: bodies and forms leave the list of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.errors import Place
from registry.model import lenient
from registry.model.path_item import METHODS
from registry.model.reference import References, reference_of
from registry.model.swagger2 import contents, servers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.swagger2.trail import Trail

_CONVERTED_KEYS = frozenset({"parameters", "responses", "consumes", "produces", "schemes"})

Located = tuple[Any, str]
"""A parameter as written, perhaps a reference, and the pointer to it."""


class Document:
    """A 2.0 document in conversion."""

    def __init__(self, data: dict[str, Any], trail: Trail) -> None:
        self._data = data
        self._trail = trail
        self._references = References(data, Place)
        self._consumes = lenient.texts(data.get("consumes"))
        self.produces = lenient.texts(data.get("produces"))

    def paths(self, node: Any, pointer: str) -> Any:
        """Return the path items of the mapping ``node``."""
        if not isinstance(node, dict):
            return node
        return {path: self._path_item(item, join(pointer, path)) for path, item in node.items()}

    def shared_body(self, name: str) -> dict[str, Any]:
        """Return the request body for the shared parameter ``name``."""
        node = self._data["parameters"][name]
        new, old = join("/components/requestBodies", name), join("/parameters", name)
        return contents.body(node, self._consumes, new, old, self._trail)

    def _path_item(self, node: Any, pointer: str) -> Any:
        if not isinstance(node, dict):
            return node
        shared = list(_located(node.get("parameters"), join(pointer, "parameters")))
        result: dict[str, Any] = {}
        for key, value in node.items():
            if key in METHODS and isinstance(value, dict):
                result[key] = self._operation(value, shared, join(pointer, key))
            elif key == "parameters":
                result[key] = self._parameters(shared, join(pointer, key))
            else:
                result[key] = value
        return self._trail.reference(result) if reference_of(result) is not None else result

    def _operation(self, node: dict[str, Any], shared: list[Located], pointer: str) -> dict[str, Any]:
        result = {key: value for key, value in node.items() if key not in _CONVERTED_KEYS}
        own = list(_located(node.get("parameters"), join(pointer, "parameters")))
        if parameters := self._parameters(own, join(pointer, "parameters")):
            result["parameters"] = parameters
        body = self._body(node, own, pointer) or self._body(node, shared, pointer)
        if body is not None:
            result["requestBody"] = body
        if "responses" in node:
            result["responses"] = self._responses(node, join(pointer, "responses"))
        if schemes := lenient.texts(node.get("schemes")):
            result["servers"] = servers.of(self._data, schemes)
            self._trail.note(join(pointer, "servers"), join(pointer, "schemes"))
        return result

    def _parameters(self, located: list[Located], new: str) -> list[Any]:
        plain = [(node, old) for node, old in located if self._kind(node) not in ("body", "formData")]
        return [
            contents.parameter(node, join(new, index), old, self._trail)
            for index, (node, old) in enumerate(plain)
        ]

    def _body(self, operation: dict[str, Any], located: list[Located], pointer: str) -> dict[str, Any] | None:
        new = join(pointer, "requestBody")
        consumes = lenient.texts(operation.get("consumes", self._data.get("consumes")))
        for node, old in located:
            if self._kind(node) == "body":
                if reference_of(node) is not None and consumes == self._consumes:
                    return self._trail.reference(node)
                followed, at = self._followed(node, old)
                return contents.body(followed, consumes, new, at, self._trail)
        fields = [self._followed(node, old) for node, old in located if self._kind(node) == "formData"]
        return contents.form(fields, consumes, new, self._trail) if fields else None

    def _responses(self, operation: dict[str, Any], pointer: str) -> Any:
        node = operation["responses"]
        if not isinstance(node, dict):
            return node
        produces = lenient.texts(operation.get("produces", self._data.get("produces")))
        result = {}
        for status, written in node.items():
            at = join(pointer, status)
            inline = reference_of(written) is not None and produces != self.produces
            response, old = self._followed(written, at) if inline else (written, at)
            result[status] = (
                written
                if status.startswith("x-")
                else contents.response(response, produces, at, old, self._trail)
            )
        return result

    def _kind(self, node: Any) -> str:
        return lenient.text(self._followed(node, "")[0].get("in"))

    def _followed(self, node: Any, pointer: str) -> tuple[dict[str, Any], str]:
        return self._references.follow(node, pointer) or (lenient.mapping(node), pointer)


def _located(node: Any, pointer: str) -> Iterator[Located]:
    for index, written in enumerate(lenient.sequence(node)):
        yield written, join(pointer, index)
