"""One change from its branch to the people it concerns: review, waiver, release, notices."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest
from click.testing import CliRunner

import registry
from registry.cli.contracts import contract
from registry.cli.main import waybill
from registry.errors import UnreadableInput, UnreadableInputs

if TYPE_CHECKING:
    from tests.notify.conftest import Received, Story

GOLDEN = Path(__file__).parents[1] / "golden" / "review"
WITHOUT_SIZE = ("colour: {type: string}", "colour")
DAY = "2026-02-01"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def cloned(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry in Git, pushed to a bare remote; the branch ``drop-size`` is checked out."""
    remote = tmp_path_factory.mktemp("remote") / "registry.git"
    git(story.root, "init", "--quiet", "--initial-branch=main")
    git(story.root, "add", "--all")
    git(story.root, "commit", "--quiet", "--message", "Begin")
    git(story.root, "init", "--quiet", "--bare", str(remote))
    git(story.root, "remote", "add", "origin", str(remote))
    git(story.root, "push", "--quiet", "--set-upstream", "origin", "main")
    git(story.root, "checkout", "--quiet", "-b", "drop-size")
    return remote


def run(story: Story, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        waybill, ["-C", str(story.root), *arguments], standalone_mode=False, catch_exceptions=False
    )
    return result.return_value, result.output


def comment(story: Story, day: str = DAY) -> tuple[int, str]:
    """Return status and text of the review, the ids of commits taken out of it."""
    status, said = run(story, "review", "--base", "origin/main", "--format", "markdown", "--as-of", day)
    return status, re.sub(r"\b[0-9a-f]{12}\b", "SHA", said)


def test_a_change_from_branch_to_notice(
    story: Story, cloned: Path, hook: Received, mailbox: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ann")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ann@example.com")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Ann")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ann@example.com")
    # a breaking edit, as a pull request
    story.describe("1.1.0", *WITHOUT_SIZE)
    git(story.root, "commit", "--quiet", "--all", "--message", "Drop the size")
    status, said = comment(story)
    assert (status, said) == (1, (GOLDEN / "breaking.md").read_text())
    # the version number says what it is, and the notice is not over
    story.describe("2.0.0", *WITHOUT_SIZE)
    status, said = comment(story)
    assert (status, said) == (1, (GOLDEN / "early.md").read_text())
    # somebody accepts it
    run(story, "diff", "shop/products@1.0.0", "shop/products", "--write-waivers", "--as-of", DAY)
    waivers = story.root / "specs/shop/apis/products/waivers.yaml"
    waivers.write_text(
        waivers.read_text().replace('reason: ""', "reason: The sizes moved to another service.")
    )
    status, said = comment(story)
    assert (status, said) == (0, (GOLDEN / "accepted.md").read_text())
    # released, committed, merged and pushed
    status, _ = run(story, "release", "shop/products", "--commit", "--as-of", DAY)
    assert status == 0
    assert git(story.root, "log", "-1", "--format=%s").strip() == "Release shop/products 2.0.0"
    git(story.root, "add", "--all")
    git(story.root, "commit", "--quiet", "--message", "Accept that the size goes")
    git(story.root, "push", "--quiet", "origin", "drop-size:main")
    assert git(cloned, "show", "main:changelog/shop/products/2.0.0.json")
    # only the two whose flows use the size hear of it, once
    status, said = run(story, "notify", "--since", DAY, "--as-of", DAY)
    assert (status, said.splitlines()[-1]) == (0, "2 messages sent")
    assert [payload["subscriber"] for payload in hook.payloads] == ["reports"]
    assert len(mailbox.texts) == 1
    assert "Products for mails" in mailbox.texts[0]
    status, said = run(story, "notify", "--as-of", DAY)
    assert (status, said) == (0, "nothing is due\n")


def test_a_frozen_release_that_was_edited_is_an_error_even_if_the_ledger_was_edited_too(
    story: Story, cloned: Path
) -> None:
    assert cloned.is_dir()
    frozen = story.root / "specs/shop/apis/products/releases/1.0.0.yaml"
    frozen.write_text(frozen.read_text().replace("One product", "One shoe"))
    entry = story.root / "changelog/shop/products/1.0.0.json"
    entry.unlink()
    found = story.open(DAY).review("origin/main")
    assert [(finding.rule, finding.place.file) for finding in found.findings] == [
        ("frozen-release-changed", "changelog/shop/products/1.0.0.json"),
        ("frozen-release-changed", "specs/shop/apis/products/releases/1.0.0.yaml"),
    ]
    assert found.fails


