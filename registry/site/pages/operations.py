"""Operations: what goes in, what comes out, who uses it, whether one may retry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.site import links, meaning, prose, shapes, types, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs
from registry.site.pages.flows import frequency, retry_sentence
from registry.site.text import (
    Badge,
    Box,
    Code,
    Facts,
    Form,
    Heading,
    Inline,
    Lines,
    Link,
    Notice,
    Prose,
    Row,
    Sample,
    Small,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description, Operation
    from registry.model.parts import Body, MediaType, Response
    from registry.model.registry import Api
    from registry.model.semantics import OperationMeaning
    from registry.site.book import Book
    from registry.site.text import Block

_IDEMPOTENCY = {
    "idempotent": "Yes. Sending the same request again has the same effect as sending it once.",
    "replayable": "Yes, with a key: the same request under the same key is answered again, not carried out again.",
    "not_idempotent": "No. Sending the request again does it again; find out first whether it went through.",
}
_PLACES = {"path": "In the path", "query": "In the query", "header": "In the header", "cookie": "In a cookie"}
_MOST_NEIGHBOURS = 30
_LONGEST_EXAMPLE = 6000


def pages(book: Book, api: Api) -> Iterator[Page]:
    """Yield the operations of the newest release, then those of the newest release of each older major line."""
    yield from _of(book, api, book.description(api), None)
    for line, version in book.lines(api).items():
        yield from _of(book, api, api.description(version), line)


def _of(book: Book, api: Api, description: Description, line: str | None) -> Iterator[Page]:
    for operation in (*description.operations, *description.webhooks):
        yield _page(book, api, description, operation, line)


def _page(book: Book, api: Api, description: Description, operation: Operation, line: str | None) -> Page:
    old = f" (version {line})" if line is not None else ""
    said = operation.meaning
    return Page(
        url=links.operation(api.id, operation.slug, line),
        kind="operation",
        title=title(operation) + old,
        sentence=_sentence(book, api, operation),
        hub=links.APIS,
        kicker="Message it sends" if operation.kind == "webhook" else "Operation",
        crumbs=crumbs.api(book, api.id),
        badges=_badges(api, description, operation, line),
        notices=_notices(book, api, operation, line),
        sidebar=_sidebar(book, api, description, operation, line),
        parts={
            "form": _form(book, api, operation),
            "text": rest(operation.text),
            "parameters": _parameters(book, api, description, operation),
            "request": _request(book, api, description, operation.body),
            "response": [
                block
                for each in operation.responses
                if _is_success(each)
                for block in _response(book, api, description, each)
            ],
            "errors": _errors(operation),
            "retry": _retry(said),
            "limits": _limits(said),
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
        return prose.first_sentence(described)
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


def _parameters(book: Book, api: Api, description: Description, operation: Operation) -> list[Table]:
    groups = {place: [each for each in operation.parameters if each.location == place] for place in _PLACES}
    return [
        meaning.parameter_table(book, api.id, description, f"{_PLACES[place]}: parameters", group, place)
        for place, group in groups.items()
        if group
    ]


def _request(book: Book, api: Api, description: Description, body: Body | None) -> list[Block]:
    if body is None:
        return []
    said: list[Block] = [Prose(body.text)] if body.text else []
    if not body.required:
        said.append("The body may be left out.")
    return said + [
        block
        for media in body.content
        for block in _media(book, api, description, media, "request", "Request body")
    ]


def _response(book: Book, api: Api, description: Description, response: Response) -> Iterator[Block]:
    yield Heading(
        3,
        (Code(response.status), f" {words.status(response.status)}"),
        links.anchor("answer", response.status),
    )
    if response.text:
        yield Prose(response.text)
    if response.headers:
        caption = f"Headers of the answer {response.status}"
        yield meaning.parameter_table(
            book, api.id, description, caption, response.headers, f"{response.status}.header"
        )
    for media in response.content:
        yield from _media(
            book, api, description, media, response.status, f"Body of the answer {response.status}"
        )


def _media(
    book: Book, api: Api, description: Description, media: MediaType, at: str, caption: str
) -> Iterator[Block]:
    found = shapes.lines(description, media.schema, media.schema_pointer)
    schema = media.schema if isinstance(media.schema, dict) else {}
    kind = types.label(description, shapes.parts(description, shapes.Part(schema, media.schema_pointer)))
    yield Small((Code(media.name), f": {kind}"))
    if found:
        yield meaning.table(book, api.id, description, f"{caption}, {media.name}", found, at)
    example = _example(description, media, schema)
    if example is not None:
        written = types.pretty(example)
        if len(written) <= _LONGEST_EXAMPLE:
            yield Sample(written, "json")


def _example(description: Description, media: MediaType, schema: dict[str, Any]) -> Any:
    examples = media.data.get("examples")
    if isinstance(examples, dict) and examples:
        first = description.follow(next(iter(examples.values())), media.pointer)
        if first is not None and "value" in first[0]:
            return first[0]["value"]
    if "example" in media.data:
        return media.data["example"]
    target = description.follow(schema, media.schema_pointer)
    within = target[0] if target else schema
    listed = within.get("examples")
    return listed[0] if isinstance(listed, list) and listed else within.get("example")


def _is_success(response: Response) -> bool:
    return response.status[:1] in "123"


def _errors(operation: Operation) -> Table | None:
    coded = operation.meaning.errors
    failures = [each for each in operation.responses if not _is_success(each)]
    rows = [
        Row(
            (
                _error_name(error.status, error.code),
                _error_text(error),
                _again(error.retryable),
                error.action or "",
            ),
            links.anchor("error", error.code),
        )
        for error in coded
    ]
    told = {str(error.status) for error in coded}
    rows += [
        Row((_error_name(each.status, ""), Prose(each.text), "", ""), links.anchor("answer", each.status))
        for each in failures
        if each.status not in told
    ]
    return (
        Table(
            "When it fails", ("Answer", "What happened", "Try again?", "What to do"), tuple(rows), "changes"
        )
        if rows
        else None
    )


def _error_name(status: object, code: str) -> Inline:
    shown: Inline = (Code(str(status)), f" {words.status(str(status))}") if status else "Any"
    return Lines((shown, Small(Code(code)))) if code else shown


def _error_text(error: Any) -> str:
    return error.meaning or ""


def _again(retryable: bool | None) -> Inline:  # noqa: FBT001 - what the description says
    if retryable is None:
        return ""
    return Badge("yes", "good") if retryable else Badge("no", "quiet")


def _retry(said: OperationMeaning) -> Facts | str:
    found: list[tuple[str, Inline]] = []
    idempotency = said.idempotency
    if idempotency is not None:
        found.append(("Same request twice", _IDEMPOTENCY[idempotency.class_]))
        if idempotency.header:
            kept = (
                f", remembered for {words.duration(str(idempotency.key_lifetime))}"
                if idempotency.key_lifetime
                else ""
            )
            found.append(("Key", ("In the header ", Code(idempotency.header), kept)))
        if idempotency.on_conflict:
            found.append(("Same key, other request", ("Answered with ", Code(str(idempotency.on_conflict)))))
        if idempotency.description:
            found.append(("Note", idempotency.description))
    if said.retry is not None:
        found.append(("When it fails", retry_sentence(said.retry)))
    return Facts(tuple(found)) if found else "The description does not say. Treat it as unsafe to repeat."


def _limits(said: OperationMeaning) -> Facts | None:
    found: list[tuple[str, Inline]] = []
    for limit in said.rate_limit:
        window = words.milliseconds(limit.window * 1000)
        found.append(("Rate limit", f"{limit.quota:,} {limit.unit} in {window}"))
    if said.timeout is not None:
        found.append(("Give up waiting after", words.milliseconds(said.timeout)))
    for goal in said.objectives:
        part = f", {goal.percentile:g} of 100 requests" if goal.percentile is not None else ""
        found.append((_goal(goal.property), f"{goal.value:g} {goal.unit or ''}".strip() + part))
    return Facts(tuple(found)) if found else None


def _goal(name: str) -> str:
    known = {
        "latency": "Answers within",
        "errorRate": "Fails at most",
        "throughput": "Serves at least",
        "availability": "Available",
    }
    return known.get(name, name)


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
