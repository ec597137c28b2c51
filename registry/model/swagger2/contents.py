"""Parameters, bodies, forms, responses and headers of 2.0 as those of 3.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.model.reference import reference_of
from registry.model.swagger2 import schemas
from registry.source.pointer import join

if TYPE_CHECKING:
    from registry.model.swagger2.trail import Trail

_STYLES: dict[str, dict[str, Any]] = {
    "csv": {"style": "form", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"style": "form", "explode": True},
    "tsv": {"style": "form", "explode": False, "x-collectionFormat": "tsv"},
}
"""How an array is written, by ``collectionFormat`` (OpenAPI 2.0, Parameter Object; the default is csv)."""
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_ANY_TYPE = ("*/*",)


def parameter(node: Any, new: str, old: str, trail: Trail) -> Any:
    """Return the Parameter Object for a parameter in path, query or header, or for a reference to one."""
    if not isinstance(node, dict):
        return node
    trail.note(new, old)
    if reference_of(node) is not None:
        return trail.reference(node)
    kept = _beside_primitive(node)
    if "x-example" in kept:
        kept["example"] = kept.pop("x-example")
    return {**kept, **_style(node), "schema": schemas.primitive(node, join(new, "schema"), old, trail)}


def body(node: dict[str, Any], consumes: tuple[str, ...], new: str, old: str, trail: Trail) -> dict[str, Any]:
    """Return the Request Body Object for the ``in: body`` parameter ``node``."""
    trail.note(new, old)
    kept = {key: value for key, value in node.items() if key not in {"name", "in", "schema"}}
    return {
        **kept,
        "content": {
            name: {"schema": _schema_of(node, join(new, "content", name), old, trail)}
            for name in consumes or _ANY_TYPE
        },
    }


def form(
    fields: list[tuple[dict[str, Any], str]], consumes: tuple[str, ...], new: str, trail: Trail
) -> dict[str, Any]:
    """Return the Request Body Object for the ``formData`` parameters ``fields``, each with its pointer."""
    trail.note(new, fields[0][1])
    has_file = any(node.get("type") == "file" for node, _ in fields)
    names = [name for name in consumes if name in _FORM_TYPES] or [_FORM_TYPES[has_file]]
    required = any(lenient.flag(node.get("required")) for node, _ in fields)
    content = {name: _form_content(fields, join(new, "content", name), trail) for name in names}
    return {"content": content, **({"required": True} if required else {})}


def response(node: Any, produces: tuple[str, ...], new: str, old: str, trail: Trail) -> Any:
    """Return the Response Object that says what the 2.0 one says."""
    if not isinstance(node, dict):
        return node
    if reference_of(node) is not None:
        return trail.reference(node)
    trail.note(new, old)
    result = {key: value for key, value in node.items() if key not in {"schema", "examples", "headers"}}
    if isinstance(node.get("headers"), dict):
        result["headers"] = {
            name: _header(member, join(new, "headers", name), join(old, "headers", name), trail)
            for name, member in node["headers"].items()
        }
    if content := _answer(node, produces, join(new, "content"), old, trail):
        result["content"] = content
    return result


def _answer(
    node: dict[str, Any], produces: tuple[str, ...], new: str, old: str, trail: Trail
) -> dict[str, Any]:
    examples = lenient.mapping(node.get("examples"))
    names = (
        dict.fromkeys((*(produces or (() if examples else _ANY_TYPE)), *examples))
        if "schema" in node
        else examples
    )
    content: dict[str, Any] = {}
    for name in names:
        at = join(new, name)
        content[name] = {"schema": _schema_of(node, at, old, trail)} if "schema" in node else {}
        if name in examples:
            content[name]["example"] = examples[name]
            trail.note(join(at, "example"), join(old, "examples", name))
    trail.note(new, join(old, "schema" if "schema" in node else "examples"))
    return content


def _schema_of(node: dict[str, Any], new: str, old: str, trail: Trail) -> Any:
    at = join(old, "schema")
    trail.note(join(new, "schema"), at)
    trail.note(new, at)
    return schemas.schema(node.get("schema", {}), join(new, "schema"), at, trail)


def _header(node: Any, new: str, old: str, trail: Trail) -> Any:
    if not isinstance(node, dict):
        return node
    return {**_beside_primitive(node), "schema": schemas.primitive(node, join(new, "schema"), old, trail)}


def _form_content(fields: list[tuple[dict[str, Any], str]], new: str, trail: Trail) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    encoding: dict[str, Any] = {}
    for node, old in fields:
        name = lenient.text(node.get("name"))
        value = schemas.primitive(node, join(new, "schema", "properties", name), old, trail)
        told = {key: member for key, member in node.items() if key == "description" or key.startswith("x-")}
        properties[name] = {**told, **value}
        if node.get("type") == "array":
            encoding[name] = {
                key: member for key, member in _style(node).items() if key != "x-collectionFormat"
            }
    required = [lenient.text(node.get("name")) for node, _ in fields if lenient.flag(node.get("required"))]
    result: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        result["required"] = required
    return {"schema": result, **({"encoding": encoding} if encoding else {})}


def _beside_primitive(node: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in node.items() if key not in schemas.PRIMITIVE_KEYS | {"collectionFormat"}
    }


def _style(node: dict[str, Any]) -> dict[str, Any]:
    if node.get("type") != "array" or node.get("in") not in ("query", "formData"):
        return {}
    return _STYLES.get(lenient.text(node.get("collectionFormat")), _STYLES["csv"])
