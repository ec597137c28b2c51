"""The commands that say whether data can be relied on, and whether something may go: text, JSON, exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from registry.cli.contracts import contract
from registry.cli.main import outcome

EXAMPLE = str(Path(__file__).parents[2])
DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command on the example and returns exit status, output and errors."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = outcome(["-C", EXAMPLE, *arguments])
        return status, *capsys.readouterr()

    return ran


def test_quality_of_all_is_one_line_each(run: Any) -> None:
    status, out, _ = run("quality", *DAY)
    lines = out.splitlines()
    assert (status, len(lines)) == (0, 1 + 7 + 19)
    assert lines[0].split() == ["complete", "errors", "fresh", "announced"]
    assert lines[-5].split()[:5] == ["email/price-drops", "partly", "7", "of", "14"]


def test_quality_of_one_shows_what_is_missed_and_the_sum(run: Any) -> None:
    status, out, _ = run("quality", "email/size-availability", *DAY)
    assert status == 0
    assert "Are errors logged and actionable? partly" in out
    assert ": missed: GET /products 401: nothing says what to do then" in out
    assert "15 minutes promised + 10 minutes between runs = 25 minutes" in out
    assert "to improve: list it under x-operation.errors" in out
    assert len(run("quality", "email/size-availability", "--all", *DAY)[1]) > len(out)


@pytest.mark.parametrize("subject", [(), ("catalog/products",), ("ads/product-feed",)])
def test_quality_as_json_keeps_its_contract(run: Any, subject: tuple[str, ...]) -> None:
    _, out, _ = run("quality", *subject, "--format", "json", *DAY)
    jsonschema_rs.validator_for(contract("quality")).validate(json.loads(out))


@pytest.mark.parametrize(
    ("asked", "status", "line"),
    [
        (
            ("--field", "Product.sku"),
            1,
            "catalog/products#Product.sku: no, 6 flows and 16 fields still use it",
        ),
        (("--operation", "listProducts"), 1, "catalog/products GET /products: no, 5 flows still use it"),
        (("--release", "2.2.0"), 1, "catalog/products@2.2.0: no, 6 flows still use it"),
        (
            ("--operation", "GET /brands"),
            1,
            "catalog/products GET /brands: unknown, nobody who is recorded uses it, but others may",
        ),
        (
            ("--field", "Product.legacyType"),
            0,
            "catalog/products#Product.legacyType: yes, nobody who is recorded uses it, and it was announced",
        ),
    ],
)
def test_what_may_go_is_told_by_the_exit_status(
    run: Any, asked: tuple[str, str], status: int, line: str
) -> None:
    ended, out, _ = run("retire", "catalog/products", *asked, *DAY)
    assert ended == status
    assert out.startswith(line)


def test_a_field_or_a_release_can_be_asked_about_in_one_word(run: Any) -> None:
    whole = run("retire", "catalog/products", "--field", "Product.sku", *DAY)
    assert run("retire", "catalog/products#Product.sku", *DAY) == whole
    older = run("retire", "catalog/products", "--release", "1.1.0", *DAY)
    assert run("retire", "catalog/products@1.1.0", *DAY) == older


def test_an_api_alone_is_a_list_of_operations_and_releases(run: Any) -> None:
    status, out, _ = run("retire", "catalog/products", *DAY)
    lines = out.splitlines()
    assert (status, len(lines)) == (0, 10 + 5)
    assert lines[0] == "no       catalog/products GET /products: 5 flows still use it"


@pytest.mark.parametrize("asked", [(), ("--field", "Product.sku"), ("--release", "2.1.0")])
def test_retire_as_json_keeps_its_contract(run: Any, asked: tuple[str, ...]) -> None:
    _, out, _ = run("retire", "catalog/products", *asked, "--format", "json", *DAY)
    jsonschema_rs.validator_for(contract("retire")).validate(json.loads(out))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("quality", "catalog/product"), "did you mean 'catalog/products'?"),
        (("retire", "catalog/products@1.1.0", "--field", "Product.sku"), "only one thing can be asked about"),
        (("retire", "catalog/products", "--operation", "listProdcts"), "did you mean 'listProducts'?"),
    ],
)
def test_wrong_use_names_the_way_out(run: Any, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in err
