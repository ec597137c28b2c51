"""Rules about who may call, where, and under which terms: security, servers, licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference

SCHEMES = (
    "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, "
    "oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://t.example', scopes: {read: R, write: W}}}}}}"
)


def _guarded(security: str) -> str:
    return f"{{{SCHEMES}, paths: {{/a: {{get: {{security: {security}, responses: {{'200': {{description: OK}}}}}}}}}}}}"


@changed(
    "security-added",
    "added",
    ("security", "added"),
    subject="security",
    fix="Go on serving clients without credentials.",
    examples=[
        reports(_guarded("[]"), _guarded("[{key: []}]"), sends="breaking"),
        reports(_guarded("[{key: []}, {}]"), _guarded("[{key: []}]"), sends="breaking"),
        allows(_guarded("[]"), _guarded("[{}]")),
    ],
)
def security_added(difference: Difference, _: Spot) -> str:
    """Whoever called without credentials is now refused."""
    return f"credentials are now needed: {difference.after}"


@changed(
    "security-requirement-changed",
    "changed",
    ("security requirement", "added"),
    subject="security",
    fix="Accept the old credentials beside the new ones until no client uses them.",
    examples=[
        reports(_guarded("[{key: []}]"), _guarded("[{key: [], oauth: []}]"), sends="breaking"),
        allows(_guarded("[{key: []}]"), _guarded("[{key: []}, {oauth: []}]")),
    ],
)
def security_requirement_changed(difference: Difference, _: Spot) -> str:
    """Clients hold the old credentials only: what they hold no longer opens the operation."""
    return f"{difference.before} no longer suffices: {difference.after}"


@changed(
    "security-scope-added",
    "added",
    ("security scope", "added"),
    subject="security",
    fix="Grant the scope to the clients that have the old ones before it is asked for.",
    examples=[
        reports(_guarded("[{oauth: [read]}]"), _guarded("[{oauth: [read, write]}]"), sends="breaking"),
        allows(_guarded("[{oauth: [read, write]}]"), _guarded("[{oauth: [write, read]}]")),
    ],
)
def security_scope_added(difference: Difference, _: Spot) -> str:
    """Tokens that clients hold lack the scope."""
    return f"{difference.before} no longer suffices: {difference.after}"


@changed(
    "security-alternative-added",
    "added",
    ("security alternative", "added"),
    subject="security",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(_guarded("[{key: []}]"), _guarded("[{key: []}, {oauth: []}]"), sends="safe"),
        allows(_guarded("[{key: []}]"), _guarded("[{key: []}]")),
    ],
)
def security_alternative_added(difference: Difference, _: Spot) -> str:
    """Clients go on with the credentials they hold."""
    return f"{difference.after} now suffices too"


@changed(
    "security-relaxed",
    "changed",
    ("security", "removed"),
    subject="security",
    judge=always("safe"),
    fix="Nothing to do for clients; make sure that everybody may have what is now open to more of them.",
    examples=[
        reports(_guarded("[{key: []}]"), _guarded("[]"), sends="safe"),
        reports(_guarded("[{oauth: [read, write]}]"), _guarded("[{oauth: [read]}]"), sends="safe"),
        allows(_guarded("[]"), _guarded("[{}]")),
    ],
)
def security_relaxed(difference: Difference, _: Spot) -> str:
    """Who held more than is now needed goes on; others may call now."""
    return f"{difference.after} now suffices, where {difference.before} was needed"


SERVED = "{{servers: [{}], paths: {{}}}}"
ONE_SERVER = SERVED.format("{url: 'https://a.example'}")
TWO_SERVERS = SERVED.format("{url: 'https://a.example'}, {url: 'https://b.example'}")


@changed(
    "server-removed",
    "removed",
    ("server", "removed"),
    subject="api",
    judge=always("risky"),
    fix="Keep the address answering, or redirect from it.",
    examples=[reports(TWO_SERVERS, ONE_SERVER, sends="risky"), allows(ONE_SERVER, ONE_SERVER)],
)
def server_removed(difference: Difference, _: Spot) -> str:
    """Clients configured with the address may fail; the others remain."""
    return f"server {difference.before} removed"


@changed(
    "all-servers-removed",
    "removed",
    ("every server", "removed"),
    subject="api",
    fix="Keep one of the old addresses in the description while it answers.",
    examples=[
        reports(ONE_SERVER, SERVED.format("{url: 'https://c.example'}"), sends="breaking"),
        allows(ONE_SERVER, TWO_SERVERS),
    ],
)
def all_servers_removed(difference: Difference, _: Spot) -> str:
    """No address that clients know is left."""
    return f"server {difference.before} removed, and no known one remains"


@changed(
    "server-added",
    "added",
    ("server", "added"),
    subject="api",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(ONE_SERVER, TWO_SERVERS, sends="safe"), allows(ONE_SERVER, ONE_SERVER)],
)
def server_added(difference: Difference, _: Spot) -> str:
    """Clients go on with the address they know."""
    return f"server {difference.after} added"


def _region(values: str) -> str:
    variable = f"{{default: eu, enum: {values}}}"
    return SERVED.format(f"{{url: 'https://{{r}}.example', variables: {{r: {variable}}}}}")


def _variable(difference: Difference, _: Spot) -> Level:
    before, after = difference.before, difference.after
    kept = set(before.get("enum", ())) <= set(after.get("enum", before.get("enum", ())))
    return "safe" if kept and before.get("default") == after.get("default") else "risky"


@changed(
    "server-variable-changed",
    "changed",
    ("server variable", "changed"),
    subject="api",
    judge=_variable,
    fix="Keep the old values answering, and the old default.",
    examples=[
        reports(_region("[eu, us]"), _region("[eu]"), sends="risky"),
        reports(_region("[eu]"), _region("[eu, us]"), sends="safe"),
        allows(_region("[eu, us]"), _region("[us, eu]")),
    ],
)
def server_variable_changed(difference: Difference, _: Spot) -> str:
    """Clients configured with a value that went, or that rely on the default, call an address that may not answer."""
    before, after = (shown(side) for side in (difference.before, difference.after))
    return f"server variable '{difference.name}' changed from {before} to {after}"


@changed(
    "schema-dialect-changed",
    "changed",
    ("jsonSchemaDialect", "changed"),
    subject="api",
    fix="Write all schemas in the dialect of OpenAPI, or say in each schema what its dialect is.",
    examples=[
        reports(
            "{paths: {}}",
            "{jsonSchemaDialect: 'http://json-schema.org/draft-07/schema#', paths: {}}",
            sends="risky",
        ),
        allows(
            "{paths: {}}", "{jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base', paths: {}}"
        ),
    ],
)
def schema_dialect_changed(difference: Difference, _: Spot) -> str:
    """The same schema text means something else in another dialect; schemas are compared as OpenAPI's own."""
    before, after = (side or "OpenAPI's own" for side in (difference.before, difference.after))
    return f"dialect of the schemas changed from {before} to {after}; not compared"


@changed(
    "terms-changed",
    "changed",
    (("license", "changed"), ("termsOfService", "changed")),
    subject="api",
    judge=always("risky"),
    fix="Tell the people who agreed to the old terms.",
    examples=[
        reports(
            "{info: {title: T, version: '1', license: {name: MIT}}, paths: {}}",
            "{info: {title: T, version: '1', license: {name: Apache-2.0}}, paths: {}}",
            sends="risky",
        ),
        allows(
            "{info: {title: T, version: '1', license: {name: MIT}}, paths: {}}",
            "{info: {title: T, version: '2', license: {name: MIT}}, paths: {}}",
        ),
    ],
)
def terms_changed(difference: Difference, _: Spot) -> str:
    """What people may do with the API may have changed; a comparison cannot read law."""
    what = "licence" if difference.keyword == "license" else "terms of service"
    return f"{what} changed to {shown(difference.after)}"


ACCESS = (
    security_added,
    security_requirement_changed,
    security_scope_added,
    security_alternative_added,
    security_relaxed,
    server_removed,
    all_servers_removed,
    server_added,
    server_variable_changed,
    schema_dialect_changed,
    terms_changed,
)
