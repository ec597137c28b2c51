"""What can be taken along from a site: descriptions in every version, schemas of the written formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

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
        yield links.schema(name), orjson.dumps(json_schema(name), option=orjson.OPT_INDENT_2)


def _description(registry: Registry, api: Api, version: str | None) -> Iterator[tuple[str, bytes]]:
    """A release is offered as it was frozen; a working copy, which may be several files, bundled."""
    data = api.description(version).bundle.data
    label = version or "pending"
    path = api.path(version)
    as_json = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    frozen = version is not None and path.endswith((".yaml", ".yml"))
    yield links.download(api.id, label, "yaml"), registry.store.files.read(path) if frozen else as_json
    yield links.download(api.id, label, "json"), as_json
