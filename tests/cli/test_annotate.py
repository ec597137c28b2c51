"""``waybill annotate``: drafts that change nothing, count for nothing, and cannot be forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from registry.check.shares import coverage
from registry.cli.contracts import contract
from registry.diff import compare
from registry.model.description import Description
from registry.source.store import Store, read_file
from registry.workspace.overlay_text import json_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from registry.check.needs import Aspect
    from tests.cli.conftest import Waybill

HOME = "specs/shop/apis/things"
OVERLAY = f"{HOME}/overlay.yaml"
DESCRIBED = """
openapi: 3.0.3
info: {title: "Things: all", version: 1.0.0}
paths:
  /things/{id}:
    get:
      operationId: getThing
      responses:
        "200":
          description: A thing
          content:
            application/json:
              schema:
                properties:
                  it's: {type: integer}
                  thing: {$ref: "#/components/schemas/Thing"}
components:
  schemas:
    Thing:
      description: What we sell.
      properties:
        weightGrams: {type: integer}
        state: {type: string, nullable: true, enum: [open, "on", null]}
        customerEmail: {type: string, description: Who bought it.}
        price: {type: number, description: What it costs.}
        currency: {type: string, description: Of the price.}
"""


@pytest.fixture
def things(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    """A registry of one API whose fields say little."""
    return write_registry(
        {
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            f"{HOME}/openapi.yaml": DESCRIBED,
        }
    )


def described(root: Path) -> Description:
    return Description(Store.open(root).description("shop/things"))


def test_each_field_that_leaves_something_unsaid_gets_one_action(waybill: Waybill, things: Path) -> None:
    ran = waybill("annotate", "shop/things")
    assert ran.status == 0
    assert ran.out.startswith("shop/things: drafts for 5 fields: ")
    text = (things / OVERLAY).read_text()
    assert (
        """
  # Thing.weightGrams
  - target: $.components.schemas.Thing.properties.weightGrams
    update:
      description: "FILL IN: what it is, in the words of those who use it"
      # Grams stored as kilograms pass every validator and every test but the customer's.
      x-ogc-unit: "GUESS: g"
"""
        in text
    )
    assert "customerEmail\n    update:\n" in text
    assert '        currency:\n          field: "GUESS: currency"\n' in text
    assert '        "on": "FILL IN: what it means"\n' in text
    assert (
        "['/things/{id}'].get.responses['200'].content['application/json'].schema.properties['it\\\\'s']"
        in text
    )


def test_drafts_apply_everywhere_change_nothing_and_count_for_nothing(waybill: Waybill, things: Path) -> None:
    before = described(things)
    assert waybill("annotate", "shop/things").status == 0
    after = described(things)
    assert after.bundle.unmatched_actions == ()
    assert coverage(after) == coverage(before)
    assert [change.rule for change in compare(before, after).changes] == []


def test_check_finds_each_draft_where_it_stands_until_it_is_filled_in(waybill: Waybill, things: Path) -> None:
    waybill("annotate", "shop/things")
    overlay = things / OVERLAY
    line = overlay.read_text().splitlines().index('      x-ogc-unit: "GUESS: g"') + 1
    found = waybill("check", "shop/things").out
    assert f"{OVERLAY}:{line}:7: warning: this is only a draft; if 'g' is right, take 'GUESS:' away" in found
    assert "nothing says in which currency 'price' is; if 'currency' is right, take 'GUESS:' away" in found
    assert len([line for line in found.splitlines() if OVERLAY in line]) == 9
    overlay.write_text(overlay.read_text().replace("GUESS: ", ""))
    found = waybill("check", "shop/things").out
    assert "GUESS" not in found
    assert "weightGrams' is; if" not in found
    assert "nothing says what 'open', 'on' of 'state' mean; write it where the draft says 'FILL IN:'" in found


def test_a_draft_that_no_rule_asks_for_is_a_finding_of_its_own(waybill: Waybill, things: Path) -> None:
    waybill("annotate", "shop/things", "--only", "unit")
    config = things / "specs/registry.yaml"
    config.write_text(config.read_text() + 'rules: {number-without-unit: "off"}\n')
    found = waybill("check", "shop/things").out
    assert found.count("[unfilled-draft]") == 2
    assert "number-without-unit" not in found
    assert "this is only a draft; if 'g' is right, take 'GUESS:' away; else correct it" in found


def test_what_is_said_or_drafted_is_not_asked_for_again(waybill: Waybill, things: Path) -> None:
    waybill("annotate", "shop/things")
    written = (things / OVERLAY).read_bytes()
    assert waybill("annotate", "shop/things").out == "shop/things: nothing to draft\n"
    assert (things / OVERLAY).read_bytes() == written


INFO = "overlay: 1.0.0\ninfo: {title: Ours, version: '1'}\n"
ONE = "actions:\n- target: $.info\n  update: {summary: Things}\n"
TWO = """\
actions:
    # first
    - target: $.components.schemas.Thing.properties.weightGrams
      update: {x-ogc-unit: g}   # weighed

    -   target: $.components.schemas.Thing.properties.price
        update:
          x-field: {currency: EUR}
