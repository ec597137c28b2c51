"""Operations: what goes in, what comes out, who uses it, whether one may retry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.site import links, meaning, prose, words
from registry.site.meaning import Scope
from registry.site.page import Group, Page
from registry.site.pages import behaviour, bodies, crumbs, samples
from registry.site.pages.examples import Examples
from registry.site.pages.flows import frequency
from registry.site.text import (
    Badge,
    Box,
    Code,
    Form,
    Inline,
    Link,
    Notice,
    Prose,
    Row,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description, Operation
    from registry.model.registry import Api
    from registry.site.book import Book

_MOST_NEIGHBOURS = 30


def pages(book: Book, api: Api) -> Iterator[Page]:
    """Yield the operations of the newest release, then those of each older major line."""
    yield from _of(book, api, book.description(api), None)
    for line, version in book.lines(api).items():
        yield from _of(book, api, api.description(version), line)


def _of(book: Book, api: Api, description: Description, line: str | None) -> Iterator[Page]:
    scope = Scope(book, api.id, description, Examples(description))
    for operation in (*description.operations, *description.webhooks):
        yield _page(scope, api, operation, line)


def _page(scope: Scope, api: Api, operation: Operation, line: str | None) -> Page:
    book, description = scope.book, scope.description
    old = f" (version {line})" if line is not None else ""
    return Page(
        url=links.operation(api.id, operation.slug, line),
        kind="operation",
        title=title(operation) + old,
        owner=book.api_title(api.id),
        sentence=_sentence(book, api, operation),
        kicker="Message it sends" if operation.kind == "webhook" else "Operation",
        crumbs=crumbs.api(book, api.id),
        badges=_badges(api, description, operation, line),
        notices=_notices(book, api, operation, line),
        sidebar=_sidebar(book, api, description, operation, line),
        parts={
            "form": _form(book, api, operation),
            "text": rest(operation.text),
            "parameters": bodies.parameters(scope, operation),
            "request": bodies.request(scope, operation),
            "response": bodies.responses(scope, operation),
            "samples": samples.samples(operation, scope.examples),
            "errors": behaviour.failures(operation),
            "retry": behaviour.retrying(operation.meaning),
            "limits": behaviour.limits(operation.meaning),
            "consumers": consumers(book, api.id, operation),
        },
        searchable=line is None,
    )


def title(operation: Operation) -> str:
    """Return the summary without its full stop, or the name."""
    return operation.summary.rstrip(". ") or operation.operation_id or operation.name


def _sentence(book: Book, api: Api, operation: Operation) -> Inline:
    described = operation.text or operation.summary
    if described:
        return prose.opening(described)
    return f"{operation.name} of {book.api_title(api.id)}."


def rest(markdown: str) -> Prose | None:
    """Return what a description says after the sentence that stands under the title."""
    more = prose.after_first_sentence(markdown)
    return Prose(more) if more else None


def _badges(api: Api, description: Description, operation: Operation, line: str | None) -> tuple[Inline, ...]:
    found: list[Inline] = [meaning.verb(operation.method, operation.path)]
    released = api.latest is not None or line is not None
    found.append(
        Badge(f"version {description.version}" if released else f"{description.version}, not released")
    )
    stability = operation.stability
    if stability and stability != "stable":
        found.append(Badge(stability, "risky"))
    if not operation.security:
        found.append(Badge("no sign-in needed"))
    found += [Badge(_alternative(each)) for each in operation.security if each]
    return tuple(found)


def _alternative(requirement: Any) -> str:
    return " and ".join(
        f"{name}: {', '.join(scopes)}" if scopes else name for name, scopes in requirement.items()
    )


def _notices(book: Book, api: Api, operation: Operation, line: str | None) -> tuple[Notice, ...]:
    found = []
    if line is not None:
        newest = next(
            (each for each in book.description(api).operations if each.name == operation.name), None
        )
        target = links.operation(api.id, newest.slug) if newest else links.api(api.id)
        where = Link(f"Version {api.latest} is the newest.", target)
        found.append(Notice("risky", f"You are looking at version {line}, which is not the newest", where))
    if operation.sunset is not None:
        found.append(Notice("breaking", f"Stops working on {book.when(operation.sunset)}", ""))
    if operation.deprecated:
        found.append(Notice("risky", "Deprecated", "It still works; do not begin to use it."))
    return tuple(found)


def _sidebar(
    book: Book, api: Api, description: Description, operation: Operation, line: str | None
) -> tuple[Group, ...]:
    tag = operation.tags[:1]
    everything = description.webhooks if operation.kind == "webhook" else description.operations
    beside = [each for each in everything if each.tags[:1] == tag]
    at = beside.index(operation)
    start = max(0, min(at - _MOST_NEIGHBOURS // 2, len(beside) - _MOST_NEIGHBOURS))
    shown = beside[start : start + _MOST_NEIGHBOURS]
    near = tuple(Link(title(each), links.operation(api.id, each.slug, line)) for each in shown)
    return (api_group(book, api), Group(tag[0].capitalize() if tag else "Operations", near))


def api_group(book: Book, api: Api) -> Group:
    """Return the group of links that leads through an API."""
    return Group(
        book.api_title(api.id),
        (
            Link("Overview", links.api(api.id)),
            Link("All operations", f"{links.api(api.id)}#operations"),
            Link("All fields", links.fields(api.id)),
            Link("Try it", links.console(api.id)),
            Link("Who uses it", f"{links.api(api.id)}#who-uses-it"),
            Link("Versions", f"{links.api(api.id)}#versions"),
        ),
    )


def _form(book: Book, api: Api, operation: Operation) -> Form:
    said = operation.meaning
    users = book.flows_of(api.id, operation)
    server = str(operation.servers[0].get("url", "/")) if operation.servers else "/"
    again = {"idempotent": "Yes", "replayable": "Yes, with a key", "not_idempotent": "No"}
    boxes = [
        Box("Offered by", Strong(book.system_link(api.system))),
        Box("Part of", book.api_link(api.id)),
        Box("Used by", words.counted(len(users), "flow") if users else "No recorded flow"),
        Box("May be repeated", again[said.idempotency.class_] if said.idempotency else "Not said"),
    ]
    if operation.kind == "operation":
        boxes.append(
            Box(
                "Address", Code(f"{operation.method.upper()} {server.rstrip('/')}{operation.path}"), wide=True
            )
        )
    return Form(tuple(boxes))


def consumers(book: Book, api: str, operation: Operation) -> Table | str:
    """Return the flows that read the operation or write into it."""
    flows = book.flows_of(api, operation)
    if not flows:
        return "No recorded flow uses it. That is not proof that nobody does."
    rows = tuple(
        Row(
            (
                book.flow_link(flow.id),
                (book.system_link(flow.producer_system), " to ", book.system_link(flow.consumer_system)),
                frequency(flow),
                book.team(flow.owner),
            )
        )
        for flow in flows
    )
    return Table("Flows that use it", ("What moves", "Between", "How often", "Owner"), rows)
