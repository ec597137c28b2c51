"""The header fields that say in each answer what will stop working: for gateways, and for pages.

``Deprecation`` is RFC 9745 (a structured date), ``Sunset`` RFC 8594 (an HTTP date), the links' relations are theirs and
those of RFC 5829.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from registry.export.document import Document, Export

if TYPE_CHECKING:
    from datetime import date

    from registry.export.subject import Release, Subject
    from registry.model.description import Description, Operation


def export(subject: Subject) -> Export:
    """Return a list of the operations whose answers should bear header fields, with these."""
    rows = []
    remarks = []
    for release in subject.releases:
        for operation in release.description.operations:
            found = headers(release.description, operation) | links(subject, release)
            if operation.deprecated and "Deprecation" not in found:
                remarks.append(
                    f"{release.api.id}@{release.number} {operation.name} is deprecated, and nobody says since when: "
                    "no Deprecation header can be written (info.x-registry.deprecationDate)"
                )
            if "Deprecation" in found or "Sunset" in found:
                rows.append(
                    {
                        "api": release.api.id,
                        "version": release.number,
                        "method": operation.method.upper(),
                        "path": operation.path,
                        "headers": found,
                    }
                )
    text = json.dumps(rows, indent=2, ensure_ascii=False)
    return Export((Document("headers.json", f"{text}\n"),), tuple(dict.fromkeys(remarks)))


def headers(description: Description, operation: Operation) -> dict[str, str]:
    """Return ``Deprecation`` and ``Sunset`` for the answers of an operation, as far as their days are known.

    A day begins at midnight UTC. What the operation says of itself counts before what the API says of all.
    """
    said = description.meaning
    found: dict[str, str] = {}
    if said.deprecation_date is not None:
        found["Deprecation"] = f"@{int(midnight(said.deprecation_date).timestamp())}"
    if (sunset := operation.sunset or said.sunset_date) is not None:
        found["Sunset"] = format_datetime(midnight(sunset), usegmt=True)
    return found


def links(subject: Subject, release: Release) -> dict[str, str]:
    """Return ``Link``: where it is explained, if the site is published, and what comes after it."""
    home = (subject.registry.config.url or "").rstrip("/")
    if not home:
        return {}
    page = f"{home}/apis/{quote(release.api.id)}/"
    found = [f'<{page}>; rel="{relation}"; type="text/html"' for relation in ("deprecation", "sunset")]
    found += [
        f'<{home}/apis/{quote(successor)}/>; rel="successor-version"'
        for successor in release.description.meaning.successors
    ]
    return {"Link": ", ".join(found)}


def midnight(day: date) -> datetime:
    """Return the beginning of a day."""
    return datetime.combine(day, time(), UTC)
