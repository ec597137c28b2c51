"""Operations: what goes in, what comes out, who uses it, whether one may retry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.export.headers import headers
from registry.site import links, meaning, prose, words
from registry.site.examples import Examples
from registry.site.meaning import Scope
from registry.site.page import Group, Page
from registry.site.pages import behaviour, bodies, crumbs, samples
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
    from collections.abc import Iterator, Mapping

    from registry.model.description import Description, Operation
    from registry.model.registry import Api
    from registry.site.book import Book

_MOST_NEIGHBOURS = 30
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Line:
    """One version whose operations have pages, with what these share.

    ``name`` is the older major line, `links.NEXT`, or None for the newest; ``beside`` are the neighbours by operation.
    """

    scope: Scope
    api: Api
    name: str | None
    crumbs: tuple[Link, ...]
    beside: Mapping[str, Group]
    around: Group


def pages(book: Book, api: Api, name: str | None, start: int, stop: int) -> Iterator[Page]:
    """Yield the pages of some operations of a line: the newest, an older major one, or what is to come.

    Of what is to come only the operations that are about to change have a page.
    """
    description = api.description(book.version(api, name))
    only = book.outlook.pending_operations(api) if name == links.NEXT else None
    operations = tuple(
        operation
        for operation in (*description.operations, *description.webhooks)[start:stop]
        if only is None or operation.name in only
    )
    line = _Line(
        Scope(book, api.id, description, Examples(description, operations)),
        api,
        name,
        crumbs.api(book, api.id),
        dict(_neighbours(book, api, description, name)),
        api_group(book, api),
    )
    return (_page(line, operation) for operation in operations)


def _page(line: _Line, operation: Operation) -> Page:
    scope, api = line.scope, line.api
    book = scope.book
    old = (
        ""
        if line.name is None
        else " (not released)"
        if line.name == links.NEXT
        else f" (version {line.name})"
    )
    return Page(
        url=links.operation(api.id, operation.slug, line.name),
        kind="operation",
        title=title(operation) + old,
        owner=book.api_title(api.id),
        sentence=_sentence(book, api, operation),
        kicker="Message it sends" if operation.kind == "webhook" else "Operation",
        crumbs=line.crumbs,
        badges=_badges(api, scope.description, operation, line.name),
        notices=_notices(book, api, operation, line.name),
        sidebar=_sidebar(line, operation),
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
        searchable=line.name is None,
    )


def title(operation: Operation) -> str:
    """Return the summary without its full stop; the name where that is missing or a whole text."""
    summary = operation.summary.rstrip(". ")
    return summary if 0 < len(summary) <= _LONGEST_TITLE else operation.operation_id or operation.name


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
    pending = line == links.NEXT or (api.latest is None and line is None)
    found.append(
        Badge(f"{description.version}, not released" if pending else f"version {description.version}")
    )
    stability = operation.stability
    if stability and stability != "stable":
        found.append(Badge(stability, "risky"))
    if not operation.security and _tells_of_security(description, operation):
        found.append(Badge("no sign-in needed"))
    found += [Badge(_alternative(each)) for each in operation.security if each]
    return tuple(found)


def _tells_of_security(description: Description, operation: Operation) -> bool:
    """Whether anything is written about who may call: where nothing is, nobody said that everybody may."""
    told = "security" in operation.data or "security" in description.data
    return told or bool(description.security_schemes)


def _alternative(requirement: Any) -> str:
    return " and ".join(
        f"{name}: {', '.join(scopes)}" if scopes else name for name, scopes in requirement.items()
    )


def _notices(book: Book, api: Api, operation: Operation, line: str | None) -> tuple[Notice, ...]:
    found = []
    if line is not None:
        found.append(_other_line(book, api, operation, line))
    said = headers(operation.description, operation)
    if operation.sunset is not None:
        found.append(
            Notice("breaking", f"Stops working on {book.when(operation.sunset)}", _header(said, "Sunset"))
        )
    if operation.deprecated:
        still = "It still works; do not begin to use it. "
        found.append(Notice("risky", "Deprecated", (still, _header(said, "Deprecation"))))
    return tuple(found)


def _header(said: Mapping[str, str], name: str) -> Inline:
    """Return what answers should bear, for programs that watch for it (RFC 9745, RFC 8594)."""
    return ("Answers should bear ", Code(f"{name}: {said[name]}"), ".") if name in said else ""


def _other_line(book: Book, api: Api, operation: Operation, line: str) -> Notice:
    newest = book.same_operation(api, api.latest, operation.name)
    target = links.operation(api.id, newest.slug) if newest else links.api(api.id)
    if line == links.NEXT:
        coming = Link("What changes", f"{links.COMING}#{links.field_anchor(api.id)}")
        today = Link(f"as it is in version {api.latest}", target)
        return Notice("accent", "This is not released yet", (coming, " · ", today, "."))
    where = Link(f"Version {api.latest} is the newest.", target)
    return Notice("risky", f"You are looking at version {line}, which is not the newest", where)


def _versions(book: Book, api: Api, operation: Operation) -> Group:
    """Return the same operation in the other lines: the switcher of versions."""
    found = []
    name = operation.name
    pending = name in book.outlook.pending_operations(api)
    if pending and (coming := book.same_operation(api, None, name)):
        found.append(Link("not released yet", links.operation(api.id, coming.slug, links.NEXT)))
    if newest := book.same_operation(api, api.latest, name):
        found.append(Link(f"{api.latest or 'not released'}, newest", links.operation(api.id, newest.slug)))
    for line, version in book.lines(api).items():
        if older := book.same_operation(api, version, name):
            found.append(Link(version, links.operation(api.id, older.slug, line)))
    return Group("Version", tuple(found))


def _sidebar(line: _Line, operation: Operation) -> tuple[Group, ...]:
    beside = line.beside[operation.name]
    if operation.kind != "operation":
        return (line.around, beside)
    return (_versions(line.scope.book, line.api, operation), line.around, beside)


def _neighbours(
    book: Book, api: Api, description: Description, line: str | None
) -> Iterator[tuple[str, Group]]:
    """Yield for each operation, by name, those of its kind and first tag that stand around it."""
    for everything in (description.operations, description.webhooks):
        tagged: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
        for each in everything:
            tagged[each.tags[:1]].append(each)
        for tag, beside in tagged.items():
            called = words.opened(tag[0]) if tag else "Operations"
            near = tuple(_near(book, api, each, line) for each in beside)
            for at, each in enumerate(beside):
                start = max(0, min(at - _MOST_NEIGHBOURS // 2, len(beside) - _MOST_NEIGHBOURS))
                yield each.name, Group(called, near[start : start + _MOST_NEIGHBOURS])


def _near(book: Book, api: Api, operation: Operation, line: str | None) -> Link:
    """Return the link to a neighbour; what does not change has no page among what is coming."""
    if line == links.NEXT and operation.name not in book.outlook.pending_operations(api):
        line = None
    return Link(title(operation), links.operation(api.id, operation.slug, line))


def version_group(book: Book, api: Api, here: str) -> Group:
    """Return the versions of an API for pages that describe the newest alone; ``here`` is such a page."""
    newest = Link(f"{api.latest or 'not released'}, newest", here)
    before = tuple(Link(version, f"{links.api(api.id)}#v{version}") for version in book.lines(api).values())
    compare = (Link("Compare versions", links.compare(api.id)),) if len(api.versions) > 1 else ()
    return Group("Version", (newest, *before, *compare))


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
