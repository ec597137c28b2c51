"""What can be taken along from a site: descriptions in every version, schemas of the written formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.formats.json_text import as_json
from registry.model.forms import FORMS, json_schema
from registry.site import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api, Registry


def of_api(registry: Registry, api: Api) -> Iterator[tuple[str, bytes]]:
    """Yield every version of a description by path; raises UnreadableInput where one cannot be read."""
    for version in api.versions or (None,):
        yield from _description(registry, api, version)


def schemas() -> Iterator[tuple[str, bytes]]:
    """Yield the schemas of the written formats by path."""
    for name in FORMS:
        yield links.schema(name), as_json(json_schema(name))


def _description(registry: Registry, api: Api, version: str | None) -> Iterator[tuple[str, bytes]]:
    """A release is offered as it was frozen; a working copy, which may be several files, bundled.

    What is frozen as JSON stands at the address for YAML too, as the bundle does: JSON is YAML (YAML 1.2, section 1.3).
    """
    described = api.description(version).bundle
    label = version or "pending"
    frozen = None if version is None else registry.store.files.read(api.path(version))
    in_json = frozen if frozen is not None and described.syntax == "json" else as_json(described.data)
    yield links.download(api.id, label, "yaml"), in_json if frozen is None else frozen
    yield links.download(api.id, label, "json"), in_json
