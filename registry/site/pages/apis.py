"""APIs: what each is, who owns it, who uses it, in which versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, meaning, prose, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs, flows, operations, quality, timelines, versions
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
    Section,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from registry.model.description import Description, Operation
    from registry.model.registry import Api
    from registry.model.semantics import ApiMeaning
    from registry.site.book import Book

_SCOPES = {
    "interactive": "questions",
    "issues": "problems",
    "announcements": "announcements",
    "notifications": "notices",
}
_PROMISES = {
    "availability": "Available",
    "latency": "Answers within",
    "retention": "Keeps data for",
    "frequency": "Renewed every",
}
_COMPATIBILITY = {
    "backward": "Clients of the version before keep working",
    "forward": "Data written for the next version can be read",
    "full": "Works with the version before and the next",
    "none": "No promise",
}


def table(book: Book, apis: tuple[Api, ...], caption: str) -> Table | str:
    """Return APIs as a table."""
    if not apis:
        return "It offers no API."
    rows = tuple(
        Row(
            (
                book.api_link(api.id),
                summary(book.description(api)),
                Code(api.latest) if api.latest else Badge("not released", "quiet"),
                words.counted(len(book.description(api).operations), "operation"),
                words.counted(len(book.flows_of(api.id)), "flow"),
            )
        )
        for api in apis
    )
    return Table(caption, ("API", "What it is", "Newest", "Operations", "Used by"), rows)


def summary(description: Description) -> Inline:
    """Return one sentence on what the API is."""
    return prose.spoken(description.summary) or prose.opening(description.description) or description.title


def hub(book: Book) -> Page:
    """Return the list of all APIs."""
    groups = [
        Section(
            Heading(2, book.system_title(system), links.anchor("in", system)),
            (
                table(
                    book,
                    book.registry.apis_of(system),
                    f"APIs of {book.system_title(system)}",
                ),
            ),
        )
        for system in dict.fromkeys(api.system for api in book.registry.apis)
    ]
    count = words.counted(len(book.registry.apis), "API")
    return Page(
        url=links.APIS,
        kind="apis",
        title="APIs",
        sentence=f"{count}, by the system that offers them: what each is for, and how many flows use it.",
        crumbs=(crumbs.HOME,),
        parts={"groups": groups},
    )


def page(book: Book, api: Api) -> Page:
    """Return the page of one API."""
    description = book.description(api)
    said = description.meaning
    return Page(
        url=links.api(api.id),
        kind="api",
        title=description.title or api.id,
        sentence=summary(description),
        kicker="API",
        crumbs=crumbs.APIS,
        badges=_badges(api, description, said),
        notices=_notices(book, said),
        sidebar=(
            operations.version_group(book, api, links.api(api.id)),
            operations.api_group(book, api),
            *_operation_groups(api, description),
        ),
        parts={
            "about": _form(book, api, description, said),
            "text": _text(description),
            "next": versions.coming(book, api),
            "operations": _operations(api.id, description.operations),
            "webhooks": _operations(api.id, description.webhooks) if description.webhooks else None,
            "consumers": flows.table(book, book.flows_of(api.id), "Flows that use it"),
            "fields": _fields(book, api),
            "promises": _promises(said),
            "quality": quality.short(book.outlook.quality("api", api.id)),
            "questions": _questions(said),
            "timeline": timelines.releases(book, (api,)),
            "versions": [versions.table(book, api), versions.beside(api)],
        },
    )


def _text(description: Description) -> Prose | None:
    """Return the description, without the sentence that already stands under the title for want of a summary."""
    if description.summary:
        return Prose(description.description) if description.description else None
    return operations.rest(description.description)


def _badges(api: Api, description: Description, said: ApiMeaning) -> tuple[Inline, ...]:
    found: list[Inline] = [
        Badge(f"version {api.latest}" if api.latest else f"{description.version}, not released", "accent")
    ]
    if said.release_status:
        tone = {"active": "good", "beta": "risky", "deprecated": "breaking"}[said.release_status]
        found.append(Badge(said.release_status, tone))  # type: ignore[arg-type]
    found.append(Badge(f"OpenAPI {description.declared}"))
    return tuple(found)


def _notices(book: Book, said: ApiMeaning) -> tuple[Notice, ...]:
    found = []
    instead: Inline = ""
    if said.successors:
        instead = (
            "Use ",
            *(part for each in said.successors for part in (book.api_link(each), " ")),
            "instead.",
        )
    if said.sunset_date:
        found.append(Notice("breaking", f"Stops working on {book.when(said.sunset_date)}", instead))
    if said.release_status == "deprecated" or said.deprecation_date:
        since = f" on {book.when(said.deprecation_date)}" if said.deprecation_date else ""
        found.append(
            Notice("risky", f"Deprecated{since}", instead or "It still works; do not begin to use it.")
        )
    if said.release_status == "beta":
        found.append(Notice("", "Not final yet", "It may still change without the usual notice."))
    return tuple(found)


def _form(book: Book, api: Api, description: Description, said: ApiMeaning) -> Form:
    system = book.registry.find_system(api.system)
    team = said.team or (system.team if system else None)
    notice = said.notice_period or book.registry.config.policy.notice_period
    boxes = [
        Box("Offered by", Strong(book.system_link(api.system))),
        Box("Owner", book.team_contact(team)),
        Box("Notice before a break", words.duration(str(notice))),
        Box("Used by", words.counted(len(book.flows_of(api.id)), "flow")),
    ]
    if said.compatibility:
        boxes.append(Box("New versions", _COMPATIBILITY[said.compatibility]))
    if said.support:
        boxes.append(
            Box("Help", Lines(tuple(support(each.channel, each.scope, each.url) for each in said.support)))
        )
    if description.servers:
        shown = tuple(_server(server) for server in description.servers[:4])
        boxes.append(Box("Address", Lines(shown), wide=True))
    return Form(tuple(boxes))


def support(channel: str, scope: str | None, url: str | None) -> Inline:
    """Return one channel of support: ``#catalog for questions``."""
    address = url or channel
    shown: Inline = Link(channel, address) if links.is_external(address) else channel
    return (shown, f" for {_SCOPES[scope]}") if scope else shown


