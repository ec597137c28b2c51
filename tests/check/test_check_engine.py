"""What a check returns: findings in reading order, with places in the files that people wrote."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from registry.check import CATALOGUE, check, check_registry
from registry.check.finding import Finding
from registry.errors import Place
from registry.model.description import Description
from registry.model.registry import load
from registry.source.edit import Edit
from registry.source.store import Store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

FLAWED = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing:
      type: object
      properties:
        weight: {type: number}
        size: {type: strng}
"""


def test_findings_come_in_the_order_in_which_a_file_is_read(describe: Callable[[str], Description]) -> None:
    lines = [finding.place.line or 0 for finding in check(describe(FLAWED))]
    assert lines == sorted(lines)
    assert len(lines) > 3


def test_a_finding_names_its_subject_as_people_do(describe: Callable[[str], Description]) -> None:
    found = {finding.rule: finding for finding in check(describe(FLAWED))}
    assert found["number-without-unit"].subject == "Thing.weight"
    assert str(found["number-without-unit"]) == (
        "things.yaml:10:9: nothing says in which unit 'weight' is; add x-ogc-unit with a UCUM code"
    )


PUZZLING = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing:
      type: object
      properties:
        pageCount: {type: integer}
        state: {type: string, enum: [open, held], x-enumDescriptions: {open: Can ship.}}
        latest: {type: string, enum: ["true", "false", legacy], default: true}
"""


def test_a_message_says_what_is_wrong_so_that_it_can_be_understood(
    describe: Callable[[str], Description],
) -> None:
    found = {f"{finding.rule} {finding.place.line}": finding for finding in check(describe(PUZZLING))}
    assert "only words say that 'pageCount' counts something; add" in str(found["unit-only-in-words 10"])
    assert "nothing says what 'held' of 'state' means;" in str(found["enum-value-without-meaning 11"])
    assert "nothing says what 'true', 'false', 'legacy' of 'latest' mean;" in str(
        found["enum-value-without-meaning 12"]
    )
    assert "one of 'true', 'false', 'legacy'; found true, which is no text;" in str(
        found["default-against-schema 12"]
    )


def test_a_rule_can_be_turned_off_or_given_another_severity(describe: Callable[[str], Description]) -> None:
    severities = {"number-without-unit": "error", "missing-field-description": "off"}
    found = {finding.rule: finding.severity for finding in check(describe(FLAWED), severities=severities)}
    assert found["number-without-unit"] == "error"
    assert "missing-field-description" not in found


def test_a_severity_that_only_changes_have_leaves_the_rule_as_it_is(
    describe: Callable[[str], Description],
) -> None:
    found = {finding.rule: finding.severity for finding in check(describe(FLAWED), severities={"x": "error"})}
    again = check(describe(FLAWED), severities={"number-without-unit": "breaking"})
    assert {finding.rule: finding.severity for finding in again} == found


def test_a_sunset_passes_on_the_day_that_is_given(
    describe: Callable[[str], Description], clean: str, today: dt.date
) -> None:
    text = clean.replace("operationId: getThing", "operationId: getThing\n      x-sunset: 2026-11-23")
    assert check(describe(text), today=today) == ()
    after = check(describe(text), today=today.replace(day=24))
    assert [finding.rule for finding in after] == ["sunset-in-the-past"]


def test_places_of_a_swagger_document_are_those_of_what_was_written(
    describe: Callable[[str], Description],
) -> None:
    text = """
swagger: '2.0'
info: {title: Things, version: 1.0.0}
paths: {}
definitions:
  Thing:
    type: object
    properties:
      weight: {type: number, default: heavy}
"""
    found = {finding.rule: finding.place.line for finding in check(describe(text))}
    assert found["number-without-unit"] == 9
    assert found["default-against-schema"] == 9


def test_a_finding_in_another_file_is_placed_there(
    write_registry: Callable[[Mapping[str, str]], Path], today: dt.date
) -> None:
    root = write_registry(
        {
            "specs/shop/system.yaml": "{system: 1, title: Shop, kind: own, team: commerce}",
            "specs/shop/apis/things/openapi.yaml": """
                openapi: 3.1.0
                info: {title: Things, version: 1.0.0}
                components: {schemas: {Thing: {$ref: thing.yaml}}}
            """,
            "specs/shop/apis/things/thing.yaml": "type: object\nproperties:\n  weight: {type: number}\n",
        }
    )
    found = check(Description(Store.open(root).description("shop/things")), today=today)
    unit = next(finding for finding in found if finding.rule == "number-without-unit")
    assert unit.place.file.endswith("specs/shop/apis/things/thing.yaml")
    assert unit.place.line == 3


def test_names_that_lead_nowhere_are_found_across_the_documents_of_a_registry(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    root = write_registry(
        {
            "specs/registry.yaml": """
                registry: 1
                title: Shoes
                teams: {commerce: {title: Commerce}}
                rules: {number-without-untis: error}
            """,
            "specs/shop/system.yaml": "{system: 1, title: Shop, kind: own, team: comerce}",
            "specs/subscriptions.yaml": "- {subscriber: commerce, channels: [slack]}\n",
        }
    )
    registry = load(Store.open(root))
    rules = [(finding.rule, finding.place.line) for finding in check_registry(registry)]
    assert rules == [("unknown-team", 1), ("unknown-channel", 1)]
    known = check_registry(registry, [rule.id for rule in CATALOGUE])
    unknown = next(finding for finding in known if finding.rule == "unknown-rule")
    assert unknown.remedy == "did you mean 'number-without-unit'?"
    assert (unknown.place.line, unknown.subject) == (5, "specs/registry.yaml")


def test_a_finding_arrives_whole_in_another_process() -> None:
    edit = ("things.yaml", Edit("/info/title", "Things"))
    found = Finding(
        "a-rule",
        "error",
        "is wrong",
        "mend it",
        "/info",
        Place("things.yaml", 2, 1),
        "Thing",
        (None,),
        (edit,),
    )
    sent = pickle.loads(pickle.dumps(found))
    assert sent == found
    assert (sent.witness, sent.fixes, sent.place.column) == ((None,), (edit,), 1)
