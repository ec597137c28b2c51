"""Make a finished site work when it is opened as files: links name the file.

A browser shows a folder of files as a listing, so a link to ``flows/`` must say ``flows/index.html``. The address
of a page stays ``flows/``: the canonical link and the site map say so, and `theme/assets/waybill/files.js` restores
it in the address bar of a page that came from a server.
"""

from __future__ import annotations

import re

INDEX = "index.html"

_LINK = re.compile(r"""(<a\b[^>]*?\shref=")([^":?#]*)([^"]*")""")
_FOLDER = re.compile(r"(?:.*/)?\.{0,2}")


def with_files(page: str) -> str:
    """Return the HTML of a page with every link to a folder of the site ending in ``index.html``."""
    return _LINK.sub(lambda found: f"{found[1]}{_file(found[2])}{found[3]}", page)


def _file(address: str) -> str:
    """Return the address with the file that a server would add to a folder; any other comes back as it is."""
    if not address or address.startswith("/") or not _FOLDER.fullmatch(address):
        return address
    return f"{address}{'' if address.endswith('/') else '/'}{INDEX}".removeprefix("./")