def _server(server: dict[str, object]) -> Inline:
    said = server.get("description")
    return (Code(str(server.get("url", ""))), f" {said}" if isinstance(said, str) else "")


def _operation_groups(api: Api, description: Description) -> tuple[Group, ...]:
    tags = dict.fromkeys(each.tags[0] if each.tags else "" for each in description.operations)
    found = []
    for tag in list(tags)[:12]:
        own = [each for each in description.operations if (each.tags[0] if each.tags else "") == tag][:15]
        shown = tuple(Link(operations.title(each), links.operation(api.id, each.slug)) for each in own)
        found.append(Group(words.opened(tag) or "Operations", shown))
    return tuple(found)


def _operations(api: str, found: tuple[Operation, ...]) -> Table | str:
    if not found:
        return "It has no operations."
    rows = tuple(
        Row(
            (
                (
                    Link(operations.title(each), links.operation(api, each.slug)),
                    *((" ", Badge("deprecated", "risky")) if each.deprecated else ()),
                ),
                meaning.verb(each.method, each.path),
                _repeatable(each),
            ),
            anchor=each.slug,
        )
        for each in found
    )
    return Table("Operations", ("What it does", "Request", "May be repeated"), rows)


def _repeatable(operation: Operation) -> Inline:
    said = operation.meaning.idempotency
    words_for = {"idempotent": "yes", "replayable": "with a key", "not_idempotent": "no"}
    return words_for[said.class_] if said else ""


def _fields(book: Book, api: Api) -> Inline | Table:
    paged = book.fields.paged(api)
    everything = Link(
        f"All {words.counted(len(book.fields.of(api)), 'field')} of this API", links.fields(api.id)
    )
    if not paged:
        return (everything, ".")
    rows = tuple(
        Row(
            (
                (
                    Link(field.meaning.business_name or field.path, links.field(api.id, field.id)),
                    *meaning.marks(field.meaning),
                ),
                Code(field.id),
                prose.opening(field.meaning.description),
                words.counted(len({edge.flow for edge in book.fields.edges(api.id, field.id)}), "flow"),
            )
        )
        for field in paged
    )
    rows = (*rows, Row((everything, "", "", "")))
    return Table("Fields that matter most", ("Field", "Its name", "What it means", "Carried by"), rows)


def _promises(said: ApiMeaning) -> Facts | None:
    found = tuple(
        (_PROMISES.get(each.property) or words.label(each.property), words.amount(each.value, each.unit))
        for each in said.sla_properties
    )
    return Facts(found) if found else None


def _questions(said: ApiMeaning) -> tuple[Section, ...]:
    return tuple(
        Section(Heading(3, each.question, links.anchor("question", str(number))), (Prose(each.answer),))
        for number, each in enumerate(said.verified_statements, 1)
    )
