"""The result of `diff` as one page of HTML: no script, nothing loaded, fit to be printed or attached."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from registry.changelog.render import accepted, groups, sentence_of
from registry.cli.reports.report import NOT_COMPARED, short, summary, visible

if TYPE_CHECKING:
    from jinja2 import Template

    from registry.cli.reports.report import Report


def page(report: Report) -> str:
    """Return the report as a page; every word from outside is escaped."""
    grouped = [(heading, report.explained(changes)) for heading, changes in groups(report.comparison.changes)]
    return template().render(
        report=report, comparison=report.comparison, groups=grouped, not_compared=NOT_COMPARED
    )


@cache
def template() -> Template:
    """Return the template of the page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    def harmless(value: Any) -> Any:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    templates = Environment(
        loader=PackageLoader("registry.cli"),
        undefined=StrictUndefined,
        keep_trailing_newline=False,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        finalize=harmless,
    )
    for used in (accepted, sentence_of, short, summary):
        templates.filters[used.__name__] = used
    return templates.get_template("diff.html.j2")
