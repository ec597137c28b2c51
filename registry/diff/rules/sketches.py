"""Small descriptions in which rules show their examples, and what several rules judge alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.diff.declare import Spot
    from registry.schema import Difference

OK = "responses: {'200': {description: OK}}"
GET = f"{{get: {{{OK}}}}}"
LIST, LIST_AND_ITEM = f"paths: {{/a: {GET}}}", f"paths: {{/a: {GET}, /b: {GET}}}"

JSON = "'200': {description: OK, content: {application/json: {schema: {type: object}}}}"


def get(more: str) -> str:
    """Return a description with one operation that says more than the least."""
    return f"paths: {{/a: {{get: {{{more}, {OK}}}}}}}"


def query(more: str, name: str = "q") -> str:
    """Return a description with one query parameter."""
    return get(f"parameters: [{{name: {name}, in: query, {more}}}]")


def post(body: str) -> str:
    """Return a description with one operation that takes a body."""
    return f"paths: {{/a: {{post: {{{body}, {OK}}}}}}}"


def answer(responses: str) -> str:
    """Return a description with one operation that answers as told."""
    return f"paths: {{/a: {{get: {{responses: {{{responses}}}}}}}}}"


def sdk_only(_: Difference, spot: Spot) -> Level:
    """Judge what only generated code notices."""
    return "breaking" if spot.sdk else "safe"
