"""Pages to files: templates arrange the values of a page, once for the engine and once for programs."""

from __future__ import annotations

import html
import json
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from registry.errors import Place, UnreadableInput
from registry.site import links, prose
from registry.site.markup import final
from registry.site.page import words_of
from registry.site.plain import Plain
from registry.site.web import Web

if TYPE_CHECKING:
    from pathlib import Path

    from registry.site.page import Page


_BOOSTS = {"term": 3, "system": 2.5, "flow": 2.5, "api": 2, "field": 1.5, "release": 0.6, "rule": 0.4}
"""What people look for by its name before what explains a message of the tool."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Turns pages into Markdown with the templates of the package, those of the registry before them."""

    environment: jinja2.Environment

    @classmethod
    def for_registry(cls, root: Path) -> Stamp:
        """Use the templates in ``site/templates/`` of the registry at ``root`` before our own.

        Templates of a registry run in a sandbox; they reach ours as ``waybill/<name>``.
        """
        ours = jinja2.PackageLoader("registry.site", "templates")
        theirs = jinja2.FileSystemLoader(root / "site" / "templates")
        environment = ImmutableSandboxedEnvironment(
            loader=jinja2.ChoiceLoader([theirs, ours, jinja2.PrefixLoader({"waybill": ours})]),
            autoescape=True,
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
        )
        return cls(environment)

    def for_engine(self, page: Page) -> str:
        """Return the page as the engine reads it: front matter, Markdown headings, HTML in between."""
        write = Web(links.way_back(page.url))
        return f"---\n{_front_matter(page, write)}---\n\n{self._body(page, write)}"

    def for_programs(self, page: Page) -> str:
        """Return the page as plain Markdown."""
        write = Plain(links.way_back(page.url))
        return f"{write.crumbs(page.crumbs)}\n\n{self._body(page, write)}".lstrip()

    def _body(self, page: Page, write: Web | Plain) -> str:
        name = f"{page.kind}.md.j2"
        try:
            written = self.environment.get_template(name).render(page=page, write=write, **page.parts)
        except jinja2.TemplateError as error:
            remedy = "mend the template, or remove it to get ours"
            raise UnreadableInput(_place(error, name), str(error), remedy) from error
        lines = written.split("\n")
        return "\n".join(_without_doubled_blanks(lines)).strip() + "\n"


@jinja2.pass_context
def _finalize(context: jinja2.runtime.Context, value: Any) -> Markup:
    """Write every value that a template prints: escaped, in the form of the output at hand."""
    if isinstance(value, jinja2.Undefined):
        return final(str(value))  # raises what is wrong with it
    return value if isinstance(value, Markup) else final(context["write"](value))


def _place(error: jinja2.TemplateError, name: str) -> Place:
    """Return the line of the template where the error arose, as far as it is known."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Place(f"site/templates/{error.name or name}", error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename.endswith(name)]
    return Place(f"site/templates/{name}", lines[-1] if lines else None)


def _without_doubled_blanks(lines: list[str]) -> list[str]:
    """Templates leave empty lines where a part is missing."""
    return [line for before, line in zip(["", *lines], lines, strict=False) if line.strip() or before.strip()]


def _front_matter(page: Page, write: Web) -> str:
    """Return YAML whose every value is JSON, escaped for the HTML that the theme puts it into.

    ``above`` stands above the title: in the page itself it would be what the search finds first.
    """
    meta: dict[str, Any] = {
        "title": html.escape(prose.clean(page.full_title)),
        "description": html.escape(prose.clean(page.description)),
        "above": f"{write.crumbs(page.crumbs)}{write.kicker(page.kicker)}",
        "sidebar": [
            {
                "title": html.escape(group.title),
                "links": [
                    {
                        "text": html.escape(words_of(link.text)),
                        "url": html.escape(links.relative(links.way_back(page.url), link.url)),
                        "current": link.url == page.url,
                    }
                    for link in group.links
                ],
            }
            for group in page.sidebar
        ],
    }
    boost = _BOOSTS.get(page.kind)
    if not page.searchable:
        meta["search"] = {"exclude": True}
    elif boost is not None:
        meta["search"] = {"boost": boost}
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items() if value
    )