"""
BLOCK = "actions:\n  - target: $.info\n    update:\n      summary: |\n        - a\n\n        b\n"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("# What we know.\n" + INFO + TWO, ""),
        (INFO + ONE.removesuffix("\n"), ""),
        ((INFO + ONE).replace("\n", "\r\n"), ""),
        (ONE, "\n# about\n" + INFO),
        ("\ufeff" + INFO + ONE, ""),
        (BLOCK, INFO),
    ],
    ids=[
        "comments",
        "no line at the end",
        "other line ends",
        "more keys",
        "byte order mark",
        "block of text",
    ],
)
def test_an_overlay_that_is_there_keeps_every_byte(
    waybill: Waybill, things: Path, before: str, behind: str
) -> None:
    overlay = things / OVERLAY
    overlay.write_bytes((before + behind).encode())
    assert waybill("annotate", "shop/things").status == 0
    text = overlay.read_bytes().decode()
    assert text.startswith(before)
    assert text.endswith(behind)
    assert (
        "target: $.components.schemas.Thing.properties.weightGrams"
        in text[len(before) : len(text) - len(behind)]
    )
    assert described(things).bundle.unmatched_actions == ()
    assert waybill("annotate", "shop/things").out == "shop/things: nothing to draft\n"


@pytest.mark.parametrize(
    "kept",
    [
        "{overlay: 1.0.0, info: {title: Ours, version: '1'}, actions: [{target: $.info, update: {summary: Things}}]}",
        '{"overlay": "1.0.0", "info": {"title": "A", "version": "1"}, "actions": [{"target": "$", "update": {}}]}',
    ],
)
def test_an_overlay_that_cannot_be_extended_as_text_is_left_alone(
    waybill: Waybill, things: Path, kept: str
) -> None:
    (things / OVERLAY).write_text(kept)
    ran = waybill("annotate", "shop/things")
    assert ran.status == 2
    assert "print the drafts with --output -" in ran.err
    assert (things / OVERLAY).read_text() == kept
    assert "weightGrams" in waybill("annotate", "shop/things", "--output", "-").out


@pytest.mark.usefixtures("things")
def test_fields_and_a_limit_make_small_steps(waybill: Waybill) -> None:
    ran = waybill("annotate", "shop/things", "--fields", "Thing.*", "--limit", "1")
    assert ran.out.splitlines()[:2] == [
        "shop/things: drafts for 1 field: 1 description, 1 unit (1 guessed)",
        "3 more without --limit",
    ]
    assert waybill("annotate", "shop/things", "--only", "null").out.startswith(
        "shop/things: drafts for 1 field: 1 null\n"
    )


@pytest.mark.usefixtures("things")
def test_the_json_keeps_its_contract(waybill: Waybill) -> None:
    written = json.loads(waybill("annotate", "shop/things", "--format", "json").out)
    jsonschema_rs.validator_for(contract("annotate")).validate(written)
    assert written["file"] == OVERLAY
    assert written["drafts"]["unit"] == {"total": 2, "guessed": 1}
    nothing = json.loads(waybill("annotate", "shop/things", "--format", "json").out)
    jsonschema_rs.validator_for(contract("annotate")).validate(nothing)
    assert (nothing["file"], nothing["entries"]) == (None, 0)


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("shop/thigns",), 2, "did you mean 'shop/things'?"),
        (("nowhere.yaml",), 3, "does not exist"),
        (("specs/registry.yaml",), 2, ""),
        (("shop/things", "--output", "specs/registry.yaml"), 2, "nothing is ever overwritten"),
        (("shop/things", "--output", "-", "--format", "json"), 2, "name a file"),
        (("shop/things", "--limit", "0"), 2, "0 is not in the range"),
    ],
)
def test_wrong_use_is_told_with_the_way_out(
    waybill: Waybill, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran = waybill("annotate", *arguments)
    assert (ran.status, said in ran.err) == (status, True), ran.err


def test_a_release_is_frozen_and_a_file_outside_has_no_overlay(
    waybill: Waybill, things: Path, tmp_path: Path
) -> None:
    assert waybill("release", "shop/things").status == 0
    assert (
        "is a frozen release, so no overlay is read with it" in waybill("annotate", "shop/things@1.0.0").err
    )
    (tmp_path / "alone.yaml").write_text((things / HOME / "openapi.yaml").read_text())
    assert "--output FILE" in waybill("annotate", "alone.yaml").err
    assert waybill("annotate", "alone.yaml", "--output", "drafts.yaml").status == 0
    assert (tmp_path / "drafts.yaml").is_file()


def test_drafts_are_not_frozen(waybill: Waybill, things: Path) -> None:
    waybill("annotate", "shop/things")
    overlay = things / OVERLAY
    overlay.write_text(overlay.read_text().replace("FILL IN: what it is, in", "Said in"))
    assert waybill("release", "shop/things").status == 0
    frozen = (things / HOME / "releases/1.0.0.yaml").read_text()
    assert "Said in the words of those who use it" in frozen
    assert "FILL IN" not in frozen
    assert "GUESS" not in frozen
    assert "is released already" in waybill("release", "shop/things").out


SWAGGER = """
swagger: "2.0"
info: {title: Things, version: 1.0.0}
paths:
  /things:
    post:
      parameters:
        - {name: weightGrams, in: formData, type: integer}
      responses:
        "200": {description: Done, schema: {$ref: "#/definitions/Thing"}}
