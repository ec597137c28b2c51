"""A site that was built again after a change is, byte for byte, the one that is built from nothing."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from registry.errors import WaybillError
from registry.site.build import Way, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
SOURCES = ("specs", "site", "changelog")
EDITS = int(os.environ.get("WAYBILL_REBUILDS", "6"))
"""How many changes to make, one after the other; set it higher for a longer run."""
WORD = re.compile(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])")
"""A word within a sentence."""


def written(root: Path, pattern: str) -> list[Path]:
    return sorted(path for path in root.glob(pattern) if path.is_file())


def say_otherwise(root: Path, random: Random) -> None:
    """Change a word in a sentence somewhere."""
    path = random.choice([*written(root, "specs/**/*.yaml"), *written(root, "site/guides/*.md")])
    text = path.read_text("utf-8")
    if found := list(WORD.finditer(text)):
        at = random.choice(found)
        path.write_text(f"{text[: at.start()]}otherwise{text[at.end() :]}", "utf-8")


def change_a_line(root: Path, random: Random) -> None:
    """Change, repeat or drop a line somewhere: a name, a type, a reference, or what makes a document unreadable."""
    path = random.choice(written(root, "specs/**/*.yaml"))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = random.randrange(len(lines))
    swapped = [
        ("true", "false"),
        ("string", "integer"),
        ("15", "20"),
        ("PT", "P1DT"),
        ("required", "minItems"),
    ]
    old, new = random.choice(swapped)
    lines[at] = lines[at].replace(old, new) if old in lines[at] else random.choice(["", lines[at] * 2])
    path.write_text("".join(lines), "utf-8")


def change_a_field(root: Path, random: Random) -> None:
    """Rename a field, or say something else of one."""
    path = random.choice(
        [*written(root, "specs/*/apis/*/*.yaml"), *written(root, "specs/*/apis/*/releases/*")]
    )
    text = path.read_text("utf-8")
    old, new = random.choice(
        [
            ("sku", "skuCode"),
            ("critical: true", "critical: false"),
            ("businessName: ", "businessName: Our "),
            ("PT15M", "PT45M"),
        ]
    )
    path.write_text(text.replace(old, new, 1 if random.random() < 0.5 else -1), "utf-8")


def drop_a_flow(root: Path, random: Random) -> None:
    random.choice(written(root, "specs/*/flows/*.yaml")).unlink()


def add_a_flow(root: Path, random: Random) -> None:
    path = random.choice(written(root, "specs/*/flows/*.yaml"))
    shutil.copy(path, path.with_name(f"another-{random.randrange(100)}.yaml"))


def release(root: Path, random: Random) -> None:
    """Freeze a working copy under a version that nobody wrote an entry for."""
    path = random.choice(written(root, "specs/*/apis/*/openapi.yaml"))
    shutil.copy(path, path.parent / "releases" / f"9.{random.randrange(9)}.0.yaml")


def forget_a_release(root: Path, random: Random) -> None:
    random.choice(written(root, "changelog/*/*/*.json")).unlink()


def move_the_site(root: Path, random: Random) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8")
    path.write_text(
        re.sub(r"(?m)^site_url:.*$", f"site_url: https://{random.randrange(9)}.example/", text), "utf-8"
    )


def write_a_template(root: Path, random: Random) -> None:
    path = root / "site" / "templates" / "flow.md.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{{% extends 'waybill/flow.md.j2' %}}\n{{# {random.randrange(9)} #}}\n", "utf-8")


def touch_the_site(root: Path, random: Random) -> None:
    """Change, remove or add a file of what was built."""
    path = random.choice(written(root, ".build/site/**/*"))
    change: Callable[[Path], object] = random.choice([Path.unlink, lambda path: path.write_text("ours")])
    change(path)
    (path.parent / "theirs.txt").write_text("theirs")


CHANGES = (say_otherwise, say_otherwise, change_a_line, change_a_line, change_a_field, change_a_field, drop_a_flow,
           add_a_flow, release, forget_a_release, move_the_site, write_a_template, touch_the_site)  # fmt: skip


def built(root: Path, way: Way) -> tuple[str, dict[str, bytes]]:
    """What building says where it fails, and the files of the site where it does not."""
    try:
        build(root, as_of=TODAY, way=way)
    except WaybillError as error:
        return str(error).replace(str(root), ""), {}
    return "", dict(files(root / ".build" / "site"))


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def anew(root: Path, folder: Path) -> tuple[str, dict[str, bytes]]:
    """Build the same registry from nothing, elsewhere."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".build"))
    return built(folder, Way(jobs=1, keep=False))


@pytest.mark.parametrize("seed", [int(os.environ.get("WAYBILL_SEED", "1"))])
def test_building_again_is_building_from_nothing(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    root = tmp_path / "registry"
    for name in SOURCES:
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    assert not built(root, Way())[0]
    for number in range(EDITS):
        change = random.choice(CHANGES)
        before = {name: dict(files(root / name)) for name in SOURCES}
        change(root, random)
        said, found = built(root, Way(jobs=random.choice([1, 2])))
        expected, wanted = anew(root, tmp_path / "anew")
        assert said == expected, (number, change.__name__)
        assert found.keys() == wanted.keys(), (number, change.__name__)
        assert [name for name in found if found[name] != wanted[name]] == [], (number, change.__name__)
        if said:  # what cannot be read is taken back
            for name, content in before.items():
                shutil.rmtree(root / name)
                for path, data in content.items():
                    (root / name / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / name / path).write_bytes(data)
