from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from registry.errors import UnreadableInput, UnreadableInputs
from registry.source.origins import Origins
from registry.source.overlay import Overlaid, apply
from registry.source.tree import Document, parse

if TYPE_CHECKING:
    from pathlib import Path

TARGET = """\
openapi: 3.1.0
info: {title: Shoes, version: 1.0.0}
tags:
  - name: old
  - name: kept
  - name: last
paths:
  /shoes:
    get: {summary: List, tags: [old], parameters: [{name: limit}]}
    post: {summary: Add}
  /boots:
    get: {summary: Boots}
"""


def document(text: str, file: str) -> Document:
    return parse(dedent(text).encode(), file)


def overlaid(actions: str, *, version: str = "1.1.0", target: str = TARGET) -> Overlaid:
    base = document(target, "openapi.yaml")
    head = f"overlay: {version}\ninfo: {{title: O, version: '1'}}\nactions:\n"
    overlay = parse((head + dedent(actions)).encode(), "overlay.yaml")
    return apply(overlay, base.data, Origins(base))


def refusal(actions: str, *, version: str = "1.1.0") -> str:
    with pytest.raises(UnreadableInput) as caught:
        overlaid(actions, version=version)
    return str(caught.value)


def test_mappings_merge_lists_are_appended_and_the_rest_is_replaced() -> None:
    data = overlaid("""
        - target: $
          update:
            info: {title: Boots, x-team: {name: commerce}}
            tags: [{name: new}]
        - target: $.paths['/shoes'].get.parameters
          update: {name: page}
        - target: $.paths['/shoes'].get.parameters
          update: [{name: a}, {name: b}]
        """).data
    assert data["info"] == {"title": "Boots", "version": "1.0.0", "x-team": {"name": "commerce"}}
    assert [tag["name"] for tag in data["tags"]] == ["old", "kept", "last", "new"]
    assert [each["name"] for each in data["paths"]["/shoes"]["get"]["parameters"]] == [
        "limit",
        "page",
        "a",
        "b",
    ]


def test_an_action_changes_everything_its_target_selects() -> None:
    data = overlaid("- {target: '$.paths.*.get', update: {x-safe: true}}").data
    assert data["paths"]["/shoes"]["get"]["x-safe"] is True
    assert data["paths"]["/boots"]["get"]["x-safe"] is True
    assert "x-safe" not in data["paths"]["/shoes"]["post"]


def test_primitive_values_are_replaced() -> None:
    data = overlaid("- {target: '$.paths.*.*.summary', update: New}").data
    assert data["paths"]["/boots"]["get"]["summary"] == "New"


def test_list_items_and_members_are_removed() -> None:
    data = overlaid("""
        - {target: "$.tags[?@.name != 'kept']", remove: true}
        - {target: "$.paths['/shoes'].get.tags[?@ == 'old']", remove: true}
        - {target: "$.paths['/boots']", remove: true}
        """).data
    assert data["tags"] == [{"name": "kept"}]
    assert data["paths"]["/shoes"]["get"]["tags"] == []
    assert list(data["paths"]) == ["/shoes"]


def test_a_target_that_selects_a_value_and_its_members_is_removed_once() -> None:
    assert overlaid("- {target: '$.tags..*', remove: true}").data["tags"] == []


def test_actions_see_what_those_before_them_made() -> None:
    data = overlaid("""
        - {target: $.info, update: {xa: {b: 1}}}
        - {target: $.info.xa, update: {c: 2}}
        - {target: $.info.xa.b, remove: true}
        """).data
    assert data["info"]["xa"] == {"c": 2}


def test_a_value_is_copied() -> None:
    data = overlaid("""
        - {target: $.paths, update: {/new: {}}}
        - {target: "$.paths['/new']", copy: "$.paths['/shoes']"}
        - {target: "$.paths['/new'].post.summary", update: Changed}
        """).data
    assert data["paths"]["/new"]["get"] == data["paths"]["/shoes"]["get"]
    assert data["paths"]["/shoes"]["post"]["summary"] == "Add"


def test_the_target_document_is_not_changed() -> None:
    base = document(TARGET, "openapi.yaml")
    before = parse(base.content, "x").data
    overlaid("- {target: '$..*', remove: true}")
    assert base.data == before


def test_shared_yaml_values_change_alone() -> None:
    target = "a: &x {k: 1}\nb: *x\n"
    assert overlaid("- {target: $.a, update: {k: 2}}", target=target).data == {"a": {"k": 2}, "b": {"k": 1}}


