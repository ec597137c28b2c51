"""What can be taken along from a site: descriptions in every version, schemas of the written formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from registry.model.forms import FORMS, json_schema
from registry.site import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api, Registry


def downloads(registry: Registry) -> Iterator[tuple[str, bytes]]:
    """Yield the files by path; raises UnreadableInput where a description cannot be read."""
    for api in registry.apis:
        for version in api.versions or (None,):
            yield from _description(registry, api, version)
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
