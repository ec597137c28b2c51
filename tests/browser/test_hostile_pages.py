"""A registry whose every text is an attack, in a real browser: nothing of it is more than text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.browser.conftest import Reader, Visit

pytestmark = pytest.mark.browser

SCRIPTS = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'><svg onload='window.hacked=1'>"
    "<style>body{display:none}</style><a href='javascript:window.hacked=1'>a</a></title></head></td></table>"
)
MARKDOWN = (
    "[x](javascript:window.hacked=1) ![p](https://evil.example/p.png) <https://evil.example/> # Heading "
    '{ #__search .x onclick=window.hacked=1 } {{ 1234 * 5678 }} {% include "x" %} --8<-- "mkdocs.yml" | a | b |'
)
LONG = "L" * 10_000
LEFTWARD = "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2067abc"
BAD = {"attacks": f"{SCRIPTS} {MARKDOWN} {LEFTWARD}", "long names": LONG}
PAGES = (
    *("", "systems/", "systems/bad/", "apis/", "apis/bad/shoes/", "apis/bad/shoes/fields/"),
    *(
        "apis/bad/shoes/fields/Shoe.size/",
        "apis/bad/shoes/operations/get-shoes/",
        "flows/",
        "flows/bad/flow/",
    ),
    *("glossary/", "glossary/word/", "coming/", "quality/", "updates/", "apis/bad/shoes/quality/"),
)


def registry(bad: str) -> dict[str, str]:
    said = {"description": bad, "title": bad}
    size: dict[str, Any] = {
        **said,
        "type": ["string", "null"],
        "default": bad,
        "examples": [bad],
        "x-ogc-unit": bad,
        "x-ogc-definition": "glossary:word",
        "x-field": {
            "businessName": bad,
            "critical": True,
            "nullMeaning": {"null": bad},
            "normalization": bad,
            "freshness": {"threshold": "PT15M", "timestampField": bad},
        },
        "oneOf": [{"const": bad, **said}],
    }
    shoe = {**said, "type": "object", "properties": {"size": size, bad: {"type": "string"}}}
    answer = {
        "description": bad,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shoe"}}},
    }
    operation = {
        "summary": bad,
        "description": bad,
        "tags": [bad],
        "deprecated": True,
        "x-sunset": "2026-12-24",
        "parameters": [
            {"name": bad, "in": "query", "required": True, "description": bad, "schema": {"type": "string"}}
        ],
        "responses": {"200": answer, "409": {"description": bad}},
        "x-operation": {"errors": [{"code": bad, "status": 409, "meaning": bad, "action": bad}]},
    }
    info = {
        "version": "1.0.0",
        "summary": bad,
        **said,
        "x-registry": {
            "team": bad,
            "support": [{"channel": bad, "url": "javascript:window.hacked=1"}],
            "verifiedStatements": [{"question": bad, "answer": bad}],
        },
    }
    description = {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "https://shoes.example", "description": bad}],
        "paths": {"/shoes": {"get": operation}},
        "components": {"schemas": {"Shoe": shoe}},
    }
    flow = {
        "flow": 1,
        "title": bad,
        "answer": bad,
        "producer": {"api": "bad/shoes", "operation": "GET /shoes"},
        "consumer": {"store": bad},
        "purpose": bad,
        "capabilities": {"can": [bad], "cannot": [bad]},
        "mapping": [
            {"from": "size", "to": bad, "values": {bad: bad}, "onNull": {"value": bad}, "description": bad}
        ],
        "delivery": {"idempotencyKey": bad, "onExhausted": "dead-letter", "deadLetter": bad},
        "owner": bad,
    }
    system = {
        "system": 1,
        "kind": "vendor",
        "team": bad,
        "vendor": {"name": bad, "url": "javascript:window.hacked=1"},
        **said,
    }
    term = {"id": "word", "title": bad, "definition": bad, "synonyms": [bad], "owner": bad}
    return {
        "specs/registry.yaml": json.dumps(
            {
                "registry": 1,
                "title": bad,
                "description": bad,
                "teams": {"shoes": {"title": bad, "contact": bad}},
            }
        ),
        "specs/glossary.yaml": json.dumps({"glossary": 1, "terms": [term]}),
        "specs/bad/system.yaml": json.dumps(system),
        "specs/bad/apis/shoes/openapi.json": json.dumps(description),
        "specs/bad/flows/flow.yaml": json.dumps(flow),
    }


def looks_right(visit: Visit, url: str) -> None:
    """Nothing ran, nothing was loaded, nothing was broken out of, and the page still fits the window."""
    page = visit.page
    assert page.evaluate("window.hacked") is None, url
    assert visit.foreign == [], url
    assert page.locator("h1").count() == 1, url
    assert page.evaluate("getComputedStyle(document.body).display") != "none", url
    assert page.evaluate("[...document.links].some(each => each.protocol === 'javascript:')") is False, url
    assert page.locator("img[src*=evil]").count() == 0, url
    assert "7006652" not in page.locator("body").inner_text(), url
    assert page.evaluate("document.querySelectorAll('[onclick], [onerror], [onload]').length") == 0, url
    assert page.evaluate("document.documentElement.dir") in ("", "ltr"), url
    wide, window = visit.width()
    assert wide <= window, url


@pytest.mark.parametrize("kind", BAD)
def test_hostile_texts_change_nothing_but_text(
    read_registry: Callable[[Mapping[str, str]], Reader], kind: str
) -> None:
    reader = read_registry(registry(BAD[kind]))
    for url in PAGES:
        with reader.open(url, width=390) as visit:
            looks_right(visit, url)
    with reader.open("apis/bad/shoes/console/") as visit:
        visit.page.get_by_role("button", name="Open the console").click()
        visit.page.locator(".opblock-summary-control").first.click()
        visit.page.locator(".opblock-description .wb-console-text").first.wait_for()
        looks_right(visit, "the console")
