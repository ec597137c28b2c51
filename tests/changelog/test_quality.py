"""Four questions about the data of an API or a flow, each answered by counting checks that can be looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import registry
from registry.errors import Place, WrongUse
from registry.flow.evidence import Check, Grade
from registry.flow.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.flow.evidence import Outcome, Quality
    from registry.workspace import Workspace
    from tests.changelog.conftest import Shop

EXAMPLE = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
API = "shop/products"


def graded(*outcomes: Outcome) -> Grade:
    return Grade(
        "complete", "things", tuple(Check(str(n), one, "") for n, one in enumerate(outcomes)), "none"
    )


@pytest.mark.parametrize(
    ("outcomes", "answer", "sentence"),
    [
        ((), "not known", "none"),
        (("met", "met"), "yes", "2 of 2 things"),
        (("met", "missed"), "partly", "1 of 2 things"),
        (("missed",), "no", "0 of 1 things"),
        (("unknown", "unknown"), "not known", "0 of 2 things; 2 not known"),
        (("met", "unknown"), "partly", "1 of 2 things; 1 not known"),
        (("missed", "unknown"), "no", "0 of 2 things; 1 not known"),
    ],
)
def test_an_answer_is_what_its_checks_add_up_to(
    outcomes: tuple[Outcome, ...], answer: str, sentence: str
) -> None:
    grade = graded(*outcomes)
    assert (grade.answer, grade.sentence) == (answer, sentence)


def test_what_asks_for_work_comes_first_and_what_helps_most_too() -> None:
    checks: tuple[Check, ...] = (Check("a", "met", ""), Check("b", "missed", "", "mend b"))
    checks += tuple(Check(name, "unknown", "", "tell") for name in "cd")
    grade = Grade("fresh", "things", checks)
    assert [check.subject for check in grade.evidence] == ["b", "c", "d", "a"]
    assert grade.improve == ("tell", "mend b")


DESCRIPTION = """
openapi: 3.1.0
info: {title: Products, version: 1.0.0}
paths:
  /products:
    get:
      operationId: listProducts
      x-operation:
        retry: {strategy: backoff, statusCodes: ["503"]}
        errors: [{code: gone, status: 410, action: Stop asking.}, {code: lost, action: Look for it.}]
      responses:
        "200":
          description: Products
          content: {application/json: {schema: {$ref: "#/components/schemas/Product"}}}
        "401": {description: Who are you?}
        "410": {description: Gone., content: {application/json: {schema: {type: object}}}}
        "503": {description: Later., content: {application/json: {schema: {type: object}}}}
    delete: {operationId: deleteProducts, responses: {"204": {description: Gone.}}}
components:
  schemas:
    Product:
      allOf:
        - type: object
          properties:
            weight: {type: number, description: What it weighs.}
            code: {type: string, description: What the label says., x-ogc-role: id}
      type: object
      required: [weight, name, code]
      properties:
        name: {type: string, description: What people call it.}
        note: {type: string}
        stock:
          type: integer
          description: How many there are.
          x-ogc-unit: "1"
          x-field: {critical: true}
        price:
          type: number
          description: What it costs.
          x-field: {currency: EUR, freshness: {threshold: PT1H, timestampField: changedAt}}
        sold:
          type: integer
          description: How many went.
          x-ogc-unit: "1"
          x-field: {freshness: {threshold: P1D, timestampField: countedAt}}
        changedAt: {type: string, format: date-time, description: When it changed.}
