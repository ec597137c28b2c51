"""``waybill schema``: the JSON Schemas of the files people write and of the outputs programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.listing import show
from registry.errors import WrongUse
from registry.formats.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill schema                   list the names
  waybill schema flow              the schema of specs/<system>/flows/*.yaml
  waybill schema diff              the schema of what `waybill diff --format json` prints
  waybill schema --write           write those of the files people write into .waybill/, for editors

\b
An editor with YAML support completes and checks a file that begins with
  # yaml-language-server: $schema=../.waybill/registry.schema.json
"""

FOLDER = ".waybill"


@click.command(epilog=EPILOG)
@click.argument("name", required=False)
@click.option(
    "--write", "writing", is_flag=True, help="Write them into .waybill/ of the registry, for editors."
)
@click.pass_obj
def command(invocation: Invocation, name: str | None, writing: bool) -> int:  # noqa: FBT001 - click calls it
    """Print the JSON Schema of a file people write or of an output."""
    if writing:
        from registry import workspace  # noqa: PLC0415 - slow to import

        root = workspace.open(invocation.directory).root
        for path in workspace.write(root, editor_schemas()):
            click.echo(f"wrote {path}")
    elif name is None:
        show(("Schema", "Describes"), list(described().items()))
    else:
        click.echo(json.dumps(schema(name), indent=2, ensure_ascii=False))
    return 0


def schema(name: str) -> Mapping[str, object]:
    """Return the JSON Schema of a written form or of an output.

    Raises:
        WrongUse: There is no form or output of that name.
    """
    from registry.cli import contracts  # noqa: PLC0415 - only this command needs it
    from registry.model import forms  # noqa: PLC0415 - slow to import

    if name in contracts.NAMES:
        return contracts.contract(name)
    if name in forms.FORMS:
        return forms.json_schema(name)
    meant = nearest(name, described())
    known = f"there are {', '.join(described())}"
    raise WrongUse(f"there is no schema '{name}'", f"did you mean '{meant}'?" if meant else known)


def described() -> dict[str, str]:
    """Return the names of all schemas, each with the title of its schema."""
    from registry.cli import contracts  # noqa: PLC0415 - only this command needs it
    from registry.model import forms  # noqa: PLC0415 - slow to import

    return {name: str(schema(name)["title"]) for name in (*forms.FORMS, *contracts.NAMES)}


def editor_schemas() -> dict[str, bytes]:
    """Return the schema files for editors by path; `waybill init` writes them too."""
    from registry.model import forms  # noqa: PLC0415 - slow to import

    return {
        f"{FOLDER}/{name}.schema.json": (json.dumps(forms.json_schema(name), indent=2) + "\n").encode()
        for name in forms.FORMS
    }
