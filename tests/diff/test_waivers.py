"""Waivers against changes: by rule with or without direction, place, version and day; and drafts of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.diff import Change, Comparison, Settings
from registry.diff.change import Waived
from registry.diff.drafts import drafted, wanting
from registry.diff.waivers import accepted, holds, judged, marked
from registry.formats import read
from registry.model.agreements import Waiver
from registry.model.description import Description
from registry.source.store import read_bytes
from registry.source.tree import parse

if TYPE_CHECKING:
    from registry.diff import Level

AT = "GET /things 200 id"
TODAY = date(2026, 11, 23)
FACTS = {"rule": "response-type-changed", "at": AT, "reason": "Agreed.", "owner": "shop"}


def waiver(**facts: Any) -> Waiver:
    return Waiver(**{**FACTS, "until": date(2026, 12, 31), **facts})


def change(level: Level = "breaking", **facts: Any) -> Change:
    known = {"rule": "response-type-changed", "at": AT, "direction": "response", "message": "type\nchanged"}
    return Change(level=level, kind="changed", **{**known, **facts})


def compared(*changes: Change) -> Comparison:
    return Comparison("a", "b", changes)


def who(*waivers: Waiver, found: Change | None = None, today: date = TODAY) -> Waived | None:
    comparison = accepted(compared(found or change()), waivers, today=today, version="2.0.0")
    return comparison.changes[0].waived


def test_a_waived_change_keeps_its_level_and_says_who_accepts_it_until_when() -> None:
    comparison = accepted(
        compared(change(), change("risky", at="x")), [waiver()], today=TODAY, version="2.0.0"
    )
    assert comparison.changes[0].waived == Waived("shop", "Agreed.", date(2026, 12, 31))
    assert comparison.counts == {"breaking": 1, "risky": 1, "safe": 0}
    assert comparison.unwaived == {"breaking": 0, "risky": 1, "safe": 0}
    assert comparison.worst == "breaking"
    assert comparison.as_json()["summary"]["waived"] == 1


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({}, True),
        ({"rule": "type-changed"}, True),
        ({"rule": "request-type-changed"}, False),
        ({"rule": "*"}, False),
        ({"at": "GET /things 200"}, False),
        ({"at": "GET /things 200 *"}, False),
        ({"version": "2.0.0"}, True),
        ({"version": "3.0.0"}, False),
        ({"until": TODAY}, True),
        ({"until": date(2026, 11, 22)}, False),
    ],
)
def test_rule_place_version_and_day_decide(facts: dict[str, Any], *, counts: bool) -> None:
    assert (who(waiver(**facts)) is not None) is counts


def test_a_rule_without_direction_is_matched_whole() -> None:
    removed = change(rule="request-body-removed", direction=None)
    assert who(waiver(rule="request-body-removed"), found=removed) is not None
    assert who(waiver(rule="body-removed"), found=removed) is None


SHARED = """
openapi: 3.1.0
info: {{title: Things, version: 2.0.0}}
paths:
  /old: {{get: {{responses: {{'200': {{$ref: '#/components/responses/Things'}}}}}}}}
  /new:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'201': {{$ref: '#/components/responses/Things'}}}}
components:
  responses:
    Things:
      description: Things.
      content:
        application/json:
          schema:
            type: object
            properties: {{items: {{type: array, items: {{$ref: '#/components/schemas/Thing'}}}}}}
  schemas:
    Thing:
      type: object
      properties:
        id: {id}
        parent: {{$ref: '#/components/schemas/Thing'}}
"""


def things(thing_id: str) -> Description:
    return Description(read_bytes(SHARED.format(id=thing_id).encode(), "things.yaml"))


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("GET /old 200 items[].id", True),
        ("POST /new 201 items[].id", True),
        ("POST /new 201 items[].parent.parent.id", True),
        ("POST /new 201 items[].name", False),
        ("POST /new 201 items[]", False),
        ("POST /new 201 id", False),
        ("POST /other 201 items[].id", False),
    ],
)
def test_a_change_of_something_shared_may_be_called_by_any_operation_and_way(
    at: str, *, counts: bool
) -> None:
    agreed = [waiver(rule="response-type-changed", at=at)]
    comparison = judged(
        things("{type: string}"), things("{type: number}"), agreed, settings=Settings(today=TODAY)
    )
    waived = [found.rule for found in comparison.changes if found.waived]
    assert waived == (["response-type-changed"] if counts else [])
    assert "GET /old 200 items[].id" in [found.at for found in comparison.changes]


PARAMETER = """
openapi: 3.1.0
info: {{title: Things, version: 2.0.0}}
paths:
  /a: {{get: {{parameters: [{{$ref: '#/components/parameters/Id'}}]}}}}
  /b: {{get: {{parameters: [{{$ref: '#/components/parameters/Id'}}]}}}}
