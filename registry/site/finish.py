"""What stands for a whole site: the engine's own files, the index of the search, site map, words for assistants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from registry.site import offline, shell
from registry.site.index import Index
from registry.site.machines import plaintext, sitemap
from registry.site.machines.head import TWIN, bare
from registry.site.made import Made
from registry.site.press import Press, Setting
from registry.site.shell import HEAD, ShellBroken
from registry.site.table import as_json
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from registry.site.crew import Crew
    from registry.site.files import Folder, Sum, Written
    from registry.site.masthead import Masthead
    from registry.site.plan import Plan
    from registry.site.table import Key

_REPLACED = {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "search.json"}
"""Files of the engine that stand for its own pages only."""


def finished(plan: Plan, site: Masthead, rendered: Path, folder: Folder, crew: Crew) -> Written:
    """Put the whole site into a folder; ``rendered`` is that in which the engine wrote.

    Raises:
        ShellBroken: The theme leaves out a part that pages are stamped into.
    """
    setting = Setting(site, rendered, plan.moved, frozenset(plan.redirects.anchors))
    crew.finish(setting)
    made = _made(plan, Press(plan, setting), folder)
    new = {key: each.as_bytes() for key, each in made.items() if key not in plan.kept}
    for result in crew.results():
        plan.asked.known.update(result.known)
        new |= result.made
        made |= {key: Made.from_bytes(content) for key, content in result.made.items()}
        folder.changed += result.changed
    plan.keep(new)
    ordered = [made[key] for key in plan.batches]
    for each in ordered:
        folder.keep(each.files)
    heads = {url: head for each in ordered for url, head in each.heads.items()}
    for name, content in by_the_engine(rendered, heads, site):
        if name not in folder.now:
            folder.put(name, content)
    for name, content in plan.redirects.files(site):
        folder.put(name, content)
    plan.memory.keep_sums(dict(_summed(ordered, site, folder, plan.memory.sums())))
    plan.keep_known()
    return folder.rid()


def _made(plan: Plan, press: Press, folder: Folder) -> dict[Key, Made]:
    """Return what is kept and holds still, and what is made of the pages at hand."""
    plan.reopen(key for key in plan.kept if not plan.asked.holds(("made", *key)))
    return plan.kept | {key: press.made(key, folder) for key in tuple(plan.fresh)}


def _summed(
    made: Sequence[Made], site: Masthead, folder: Folder, before: Mapping[str, Sum]
) -> Iterator[tuple[str, Sum]]:
    """Put the files that tell of all pages into the folder, where their plain twins lie; yield those worth keeping."""
    cards = [card for each in made for card in each.cards]
    for name, content in (*sitemap.files(site, cards), *plaintext.guide(site, cards)):
        folder.put(name, content)
    twins = [(card.url, card.kind, folder.now[f"{card.url}{TWIN}"]) for card in cards]
    said = digest(as_json([site.address, twins]))
    make = partial(plaintext.words, site, cards, lambda url: folder.content(f"{url}{TWIN}").decode())
    yield plaintext.WORDS, folder.renew(plaintext.WORDS, said, before, make)
    yield from Index([each.found for each in made]).put(folder, before)


def by_the_engine(rendered: Path, heads: Mapping[str, str], site: Masthead) -> Iterator[tuple[str, bytes]]:
    """Yield what the engine has rendered, complete; ``heads`` are those of its pages by URL.

    Raises:
        ShellBroken: The theme leaves no room for the head of a page.
    """
    shells = shell.address("")
    for path in sorted(rendered.rglob("*")):
        name = path.relative_to(rendered).as_posix()
        if not path.is_file() or name in _REPLACED or name.startswith(shells):
            continue
        content = path.read_bytes()
        yield name, _completed(name, content, heads, site) if name.endswith(".html") else content


def _completed(name: str, content: bytes, heads: Mapping[str, str], site: Masthead) -> bytes:
    """Return the HTML of a page of the engine with its head, and with links that name files."""
    text = content.decode("utf-8")
    said = heads.get(name.removesuffix(offline.INDEX))
    if said is None:
        said = bare(site, "Not found" if name == "404.html" else name)
    elif HEAD not in text:
        raise ShellBroken("the head")
    return offline.with_files(text.replace(HEAD, said, 1)).encode()
