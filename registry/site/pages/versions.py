"""The versions of an API: when each came, what it changed, where it can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.text import Badge, Code, Facts, Inline, Link, Row, Table, joined

if TYPE_CHECKING:
    from registry.changelog.entry import Entry
    from registry.model.registry import Api
    from registry.site.book import Book


def table(book: Book, api: Api) -> Table | Inline:
    """Return the versions, newest first."""
    entries = {entry.version: entry for entry in book.entries_of(api.id)}
    rows = []
    if not api.versions:
        return ("Nothing is released yet. The working copy: ", _downloads(api.id, "pending"), ".")
    newest_of_line = {version: line for line, version in book.lines(api).items()}
    for version in reversed(api.versions):
        entry = entries.get(version)
        released = words.day(entry.date) if entry else ""
        told: Inline = Link("what changed", links.release(api.id, version)) if entry else ""
        old: Inline = ""
        if version in newest_of_line:
            line = newest_of_line[version]
            first = next(iter(api.description(version).operations), None)
            old = (
                Link(f"operations of version {line}", links.operation(api.id, first.slug, line))
                if first
                else ""
            )
        rows.append(
            Row(
                (Code(version), released, severity(entry), told, _downloads(api.id, version), old),
                f"v{version}",
            )
        )
    return Table(
        "Versions", ("Version", "Released", "Changes", "Told in", "Download", "Still described"), tuple(rows)
    )


def beside(api: Api) -> Facts:
    """Return what else there is to versions: comparisons, badges."""
    compare: tuple[tuple[str, Inline], ...] = (("Compare", Link("any two versions", links.compare(api.id))),)
    badges = tuple(Link(f"{kind}.svg", links.badge(api.id, kind)) for kind in ("version", "next-end"))
    return Facts((*(compare if len(api.versions) > 1 else ()), ("Badges", joined(badges))))


def severity(entry: Entry | None) -> Inline:
    """Return the counts of changes as badges."""
    if entry is None:
        return ""
    if entry.base is None:
        return Badge("first", "quiet")
    shown = [Badge(f"{count} {level}", level) for level, count in entry.summary.items() if count]
    return tuple(part for badge in shown for part in (badge, " ")) or Badge("none", "quiet")


def _downloads(api: str, version: str) -> Inline:
    return (
        Link("YAML", links.download(api, version, "yaml")),
        " ",
        Link("JSON", links.download(api, version, "json")),
    )


def coming(book: Book, api: Api) -> Inline | None:
    """Return what is written but not released, if there is anything."""
    if api.latest is None:
        return None
    pending = len(book.outlook.pending_changes(api))
    if not pending:
        return None
    verb = "is" if pending == 1 else "are"
    said = f"{words.counted(pending, 'change')} in the working copy {verb} not released yet: "
    return (said, Link("see what is coming", f"{links.COMING}#{links.field_anchor(api.id)}"), ".")
