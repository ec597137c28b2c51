"""Security definitions as security schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.source.pointer import join

if TYPE_CHECKING:
    from registry.model.swagger2.trail import Trail

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_FLOW_KEYS = ("authorizationUrl", "tokenUrl", "refreshUrl", "scopes")


def scheme(node: Any, new: str, old: str, trail: Trail) -> Any:
    """Return the Security Scheme Object that says what the 2.0 one says."""
    data = lenient.mapping(node)
    match data.get("type"):
        case "basic":
            return {**data, "type": "http", "scheme": "basic"}
        case "oauth2":
            flow = _FLOWS.get(lenient.text(data.get("flow")), "implicit")
            trail.note(join(new, "flows", flow), old)
            trail.note(join(new, "flows"), join(old, "flow"))
            kept = {key: value for key, value in data.items() if key not in {"flow", *_FLOW_KEYS}}
            own = {key: data[key] for key in _FLOW_KEYS if key in data}
            return {**kept, "flows": {flow: {"scopes": {}, **own}}}
        case _:
            return node