def test_a_target_that_selects_nothing_is_told_and_harms_nothing() -> None:
    result = overlaid("""
        - {target: "$.paths['/gone']", update: {x: 1}}
        - {target: $.info, update: {x-ok: 1}}
        """)
    assert result.data["info"]["x-ok"] == 1
    assert [str(place) for place in result.unmatched] == ["overlay.yaml:5:4"]


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("/info/title", "overlay.yaml:6:12"),
        ("/info/version", "openapi.yaml:2:22"),
        ("/info/x-team/name", "overlay.yaml:6:31"),
        ("/tags/0/name", "openapi.yaml:5:5"),
        ("/tags/1/name", "openapi.yaml:6:5"),
        ("/tags/2/name", "overlay.yaml:8:30"),
        ("/tags/3/name", "overlay.yaml:9:29"),
        ("/paths/~1shoes/get", "openapi.yaml:9:5"),
        ("/paths/~1boots/get", "openapi.yaml:12:5"),
        ("/paths/~1boots/post/summary", "overlay.yaml:10:33"),
    ],
)
def test_every_value_is_placed_where_it_was_written(at: str, place: str) -> None:
    result = overlaid("""
        - target: $.info
          update: {title: T, x-team: {name: c}}
        - {target: '$.tags[0]', remove: true}
        - {target: $.tags, update: [{name: n}]}
        - {target: $.tags, update: {name: m}}
        - {target: "$.paths['/boots']", copy: "$.paths['/shoes']"}
        """)
    assert str(result.origins.places([at])[at]) == place


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        ("- {target: $.info}", "overlay.yaml:4:3: the action changes nothing"),
        ("- {target: $.info, update: {a: 1}, copy: $.tags}", "overlay.yaml:4:3: the action has both"),
        (
            "- {target: $.info, copy: $.paths.*}",
            "overlay.yaml:4:20: '$.paths.*' selects 2 values where one is",
        ),
        ("- {target: $.info, copy: $.nothing}", "overlay.yaml:4:20: '$.nothing' selects 0 values"),
        ("- {target: '$.info[', update: 1}", "overlay.yaml:4:4: '$.info[' is not a JSONPath"),
        ("- {target: info, update: 1}", "overlay.yaml:4:4: 'info' is not a JSONPath"),
        ("- {target: $, remove: true}", "overlay.yaml:4:3: the action removes the whole description"),
        ("- {target: $.info, update: text}", "overlay.yaml:4:20: cannot be merged: here is a plain value"),
        (
            "- {target: $.info, update: {title: {a: 1}}}",
            "overlay.yaml:4:29: cannot be merged: here is a mapping",
        ),
        (
            "- {target: '$.*', update: {a: 1}}",
            "overlay.yaml:4:19: the target selects a list and a mapping and a plain",
        ),
    ],
)
def test_an_action_that_cannot_be_applied_is_refused_with_its_place(actions: str, sentence: str) -> None:
    assert refusal(actions).startswith(sentence)


def test_copy_needs_overlay_1_1() -> None:
    assert "'copy' came with Overlay 1.1" in refusal("- {target: $.info, copy: $.info}", version="1.0.0")


def test_overlay_1_0_replaces_what_does_not_merge() -> None:
    data = overlaid("- {target: $.info, update: {title: {a: 1}}}", version="1.0.0").data
    assert data["info"]["title"] == {"a": 1}


def test_an_absent_value_for_a_mapping_changes_nothing() -> None:
    assert len(overlaid("- {target: $, update: {paths: , tags: }}").data["paths"]) == 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "overlay: 2.0.0\ninfo: {title: a, version: b}\nactions: [{target: $}]",
            ["overlay.yaml:1:1: 'overlay' must be"],
        ),
        ("overlay: 1.0.0", ["overlay.yaml:1:1: 'info' is missing", "overlay.yaml:1:1: 'actions' is missing"]),
        (
            "overlay: 1.0.0\ninfo: {title: a, version: b}\nactions: []",
            ["overlay.yaml:3:1: 'actions' must be a list of"],
        ),
        ("[]", ["overlay.yaml:1:1: the document must be a mapping"]),
        (
            "overlay: 1.0.0\nx-ok: 1\ninfo: {title: a, version: b, x-ok: 1}\nactions: [{targt: $, x-ok: 1}]",
            [
                "overlay.yaml:4:11: 'actions[0]' has no 'target'",
                "overlay.yaml:4:12: unknown key 'targt'; did you",
            ],
        ),
    ],
)
def test_an_overlay_that_is_none_is_refused_with_all_its_mistakes(text: str, sentences: list[str]) -> None:
    base = document(TARGET, "openapi.yaml")
    with pytest.raises(UnreadableInputs) as caught:
        apply(document(text, "overlay.yaml"), base.data, Origins(base))
    messages = str(caught.value).splitlines()
    assert len(messages) == len(sentences)
    assert all(message.startswith(sentence) for message, sentence in zip(messages, sentences, strict=True)), (
        messages
    )


@pytest.mark.corpus
def test_the_compliance_sets_of_the_openapi_initiative_pass(corpus: Path) -> None:
    folder = corpus / "_examples" / "overlay-compliant-sets" / "compliant-sets"
    sets = sorted(each for each in folder.iterdir() if each.is_dir())
    assert sets
    for each in sets:
        base, overlay, output = (
            parse((each / name).read_bytes(), f"{each.name}/{name}")
            for name in ("openapi.yaml", "overlay.yaml", "output.yaml")
        )
        result = apply(overlay, base.data, Origins(base))
        assert result.data == output.data, each.name
        assert not result.unmatched
