"""``waybill check --fix``: mends what can be mended, and leaves every other byte alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.cli.conftest import Waybill

HOME = "specs/shop/apis/things"
BEFORE = """\
openapi: 3.1.0
# Things that we sell.
info: {title: Things, version: 1.0.0}   # for now
paths:
  /things/{id}:
    post:
      parameters:
        - name: id   # which
          in: path
          schema: {type: string, enum: [a, b, a]}   # two of them
      responses:
        "200": {description: ok}
      x-operation:
        errors:
          - code: gone
            status: 409

components:
  schemas:
    Thing: {$ref: thing.yaml}
"""
AFTER = """\
openapi: 3.1.0
# Things that we sell.
info: {title: Things, version: 1.0.0, x-registry: {team: "FILL IN: the id of a team"}}   # for now
paths:
  /things/{id}:
    post:
      parameters:
        - name: id   # which
          in: path
          schema: {type: string, enum: [a, b]}   # two of them
          required: true
      responses:
        "200": {description: ok}
      x-operation:
        errors:
          - code: gone
            status: 409
            action: "FILL IN: what the caller does now"
        idempotency: "FILL IN: {class: idempotent}, {class: replayable, header: …} or {class: not_idempotent}"

components:
  schemas:
    Thing: {$ref: thing.yaml}
"""
OTHER = "type: object\nproperties:\n  weight: {type: number, x-ogc-unit: Grams}   # {unit}\n"


@pytest.fixture
def things(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    """A registry of one API, in two files, with flaws that can be mended."""
    return write_registry(
        {
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            f"{HOME}/openapi.yaml": BEFORE,
            f"{HOME}/thing.yaml": OTHER,
        }
    )


@pytest.mark.parametrize("target", [("shop/things",), ()])
def test_each_file_is_mended_and_keeps_its_comments_and_layout(
    waybill: Waybill, things: Path, target: tuple[str, ...]
) -> None:
    ran = waybill("check", *target, "--fix")
    assert (things / HOME / "openapi.yaml").read_text() == AFTER
    assert (things / HOME / "thing.yaml").read_text() == OTHER.replace("Grams", "g")
    assert ran.err.splitlines() == [
        f"{HOME}/openapi.yaml: 5 changes, 3 of them to be filled in",
        f"{HOME}/thing.yaml: 1 change",
    ]


def test_what_is_left_is_told_and_decides_the_status(waybill: Waybill, things: Path) -> None:
    assert waybill("check", "shop/things").status == 1
    ran = waybill("check", "shop/things", "--fix")
    assert ran.status == 0
    for gone in ("enum-duplicate", "path-parameter-not-required", "invalid-meaning"):
        assert gone not in ran.out
    lines = (things / HOME / "openapi.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "action:" in text)
    assert f"{HOME}/openapi.yaml:{line}:13: warning: nothing says what to do about 'gone'" in ran.out
    assert "unfilled-draft" not in ran.out
    again = waybill("check", "shop/things", "--fix")
    assert (again.out, again.err) == (ran.out, "")


def test_a_dry_run_prints_a_diff_that_git_takes_and_writes_nothing(waybill: Waybill, things: Path) -> None:
    ran = waybill("check", "shop/things", "--fix", "--dry-run")
    assert ran.status == 1
    assert (things / HOME / "openapi.yaml").read_text() == BEFORE
    assert f"--- a/{HOME}/openapi.yaml\n+++ b/{HOME}/openapi.yaml\n" in ran.out
    assert "-          schema: {type: string, enum: [a, b, a]}   # two of them\n" in ran.out
    assert "+          required: true\n" in ran.out
    waybill("check", "shop/things", "--fix")
    again = waybill("check", "shop/things", "--fix", "--dry-run")
    assert (again.status, again.out, again.err) == (0, "", "nothing to mend\n")


def test_infos_are_mended_only_where_they_are_shown(waybill: Waybill, things: Path) -> None:
    waybill("check", "shop/things", "--fix")
    assert "noticePeriod" not in (things / HOME / "openapi.yaml").read_text()
    waybill("check", "shop/things", "--fix", "--all")
    assert 'noticePeriod: "FILL IN: a duration such as P90D"' in (things / HOME / "openapi.yaml").read_text()


def test_an_overlay_is_mended_where_the_flaw_came_from(waybill: Waybill, things: Path) -> None:
    overlay = things / HOME / "overlay.yaml"
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: More, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.Thing.properties\n    update:\n      height: {x-ogc-unit: cms} # tall\n"
        "      width: {x-ogc-unit: meters} # wide\n"
    )
    waybill("check", "shop/things", "--fix")
    assert "      width: {x-ogc-unit: m} # wide\n" in overlay.read_text()


def test_a_file_outside_a_registry_is_mended_too(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / "alone.json").write_text(
        '{"openapi":"3.1.0","info":{"title":"A","version":"1"},"paths":{},'
        '"components":{"schemas":{"T":{"enum":["a","a"]}}}}'
    )
    waybill("check", "alone.json", "--fix")
    assert '"enum":["a"]' in (tmp_path / "alone.json").read_text()
    assert "FILL IN" not in (tmp_path / "alone.json").read_text()


def test_a_release_stays_as_it_was_frozen(waybill: Waybill, things: Path) -> None:
    assert waybill("release", "shop/things").status == 0
    frozen = things / HOME / "releases/1.0.0.yaml"
    before = frozen.read_bytes()
    waybill("check", "shop/things@1.0.0", "--fix")
    assert frozen.read_bytes() == before


def test_a_dry_run_of_nothing_is_refused(waybill: Waybill) -> None:
    assert waybill("check", "--dry-run").status == 2


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("enum-duplicate", "waybill check --fix does that."),
        ("error-without-action", "waybill check --fix writes a draft for you to fill in."),
        ("number-without-unit", "waybill annotate writes a draft for you to fill in."),
    ],
)
def test_a_rule_says_whether_it_is_mended(waybill: Waybill, rule: str, said: str) -> None:
    assert said in waybill("rules", rule).out
    assert said in waybill("rules", rule, "--format", "markdown").out
    assert '"mends": null' in waybill("rules", "ambiguous-paths", "--format", "json").out