"""


@pytest.fixture
def quality(write_registry: Callable[[Mapping[str, str]], Path]) -> Quality:
    """The answers about one small API."""
    files = {
        "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
        "specs/shop/apis/products/openapi.yaml": DESCRIPTION,
    }
    return registry.open(write_registry(files), as_of=DAY).quality(API)[0]


def told(quality: Quality, question: str) -> dict[str, tuple[str, str]]:
    return {
        check.subject: (check.outcome, check.because)
        for grade in quality.grades
        if grade.question == question
        for check in grade.checks
    }


def test_a_required_field_is_complete_when_it_says_all_that_is_needed_in_a_fixed_form(
    quality: Quality,
) -> None:
    assert told(quality, "complete") == {
        "Product.weight": ("missed", "nothing says in which unit 'weight' is"),
        "Product.code": ("missed", "nothing fixes the form of a text that others match by"),
        "Product.name": ("met", "says all that is needed"),
    }


def test_a_draft_says_nothing_of_a_field_yet(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    drafted = DESCRIPTION.replace(
        "{type: number, description: What it weighs.}",
        "{type: number, description: What it weighs., x-ogc-unit: 'FILL IN: a UCUM code'}",
    )
    files = {
        "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
        "specs/shop/apis/products/openapi.yaml": drafted,
    }
    quality = registry.open(write_registry(files), as_of=DAY).quality(API)[0]
    (missed,) = (check for check in quality.grade("complete").checks if check.subject == "Product.weight")
    assert (missed.outcome, missed.remedy) == ("missed", "write it where the draft says 'FILL IN:'")


def test_a_failure_is_answered_when_it_can_be_recognised_and_says_what_to_do(quality: Quality) -> None:
    assert told(quality, "errors") == {
        "GET /products 401": (
            "missed",
            "its answer has no described body to recognise and log it by; nothing says what to do then",
        ),
        "GET /products 410": ("met", "Stop asking."),
        "GET /products 503": ("met", "tried again as x-operation.retry says"),
        "GET /products lost": ("missed", "its answer has no described body to recognise and log it by"),
        "DELETE /products": ("missed", "nothing says how it fails"),
    }


def test_a_field_is_fresh_enough_to_decide_on_when_its_age_is_promised_and_can_be_checked(
    quality: Quality,
) -> None:
    assert told(quality, "fresh") == {
        "Product.stock": ("missed", "is critical, and nothing says how old it may be"),
        "Product.price": ("met", "at most 1 hour old, by changedAt"),
        "Product.sold": (
            "missed",
            "at most 1 day old, and 'countedAt', which is to tell its age, does not exist",
        ),
    }


def test_nothing_was_announced_where_nothing_was_ever_broken(quality: Quality) -> None:
    grade = quality.grade("announced")
    assert (grade.answer, grade.total) == ("not known", 0)


def test_each_check_has_a_place(quality: Quality) -> None:
    assert all(check.place and check.place.line for grade in quality.grades for check in grade.checks)


def test_the_places_of_a_document_are_found_in_one_pass_when_the_first_is_asked_for() -> None:
    passes: list[tuple[str, ...]] = []

    def look(pointers: Iterable[str]) -> Mapping[str, Place]:
        passes.append(tuple(pointers))
        return {pointer: Place("a.yaml", len(pointer)) for pointer in passes[-1]}

    whereabouts = Whereabouts(look)
    checks = [Check("a", "met", "", "", whereabouts.at(pointer)) for pointer in ("/a", "/a/b", "/c")]
    assert passes == []
    assert [str(check.place) for check in checks] == ["a.yaml:2", "a.yaml:4", "a.yaml:2"]
    assert passes == [("/a", "/a/b", "/c")]
    assert (checks[0].where, hash(checks[0])) == (whereabouts.at("/c"), hash(checks[0]))
    assert whereabouts.at("/d").place.line == len("/d")
    assert len(passes) == 2


SKU, NAME = "sku: {type: string}", "name: {type: string}"


@pytest.fixture
def promising(shop: Shop) -> Shop:
    """A shop that promises 90 days of notice."""
    policy = "policy: {noticePeriod: P90D, breakingWithoutMajor: warning}"
    teams = "teams: {shop: {title: Shop}}"
    (shop.root / "specs/registry.yaml").write_text(f"registry: 1\ntitle: Shoes\n{teams}\n{policy}\n")
    shop.release("1.0.0", f"{SKU}, {NAME}", "sku, name", day="2026-01-01")
    return shop


def announced(shop: Shop, day: str = "2026-11-23") -> Grade:
    return shop.open(day).quality(API)[0].grade("announced")


def test_an_announced_change_counts_with_the_days_that_people_had(promising: Shop) -> None:
    promising.describe("2.0.0", NAME, "name")
    promising.open("2026-01-10").announce(API)
    promising.release(day="2026-05-01")
    grade = announced(promising)
    assert grade.answer == "yes"
    assert grade.checks[0].because.endswith(
        "announced on 2026-01-10, made on 2026-05-01: 111 days of notice, 90 days promised"
    )


def test_an_announcement_that_was_called_off_gave_no_notice(promising: Shop) -> None:
    promising.describe("2.0.0", NAME, "name")
    promising.open("2026-01-10").announce(API)
    promising.open("2026-01-20").withdraw(API)
    where = 'rule: response-required-property-removed, at: "GET /products 200 sku"'
    accepted = "reason: Nobody reads it., owner: shop, until: 2027-01-01"
    promising.write({"specs/shop/apis/products/waivers.yaml": f"- {{{where}, {accepted}}}"})
    promising.release(day="2026-05-01")
    assert (
        "nothing announced it: 0 days of notice, 90 days promised" in announced(promising).checks[0].because
    )


def test_a_waived_change_was_still_not_announced(promising: Shop) -> None:
    where = 'rule: response-required-property-removed, at: "GET /products 200 sku"'
    accepted = "reason: Nobody reads it., owner: shop, until: 2027-01-01"
    promising.write({"specs/shop/apis/products/waivers.yaml": f"- {{{where}, {accepted}}}"})
    promising.release("2.0.0", NAME, "name", day="2026-02-01")
    grade = announced(promising)
    assert (grade.answer, grade.met, grade.total) == ("no", 0, 1)
    assert (
        "nothing announced it: 0 days of notice, 90 days promised; accepted by shop: Nobody reads it."
        in grade.checks[0].because
    )


def test_a_version_that_keeps_working_gives_notice(promising: Shop) -> None:
    promising.release("2.0.0", NAME, "name", day="2026-02-01", previous_until=date(2026, 6, 1))
    grade = announced(promising)
    assert (grade.answer, grade.sentence) == (
        "yes",
        "1 of 1 changes that break somebody were announced in time",
    )
    assert "1.0.0 works until 2026-06-01: 120 days of notice, 90 days promised" in grade.checks[0].because


def test_what_came_later_is_left_out(promising: Shop) -> None:
    promising.release("2.0.0", NAME, "name", day="2026-02-01", previous_until=date(2026, 6, 1))
    assert announced(promising, "2026-01-31").total == 0


@pytest.fixture(scope="module")
def example() -> Workspace:
    return registry.open(EXAMPLE, as_of=DAY)


def test_the_example_is_answered_for_with_its_arithmetic(example: Workspace) -> None:
    flow = example.quality("email/size-availability")[0]
    assert flow.grade("complete").answer == "yes"
    because = {check.because for check in flow.grade("fresh").checks}
    assert "15 minutes promised + 10 minutes between runs = 25 minutes, at most 25 minutes needed" in because


def test_a_store_that_nobody_described_is_not_taken_for_one_that_fits(example: Workspace) -> None:
    grade = example.quality("warehouse/pick-list")[0].grade("complete")
    assert (grade.answer, grade.met, grade.unknown, grade.total) == ("partly", 5, 5, 10)


def test_a_flow_that_needs_no_freshness_has_no_answer(example: Workspace) -> None:
    grade = example.quality("warehouse/pick-list")[0].grade("fresh")
    assert (grade.answer, grade.sentence) == ("not known", "the flow does not say how fresh the data must be")


def test_everything_is_answered_for_apis_before_flows(example: Workspace) -> None:
    found = example.quality()
    assert [one.kind for one in found] == ["api"] * 7 + ["flow"] * 19
    assert all(
        [grade.question for grade in one.grades] == ["complete", "errors", "fresh", "announced"]
        for one in found
    )


def test_what_is_neither_api_nor_flow_is_told_with_the_nearest(example: Workspace) -> None:
    with pytest.raises(WrongUse, match="did you mean 'catalog/products'"):
        example.quality("catalog/product")