definitions:
  Thing:
    type: object
    properties:
      heightMm: {type: integer}
"""


def test_an_old_description_gets_drafts_where_it_is_written(waybill: Waybill, things: Path) -> None:
    (things / HOME / "openapi.yaml").write_text(SWAGGER)
    before = described(things)
    assert waybill("annotate", "shop/things").status == 0
    after = described(things)
    assert after.bundle.unmatched_actions == ()
    assert compare(before, after).changes == ()
    overlay = things / OVERLAY
    overlay.write_text(overlay.read_text().replace("GUESS: ", ""))
    assert coverage(described(things)).shares["unit"].missing == 0


BRANCHES = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths: {}
components:
  schemas:
    Colour: {enum: [red, blue]}
    Thing:
      properties:
        state: {oneOf: [{const: open}, {const: held, title: Held}]}
        level: {anyOf: [{type: integer, enum: [1, 2]}, {type: "null"}]}
        colour: {$ref: "#/components/schemas/Colour"}
        both: {allOf: [{$ref: "#/components/schemas/Colour"}], description: Of both.}
"""


@pytest.mark.parametrize("aspect", ["values", "description", "null", "absent"])
def test_what_is_filled_in_counts_however_the_schema_is_written(
    waybill: Waybill, things: Path, aspect: Aspect
) -> None:
    (things / HOME / "openapi.yaml").write_text(BRANCHES)
    assert coverage(described(things)).shares[aspect].missing
    assert waybill("annotate", "shop/things", "--only", aspect).status == 0
    overlay = things / OVERLAY
    overlay.write_text(overlay.read_text().replace('"FILL IN: ', '"'))
    assert coverage(described(things)).shares[aspect].missing == 0


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("", "$"),
        ("/paths/~1a~1{b}/get", "$.paths['/a/{b}'].get"),
        ("/list/0/200", "$.list[0]['200']"),
        ('/it\'s "so"\\n', "$['it\\'s \"so\"\\\\n']"),
        ("/gr\u00f6\u00dfe", "$['gr\\u00f6\\u00dfe']"),
    ],
)
def test_a_pointer_becomes_the_path_of_the_same_value(pointer: str, path: str) -> None:
    data = {"paths": {"/a/{b}": {"get": 1}}, "list": [{"200": 1}], 'it\'s "so"\\n': 1, "gr\u00f6\u00dfe": 1}
    assert json_path(pointer, data) == path


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "stripe/2018-07-26/openapi.json",
        "intercom/2.13/openapi.yaml",
        "amazon-sp-catalogItems_2022-04-01/2025-10-01/openapi.json",
    ],
)
def test_drafts_for_a_large_description_apply_and_change_nothing(
    waybill: Waybill, things: Path, corpus: Path, name: str
) -> None:
    source = corpus / name
    (things / HOME / "openapi.yaml").unlink()
    (things / HOME / source.name).write_bytes(source.read_bytes())
    assert waybill("annotate", "shop/things").status == 0
    after = described(things)
    assert after.bundle.unmatched_actions == ()
    assert compare(Description(read_file(source)), after).changes == ()
    assert waybill("annotate", "shop/things").out == "shop/things: nothing to draft\n"
