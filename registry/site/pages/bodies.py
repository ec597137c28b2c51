"""What an operation takes and returns, as tables of fields with an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, meaning, shapes, types, words
from registry.site.text import Code, Heading, Prose, Sample, Small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Operation
    from registry.model.parts import MediaType, Response
    from registry.site.meaning import Scope
    from registry.site.text import Block, Table

_PLACES = {"path": "In the path", "query": "In the query", "header": "In a header", "cookie": "In a cookie"}
_LONGEST_EXAMPLE = 6000


def parameters(scope: Scope, operation: Operation) -> list[Table]:
    """Return one table for each place that parameters stand in."""
    groups = {place: [each for each in operation.parameters if each.location == place] for place in _PLACES}
    return [
        meaning.parameter_table(scope, f"{_PLACES[place]}: parameters", group, place)
        for place, group in groups.items()
        if group
    ]


def request(scope: Scope, operation: Operation) -> list[Block]:
    """Return what the operation takes; nothing if it takes no body."""
    body = operation.body
    if body is None:
        return []
    said: list[Block] = [Prose(body.text)] if body.text else []
    if not body.required:
        said.append("The body may be left out.")
    return [*said, *_content(scope, body.content, "request", "Request body")]


def responses(scope: Scope, operation: Operation) -> list[Block]:
    """Return what the operation answers when it went well."""
    return [
        block
        for answer in operation.responses
        if not is_failure(answer)
        for block in _response(scope, answer)
    ]


def is_failure(answer: Response) -> bool:
    """Return whether the answer tells of a failure; ``default`` stands for all that are not listed."""
    return answer.status[:1] not in {"1", "2", "3"}


def _response(scope: Scope, answer: Response) -> Iterator[Block]:
    title = (Code(answer.status), f" {words.status(answer.status)}")
    yield Heading(3, title, links.anchor("answer", answer.status))
    if answer.text:
        yield Prose(answer.text)
    if answer.headers:
        caption = f"Headers of the answer {answer.status}"
        yield meaning.parameter_table(scope, caption, answer.headers, f"{answer.status}.header")
    yield from _content(scope, answer.content, answer.status, f"Body of the answer {answer.status}")


def _content(scope: Scope, content: tuple[MediaType, ...], at: str, caption: str) -> Iterator[Block]:
    for number, media in enumerate(content):
        anchor = at if number == 0 else links.anchor(at, media.name)
        yield from _media(scope, media, anchor, f"{caption}, {media.name}")


def _media(scope: Scope, media: MediaType, at: str, caption: str) -> Iterator[Block]:
    description = scope.description
    schema = media.schema if isinstance(media.schema, dict) else {}
    found = shapes.lines(description, media.schema, media.schema_pointer)
    kind = types.label(description, shapes.parts(description, shapes.Part(schema, media.schema_pointer)))
    yield Small((Code(media.name), f": {kind}"))
    if found:
        yield meaning.table(scope, caption, found, at)
    yield from _example(scope, media)


def _example(scope: Scope, media: MediaType) -> Iterator[Block]:
    found = scope.examples.of(media)
    if found is None:
        return
    text = found.value if isinstance(found.value, str) else types.pretty(found.value)
    if 0 < len(text) <= _LONGEST_EXAMPLE:
        made = "Example, made from the description and checked against it:" if found.made else "Example:"
        yield Small(made)
        yield Sample(text, "json")
