"""The example's flows against every release: all fit the newest, older ones fail where the story says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import registry
from registry.flow.compatibility import check_flow

if TYPE_CHECKING:
    from registry.model.registry import Registry

EXAMPLE = Path(__file__).parents[2]
DAY = date(2026, 11, 23)

STORY = [
    ("email/size-availability", "producer", "2.2.0", []),
    ("email/size-availability", "producer", "2.0.0", ["mapped-value-never-sent", "mapped-value-never-sent"]),
    (
        "email/size-availability",
        "producer",
        "1.1.0",
        [
            *("wrong-conversion", "wrong-conversion"),
            *("mapped-value-never-sent", "needed-value-may-be-missing", "mapped-value-never-sent"),
        ],
    ),
    ("email/size-availability", "consumer", "2026-01-15", []),
    ("email/size-availability", "consumer", "2025-07-15", ["operation-not-in-version"]),
    ("email/contact-profiles", "producer", "2.11.0", ["needed-value-may-be-missing"] * 2),
    ("email/order-events", "producer", "1.1.0", ["value-of-other-kind", "wrong-conversion"]),
    ("email/back-in-stock", "producer", "1.0.0", ["mapping-from-unknown-field"]),
    ("ads/product-feed", "consumer", "1.0.0", ["mapping-to-unknown-field"]),
    (
        "ads/product-feed",
        "producer",
        "1.0.0",
        [
            *("wrong-conversion", "wrong-conversion", "mapped-value-never-sent"),
            *("mapping-from-unknown-field", "mapping-from-unknown-field"),
        ],
    ),
    ("analytics/orders", "consumer", "1.1.0", ["mapping-to-unknown-field", "mapping-to-unknown-field"]),
    (
        "analytics/orders",
        "producer",
        "1.1.0",
        ["value-of-other-kind", "wrong-conversion", "wrong-conversion"],
    ),
    ("analytics/stock-history", "producer", "1.2.0", ["needed-value-may-be-missing"]),
    ("crm/orders-into-crm", "producer", "1.0.0", ["mapping-from-unknown-field"] * 2),
]


@pytest.fixture(scope="module")
def example() -> Registry:
    return registry.open(EXAMPLE, as_of=DAY).registry


def rules(example: Registry, flow_id: str, end: str = "", version: str = "") -> list[str]:
    """The rules that find more than an information, with one end of the flow held to one release."""
    flow = example.flow(flow_id)
    if end:
        held = getattr(flow, end).model_copy(update={"version": f">={version} <={version}"})
        flow = flow.model_copy(update={end: held})
    verdicts = check_flow(example, flow, DAY)
    return [one.rule for verdict in verdicts for one in verdict.findings if one.severity != "info"]


def test_all_flows_fit_the_newest_releases(example: Registry) -> None:
    assert {flow.id: rules(example, flow.id) for flow in example.flows} == {
        flow.id: [] for flow in example.flows
    }


@pytest.mark.parametrize(("flow", "end", "version", "expected"), STORY)
def test_an_older_release_misfits_where_the_story_says_so(
    example: Registry, flow: str, end: str, version: str, expected: list[str]
) -> None:
    assert rules(example, flow, end, version) == expected


def test_a_customer_number_that_was_a_number_comes_with_an_example(example: Registry) -> None:
    flow = example.flow("email/order-events")
    older = flow.producer.model_copy(update={"version": "<2"})
    verdicts = check_flow(example, flow.model_copy(update={"producer": older}), DAY)
    assert next(verdict.witness for verdict in verdicts if not verdict.ok) == (1,)
