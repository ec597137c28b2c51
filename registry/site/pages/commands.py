"""An operation as a command that can be copied: ``curl`` with the examples of the description."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from registry.site.pages import bodies
from registry.site.text import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description, Operation
    from registry.model.parts import Parameter

_LONGEST_BODY = 2000
_BODY_IN_FILE = "@body.json"


def curl(description: Description, operation: Operation) -> Sample | None:
    """Return the request as a call of ``curl``; values that no example gives stay as their names in braces."""
    if operation.kind != "operation":
        return None
    method = operation.method.upper()
    first = f"curl {'' if method == 'GET' else f'-X {shlex.quote(method)} '}{shlex.quote(_url(operation))}"
    return Sample(" \\\n  ".join([first, *_options(description, operation)]), "sh")


def _url(operation: Operation) -> str:
    server = str(operation.servers[0].get("url", "")) if operation.servers else ""
    path = operation.path
    for each in operation.parameters:
        value = _example(operation.description, each)
        if each.location == "path" and value is not None:
            path = path.replace(f"{{{each.name}}}", quote(value, safe=""))
    wanted = [each for each in operation.parameters if each.location == "query" and each.required]
    pairs = "&".join(f"{quote(each.name)}={_value(operation.description, each)}" for each in wanted)
    return f"{server.rstrip('/')}{path}{'?' if pairs else ''}{pairs}"


def _value(description: Description, parameter: Parameter) -> str:
    found = _example(description, parameter)
    return f"{{{parameter.name}}}" if found is None else quote(found, safe="")


def _options(description: Description, operation: Operation) -> Iterator[str]:
    for requirement in operation.security[:1]:
        for name in requirement:
            yield from _signed(description.security_schemes.get(name, {}))
    for each in operation.parameters:
        if each.location == "header" and each.required:
            value = _example(description, each)
            said = f"{{{each.name}}}" if value is None else value
            yield f"-H {shlex.quote(f'{each.name}: {said}')}"
    content = operation.body.content[:1] if operation.body else ()
    for media in content:
        yield f"-H {shlex.quote(f'Content-Type: {media.name}')}"
        example = bodies.example(description, media)
        written = "" if example is None else json.dumps(example, ensure_ascii=False)
        yield f"--data {shlex.quote(written if 0 < len(written) <= _LONGEST_BODY else _BODY_IN_FILE)}"


def _signed(scheme: dict[str, Any]) -> Iterator[str]:
    """Yield what proves who calls; the secret stays in the environment."""
    kind, name = scheme.get("type"), str(scheme.get("name", ""))
    if kind == "http" and str(scheme.get("scheme")).lower() == "basic":
        yield '-u "$USER_AND_PASSWORD"'
    elif kind in {"http", "oauth2", "openIdConnect"}:
        yield '-H "Authorization: Bearer $TOKEN"'
    elif kind == "apiKey" and scheme.get("in") == "header" and name.replace("-", "").isalnum():
        yield f'-H "{name}: $API_KEY"'


def _example(description: Description, parameter: Parameter) -> str | None:
    """Return the first example of a parameter as text, None if there is none or it is no single value."""
    target = description.follow(parameter.schema, parameter.schema_pointer) if parameter.schema else None
    schema = target[0] if target else {}
    listed = schema.get("examples")
    found = next(
        (
            value
            for value in (
                parameter.data.get("example"),
                listed[0] if isinstance(listed, list) and listed else None,
                schema.get("example"),
                schema.get("default"),
            )
            if value is not None
        ),
        None,
    )
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, str | int | float) else None
