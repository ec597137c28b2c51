"""Rules about answers: statuses, content, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, fixed, reports
from registry.diff.rules.sketches import JSON, LIST, answer

if TYPE_CHECKING:
    from registry.schema import Difference


DONE, FAILED = "'200': {description: OK}", "'404': {description: Not found}"


@changed(
    "success-response-removed",
    "removed",
    ("success response", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on answering with the status.",
    examples=[
        reports(answer(DONE), answer(DONE.replace("200", "201")), reads="breaking"),
        allows(answer(DONE), answer(DONE.replace("200", "2XX"))),
    ],
)
def success_response_removed(difference: Difference, _: Spot) -> str:
    """A client that waits for the status takes another one for a failure."""
    return f"status {difference.before} is no longer answered"


@changed(
    "success-response-added",
    "added",
    ("success response", "added"),
    subject="operation",
    judge=fixed("safe", "risky"),
    fix="Answer with the new status only where clients ask for what it stands for.",
    examples=[
        reports(answer(DONE), answer(f"{DONE}, '202': {{description: Later}}"), reads="risky"),
        allows(answer("default: {description: Any}"), answer(f"{DONE}, default: {{description: Any}}")),
    ],
)
def success_response_added(difference: Difference, _: Spot) -> str:
    """A client that knows the old statuses may take the new one for a failure, or miss that work is not done yet.

    Who answers a webhook may use one status more, which harms nobody.
    """
    return f"status {difference.after} can now be answered"


@changed(
    "response-removed",
    "removed",
    ("response", "removed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(answer(f"{DONE}, {FAILED}"), answer(DONE), reads="safe"),
        allows(answer(f"{DONE}, {FAILED}"), answer(f"{DONE}, 4XX: {{description: Wrong}}")),
    ],
)
def response_removed(difference: Difference, _: Spot) -> str:
    """Code that handles the failure is no longer needed."""
    return f"status {difference.before} is no longer answered"


@changed(
    "responses-narrowed",
    "changed",
    ("response", "narrowed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(answer(DONE.replace("200", "2XX")), answer(DONE), reads="safe"),
        allows(
            answer(f"{DONE}, default: {{description: Any}}"),
            answer(f"{DONE}, 4XX: {{description: No}}, default: {{description: Any}}"),
        ),
    ],
)
def responses_narrowed(difference: Difference, _: Spot) -> str:
    """Clients were prepared for all of them, and meet fewer."""
    return f"of {difference.before} only {', '.join(difference.after)} are answered now"


@changed(
    "response-added",
    "added",
    ("response", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Describe what a client should do about it.",
    examples=[
        reports(answer(DONE), answer(f"{DONE}, {FAILED}"), reads="safe"),
        allows(answer(DONE), answer(DONE)),
    ],
)
def response_added(difference: Difference, _: Spot) -> str:
    """Clients treat statuses of failure that they do not know as their class (RFC 9110, 15)."""
    return f"status {difference.after} can now be answered"


@changed(
    "response-content-removed",
    "removed",
    ("response content", "removed"),
    subject="operation",
    fix="Go on returning the content.",
    examples=[reports(answer(JSON), answer(DONE), reads="breaking"), allows(answer(DONE), answer(DONE))],
)
def response_content_removed(_: Difference, _spot: Spot) -> str:
    """Readers find nothing where they were promised content."""
    return "content removed"


@changed(
    "response-content-added",
    "added",
    ("response content", "added"),
    subject="operation",
    fix="Nothing to do; of a webhook: go on accepting answers without content.",
    examples=[reports(answer(DONE), answer(JSON), reads="safe"), allows(answer(JSON), answer(JSON))],
)
def response_content_added(_: Difference, _spot: Spot) -> str:
    """Readers that expect none do not look; who answers a webhook must now return it."""
    return "content added"


def _headed(header: str) -> str:
    return answer(f"'200': {{description: OK, headers: {{{header}}}}}")


OPTIONAL_HEADER = "X-Total: {schema: {type: integer}}"
REQUIRED_HEADER = "X-Total: {required: true, schema: {type: integer}}"


@changed(
    "required-header-removed",
    "removed",
    ("required header", "removed"),
    subject="operation",
    fix="Go on returning the header.",
    examples=[
        reports(_headed(REQUIRED_HEADER), answer(DONE), reads="breaking"),
        allows(_headed(REQUIRED_HEADER), _headed(REQUIRED_HEADER.replace("X-Total", "x-total"))),
    ],
)
def required_header_removed(difference: Difference, _: Spot) -> str:
    """Readers were promised the header in every answer."""
    return f"header '{difference.before}' was promised and is no longer returned"


@changed(
    "header-removed",
    "removed",
    ("header", "removed"),
    subject="operation",
    judge=fixed("safe", "risky"),
    fix="Go on returning the header.",
    examples=[reports(_headed(OPTIONAL_HEADER), answer(DONE), reads="risky"), allows(LIST, LIST)],
)
def header_removed(difference: Difference, _: Spot) -> str:
    """Readers that look for the header no longer find it."""
    return f"header '{difference.before}' removed"


@changed(
    "header-added",
    "added",
    ("header", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(answer(DONE), _headed(OPTIONAL_HEADER), reads="safe"), allows(LIST, LIST)],
)
def header_added(difference: Difference, _: Spot) -> str:
    """Readers ignore headers they do not know."""
    return f"header '{difference.after}' added"


def _awaited(more: str) -> str:
    return f"{{paths: {{}}, webhooks: {{w: {{post: {{responses: {{'200': {{description: OK{more}}}}}}}}}}}}}"


@changed(
    "required-header-added",
    "added",
    ("required header", "added"),
    subject="operation",
    fix="Nothing to do; of a webhook: go on accepting answers without the header.",
    examples=[
        reports(answer(DONE), _headed(REQUIRED_HEADER), reads="safe"),
        reports(_awaited(""), _awaited(f", headers: {{{REQUIRED_HEADER}}}"), sends="breaking"),
        allows(answer(DONE), _headed(OPTIONAL_HEADER)),
    ],
)
def required_header_added(difference: Difference, _: Spot) -> str:
    """Readers ignore headers they do not know; who answers a webhook must now return it."""
    return f"header '{difference.after}' added, always returned"


@changed(
    "header-became-optional",
    "changed",
    ("header required", "removed"),
    subject="operation",
    fix="Go on returning the header in every answer.",
    examples=[
        reports(_headed(REQUIRED_HEADER), _headed(OPTIONAL_HEADER), reads="breaking"),
        allows(LIST, LIST),
    ],
)
def header_became_optional(_: Difference, _spot: Spot) -> str:
    """Readers that relied on the header fail on the first answer without it."""
    return "header may now be missing"


@changed(
    "header-became-required",
    "changed",
    ("header required", "added"),
    subject="operation",
    fix="Nothing to do; of a webhook: go on accepting answers without the header.",
    examples=[reports(_headed(OPTIONAL_HEADER), _headed(REQUIRED_HEADER), reads="safe"), allows(LIST, LIST)],
)
def header_became_required(_: Difference, _spot: Spot) -> str:
    """Readers get it more often; who answers a webhook must now return it."""
    return "header is now always returned"


RESPONSES = (
    success_response_removed,
    success_response_added,
    response_removed,
    responses_narrowed,
    response_added,
    response_content_removed,
    response_content_added,
    required_header_removed,
    header_removed,
    header_added,
    required_header_added,
    header_became_optional,
    header_became_required,
)