def test_a_flow_that_stops_fitting_is_found_though_nobody_touched_it(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    flow = story.root / "specs/mails/flows/products.yaml"
    flow.write_text(flow.read_text().replace("from: size", "from: soze"))
    found = story.open(DAY).review("origin/main")
    assert [finding.rule for finding in found.findings if finding.severity == "error"] == [
        "mapping-from-unknown-field"
    ]


def test_a_flow_whose_api_is_removed_is_named(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    shutil.rmtree(story.root / "specs/shop/apis/products")
    found = story.open(DAY).review("origin/main")
    lost = {finding.place.file for finding in found.findings if finding.rule == "unknown-flow-end"}
    assert lost == {f"specs/{team}/flows/products.yaml" for team in ("ads", "mails", "reports")}
    assert found.fails


def test_a_change_that_mends_what_could_not_be_read_can_be_reviewed(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    file = story.root / "specs/shop/apis/products/openapi.yaml"
    good = file.read_text()
    file.write_text("x: [")
    git(story.root, "commit", "--quiet", "--all", "--message", "Break it")
    git(story.root, "push", "--quiet", "origin", "drop-size:main")
    file.write_text(good)
    found = story.open(DAY).review("origin/main")
    assert "cannot be read, so nothing is compared with it" in found.limits[0]
    assert [each.api for each in found.apis] == ["shop/products"]
    assert not found.fails
    file.write_text("y: [")
    with pytest.raises(UnreadableInputs, match="is not YAML"):
        story.open(DAY).review("origin/main")


def test_a_damaged_entry_of_the_ledger_is_named(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    (story.root / "changelog/shop/products/1.0.0.json").write_text("{")
    found = story.open(DAY).review("origin/main")
    assert [(finding.rule, finding.place.file) for finding in found.findings] == [
        ("frozen-release-changed", "changelog/shop/products/1.0.0.json")
    ]


def test_a_change_cannot_have_another_host_asked_by_allowing_it_itself(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    settings = story.root / "specs/registry.yaml"
    settings.write_text(f"{settings.read_text()}remoteReferences: ['127.0.0.1:9']\n")
    description = story.root / "specs/shop/apis/products/openapi.yaml"
    description.write_text(
        description.read_text().replace("#/components/schemas/Product", "https://127.0.0.1:9/x.yaml")
    )
    with pytest.raises((UnreadableInput, UnreadableInputs), match="remoteReferences"):
        story.open(DAY).review("origin/main")


def test_nothing_to_see_is_said_and_passes(story: Story, cloned: Path) -> None:
    assert cloned.is_dir()
    found = story.open(DAY).review("origin/main")
    assert (found.apis, found.findings, found.fails) == ((), (), False)


def test_a_shallow_clone_says_what_it_cannot_see(
    story: Story, cloned: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(story.root, "checkout", "--quiet", "main")
    for number in range(3):
        (story.root / "README.md").write_text(str(number))
        git(story.root, "add", "--all")
        git(story.root, "commit", "--quiet", "--message", f"Say {number}")
    git(story.root, "push", "--quiet", "origin", "main")
    git(story.root, "checkout", "--quiet", "drop-size")
    story.describe("1.1.0", *WITHOUT_SIZE)
    git(story.root, "commit", "--quiet", "--all", "--message", "Drop the size")
    git(story.root, "push", "--quiet", "origin", "drop-size")
    shallow = tmp_path_factory.mktemp("work") / "shallow"
    git(story.root, "clone", "--quiet", "--depth=1", "--branch=drop-size", f"file://{cloned}", str(shallow))
    here = registry.open(shallow, as_of=date.fromisoformat(DAY))
    with pytest.raises(registry.WrongUse, match="the clone is shallow"):
        here.review("origin/main")
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    found = here.review("origin/main")
    assert [each.api for each in found.apis] == ["shop/products"]
    assert len(found.limits) == 1
    assert "is not known, for the clone is shallow" in found.limits[0]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_every_format_tells_of_the_change(story: Story, cloned: Path, form: str) -> None:
    assert cloned.is_dir()
    story.describe("1.1.0", *WITHOUT_SIZE)
    status, said = run(story, "review", "--format", form, "--as-of", DAY)
    assert status == 1
    assert "response-required-property-removed" in said
    if form == "json":
        jsonschema_rs.validator_for(contract("review"), validate_formats=True).validate(json.loads(said))
