"""Make a finished site work when it is opened as files: links that name the file, an index that is a script.

A browser shows a folder of files as a listing, so a link to ``flows/`` must say ``flows/index.html``. It must not
read ``search_index.json`` from a file either, but may load it as a script. The address of a page stays
``flows/``: the canonical link and the site map say so, and `theme/assets/waybill/files.js` restores it in the
address bar of a page that came from a server.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "index.html"

_LINK = re.compile(r"""(<a\b[^>]*?\shref=")([^":?#]*)([^"]*")""")
_FOLDER = re.compile(r"(?:.*/)?\.{0,2}")


def with_files(page: str) -> str:
    """Return the HTML of a page with every link to a folder of the site ending in ``index.html``."""
    return _LINK.sub(lambda found: f"{found[1]}{_file(found[2])}{found[3]}", page)


def write_index(site: Path) -> None:
    """Write the search index again as a script, with locations that name files; nothing if there is none."""
    written = site / "search" / "search_index.json"
    if not written.is_file():
        return
    index = json.loads(written.read_text("utf-8"))
    for document in index["docs"]:
        address, mark, anchor = document["location"].partition("#")
        document["location"] = f"{_file(address or './')}{mark}{anchor}"
    said = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    written.with_suffix(".js").write_text(f"var __index = {said};\n", "utf-8")


def _file(address: str) -> str:
    """Return the address with the file that a server would add to a folder; any other comes back as it is."""
    if not address or address.startswith("/") or not _FOLDER.fullmatch(address):
        return address
    return f"{address}{'' if address.endswith('/') else '/'}{INDEX}".removeprefix("./")
