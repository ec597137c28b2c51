"""A registry whose every text is an attack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from registry.errors import UnreadableInput
from registry.site.arrange import Templates, environment
from registry.site.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.site.conftest import Site

BAD = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    "[x](javascript:window.hacked=1) ![p](https://evil.example/p.png) {{ 1234 * 5678 }} {% include 'x' %} "
    "| a | b |\n\n# Heading\n\n```\n</td></table></div><script>window.hacked=1</script>\n```\n\n"
    '{ #search .x onclick=window.hacked=1 }\n\n--8<-- "mkdocs.yml"\n\n'
    "<style>body{display:none}</style>\u2028\x07</title></head><script>window.hacked=1</script>"
)


def schema(depth: int = 0) -> dict[str, Any]:
    return {
        "type": "object",
        "title": BAD,
        "description": BAD,
        "properties": {
            "size</td><script>window.hacked=1</script>": {
                "type": "string",
                "description": BAD,
                "pattern": "</code><script>window.hacked=1</script>",
                "default": BAD,
                "oneOf": [{"const": BAD, "title": BAD, "description": BAD}],
                "x-ogc-unit": BAD,
                "x-ogc-definition": "javascript:window.hacked=1",
                "x-field": {
                    "businessName": BAD,
                    "nullMeaning": {BAD: BAD},
                    "critical": True,
                    "normalization": BAD,
                },
            }
        },
        "example": BAD if depth == 0 else None,
    }


def description() -> dict[str, Any]:
    answer = {
        "description": BAD,
        "content": {
            f"application/json; {BAD}": {"schema": {"$ref": "#/components/schemas/A"}, "example": BAD}
        },
    }
    operation = {
        "operationId": BAD,
        "summary": BAD,
        "description": BAD,
        "tags": [BAD],
        "parameters": [
            {"name": BAD, "in": "query", "description": BAD, "schema": {"type": "string", "default": BAD}}
        ],
        "requestBody": {"description": BAD, "content": {"application/json": {"schema": schema()}}},
        "responses": {"200": answer, BAD: answer, "400": {"description": BAD}},
        "x-operation": {"errors": [{"code": BAD, "status": 409, "meaning": BAD, "action": BAD}]},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": BAD,
            "version": "1.0.0<script>window.hacked=1</script>",
            "summary": BAD,
            "description": BAD,
            "x-registry": {
                "team": BAD,
                "support": [{"channel": BAD, "url": "javascript:window.hacked=1"}],
                "verifiedStatements": [{"question": BAD, "answer": BAD}],
            },
        },
        "servers": [{"url": f"javascript:{BAD}", "description": BAD}],
        "paths": {f"/a/{BAD}": {"post": operation}},
        "webhooks": {BAD: {"post": operation}},
        "components": {"schemas": {"A": schema(), "../../../evil": schema(1), "a b#c?": schema(1)}},
    }


def registry() -> dict[str, str]:
    owner = {"title": BAD, "contact": "javascript:window.hacked=1"}
    flow = {
        "flow": 1,
        "title": BAD,
        "answer": BAD,
        "producer": {"api": "bad/api", "operation": BAD},
        "consumer": {"store": BAD},
        "purpose": BAD,
        "capabilities": {"can": [BAD], "cannot": [BAD]},
        "mapping": [
            {"from": BAD, "to": BAD, "values": {BAD: BAD}, "onNull": {"value": BAD}, "description": BAD}
        ],
        "delivery": {"idempotencyKey": BAD, "deadLetter": BAD},
        "personalData": {"legalBasis": "contract", "dataUse": BAD},
        "owner": BAD,
    }
    system = {
        "system": 1,
        "title": BAD,
        "kind": "own",
        "team": BAD,
        "description": BAD,
        "support": [{"channel": BAD, "url": "javascript:window.hacked=1"}],
        "vendor": {"name": BAD, "url": "javascript:window.hacked=1"},
    }
    term = {"id": "bad", "title": BAD, "definition": BAD, "synonyms": [BAD], "owner": BAD}
    return {
        "specs/registry.yaml": json.dumps(
            {"registry": 1, "title": BAD, "description": BAD, "teams": {"bad": owner}}
        ),
        "specs/glossary.yaml": json.dumps({"glossary": 1, "terms": [term]}),
        "specs/bad/system.yaml": json.dumps(system),
        "specs/bad/apis/api/openapi.json": json.dumps(description()),
        "specs/bad/flows/bad.yaml": json.dumps(flow),
        "changelog/bad/api/1.0.0.json": json.dumps(
            {
                "waybill": 1,
                "api": "bad/api",
                "version": "1.0.0",
                "date": "2026-01-01",
                "base": "0.9.0",
                "bump": {"stated": "major", "needed": "major"},
                "note": BAD,
                "summary": {"breaking": 1, "risky": 0, "safe": 0, "total": 1},
                "accepted": [{"rule": "unit-changed", "at": BAD, "reason": BAD, "owner": BAD}],
                "affected": [
                    {
                        "flow": "bad/bad",
                        "title": BAD,
                        "owner": BAD,
                        "level": "breaking",
                        "fields": [BAD],
                        "sentence": BAD,
                    }
                ],
                "changes": [
                    {
                        "rule": "unit-changed",
                        "level": "breaking",
                        "kind": "changed",
                        "message": BAD,
                        "operations": [BAD],
                        "at": BAD,
                        "pointer": {"base": None, "revision": None},
                        "before": BAD,
                        "after": {BAD: BAD},
                        "direction": None,
                        "compared": True,
                    }
                ],
            }
        ),
    }


def test_nothing_of_it_runs_loads_or_breaks_out(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    site = build_site(registry())
    assert site.pages > 15
    for url, page in site.outlines.items():
        scripts = [attributes for attributes in page.all("script") if "src" not in attributes]
        assert "window.hacked=1</script>" not in site.html(url), url
        assert len(scripts) <= 6, url
        assert [each for each in page.all("img") if "evil" in each.get("src", "") or "onerror" in each] == []
        assert [each for _, each in page.elements if any(name.startswith("on") for name in each)] == []
        assert [
            each
            for each in page.all("a")
            if each.get("href", "").lower().startswith(("javascript:", "data:"))
        ] == []
        assert [each for _, each in page.elements if each.get("id") == "search"] == []
        assert len(page.all("h1")) == 1, url
        assert len(page.all("style")) == 0, url
        assert "{{" not in page.text.replace("{{ 1234 * 5678 }}", ""), url
        assert "7006652" not in page.text, url
        assert "site_name:" not in page.text, url


def test_no_file_is_written_outside_the_site(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    site = build_site(registry())
    outside = [path for path in site.root.rglob("*evil*") if not path.is_relative_to(site.root / ".build")]
    assert outside == []


@pytest.mark.parametrize("attack", ["page.__class__", "''.__class__.__mro__", "write.__init__.__globals__"])
def test_a_template_of_the_registry_cannot_reach_beyond_its_page(
    build_site: Callable[[Mapping[str, str]], Site], attack: str
) -> None:
    with pytest.raises(UnreadableInput, match=r"site/templates/glossary\.md\.j2:3: .*unsafe"):
        build_site({"site/templates/glossary.md.j2": f"# Words\n\n{{{{ {attack} }}}}\n"})


def words_page(**parts: object) -> Page:
    return Page(url="glossary/", kind="glossary", title="Words", sentence="Words.", parts=parts)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("{{ [1] + 1 }}", "TypeError: "),
        ('{% extends "glossary.md.j2" %}', "RecursionError: "),
    ],
)
def test_whatever_a_template_does_wrong_is_told_with_its_name(
    tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "site/templates").mkdir(parents=True)
    (tmp_path / "site/templates/glossary.md.j2").write_text(written)
    with pytest.raises(UnreadableInput, match=rf"site/templates/glossary\.md\.j2:1: {said}"):
        Templates(environment(tmp_path), str).for_programs(words_page(terms="none"))


def test_what_is_wrong_in_our_own_templates_is_no_mistake_of_the_reader(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Templates(environment(tmp_path), str).for_programs(words_page(terms=object()))
