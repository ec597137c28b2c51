"""Security of a matched operation: a list is "one of these", each entry is "all of these"; nothing means anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from registry.diff.declare import Spot
from registry.diff.found import Found, Sides
from registry.schema import Action, Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from registry.model.description import Description, Operation

Alternative = Mapping["Scheme", frozenset[str]]
"""Scopes needed by scheme; the scheme is told by what it asks of a client, not by its name. Empty: anybody."""

ROOT = "/security"

SPOT = Spot("request")

ASKED = ("type", "in", "name", "scheme", "openIdConnectUrl")
"""What a scheme asks of a client; header and scheme names ignore case (RFC 9110)."""


_EASED: tuple[str, Action] = ("security", "removed")
_GAINED: tuple[str, Action] = ("security alternative", "added")


def compare(sides: Sides, base: Operation, revision: Operation) -> Iterator[Found]:
    """Whoever could call the operation must still be able to, with the same credentials."""
    if base.kind != "operation":
        return
    before, after = _alternatives(base, sides.base), _alternatives(revision, sides.revision)
    place = Pointers(_pointer(base), _pointer(revision))
    at = "security" if set(place) == {ROOT} else f"{base.name} security"
    for alternative in before:
        if any(_suffices(alternative, other) for other in after):
            continue
        keyword = _loss(alternative, after)
        words = _words(alternative), " or ".join(_words(other) for other in after)
        yield Found(Difference(keyword, "added", Effect.NARROWER, *words, at=place), at, (base.name,), SPOT)
    for other in after:
        if any(_suffices(other, one) for one in before):
            continue
        eased = any(_suffices(one, other) for one in before)
        keyword, action = _EASED if eased else _GAINED
        needed = " or ".join(map(_words, before)) if eased else None
        difference = Difference(keyword, action, Effect.WIDER, needed, _words(other), place)
        yield Found(difference, at, (base.name,), SPOT)


def _pointer(operation: Operation) -> str:
    """Return where the security that takes effect is written: at the operation, or once for all."""
    return join(operation.pointer, "security") if "security" in operation.data else ROOT


def _loss(alternative: Alternative, after: tuple[Alternative, ...]) -> str:
    """Name what a client with these credentials lacks now."""
    if not alternative:
        return "security"
    if any(other.keys() == alternative.keys() for other in after):
        return "security scope"
    return "security requirement"


def _suffices(held: Alternative, asked: Alternative) -> bool:
    """Whether credentials of one alternative satisfy another."""
    return all(scheme in held and scopes <= held[scheme] for scheme, scopes in asked.items())


def _alternatives(operation: Operation, description: Description) -> tuple[Alternative, ...]:
    listed = tuple(
        {_scheme(name, description): frozenset(scopes) for name, scopes in alternative.items()}
        for alternative in operation.security
    )
    return listed or ({},)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to prove who calls: told by what it asks of a client; ``words`` are for people."""

    asked: str
    words: str = field(compare=False)


def _scheme(name: str, description: Description) -> Scheme:
    written = description.security_schemes.get(name)
    if written is None:
        return Scheme(name, name)
    facts = [str(written.get(key, "")) for key in ASKED]
    if written.get("in") == "header" or written.get("type") == "http":
        facts = [fact.lower() for fact in facts]
    return Scheme(" ".join(fact for fact in facts if fact), _called(name, written))


def _called(name: str, written: Mapping[str, Any]) -> str:
    match written.get("type"):
        case "apiKey":
            return f"an API key in {written.get('in')} {written.get('name')}"
        case "http":
            return f"HTTP {written.get('scheme')}"
        case "oauth2":
            return "OAuth 2.0"
        case "openIdConnect":
            return f"OpenID Connect by {written.get('openIdConnectUrl')}"
        case "mutualTLS":
            return "a client certificate"
    return name


def _words(alternative: Alternative) -> str:
    if not alternative:
        return "no credentials"
    return " and ".join(
        f"{scheme.words} ({', '.join(sorted(scopes))})" if scopes else scheme.words
        for scheme, scopes in alternative.items()
    )
