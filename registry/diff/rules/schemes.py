"""Rules about security schemes: where tokens are fetched, for which scopes, and how long a scheme lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.schema import Difference


def _scheme(written: str) -> str:
    return (
        "{security: [{oauth: []}], paths: {/a: {get: {responses: {}}}}, "
        f"components: {{securitySchemes: {{oauth: {{type: oauth2, {written}}}}}}}}}"
    )


def _flows(written: str) -> str:
    return _scheme(f"flows: {{{written}}}")


MACHINES = "clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {read: Read}}"
PEOPLE = "implicit: {authorizationUrl: 'https://a.example/ask', scopes: {read: Read}}"


@changed(
    "oauth-flow-removed",
    "removed",
    ("oauth flow", "removed"),
    subject="security",
    fix="Go on giving out tokens in the old way until no client asks for one.",
    examples=[
        reports(_flows(f"{MACHINES}, {PEOPLE}"), _flows(MACHINES), sends="breaking"),
        allows(_flows(f"{MACHINES}, {PEOPLE}"), _flows(f"{PEOPLE}, {MACHINES}")),
    ],
)
def oauth_flow_removed(difference: Difference, _: Spot) -> str:
    """Clients that fetch their tokens this way get none any more."""
    return f"tokens can no longer be fetched by {difference.before}"


@changed(
    "oauth-flow-added",
    "added",
    ("oauth flow", "added"),
    subject="security",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(_flows(MACHINES), _flows(f"{MACHINES}, {PEOPLE}"), sends="safe"),
        allows(_flows(MACHINES), _flows(MACHINES)),
    ],
)
def oauth_flow_added(difference: Difference, _: Spot) -> str:
    """Clients go on fetching tokens as they did."""
    return f"tokens can now be fetched by {difference.after}"


@changed(
    "oauth-address-changed",
    "changed",
    ("oauth address", "changed"),
    subject="security",
    judge=lambda difference, _: "safe" if difference.before is None else "breaking",
    fix="Keep the old address answering, or redirect from it.",
    examples=[
        reports(_flows(MACHINES), _flows(MACHINES.replace("a.example", "b.example")), sends="breaking"),
        reports(
            _flows(PEOPLE),
            _flows(PEOPLE.replace("{a", "{refreshUrl: 'https://a.example/again', a")),
            sends="safe",
        ),
        allows(_flows(MACHINES), _flows(MACHINES.replace("Read", "See"))),
    ],
)
def oauth_address_changed(difference: Difference, _: Spot) -> str:
    """Clients fetch their tokens at the address they were told; without a token every call is refused.

    The law knows no address; it is judged as the server that goes.
    """
    return f"{difference.name} changed from {shown(difference.before)} to {shown(difference.after)}"


@changed(
    "oauth-scopes-removed",
    "removed",
    ("oauth scopes", "removed"),
    subject="security",
    judge=always("risky"),
    fix="Go on granting the scope, or ignore it.",
    examples=[
        reports(_flows(MACHINES.replace("Read", "Read, write: Write")), _flows(MACHINES), sends="risky"),
        allows(_flows(MACHINES), _flows(MACHINES)),
    ],
)
def oauth_scopes_removed(difference: Difference, _: Spot) -> str:
    """A server may refuse a request for a scope it does not know, or ignore the scope (RFC 6749, 3.3)."""
    return f"scope {', '.join(difference.before)} is no longer granted"


@changed(
    "oauth-scopes-added",
    "added",
    ("oauth scopes", "added"),
    subject="security",
    judge=always("safe"),
    fix="Nothing to do; operations that ask for it are reported by themselves.",
    examples=[
        reports(_flows(MACHINES), _flows(MACHINES.replace("Read", "Read, write: Write")), sends="safe"),
        allows(_flows(MACHINES), _flows(MACHINES)),
    ],
)
def oauth_scopes_added(difference: Difference, _: Spot) -> str:
    """Nobody asks for it yet."""
    return f"scope {', '.join(difference.after)} can now be granted"


@changed(
    "security-scheme-deprecated",
    "changed",
    (("security scheme deprecated", "added"), ("security scheme deprecated", "removed")),
    subject="security",
    judge=always("safe"),
    fix="Name the scheme to move to in its description.",
    examples=[
        reports(_scheme("flows: {}"), _scheme("deprecated: true, flows: {}"), sends="safe"),
        allows(_scheme("flows: {}"), _scheme("deprecated: false, flows: {}")),
    ],
)
def security_scheme_deprecated(difference: Difference, _: Spot) -> str:
    """It works as before."""
    return "security scheme deprecated" if difference.after else "security scheme no longer deprecated"


SCHEMES = (
    oauth_flow_removed,
    oauth_flow_added,
    oauth_address_changed,
    oauth_scopes_removed,
    oauth_scopes_added,
    security_scheme_deprecated,
)
