"""``waybill init``: a small registry to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.errors import WrongUse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from registry.cli.main import Invocation

RENAMED = {"gitignore": ".gitignore"}  # under its own name it would be obeyed inside the package


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.pass_obj
def command(invocation: Invocation, directory: Path) -> int:
    """Write a small registry into DIRECTORY (default: here).

    Two systems, an API with meaning on every field, a flow between them, a glossary, the settings of the
    site, and the JSON Schemas that let an editor complete what you write. Nothing is overwritten.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import
    from registry.cli.schema import editor_schemas  # noqa: PLC0415 - needs the model

    root = invocation.directory / directory
    contents = {**starter(), **editor_schemas()}
    refuse_to_overwrite(root, contents)
    workspace.write(root, contents)
    click.echo(f"A small registry is in {root / 'specs'}. Next: waybill check, then waybill build")
    return 0


def starter() -> dict[str, bytes]:
    """Return the files of the starter by path."""
    return dict(sorted(found(files("registry.cli").joinpath("starter"), "")))


def found(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Return path and content of each file below a folder of the package."""
    contents: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        path = prefix + RENAMED.get(entry.name, entry.name)
        contents += found(entry, f"{path}/") if entry.is_dir() else [(path, entry.read_bytes())]
    return contents


def refuse_to_overwrite(root: Path, contents: dict[str, bytes]) -> None:
    """Raise if any of the files, or a registry, is there already."""
    present = [path for path in contents if (root / path).exists()]
    if (root / "specs").exists():
        present.append("specs")
    if present:
        raise WrongUse(
            f"{root / present[0]} exists already, and nothing is ever overwritten",
            "choose an empty directory: waybill init DIRECTORY",
        )
