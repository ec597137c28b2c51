"""``/.well-known/api-catalog``: every API with its description and its page (RFC 9727, a linkset of RFC 9264)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.site import links
from registry.site.machines.head import TWIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.masthead import Masthead

PATH = ".well-known/api-catalog"
"""RFC 9727 section 2; its media type is ``application/linkset+json``, which is the server's to say."""

_OPENAPI = "application/vnd.oai.openapi"


def files(site: Masthead, book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogue; none where the site has no address, as its links are whole addresses."""
    if not site.address:
        return
    items = [
        {"href": site.at(links.api(api.id)), "title": book.api_title(api.id)} for api in book.registry.apis
    ]
    catalogue = {"anchor": site.at(PATH), "item": items}
    linkset = [catalogue, *(_links(site, book, api) for api in book.registry.apis)]
    said = json.dumps({"linkset": linkset}, indent=1, ensure_ascii=False)
    yield PATH, f"{said}\n".encode()


def _links(site: Masthead, book: Book, api: Api) -> dict[str, Any]:
    """Section 4.1 and appendix A: ``service-desc`` for programs, ``service-doc`` for people."""
    page = links.api(api.id)
    found: dict[str, Any] = {
        "anchor": site.at(page),
        "service-desc": [
            {
                "href": site.at(links.download(api.id, api.latest or "pending", "yaml")),
                "type": f"{_OPENAPI}+yaml",
            },
            {
                "href": site.at(links.download(api.id, api.latest or "pending", "json")),
                "type": f"{_OPENAPI}+json",
            },
        ],
        "service-doc": [
            {"href": site.at(page), "type": "text/html"},
            {"href": site.at(f"{page}{TWIN}"), "type": "text/markdown"},
        ],
    }
    terms = book.description(api).info.get("termsOfService")
    if isinstance(terms, str) and links.is_external(terms):
        found["terms-of-service"] = [{"href": terms}]
    return found
