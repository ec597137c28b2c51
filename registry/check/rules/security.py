"""Who may call, and whether the way there is safe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey

_LOCAL = re.compile(r"http://(localhost|127\.|\[::1\]|[^/]*\.local\b|0\.0\.0\.0|host\.docker\.internal|\{)")
_ANSWER = "responses: {'200': {description: Done.}}"
_OAUTH = (
    "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: "
    "{tokenUrl: https://example.com/token, scopes: {read: Read.}}}}}}"
)


def _requirements(survey: Survey) -> Iterator[tuple[Node, str, Any]]:
    for node in survey.of("Security Requirement"):
        for name, scopes in node.data.items():
            yield node, name, scopes


@rule(
    "unknown-security-scheme",
    "error",
    fix="Define it under components/securitySchemes.",
    examples=[
        reports(operation=f"{{security: [{{kye: []}}], {_ANSWER}}}"),
        allows(operation=f"{{security: [{{key: []}}], {_ANSWER}}}"),
    ],
)
def unknown_security_scheme(survey: Survey) -> Iterator[Hit]:
    """A client cannot log in by a scheme that is defined nowhere."""
    known = tuple(survey.description.security_schemes)
    for node, name, _ in _requirements(survey):
        refers = "/" in name or "#" in name  # since OpenAPI 3.2, a requirement may name a scheme by URI
        if name not in known and not refers:
            yield node.hit(f"there is no security scheme '{name}'", name, remedy=nearest(name, known))


@rule(
    "unknown-scope",
    "warning",
    fix="Declare the scope in a flow of the scheme.",
    examples=[
        reports(document=f"{{security: [{{login: [write]}}], {_OAUTH}}}"),
        reports(document=f"{{security: [{{login: [write]}}], {_OAUTH.replace('{read: Read.}', '{}')}}}"),
        allows(document=f"{{security: [{{login: [read]}}], {_OAUTH}}}"),
    ],
)
def unknown_scope(survey: Survey) -> Iterator[Hit]:
    """The authorization server does not know the scope, or nobody has said what it permits."""
    silent: set[str] = set()
    for node, name, wanted in _requirements(survey):
        scheme = survey.description.security_schemes.get(name, {})
        known = _scopes(scheme)
        if known == () and wanted and name not in silent:
            silent.add(name)
            yield node.hit(f"'{name}' declares no scopes at all", name)
        for index, scope in enumerate(wanted if isinstance(wanted, list) and known else ()):
            if scope not in (known or ()):
                message = f"'{name}' declares no scope '{scope}'"
                yield node.hit(message, name, index, remedy=nearest(str(scope), known or ()))


def _scopes(scheme: dict[str, Any]) -> tuple[str, ...] | None:
    flows = scheme.get("flows")
    if scheme.get("type") != "oauth2" or not isinstance(flows, dict):
        return None
    scopes = [flow.get("scopes") for flow in flows.values() if isinstance(flow, dict)]
    return tuple(str(name) for each in scopes if isinstance(each, dict) for name in each)


@rule(
    "operation-without-security",
    "warning",
    fix="Add security, or say with security: [] that anybody may call.",
    examples=[
        reports(document=f"{{security: [], paths: {{/a: {{get: {{{_ANSWER}}}}}}}}}"),
        reports(document=f"{{security: [], paths: {{/a: {{get: {{{_ANSWER}}}, put: {{{_ANSWER}}}}}}}}}"),
        allows(document=f"{{security: [], paths: {{/a: {{get: {{security: [], {_ANSWER}}}}}}}}}"),
        allows(operation=f"{{security: [{{key: []}}], {_ANSWER}}}"),
    ],
)
def operation_without_security(survey: Survey) -> Iterator[Hit]:
    """Whether anybody may call it, or somebody forgot to say who, is a difference worth a line."""
    operations = survey.description.operations
    silent = [each for each in operations if not each.security and "security" not in each.data]
    if len(silent) > 1 and len(silent) == len(operations):
        yield Hit("/paths", "nothing says who may call any of the operations", "paths")
        return
    for operation in silent:
        yield Hit(operation.pointer, "nothing says who may call this", operation.name)


@rule(
    "server-without-encryption",
    "warning",
    fix="Use https.",
    examples=[
        reports(document="{servers: [{url: 'http://api.example.com'}]}"),
        allows(document="{servers: [{url: 'https://api.example.com'}]}"),
        allows(document="{servers: [{url: 'http://localhost:8080'}]}"),
    ],
)
def server_without_encryption(survey: Survey) -> Iterator[Hit]:
    """Everybody on the way can read and change what is sent, credentials included."""
    for node in survey.of("Server"):
        url = str(node.data.get("url", ""))
        if url.startswith("http://") and not _LOCAL.match(url):
            yield node.hit(f"'{url}' is not encrypted", "url")


@rule(
    "credentials-in-query",
    "warning",
    fix="Send the key in a header.",
    examples=[
        reports(document="{components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}}"),
        allows(
            document="""
                components:
                  securitySchemes:
                    key: {type: apiKey, in: header, name: X-Key}
            """
        ),
    ],
)
def credentials_in_query(survey: Survey) -> Iterator[Hit]:
    """Addresses end up in logs, histories and Referer headers; keys in them do too (RFC 6750 section 5.3)."""
    for node in survey.of("Security Scheme"):
        if node.data.get("type") == "apiKey" and node.data.get("in") == "query":
            yield node.hit("the key is sent in the address", "in")
