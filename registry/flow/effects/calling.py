"""What happens to a flow when the operation itself changes: it goes, asks for more, or behaves otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.effects.case import Case, Said, fate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def gone(case: Case) -> Said:
    """The operation is there no more."""
    if case.reads:
        return Said(
            f"{case.giver} no longer offers {case.operation}: the flow stops, and {case.taker} gets nothing "
            "new",
            "Read from another operation before the day of the change",
        )
    return Said(
        f"{case.taker} no longer offers {case.operation}: the flow stops, and nothing from {case.giver} "
        "arrives",
        "Write into another operation before the day of the change",
    )


def demanded(case: Case) -> Said:
    """A property of the request must be sent that no row fills."""
    name = case.change.at.rpartition(" ")[2]
    return Said(
        f"the import into {case.taker} stops: '{name}' must now be sent, and no row fills "
        f"it{fate(case.flow)}",
        f"Map something into '{name}'",
    )


def parameter(case: Case) -> Said:
    """Each call must bring something with it."""
    name = case.change.at.rpartition(".")[2]
    return Said(
        f"{case.operation} is refused without '{name}': the flow stops unless it sends that already, and "
        f"{case.taker} "
        "gets nothing new",
        f"Send '{name}' with each call",
    )


def body(case: Case) -> Said:
    """The body that is sent changes as a whole."""
    return Said(
        f"{case.operation}: {case.change.message}; what the flow sends is refused{fate(case.flow)}",
        "Adapt what the flow sends",
    )


def answer(case: Case) -> Said:
    """The answer that the flow reads is there no more, or comes in another form."""
    if case.reads:
        return Said(
            f"{case.operation}: {case.change.message}; the flow cannot read the answer, and {case.taker} "
            "gets nothing new",
            "Adapt what the flow reads",
        )
    return Said(
        f"{case.operation}: {case.change.message}; the flow may take a delivery for failed that was not",
        "Adapt what the flow takes for success",
    )


def access(case: Case) -> Said:
    """Other credentials are needed."""
    stops = f"{case.taker} gets nothing new" if case.reads else "nothing arrives"
    return Said(
        f"{case.operation} is refused to the flow until it is let in again ({case.change.message}): {stops}",
        "Get the credentials that are asked for",
    )


def repeated(case: Case) -> Said:
    """A repeated call may have its effect twice."""
    delivery = case.flow.delivery
    if case.reads or delivery is None or delivery.retry is None:
        return Said(
            f"{case.operation} may no longer be repeated safely ({case.change.message}); the flow repeats "
            "nothing",
            "Nothing",
            handled=True,
        )
    return Said(
        f"{case.operation} may no longer be repeated safely ({case.change.message}), and the flow retries: "
        f"{case.taker} may get a record twice",
        "Take delivery.retry out, or agree on an idempotency key",
    )


def sunset(case: Case) -> Said:
    """It is known when the operation or the API goes."""
    day = case.change.after
    if not day:
        return other(case)
    what = case.operation if "operation" in case.change.rule else "the API"
    return Said(
        f"{what} stops working on {day}: the flow stops then",
        f"Move the flow to what takes its place before {day}",
    )


def slower(case: Case) -> Said:
    """Fewer calls are let through."""
    often = (
        f"; it runs every {case.flow.trigger.every.in_words}"
        if case.flow.trigger and case.flow.trigger.every
        else ""
    )
    return Said(
        f"{case.operation}: {case.change.message}; a run of the flow may be refused part of the way{often}",
        "Compare volume and trigger of the flow with the limit",
    )


def other(case: Case) -> Said:
    """Something else about the operation or the API changes."""
    return Said(
        f"{case.operation}: {case.change.message}",
        "Check with the owner of the API what it means for the flow",
    )


CALLING: Mapping[str, Callable[[Case], Said]] = {
    "operation-removed": gone,
    "operation-removed-after-sunset": gone,
    "operation-removed-before-sunset": gone,
    "required-parameter-added": parameter,
    "parameter-became-required": parameter,
    "required-header-added": parameter,
    "required-property-added": demanded,
    "property-became-required": demanded,
    "request-body-removed": body,
    "required-request-body-added": body,
    "request-body-became-required": body,
    "success-response-removed": answer,
    "response-content-removed": answer,
    "security-added": access,
    "security-requirement-changed": access,
    "security-scope-added": access,
    "oauth-flow-removed": access,
    "oauth-address-changed": access,
    "all-servers-removed": gone,
    "idempotency-weakened": repeated,
    "operation-sunset-changed": sunset,
    "api-sunset-changed": sunset,
    "rate-limit-changed": slower,
}
"""By the rule without its direction."""


def call(case: Case, rule: str) -> Said:
    """Return what happens to the flow."""
    if rule in ("media-type-removed", "media-type-narrowed", "media-type-widened"):
        return body(case) if case.change.direction == "request" else answer(case)
    return CALLING.get(rule, other)(case)
