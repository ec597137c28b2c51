"""What a release tells each flow that it hits: what happens to it, whether it has moved on, what is left to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.site.conftest import Site

    Build = Callable[[Mapping[str, str]], Site]

RULE, AT = "response-type-changed", "GET /goods 200 sku"


def described(version: str) -> str:
    schema = {"type": "object", "properties": {"sku": {"type": "string"}}}
    answer = {"description": "All goods.", "content": {"application/json": {"schema": schema}}}
    get = {"operationId": "listGoods", "summary": "List goods.", "responses": {"200": answer}}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Goods", "version": version},
            "paths": {"/goods": {"get": get}},
        }
    )


def flow(wanted: str, api: str = "shop/goods") -> str:
    return json.dumps(
        {
            "flow": 1,
            "title": "Goods for letters",
            "answer": "Every hour letters get goods.",
            "producer": {"api": api, "version": wanted, "operation": "listGoods"},
            "consumer": {"store": "table goods"},
            "purpose": "Write letters.",
            "capabilities": {"can": ["name goods"], "cannot": ["sell them"]},
            "mapping": [{"from": "sku", "to": "sku"}],
            "delivery": {},
            "owner": "letters",
        }
    )


def happening(sentence: str, action: str, *, handled: bool = False) -> dict[str, Any]:
    said = {"sentence": sentence, "action": action, "handled": handled}
    return {"rule": RULE, "at": AT, "level": "breaking", "path": "sku", **said}


def entry(*effects: dict[str, Any]) -> str:
    change = {
        "rule": RULE,
        "level": "breaking",
        "kind": "changed",
        "message": "type changed from integer to string",
        "operations": ["GET /goods"],
        "at": AT,
        "pointer": {"base": None, "revision": None},
        "before": "integer",
        "after": "string",
        "direction": "response",
        "compared": True,
        "witness": None,
        "unwitnessed": None,
        "waived": None,
    }
    hit = {
        "flow": "mail/letters",
        "title": "Goods for letters",
        "owner": "letters",
        "level": "breaking",
        "fields": [],
        "sentence": "Goods for letters (letters): the whole of it",
        "effects": list(effects),
    }
    return json.dumps(
        {
            "waybill": 1,
            "api": "shop/goods",
            "version": "2.0.0",
            "date": "2026-01-01",
            "base": "1.0.0",
            "bump": {"stated": "major", "needed": "major"},
            "note": None,
            "summary": {"breaking": 1, "risky": 0, "safe": 0, "total": 1},
            "accepted": [],
            "affected": [hit],
            "changes": [change],
        }
    )


@pytest.fixture
def told(build_site: Build) -> Callable[..., str]:
    """A function that returns what the page of a release says, for a flow as it is today."""

    def tell(today: str | None, *effects: dict[str, Any]) -> str:
        system = {"system": 1, "title": "Shop", "kind": "own", "team": "shop"}
        teams = {
            name: {"title": name.title(), "contact": f"{name}@shop.example"} for name in ("shop", "letters")
        }
        files = {
            "specs/registry.yaml": json.dumps({"registry": 1, "title": "Registry", "teams": teams}),
            "specs/shop/system.yaml": json.dumps(system),
            "specs/mail/system.yaml": json.dumps({**system, "title": "Mail"}),
            "specs/shop/apis/goods/openapi.json": described("2.0.0"),
            "specs/shop/apis/goods/releases/1.0.0.json": described("1.0.0"),
            "specs/shop/apis/goods/releases/2.0.0.json": described("2.0.0"),
            "specs/shop/apis/other/openapi.json": described("1.0.0"),
            "changelog/shop/goods/2.0.0.json": entry(*effects),
        }
        if today is not None:
            files["specs/mail/flows/letters.yaml"] = today
        return build_site(files).twin("changes/shop/goods/2.0.0/")

    return tell


def test_a_flow_is_told_what_happens_to_it_and_by_which_change(told: Callable[..., str]) -> None:
    page = told(flow(">=1.0 <2"), happening("the list takes no texts", "Make room for texts"))
    assert "- What happens: breaking The list takes no texts. [Type changed from integer to string](#" in page
    assert "Is it done? not yet It says that it works with `>=1.0 <2`" in page
    assert "- What to do: Make room for texts." in page


def test_the_same_sentence_of_several_rows_is_said_once(told: Callable[..., str]) -> None:
    same = happening("the list takes no texts", "Make room for texts")
    page = told(flow(">=1.0 <2"), same, {**same, "path": "items[].sku"})
    assert page.count("The list takes no texts") == 1


def test_what_the_flow_foresaw_is_no_work(told: Callable[..., str]) -> None:
    page = told(flow(">=1.0"), happening("the list takes texts already", "Nothing", handled=True))
    assert "foreseen The list takes texts already." in page
    assert "Is it done? begun It says that it works with both versions" in page
    assert "Nothing" not in page.partition("What to do")[2]


def test_an_entry_that_says_no_more_is_told_as_it_is(told: Callable[..., str]) -> None:
    page = told(flow(">=1.0 <2"))
    assert "What happens: breaking Goods for letters (letters): the whole of it." in page
    assert "Change the receiver so that it works with both versions" in page


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (flow(">=2.0 <3"), "It does not count on `1.0.0` any more"),
        (flow(">=1.0", "shop/other"), "It does not use this API any more."),
        (None, "The flow is not recorded any more."),
    ],
    ids=["moved on", "uses another API", "is gone"],
)
def test_a_flow_that_has_moved_on_or_away_has_nothing_to_do(
    told: Callable[..., str], today: str | None, said: str
) -> None:
    page = told(today, happening("the list takes no texts", "Make room for texts"))
    assert f"Is it done? yes {said}" in page
    assert "What to do:" not in page
