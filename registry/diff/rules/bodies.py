"""Rules about bodies and media types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports
from registry.diff.rules.sketches import JSON, LIST, answer, post
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


BODY = "requestBody: {content: {application/json: {schema: {type: object}}}}"
NEEDED = BODY.replace("{content", "{required: true, content", 1)
NO_BODY = post("summary: Post")


@changed(
    "request-body-added",
    "added",
    ("body", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(NO_BODY, post(BODY), sends="safe"), allows(post(BODY), post(BODY))],
)
def request_body_added(_: Difference, _spot: Spot) -> str:
    """Clients that do not know it send none."""
    return "optional body added"


@changed(
    "required-request-body-added",
    "added",
    ("required body", "added"),
    subject="operation",
    fix="Make the body optional.",
    examples=[reports(NO_BODY, post(NEEDED), sends="breaking"), allows(post(NEEDED), post(NEEDED))],
)
def required_request_body_added(_: Difference, _spot: Spot) -> str:
    """Clients that send no body are refused."""
    return "required body added"


@changed(
    "request-body-removed",
    "removed",
    ("body", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on accepting the body; of a webhook: go on sending it.",
    examples=[reports(post(BODY), NO_BODY, sends="breaking"), allows(NO_BODY, NO_BODY)],
)
def request_body_removed(_: Difference, _spot: Spot) -> str:
    """What clients send is refused, or lost without a word; whoever reads a webhook finds nothing."""
    return "body removed"


@changed(
    "request-body-became-required",
    "changed",
    ("body required", "added"),
    subject="operation",
    fix="Keep the body optional.",
    examples=[reports(post(BODY), post(NEEDED), sends="breaking"), allows(post(NEEDED), post(NEEDED))],
)
def request_body_became_required(_: Difference, _spot: Spot) -> str:
    """A client that sends no body is now refused."""
    return "body must now be sent"


@changed(
    "request-body-became-optional",
    "changed",
    ("body required", "removed"),
    subject="operation",
    fix="Nothing to do.",
    examples=[reports(post(NEEDED), post(BODY), sends="safe"), allows(post(BODY), post(BODY))],
)
def request_body_became_optional(_: Difference, _spot: Spot) -> str:
    """Clients that send one go on doing so."""
    return "body need no longer be sent"


JSON_AND_CSV = JSON.replace("}}}}", "}}, text/csv: {schema: {type: string}}}}")
TAKES_BOTH = BODY.replace("}}}}", "}}, text/csv: {schema: {type: string}}}}")


@changed(
    "media-type-removed",
    "removed",
    ("media type", "removed"),
    subject="response",
    judge=always("breaking"),
    fix="Go on offering the media type.",
    examples=[
        reports(post(TAKES_BOTH), post(BODY), sends="breaking"),
        reports(answer(JSON_AND_CSV), answer(JSON), reads="breaking"),
        allows(answer(JSON), answer(JSON.replace("application/json", "'application/json; charset=utf-8'"))),
    ],
)
def media_type_removed(difference: Difference, spot: Spot) -> str:
    """Clients that send it, or ask for it in Accept, are refused."""
    return f"{difference.before} is no longer {spot.passed}"


@changed(
    "media-type-added",
    "added",
    ("media type", "added"),
    subject="response",
    judge=always("safe"),
    fix="Return it only to clients that ask for it.",
    examples=[
        reports(post(BODY), post(TAKES_BOTH), sends="safe"),
        reports(answer(JSON), answer(JSON_AND_CSV), reads="safe"),
        allows(answer(JSON), answer(JSON)),
    ],
)
def media_type_added(difference: Difference, spot: Spot) -> str:
    """Media types are negotiated: a client gets what it asks for."""
    return f"{difference.after} is now {spot.passed}"


def _pushed(content: str) -> str:
    return f"{{paths: {{}}, webhooks: {{w: {{post: {{requestBody: {{content: {{{content}}}}}, responses: {{}}}}}}}}}}"


@changed(
    "pushed-media-type-added",
    "added",
    ("pushed media type", "added"),
    subject="operation",
    judge=always("risky"),
    fix="Send it only to those who subscribed to it.",
    examples=[
        reports(_pushed("text/csv: {}"), _pushed("text/csv: {}, application/json: {}"), reads="risky"),
        allows(_pushed("text/csv: {}, application/json: {}"), _pushed("application/json: {}, text/csv: {}")),
    ],
)
def pushed_media_type_added(difference: Difference, _: Spot) -> str:
    """Nobody asks for what a webhook sends: a reader may be sent what it cannot read."""
    return f"{difference.after} can now be sent"


def _typed(name: str) -> str:
    return answer(JSON.replace("application/json", f"'{name}'"))


def _taken(name: str) -> str:
    return post(BODY.replace("application/json", f"'{name}'"))


@changed(
    "media-type-widened",
    "changed",
    ("media type", "widened"),
    subject="response",
    fix="Go on naming the media type that was promised.",
    examples=[
        reports(_taken("application/hal+json"), _taken("application/json"), sends="safe"),
        reports(_typed("application/hal+json"), _typed("application/json"), reads="breaking"),
        reports(_typed("application/json"), _typed("application/*"), reads="breaking"),
        allows(_typed("application/*"), _typed("application/*")),
    ],
)
def media_type_widened(difference: Difference, spot: Spot) -> str:
    """Readers of one kind meet any; who asks for the kind by name in Accept may get nothing."""
    return f"{difference.after} is now {spot.passed}, where it was {difference.before}"


def _special(difference: Difference, spot: Spot) -> Level:
    if spot.direction == "request":
        return "breaking"
    return "safe" if "*" in str(difference.before) else "risky"


@changed(
    "media-type-narrowed",
    "changed",
    ("media type", "narrowed"),
    subject="response",
    judge=_special,
    fix="Offer the special kind beside the general one.",
    examples=[
        reports(_taken("application/json"), _taken("application/hal+json"), sends="breaking"),
        reports(_typed("application/json"), _typed("application/hal+json"), reads="risky"),
        reports(_typed("application/*"), _typed("application/json"), reads="safe"),
        allows(_typed("application/json"), _typed("application/json; charset=utf-8")),
    ],
)
def media_type_narrowed(difference: Difference, spot: Spot) -> str:
    """Parsers of the general kind read the special one too, but some clients ask for it, or compare, by name."""
    return f"only {difference.after} is {spot.passed} now, where it was {difference.before}"


def _form(content_type: str) -> str:
    encoding = f"encoding: {{f: {{contentType: {content_type}}}}}"
    return f"content: {{multipart/form-data: {{schema: {{type: object}}, {encoding}}}}}"


def _part(content_type: str) -> str:
    return post(f"requestBody: {{{_form(content_type)}}}")


def _part_read(content_type: str) -> str:
    return answer(f"'200': {{description: OK, {_form(content_type)}}}")


@changed(
    "encoding-changed",
    "changed",
    ("encoding", "changed"),
    subject="response",
    fix="Keep the encoding of the part.",
    examples=[
        reports(
            _part("image/png"),
            _part("image/gif"),
            sends="breaking",
        ),
        reports(_part_read("image/png"), _part_read("image/gif"), reads="breaking"),
        reports(_part("image/png"), _part("'image/png, image/gif'"), sends="safe"),
        reports(_part("image/png"), _part("image/*"), sends="risky"),
        allows(LIST, LIST),
    ],
)
def encoding_changed(difference: Difference, _: Spot) -> str:
    """How a part of a body is written changed: by its media type, which is decided, or otherwise, which is not."""
    if Effect.UNKNOWN in difference.effect:
        return f"encoding of '{difference.name}' changed; not compared"
    before, after = (side["contentType"] for side in (difference.before, difference.after))
    return f"media types of '{difference.name}' changed from {before} to {after}"


BODIES = (
    request_body_added,
    required_request_body_added,
    request_body_removed,
    request_body_became_required,
    request_body_became_optional,
    media_type_removed,
    media_type_added,
    pushed_media_type_added,
    media_type_widened,
    media_type_narrowed,
    encoding_changed,
)
