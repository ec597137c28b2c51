"""``waybill init``: a small registry to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.changelog.writing import holds
from registry.errors import WrongUse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from registry.cli.main import Invocation

RENAMED = {
    "gitignore": ".gitignore",
    "build": ".build",
}  # under its own name it would be obeyed in the package
IGNORED = ".gitignore"
REGISTRY = "specs/registry.yaml"


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.pass_obj
def command(invocation: Invocation, directory: Path) -> int:
    """Write a small registry into DIRECTORY (default: here).

    Two systems, an API with meaning on every field, a flow between them, a glossary, the settings of the
    site, and the JSON Schemas that let an editor complete what you write. Nothing is overwritten: other files
    are left alone, and lines that .gitignore lacks are appended.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import
    from registry.cli.schema import editor_schemas  # noqa: PLC0415 - needs the model

    root = invocation.directory / directory
    contents = {**starter(), **editor_schemas()}
    contents[IGNORED] = appended(root / IGNORED, contents[IGNORED])
    refuse_to_overwrite(root, contents)
    workspace.write(root, contents)
    enter = "" if directory == Path() else f"cd {directory}, then "
    click.echo(f"A small registry is in {root / 'specs'}. Next: {enter}waybill check, then waybill build")
    return 0


def starter() -> dict[str, bytes]:
    """Return the files of the starter by path."""
    return dict(sorted(found(files("registry.cli").joinpath("starter"), "")))


def found(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Return path and content of each file below a folder of the package."""
    contents: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.name == "__pycache__":
            continue  # left by whatever compiled the package
        path = prefix + RENAMED.get(entry.name, entry.name)
        contents += found(entry, f"{path}/") if entry.is_dir() else [(path, entry.read_bytes())]
    return contents


def appended(file: Path, lines: bytes) -> bytes:
    """Return the content of a file with the lines that it lacks at its end."""
    present = file.read_bytes() if file.is_file() else b""
    known = {line.strip() for line in present.splitlines()}
    lacking = [line for line in lines.splitlines() if line not in known]
    gap = b"" if not present or present.endswith(b"\n") else b"\n"
    return present + (gap + b"\n".join(lacking) + b"\n" if lacking else b"")


def refuse_to_overwrite(root: Path, contents: dict[str, bytes]) -> None:
    """Raise if any of the files is there with other content, or a registry is."""
    there = [path for path in contents if path != IGNORED and (root / path).exists()]
    present = [path for path in there if not holds(root / path, contents[path])]
    if (root / REGISTRY).exists():
        present.insert(0, REGISTRY)
    if present:
        raise WrongUse(
            f"{root / present[0]} exists already, and nothing is ever overwritten",
            "move it away, or choose another directory: waybill init DIRECTORY",
        )
