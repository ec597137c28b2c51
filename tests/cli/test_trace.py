"""``waybill trace`` as a tree, as a contract, as a chart that hostile names cannot break."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from registry.cli.contracts import contract
from registry.cli.reports import flowchart
from registry.flow.edges import Edge
from registry.flow.trace import Step, Trace

if TYPE_CHECKING:
    from tests.cli.conftest import Waybill

FIELD = "shop/products#Price.amount"


@pytest.fixture(autouse=True)
def starter(waybill: Waybill) -> None:
    assert waybill("init").status == 0


def test_each_hop_tells_flow_row_owner_operation_and_conversion(waybill: Waybill) -> None:
    ran = waybill("trace", FIELD, "--direction", "down")
    assert ran.out.startswith(f"{FIELD}: ")
    assert "└─ newsletter/store:table products#price\n" in ran.out
    assert "newsletter/product-news, row 3: items[].price.amount -> price (marketing)" in ran.out
    assert "GET /products -> table products" in ran.out
    assert "divided by 100" in ran.out
    assert "Comes from" not in ran.out


@pytest.mark.parametrize("subject", [FIELD, "shop/products", "shop", "newsletter/product-news", "newsletter"])
def test_the_json_of_any_subject_keeps_its_contract(waybill: Waybill, subject: str) -> None:
    written = json.loads(waybill("trace", subject, "--format", "json").out)
    jsonschema_rs.validator_for(contract("trace")).validate(written)
    assert written["downstream" if subject.startswith("shop") else "upstream"] or "/" in subject


def test_an_unknown_field_names_the_nearest(waybill: Waybill) -> None:
    ran = waybill("trace", "shop/products#Price.amuont")
    assert (ran.status, "did you mean 'Price.amount'?" in ran.err) == (2, True)


def test_a_chart_has_a_box_for_each_field_and_an_arrow_for_each_flow(waybill: Waybill) -> None:
    lines = waybill("trace", FIELD, "--format", "mermaid").out.splitlines()
    assert lines[0] == "flowchart LR"
    assert '    n0["Price.amount"]' in lines
    assert any(line.endswith('-->|"newsletter/product-news"| n1') for line in lines)


LINES = (
    r"flowchart LR",
    r'  subgraph g\d+\["[\w ./#;-]*"\]',
    r'(    |  )n\d+\["[\w ./#;-]+"\]',
    r"  end",
    r'  n\d+ (-->|-\.->)\|"[\w ./#;-]+"\| n\d+',
    r"  style n\d+ stroke-width:3px",
)
"""The only lines that a chart may have; of what Mermaid could take for syntax, labels hold entities only."""

HOSTILE = (
    'a/b#x"]; click n0 "javascript:alert(1)"',
    "end#subgraph",
    "c/store:`**bold**` #quot; <b>&amp;\n%%{init}%%#]-->|x|",
    "ü/ß#日本 語",
    "a/b#",
)


@pytest.mark.parametrize("fields", [True, False])
def test_no_name_can_break_a_chart(fields: bool) -> None:  # noqa: FBT001 - a parameter
    edges = [Edge(f'f"|{a}', 0, a, b, a, b, "", "") for a in HOSTILE for b in HOSTILE]
    trace = Trace(HOSTILE[0], "field", (), tuple(Step(edge, 1, None) for edge in edges))
    for line in flowchart.render(trace, fields=fields).split("\n"):
        assert any(re.fullmatch(known, line) for known in LINES), line
