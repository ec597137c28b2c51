"""Edits change the one thing they are about; every other byte of the file stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.source.edit import Edit
from registry.source.edits import edited
from registry.source.pointer import join
from registry.source.tree import parse


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("unit: grams # ours\n", Edit("/unit", "g"), "unit: g # ours\n"),
        ("unit: 'grams'\nb: 1\n", Edit("/unit", "%"), 'unit: "%"\nb: 1\n'),
        ("{unit: grams, b: 1}\n", Edit("/unit", "g"), "{unit: g, b: 1}\n"),
        ("required: false\n", Edit("/required", value=True), "required: true\n"),
        (
            "a:\n  b: 1   # one\n\n# about c\nc: 2\n",
            Edit("/a/d", "x"),
            "a:\n  b: 1   # one\n  d: x\n\n# about c\nc: 2\n",
        ),
        ("a:\n  b: 1", Edit("/a/d", "x"), "a:\n  b: 1\n  d: x"),
        ("a:\n  b: 1", Edit("/c", "x"), "a:\n  b: 1\nc: x"),
        ("a: {b: 1}\n", Edit("/a/d", "x y"), 'a: {b: 1, d: "x y"}\n'),
        ("a: {}\n", Edit("/a/d", "x"), "a: {d: x}\n"),
        ("a: 1\n", Edit("/x/w", "z"), "a: 1\nx: {w: z}\n"),
        (
            "- name: id\n  in: path\n- name: b\n",
            Edit("/0/required", value=True),
            "- name: id\n  in: path\n  required: true\n- name: b\n",
        ),
        (
            "- {name: id, in: path}\n",
            Edit("/0/required", value=True),
            "- {name: id, in: path, required: true}\n",
        ),
        (
            "a:\n  - b:\n      - c: |\n          text\n\n          more\n\nd: 1\n",
            Edit("/a/0/x", "w"),
            "a:\n  - b:\n      - c: |\n          text\n\n          more\n    x: w\n\nd: 1\n",
        ),
        ("a: >-\n  folded\n  text\nb: 1\n", Edit("/c", "w"), "a: >-\n  folded\n  text\nb: 1\nc: w\n"),
        ("enum: [a, b, a]\n", Edit("/enum/2", None), "enum: [a, b]\n"),
        ("enum: [a, a, b]\n", Edit("/enum/0", None), "enum: [a, b]\n"),
        (
            "enum:\n  # first\n  - a\n  - b # second\n  - a\nx: 1\n",
            Edit("/enum/2", None),
            "enum:\n  # first\n  - a\n  - b # second\nx: 1\n",
        ),
        (
            "gr\u00f6\u00dfe: \U0001f9e6\nunit: grams\n",
            Edit("/unit", "g"),
            "gr\u00f6\u00dfe: \U0001f9e6\nunit: g\n",
        ),
        ("\ufeffunit: grams\n", Edit("/unit", "g"), "\ufeffunit: g\n"),
        (
            '{\n  "a": {\n    "b": 1\n  }\n}\n',
            Edit("/a/c", "d"),
            '{\n  "a": {\n    "b": 1,\n    "c": "d"\n  }\n}\n',
        ),
        (
            '{\n  "a": 1,\n  "b": 2\n}\n',
            Edit("/c/d", value=True),
            '{\n  "a": 1,\n  "b": 2,\n  "c": {"d": true}\n}\n',
        ),
        ('{"a":["x","x"]}', Edit("/a/1", None), '{"a":["x"]}'),
        ("200:\n  description: Done.\n", Edit("/200/x", "w"), "200:\n  description: Done.\n  x: w\n"),
    ],
)
def test_only_what_is_meant_changes(before: str, edit: Edit, after: str) -> None:
    result = edited(before.encode(), "file.yaml", [edit])
    assert result.content.decode() == after
    assert result.made == (edit,)


@pytest.mark.parametrize(
    ("before", "edit"),
    [
        ("a: &shared {unit: grams}\nb: *shared\n", Edit("/b/unit", "g")),
        ("a: &shared {unit: grams}\nb:\n  <<: *shared\n", Edit("/b/unit", "g")),
        ("a: 1\n", Edit("/a/b", "x")),
        ("a: [1]\n", Edit("/a/4", None)),
        ("a: [1\n", Edit("/a", "x")),
        ("a: 1\n", Edit("/b", None)),
    ],
)
def test_what_would_change_something_else_is_left_alone(before: str, edit: Edit) -> None:
    result = edited(before.encode(), "file.yaml", [edit])
    assert (result.content.decode(), result.left) == (before, (edit,))


def test_several_items_go_from_the_back() -> None:
    result = edited(
        b"enum: [a, a, b, b, a]\n", "file.yaml", [Edit(f"/enum/{index}", None) for index in (1, 3, 4)]
    )
    assert result.content == b"enum: [a, b]\n"
    assert edited(result.content, "file.yaml", []).content == result.content


def test_edits_that_touch_each_other_are_made_one_by_one() -> None:
    result = edited(
        b"a: {}\nenum: [b, b, b]\n", "f", [Edit("/enum/0", None), Edit("/enum/1", None), Edit("/a/c", "d")]
    )
    assert result.content == b"a: {c: d}\nenum: [b]\n"
    assert result.left == ()


def test_a_file_in_another_encoding_is_left_alone() -> None:
    content = "unit: grams\n".encode("utf-16")
    assert edited(content, "file.yaml", [Edit("/unit", "g")]).content == content


WORDS = st.text("abc xyz:#-'\"{}[],\u00e9\U0001f9e6", max_size=8)
KEYS = st.sampled_from(["a", "b", "c", "x-d", "200", "/e", "on"])
DATA = st.recursive(
    WORDS | st.integers(-9, 9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
LAYOUTS = st.sampled_from(["block", "flow", "mixed", "json", "json with lines"])


def laid_out(data: Any, layout: str) -> str:
    """Write plain data the way people and programs do."""
    if layout.startswith("json"):
        return json.dumps(data, indent=2 if "lines" in layout else None, ensure_ascii=False)
    style = {"block": False, "flow": True, "mixed": None}[layout]
    return yaml.safe_dump(data, default_flow_style=style, allow_unicode=True, sort_keys=False, width=1000)


def mappings(data: Any, pointer: str = "") -> list[str]:
    """List the pointers of all mappings."""
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    below = [found for key, member in members for found in mappings(member, join(pointer, key))]
    return [pointer, *below] if isinstance(data, dict) else below


@settings(max_examples=300)
@given(
    data=st.dictionaries(KEYS, DATA, min_size=1, max_size=4), layout=LAYOUTS, value=WORDS, choose=st.data()
)
def test_a_new_member_is_added_to_any_mapping_and_nothing_else_changes(
    data: dict[str, Any], layout: str, value: str, choose: st.DataObject
) -> None:
    name = "file.json" if layout.startswith("json") else "file.yaml"
    before = laid_out(data, layout)
    assert parse(before.encode(), name).data == data
    edit = Edit(join(choose.draw(st.sampled_from(mappings(data))), "new"), value)
    result = edited(before.encode(), name, [edit])
    assert result.made == (edit,)
    lines = result.content.decode().split("\n")
    assert len([line for line in before.split("\n") if line not in lines]) <= 1
    assert edited(result.content, name, [edit]).content.decode() == result.content.decode()
