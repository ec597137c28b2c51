"""An operation as one request: address, headers and body with the examples of the description in their places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Operation
    from registry.model.parts import MediaType, Parameter
    from registry.site.examples import Examples

BodyKind: TypeAlias = Literal["none", "json", "form", "parts", "text", "file"]
_SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


@dataclass(frozen=True, slots=True)
class Signed:
    """What proves who calls: by ``bearer`` token, by ``basic`` user and password, or by a ``key`` in a header."""

    kind: Literal["bearer", "basic", "key"]
    name: str = "Authorization"


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``key`` is the header that makes it safe to repeat; ``timeout`` is in seconds."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    signed: tuple[Signed, ...] = ()
    kind: BodyKind = "none"
    media: str = ""
    body: Any = None
    key: str = ""
    timeout: float | None = None


def call(operation: Operation, examples: Examples) -> Call:
    """Return the request with its required parameters; what nobody gave a value stays as its name in braces."""
    said = operation.meaning
    key = (said.idempotency.header if said.idempotency else None) or ""
    media = next(iter(operation.body.content), None) if operation.body else None
    example = examples.of(media) if media else None
    signed, in_query = _signed(operation)
    return Call(
        method=operation.method.upper(),
        url=_url(operation, examples, in_query),
        headers=tuple(_headers(operation, examples, key)),
        signed=signed,
        kind=_kind(media),
        media=media.name if media else "",
        body=example.value if example else None,
        key=key,
        timeout=said.timeout / 1000 if said.timeout else None,
    )


def _url(operation: Operation, examples: Examples, in_query: tuple[str, ...]) -> str:
    path = operation.path
    for each in operation.parameters:
        if each.location == "path":
            path = path.replace(f"{{{each.name}}}", _in_path(each, examples.of_parameter(each)))
    pairs = [
        pair
        for each in operation.parameters
        if each.location == "query" and each.required
        for pair in _in_query(each, examples.of_parameter(each))
    ]
    pairs += [f"{quote(name)}=$API_KEY" for name in in_query]
    return f"{_server(operation)}{path}{'?' if pairs else ''}{'&'.join(pairs)}"


def _server(operation: Operation) -> str:
    """Return the first server, its variables at their defaults (OpenAPI 3.1.1, 4.8.6)."""
    server = operation.servers[0] if operation.servers else {}
    url = str(server.get("url", ""))
    variables = server.get("variables")
    for name, told in variables.items() if isinstance(variables, dict) else ():
        if isinstance(told, dict):
            url = url.replace(f"{{{name}}}", str(told.get("default", name)))
    url = url.rstrip("/")
    return url if "://" in url else f"https://example.com{url}"


def _in_path(parameter: Parameter, value: Any) -> str:
    if value is None:
        return f"{{{parameter.name}}}"
    joined = ",".join(quote(text, safe="") for text in _texts(value))
    return {"label": f".{joined}", "matrix": f";{quote(parameter.name)}={joined}"}.get(
        parameter.style, joined
    )


def _in_query(parameter: Parameter, value: Any) -> list[str]:
    """Return the pairs of a parameter as its style and explode say (OpenAPI 3.1.1, 4.8.12.4)."""
    name = quote(parameter.name, safe="[]")
    if value is None:
        return [f"{name}={{{parameter.name}}}"]
    if parameter.content:
        return [f"{name}={quote(json.dumps(value, ensure_ascii=False), safe='')}"]
    if isinstance(value, dict) and parameter.style == "deepObject":
        return [f"{name}[{quote(key)}]={_quoted(held)}" for key, held in value.items()]
    if isinstance(value, dict) and parameter.explode:
        return [f"{quote(key)}={_quoted(held)}" for key, held in value.items()]
    if isinstance(value, list) and parameter.explode:
        return [f"{name}={_quoted(held)}" for held in value]
    separator = _SEPARATORS.get(parameter.style, ",")
    return [f"{name}={separator.join(quote(text, safe='') for text in _texts(value))}"]


def _quoted(value: Any) -> str:
    return quote(_text(value), safe="")


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(held) for held in value]
    if isinstance(value, dict):
        return [text for key, held in value.items() for text in (key, _text(held))]
    return [_text(value)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _headers(operation: Operation, examples: Examples, key: str) -> Iterator[tuple[str, str]]:
    """Yield the required headers; those that the caller's library sets are not parameters (OpenAPI 3.1.1, 4.8.12.1)."""
    cookies = []
    for each in operation.parameters:
        if not each.required or each.name.lower() in {"accept", "content-type", "authorization", key.lower()}:
            continue
        value = examples.of_parameter(each)
        told = f"{{{each.name}}}" if value is None else ",".join(_texts(value))
        if each.location == "header":
            yield each.name, " ".join(told.split())
        elif each.location == "cookie":
            cookies.append(f"{each.name}={quote(told, safe='{}')}")
    if cookies:
        yield "Cookie", "; ".join(cookies)


def _signed(operation: Operation) -> tuple[tuple[Signed, ...], tuple[str, ...]]:
    """Return what the first alternative asks for: in headers, and the names of keys in the query."""
    schemes = operation.description.security_schemes
    wanted = [schemes.get(name, {}) for name in next(iter(operation.security), {})]
    found, in_query = list[Signed](), list[str]()
    for scheme in wanted:
        kind, name = scheme.get("type"), str(scheme.get("name", ""))
        if kind == "http" and str(scheme.get("scheme")).lower() == "basic":
            found.append(Signed("basic"))
        elif kind in {"http", "oauth2", "openIdConnect"}:
            found.append(Signed("bearer"))
        elif kind == "apiKey" and scheme.get("in") == "header" and name.replace("-", "").isalnum():
            found.append(Signed("key", name))
        elif kind == "apiKey" and scheme.get("in") == "query":
            in_query.append(name)
    return tuple(dict.fromkeys(found)), tuple(in_query)


def _kind(media: MediaType | None) -> BodyKind:
    if media is None:
        return "none"
    name = media.name.partition(";")[0].strip().lower()
    if name == "application/json" or name.endswith("+json"):
        return "json"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name == "multipart/form-data":
        return "parts"
    return "text" if name.startswith("text/") or name.endswith(("xml", "yaml")) else "file"
