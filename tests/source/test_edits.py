"""Edits change the one thing they are about; every other byte of the file stays."""

from __future__ import annotations

import pytest

from registry.source.edits import Edit, edited


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