components: {{parameters: {{Id: {{name: id, in: query, required: {required}, schema: {{}}}}}}}}
"""


def test_a_shared_parameter_may_be_called_by_any_operation() -> None:
    base, revision = (
        Description(read_bytes(PARAMETER.format(required=required).encode(), "things.yaml"))
        for required in ("false", "true")
    )
    agreed = [waiver(rule="parameter-became-required", at="GET /b query.id")]
    (found,) = judged(base, revision, agreed, settings=Settings(today=TODAY)).changes
    assert (found.at, found.operations) == ("GET /a query.id", ("GET /a", "GET /b"))
    assert found.waived is not None


def test_a_property_that_went_is_called_by_any_operation() -> None:
    agreed = [waiver(rule="response-property-removed", at="POST /new 201 items[].id")]
    base, revision = things("{type: string}"), things("{type: string}")
    gone = SHARED.replace("        id: {id}\n", "").format()
    revision = Description(read_bytes(gone.encode(), "things.yaml"))
    comparison = judged(base, revision, agreed, settings=Settings(today=TODAY))
    assert [found.at for found in comparison.changes if found.waived] == ["GET /old 200 items[].id"]


def test_a_safe_change_needs_no_waiver_and_takes_none() -> None:
    assert who(waiver(), found=change("safe")) is None


def test_of_several_waivers_the_first_that_holds_counts() -> None:
    past = waiver(owner="past", until=date(2026, 1, 1))
    found = who(past, waiver(owner="first"), waiver(owner="second"))
    assert found is not None
    assert found.owner == "first"


@pytest.mark.parametrize("until", [date(2026, 12, 31), None])
def test_who_accepts_a_change_is_read_back_as_it_was_written(until: date | None) -> None:
    (found,) = marked(compared(change()), lambda _: Waived("shop", "Agreed.", until)).changes
    assert Change.from_json(found.as_json()) == found


@pytest.mark.parametrize(
    ("level", "levels"),
    [
        ("breaking", ["breaking"]),
        ("never", ["breaking"]),
        ("risky", ["breaking", "risky"]),
        ("safe", ["breaking", "risky"]),
    ],
)
def test_a_waiver_is_wanted_for_what_fails_and_nobody_accepts(level: str, levels: list[str]) -> None:
    waived = change(at="elsewhere", waived=Waived("shop", "Agreed.", None))
    comparison = compared(change(), waived, change("risky"), change("safe"))
    assert [found.level for found in wanting(comparison, level)] == levels


def draft(*changes: Change, owner: str = "shop", version: str | None = "2.0.0") -> str:
    return drafted(changes, owner=owner, until=date(2027, 2, 21), version=version)


def test_a_draft_has_everything_but_its_reason() -> None:
    assert draft(change()) == (
        "# breaking: type changed\n"
        "- rule: response-type-changed\n"
        '  at: "GET /things 200 id"\n'
        '  reason: "" # say why: the waiver counts for nothing while this is empty\n'
        '  owner: "shop"\n'
        "  until: 2027-02-21\n"
        '  version: "2.0.0"\n'
    )
    assert "version" not in draft(change(), version=None)


@pytest.mark.parametrize("at", ["GET /a 200 b", 'say "x": # no\n- é\u2028', "\x1b[31m", "'{[*&!|>%@`"])
def test_a_draft_is_yaml_whatever_stands_in_a_description(at: str) -> None:
    written = draft(change(at=at, message=f"{at}\u0085 changed"))
    (item,) = parse(written.encode(), "waivers.yaml").data
    assert item["at"] == at
    assert yaml.safe_load(written)[0]["rule"] == "response-type-changed"


def test_two_changes_by_one_rule_at_one_place_need_one_waiver() -> None:
    assert draft(change(), change(message="again"), change(at="b")).count("- rule") == 2


@pytest.mark.parametrize("key", ["reason", "owner"])
@pytest.mark.parametrize("left", ["", "  "])
def test_a_draft_counts_for_nothing_until_it_is_filled_in(key: str, left: str) -> None:
    document = parse(draft(change()).encode(), "waivers.yaml")
    item = {**document.data[0], "reason": "Agreed.", key: left}
    unfinished, done = (read(Waiver, {**item, key: text}, document.place) for text in (left, "x"))
    assert (unfinished.empty, holds(unfinished, date(2026, 11, 23), unfinished.version)) == ((key,), False)
    assert (done.empty, holds(done, date(2026, 11, 23), done.version)) == ((), True)
