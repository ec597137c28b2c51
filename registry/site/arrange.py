"""Pages to files: templates arrange the values of a page, once for the engine and once for programs."""

from __future__ import annotations

import html
import json
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from registry.errors import Place, UnreadableInput, WaybillError
from registry.site import frame, links, prose
from registry.site.markup import final
from registry.site.paging import directions
from registry.site.plain import Plain
from registry.site.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.site.page import Page

_OURS = Path(__file__).parent / "templates"
_REMEDY = "mend the template, or remove it to get ours"


@dataclass(frozen=True, slots=True)
class Templates:
    """Turns pages into Markdown with the templates of the package, those of the registry before them."""

    environment: jinja2.Environment
    where: Callable[[str], str]
    """Tells where the target of a link is now: some anchors stand on a further part of their page, see `paging`."""

    def for_engine(self, page: Page) -> str:
        """Return the page as the engine reads it: front matter, Markdown headings, HTML in between."""
        write = self.web(page)
        return f"---\n{_front_matter(page, write)}---\n\n{self._body(page, write)}"

    def for_people(self, page: Page) -> str:
        """Return the page as Markdown with HTML in between, which `content` converts."""
        return self._body(page, self.web(page))

    def web(self, page: Page) -> Web:
        """Return what writes the values of a page as HTML."""
        return Web(links.way_back(page.url), directions(self.where, page))

    def for_programs(self, page: Page) -> str:
        """Return the page as plain Markdown."""
        write = Plain(links.way_back(page.url), directions(self.where, page))
        return f"{write.crumbs(page.crumbs)}\n\n{self._body(page, write)}".lstrip()

    def _body(self, page: Page, write: Web | Plain) -> str:
        name = f"{page.kind}.md.j2"
        try:
            written = self.environment.get_template(name).render(page=page, write=write, **page.parts)
        except jinja2.TemplateError as error:
            raise UnreadableInput(_place(error, name), str(error), _REMEDY) from error
        except Exception as error:
            if isinstance(error, WaybillError) or not _is_theirs(error):
                raise
            raise UnreadableInput(_place(error, name), f"{type(error).__name__}: {error}", _REMEDY) from error
        lines = written.split("\n")
        return "\n".join(_without_doubled_blanks(lines)).strip() + "\n"


def environment(root: Path) -> jinja2.Environment:
    """Return the templates in ``site/templates/`` of the registry at ``root``, before our own.

    Templates of a registry run in a sandbox; they reach ours as ``waybill/<name>``.
    """
    ours = jinja2.PackageLoader("registry.site", "templates")
    theirs = jinja2.FileSystemLoader(root / "site" / "templates")
    return ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([theirs, ours, jinja2.PrefixLoader({"waybill": ours})]),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )


@jinja2.pass_context
def _finalize(context: jinja2.runtime.Context, value: Any) -> Markup:
    """Write every value that a template prints: escaped, in the form of the output at hand."""
    if isinstance(value, jinja2.Undefined):
        return final(str(value))  # raises what is wrong with it
    return value if isinstance(value, Markup) else final(context["write"](value))


def _is_theirs(error: Exception) -> bool:
    """Return whether an error arose in a template of a registry, which may divide by zero, or extend itself."""
    frames = traceback.extract_tb(error.__traceback__)
    files = (Path(frame.filename) for frame in frames if frame.filename.endswith(".j2"))
    return any(not file.is_relative_to(_OURS) for file in files)


def _place(error: Exception, name: str) -> Place:
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
    meta = {
        "title": html.escape(prose.clean(page.full_title), quote=False),
        "above": frame.above(write, page),
        "sidebar": frame.sidebar(write, page),
    }
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items() if value
    )
