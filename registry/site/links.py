"""The URL scheme: the one place that knows where a page, an anchor or a download lives.

A URL here is relative to the root of the site and has no leading slash: ``""`` is the home page,
``"apis/catalog/products/"`` an API. Pages end with a slash, downloads with a file name.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote

HOME = ""
SYSTEMS = "systems/"
APIS = "apis/"
FLOWS = "flows/"
CHANGES = "changes/"
COMING = "coming/"
GLOSSARY = "glossary/"
RULES = "rules/"
GUIDES = "guides/"
QUALITY = "quality/"
UPDATES = "updates/"
CALENDAR = "feeds/coming.ics"
NEXT = "next"
"""The line of what is written but not released."""

_LONGEST_SEGMENT = 100
"""File systems allow 255 bytes, Windows 260 for the whole path."""


def system(name: str) -> str:
    """Return where the system called ``name`` is described."""
    return f"{SYSTEMS}{segment(name)}/"


def api(identity: str) -> str:
    """Return where the API ``catalog/products`` is described."""
    return f"{APIS}{_segments(identity)}/"


def operation(identity: str, slug: str, major: str | None = None) -> str:
    """Return where an operation of the API is described; ``major`` is an older line (``1``), or `NEXT`."""
    line = "" if major is None else f"{NEXT}/" if major == NEXT else f"v{segment(major)}/"
    return f"{api(identity)}{line}operations/{segment(slug)}/"


def console(identity: str) -> str:
    """Return where one can call the API."""
    return f"{api(identity)}console/"


def fields(identity: str) -> str:
    """Return where all fields of the API are listed."""
    return f"{api(identity)}fields/"


def field(identity: str, name: str) -> str:
    """Return the page of the field ``Product.sizes[].availability`` of the API."""
    return f"{fields(identity)}{segment(field_anchor(name))}/"


def quality(home: str) -> str:
    """Return where the evidence about the API or flow at ``home`` stands."""
    return f"{home}quality/"


@lru_cache(maxsize=65536)
def field_anchor(name: str) -> str:
    """Return ``Product.sizes[].price{}`` as ``Product.sizes.price.any``, which needs no escape in a URL."""
    return re.sub(r"[^\w.~-]+", "-", name.replace("[]", "").replace("{}", ".any"))


def flow(identity: str) -> str:
    """Return where the flow ``email/size-availability`` is described."""
    return f"{FLOWS}{_segments(identity)}/"


def release(identity: str, version: str) -> str:
    """Return where the changes of one release are told."""
    return f"{CHANGES}{_segments(identity)}/{segment(version)}/"


def compare(identity: str) -> str:
    """Return where two versions of the API can be chosen to be compared."""
    return f"{CHANGES}{_segments(identity)}/compare/"


def comparison(identity: str, base: str, revision: str) -> str:
    """Return where two versions of the API are compared."""
    return f"{compare(identity)}{segment(f'{base}...{revision}')}/"


def download(identity: str, version: str, extension: str) -> str:
    """Return where the description itself can be had; ``extension`` is ``yaml`` or ``json``."""
    return f"{api(identity)}{segment(version)}/openapi.{extension}"


def feed(path: tuple[str, ...], extension: str) -> str:
    """Return where a feed is: ``("consumers", "email")`` as ``feeds/consumers/email.atom``."""
    return f"feeds/{'/'.join(segment(name) for name in path)}.{extension}"


def announced(identity: str, day: str) -> str:
    """Return the anchor of what was announced for the API on a day."""
    return anchor("announced", identity, day)


def badge(identity: str, kind: str) -> str:
    """Return where a badge of the API is; ``kind`` is ``version`` or ``next-end``."""
    return f"{api(identity)}badges/{kind}.svg"


def term(name: str) -> str:
    """Return where the business term is defined."""
    return f"{GLOSSARY}{segment(name)}/"


def rule(name: str) -> str:
    """Return where the rule is explained."""
    return f"{RULES}{segment(name)}/"


def schema(name: str) -> str:
    """Return where the JSON Schema of a written format can be had."""
    return f"schemas/{segment(name)}.json"


def change_anchor(rule_name: str, at: str) -> str:
    """Return the anchor of one change: from rule and place, so that it survives every rebuild."""
    return f"{rule_name}-{_digest(f'{rule_name} {at}')}"


def anchor(*parts: str) -> str:
    """Return an anchor made of names, each cleaned: ``("200", "items[].sku")`` as ``200.items.sku``."""
    return ".".join(field_anchor(part) for part in parts if part)


@lru_cache(maxsize=65536)
def segment(name: str) -> str:
    """Return ``name`` as one segment of a path: short, never empty, never ``..``, never with a slash."""
    safe = name if re.fullmatch(r"[\w.~-]+", name, re.ASCII) else quote(name, safe="~").replace("%", "~")
    if len(safe) > _LONGEST_SEGMENT:
        safe = f"{safe[: _LONGEST_SEGMENT - 9]}-{_digest(name)}"
    return safe if safe.strip(".") else f"~{len(safe)}"


@lru_cache(maxsize=65536)
def _segments(identity: str) -> str:
    return "/".join(segment(part) for part in identity.split("/"))


def relative(back: str, url: str, file: str = "index.html") -> str:
    """Return ``url`` as seen from a page whose way back to the root is ``back`` (``../../`` or nothing).

    A page is named with its ``file``, so that links work where no server adds it.
    """
    if url.startswith("#") or is_external(url):
        return url
    path, mark, place = url.partition("#")
    return f"{back}{path}{'' if path and not path.endswith('/') else file}{mark}{place}"


def is_external(url: str) -> bool:
    """Return whether the URL leads out of the site."""
    return url.startswith(("https:", "http:", "mailto:"))


def way_back(url: str) -> str:
    """Return the way from the page at ``url`` back to the root."""
    return "../" * url.count("/")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
