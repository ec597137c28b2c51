"""Rules about links: the calls that follow from an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.schema import Difference


def _linked(links: str) -> str:
    return (
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: OK, links: "
        f"{links}}}}}}}}}, /b: {{get: {{operationId: b, responses: {{}}}}}}}}"
    )


ONE = _linked("{next: {operationId: b}}")
TWO = _linked("{next: {operationId: b}, self: {operationId: a}}")


@changed(
    "link-removed",
    "removed",
    ("link", "removed"),
    subject="operation",
    judge=always("risky"),
    fix="Keep the link, or say in the description how to get on.",
    examples=[reports(TWO, ONE, reads="risky"), allows(ONE, ONE)],
)
def link_removed(difference: Difference, _: Spot) -> str:
    """A client that follows links stops here; the operation itself can still be called."""
    return f"link '{difference.name}' removed"


@changed(
    "link-added",
    "added",
    ("link", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(ONE, TWO, reads="safe"), allows(ONE, ONE)],
)
def link_added(difference: Difference, _: Spot) -> str:
    """Nobody follows it yet."""
    return f"link '{difference.name}' added"


@changed(
    "link-changed",
    "changed",
    ("link", "changed"),
    subject="operation",
    judge=always("risky"),
    fix="Add a link under another name.",
    examples=[
        reports(ONE, _linked("{next: {operationId: a}}"), reads="risky"),
        reports(ONE, _linked("{next: {operationId: b, parameters: {q: $response.body#/q}}}"), reads="risky"),
        allows(ONE, _linked("{next: {operationRef: '#/paths/~1b/get', description: Onwards}}")),
    ],
)
def link_changed(difference: Difference, _: Spot) -> str:
    """A client that follows the link makes another call than before.

    The law would call it breaking; few clients follow links, and those that do read them anew.
    """
    return f"link '{difference.name}' changed from {shown(difference.before)} to {shown(difference.after)}"


LINKS = (link_removed, link_added, link_changed)
