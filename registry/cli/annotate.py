"""``waybill annotate``: what does this API leave unsaid?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import click

from registry.cli.options import output_format
from registry.cli.progress import progress
from registry.errors import WrongUse

if TYPE_CHECKING:
    from registry.check.needs import Aspect
    from registry.cli.main import Invocation
    from registry.workspace.annotating import Annotation

ASPECTS = (
    "description",
    "unit",
    "currency",
    "values",
    "null",
    "absent",
    "classification",
    "timezone",
    "freshness",
)

EPILOG = """\b
Examples:
  waybill annotate email/items                       into specs/email/apis/items/overlay.yaml
  waybill annotate email/items --only unit --only null
  waybill annotate email/items --fields 'Item.*' --limit 20
  waybill annotate openapi.yaml --output -           any description; print the overlay

\b
What is drafted:
  "FILL IN: …"   asks for what only the owner of the API knows
  "GUESS: g"     has been told from the name, the description or the fields beside; take the word away if it is right

A draft counts for nothing: pages, flows and checks pass over it, and `waybill check` names each that is left, with its
line. Run it again after the description has grown: what is said or drafted already is not asked for twice.
"""


@click.command(epilog=EPILOG)
@click.argument("target")
@click.option(
    "--only",
    "aspects",
    multiple=True,
    type=click.Choice(ASPECTS),
    help="Ask for this alone; can be given more than once.  [default: all but absent]",
)
@click.option(
    "--fields", metavar="PATTERN", default="*", help="Only for these fields: 'Product.*', '*price*'."
)
@click.option("--limit", metavar="NUMBER", type=click.IntRange(min=1), help="At most so many entries.")
@click.option(
    "--output", metavar="FILE", help="Write there instead of into the overlay of the API; - prints it."
)
@output_format("text", "json")
@click.pass_obj
def command(
    invocation: Invocation,
    target: str,
    aspects: tuple[str, ...],
    fields: str,
    limit: int | None,
    output: str | None,
    form: str,
) -> int:
    """Draft an overlay that says what the fields of TARGET mean, for you to fill in.

    TARGET is an API (system/api) or a file. Each field that lacks a description, a unit, the meaning of null or of
    its values, a classification, a time zone or its freshness gets an entry, with the reason why that matters.
    An overlay that is there keeps every byte, and gets the missing entries behind its own. Nothing else changes: the
    description behaves as before.
    """
    if output == "-" and form == "json":
        raise WrongUse(
            "both the overlay and the summary would go to standard output", "name a file: --output FILE"
        )
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory)
    with progress("Looking for what is unsaid") as tell:
        tell(target)
        wanted = cast("tuple[Aspect, ...]", aspects)
        made = here.annotate(target, aspects=wanted, fields=fields, limit=limit, output=output)
    if made.file is None:
        click.echo(made.content, nl=False)
    click.echo(json.dumps(as_json(made), indent=2) if form == "json" else text(made), err=made.file is None)
    return 0


def text(made: Annotation) -> str:
    """Return what was drafted in a sentence or two."""
    if not made.entries:
        return f"{made.label}: nothing to draft"
    guessed = made.guessed
    asked = [
        f"{count} {aspect}" + (f" ({guessed[aspect]} guessed)" if guessed.get(aspect) else "")
        for aspect, count in made.asked.items()
    ]
    fields = "1 field" if len(made.entries) == 1 else f"{len(made.entries)} fields"
    lines = [f"{made.label}: drafts for {fields}: {', '.join(asked)}"]
    if made.left:
        lines.append(f"{made.left} more without --limit")
    if made.file is not None:
        lines.append(f"Written: {made.file}. Fill them in; waybill check lists those that are left")
    return "\n".join(lines)


def as_json(made: Annotation) -> dict[str, Any]:
    """Return the published shape (``waybill schema annotate``)."""
    guessed = made.guessed
    return {
        "waybill": 1,
        "target": made.label,
        "file": made.file if made.content else None,
        "entries": len(made.entries),
        "left": made.left,
        "drafts": {
            aspect: {"total": count, "guessed": guessed.get(aspect, 0)}
            for aspect, count in made.asked.items()
        },
    }
