from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Place, UnreadableInput
from registry.source import pointer, text, yaml_events
from registry.source.tree import Document, parse

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | KEYS
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def data(content: str | bytes, file: str = "a.yaml") -> Any:
    return parse(content.encode() if isinstance(content, str) else content, file).data


def refusal(content: str | bytes, file: str = "a.yaml") -> str:
    with pytest.raises(UnreadableInput) as caught:
        data(content, file)
    return str(caught.value)


class TestYaml:
    @pytest.mark.parametrize(
        ("scalar", "value"),
        [
            *(
                (word, word)
                for word in ("no", "No", "on", "off", "yes", "y", "n", "=", "<<x", "nuLL", "tRue")
            ),
            *(
                (word, word)
                for word in ("2026-11-23", "2026-11-23T10:00:00Z", "12:30:00", "1_000", "0b11", "+", ".")
            ),
            *((word, None) for word in ("null", "Null", "NULL", "~", "")),
            *((word, True) for word in ("true", "True", "TRUE")),
            *((word, False) for word in ("false", "False", "FALSE")),
            *((word, 12) for word in ("12", "+12", "012", "0o14", "0xC", "0xc")),
            *((word, 0.5) for word in ("0.5", ".5", "+.5", "5e-1", "5E-1", "0.50")),
            ("-0", 0),
            ("1.", 1.0),
            ("1e3", 1000.0),
            ("0o8", "0o8"),
            ("123456789012345678901234567890", 123456789012345678901234567890),
            ("'12'", "12"),
            ('"no"', "no"),
            ("!!str 12", "12"),
            ("! 12", "12"),
            ("!!int '12'", 12),
            ("!!float 12", 12.0),
            ("!!bool 'true'", True),
            ("!!null ''", None),
        ],
    )
    def test_scalars_follow_the_core_schema_of_yaml_1_2(self, scalar: str, value: object) -> None:
        read = data(f"key: {scalar}")["key"]
        assert read == value
        assert type(read) is type(value)

    def test_keys_are_text_as_written(self) -> None:
        assert list(data("200: a\non: b\ntrue: c\nnull: d\n1.0: e\n~: f\n'2': g\n? x\n: h")) == [
            *("200", "on", "true", "null", "1.0", "~", "2", "x")
        ]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ("a: 1\nb:\n  x: 1\n  x: 2\n", "a.yaml:4:3: the key 'x' is already at line 3, column 3"),
            ("- {x: 1, 'x': 2}\n", "a.yaml:1:10: the key 'x' is already at line 1, column 4"),
            ("200: a\n'200': b\n", "a.yaml:2:1: the key '200' is already at line 1, column 1"),
            ("a:\n  - b\n  - c: {d: 1}\n    c: 2\nbroken: [", "a.yaml:4:5: the key 'c' is already at line 3"),
            ("x: 1\n? x\n: 2", "a.yaml:2:3: the key 'x' is already at line 1"),
            ("a~/b: {c: 1, c: 2}", "a.yaml:1:14: the key 'c' is already at line 1, column 8"),
        ],
    )
    def test_a_duplicate_key_is_refused_with_both_places(self, content: str, sentence: str) -> None:
        assert refusal(content).startswith(sentence)

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ("a: .inf", "a.yaml:1:4: .inf is no number in JSON"),
            ("a: -.INF", "a.yaml:1:4: -.INF is no number in JSON"),
            ("a: .NaN", "a.yaml:1:4: .NaN is no number in JSON"),
            ("a: 1e999", "a.yaml:1:4: 1e999 is larger than any floating-point number"),
            ("a: " + "9" * 5000, "a.yaml:1:4: the number of 5,000 digits is too long"),
            ("a: 0x" + "f" * 4000, "a.yaml:1:4: the number of 4,000 digits is too long"),
            (
                "a: !!python/object:os.system x",
                "a.yaml:1:4: the tag !!python/object:os.system is not plain data",
            ),
            ("a: !!python/object/apply:os.system [x]", "a.yaml:1:4: the tag !!python/object/apply:os.system"),
            ("a: !mine {x: 1}", "a.yaml:1:4: the tag !mine is not plain data"),
            ("a: !!binary aGk=", "a.yaml:1:4: the tag !!binary is not plain data"),
            ("a: !!timestamp 2026-01-01", "a.yaml:1:4: the tag !!timestamp is not plain data"),
            ("a: !!int x", "a.yaml:1:4: 'x' is not what its tag !!int says"),
            ("a: !!int true", "a.yaml:1:4: 'true' is not what its tag !!int says"),
            ("? {a: b}\n: c", "a.yaml:1:3: a mapping or list stands as a key"),
            ("a: &x 1\n*x : c", "a.yaml:2:1: an alias stands as a key"),
            ("a: 1\n---\nb: 2", "a.yaml:2:1: a second document begins; keep one document per file"),
            ("", "a.yaml:1:1: is empty"),
            (" \n\n# only a comment\n", "a.yaml:1:1: is empty"),
            ("---\n", "a.yaml:1:1: is empty"),
            (
                "a:\n\tb: 1",
                "a.yaml:2:1: is not YAML: found character that cannot start any token; quote the value",
            ),
            (
                "a: b\n\tc: 1",
                "a.yaml:2:1: is not YAML: found a tab character that violates indentation; indent with",
            ),
            (
                "a: b: c",
                "a.yaml:1:5: is not YAML: mapping values are not allowed in this context; quote a value",
            ),
            ("é: ü\nb: \x01", "a.yaml:2:4: is not YAML: control characters are not allowed"),
            ("a: [1, 2", "a.yaml:2:1: is not YAML: did not find expected ',' or ']'"),
            (
                'a: "\\ud83d"',
                "a.yaml:1:7: is not YAML: found invalid Unicode character escape code; write the char",
            ),
            ("%YAML 3.0\n---\na: 1", "a.yaml:1:1: is not YAML: found incompatible YAML document"),
            ("a: *b", "a.yaml:1:4: no anchor &b before its alias"),
            ("a: &a [*a]", "a.yaml:1:8: *a contains itself"),
            ("a: &a {b: {c: *a}}", "a.yaml:1:15: *a contains itself"),
        ],
    )
    def test_what_is_no_plain_data_is_refused_with_its_place(self, content: str, sentence: str) -> None:
        assert refusal(content).startswith(sentence)

    @pytest.mark.parametrize("character", ["\u0085", "\u2028", "\u2029"])
    def test_what_broke_lines_in_yaml_1_1_is_plain_text(self, character: str) -> None:
        text = f"a{character}b"
        document = parse(
            f"plain: {text}\nquoted: '{text}'\nblock: |\n  {text}\n{text}: 1\n".encode(), "a.yaml"
        )
        assert document.data == {"plain": text, "quoted": text, "block": f"{text}\n", text: 1}
        assert document.place(f"/{text}") == Place("a.yaml", 5, 1)
        assert data(f"a: '\ue000{character}'")["a"] == f"\ue000{character}"

    def test_anchors_and_aliases_share_one_value(self) -> None:
        read = data("a: &x {k: [1]}\nb: *x\nc: &t text\nd: *t\n")
        assert read["b"] is read["a"]
        assert read["d"] == "text"

    def test_an_anchor_may_be_given_again(self) -> None:
        assert data("[&x 1, *x, &x 2, *x]".replace("[", "- ").replace(", ", "\n- ").replace("]", "")) == [
            1,
            1,
            2,
            2,
        ]

    def test_a_merge_key_adds_what_is_absent(self) -> None:
        read = data(
            "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none: {<<: *b, x: 9}\ntwo: {<<: [*m, *b], w: 0}\n"
        )
        assert read["one"] == {"x": 9, "y": 2}
        assert read["two"] == {"w": 0, "y": 3, "z": 4, "x": 1}

    def test_a_quoted_merge_key_is_a_name(self) -> None:
        assert data("{'<<': {x: 1}}") == {"<<": {"x": 1}}

    def test_an_alias_of_a_merged_list_still_merges(self) -> None:
        assert data("a: &x [{b: 1}, {c: 2}]\nd: {<<: *x}")["d"] == {"b": 1, "c": 2}

    @pytest.mark.parametrize("source", ["1", "[1]", "text"])
    def test_only_mappings_merge(self, source: str) -> None:
        assert "'<<' merges something that is no mapping" in refusal(f"a: {{<<: {source}}}")

    def test_two_merge_keys_are_refused(self) -> None:
        assert refusal("a: &x {}\nb: {<<: *x, <<: *x}").startswith(
            "a.yaml:2:13: a second '<<'; merge several"
        )

    def test_an_alias_bomb_is_refused(self) -> None:
        rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
        assert "aliases expand to more than 5,000,000 nodes" in refusal("\n".join(rows))

    def test_aliases_count_towards_depth(self) -> None:
        rows = ["a0: &a0 " + "[" * 100 + "]" * 100]
        rows += [f"a{n}: &a{n} {'[' * 60}*a{n - 1}{']' * 60}" for n in range(1, 5)]
        assert "is nested deeper than 256 levels" in refusal("\n".join(rows))

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "{? "])
    def test_very_deep_nesting_is_refused_before_it_can_do_harm(self, opening: str) -> None:
        assert refusal(opening * 100_000, "deep.yaml").startswith("deep.yaml:")

    def test_nesting_as_deep_as_allowed_is_read(self) -> None:
        depth = yaml_events.MAX_DEPTH
        assert data("a:\n- " + "- " * (depth - 3) + "x")["a"]
        assert "deeper than 256" in refusal("a:\n- " + "- " * (depth - 1) + "x")


class TestJson:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ('{"a": 1, "b": {"x": 1, "x": 2}}', "a.json:1:24: the key 'x' is already at line 1, column 16"),
            ('{"a" : 1,\n "a"\n:2}', "a.json:2:2: the key 'a' is already at line 1, column 2"),
            ('{\n  "a": 1,\n  "a": 2\n}\n', "a.json:3:3: the key 'a' is already at line 2, column 3"),
            (r'{"a\"": "\":", "a\"": 1}', "a.json:1:16: the key 'a\"' is already at line 1, column 2"),
            (r'{"a\\": 1, "a\\": 2, "c": ": x"}', "a.json:1:12: the key 'a\\\\' is already"),
            ('[{"é": 1, "\\u00e9": 2}]', "a.json:1:11: the key 'é' is already at line 1, column 3"),
            ('{"a": }', "a.json:1:7: is not JSON"),
            ('{"a": 1,}', "a.json:1:8: is not JSON: trailing comma"),
            ("{'a': 1}", "a.json:1:2: is not JSON"),
            ("[NaN]", "a.json:1:2: is not JSON"),
            ("[Infinity]", "a.json:1:2: is not JSON"),
            ("[1e999]", "a.json:1:2: is not JSON"),
            ("a: 1", "a.json:1:1: is not JSON"),
            ("", "a.json:1:1: is empty"),
            ("  \n", "a.json:1:1: is empty"),
            ('["\\ud800"]', "a.json:1:3: is not JSON"),
            ("[" * 100_000, "a.json: is nested deeper than 256 levels"),
            ("[" * 300 + "]" * 300, "a.json: is nested deeper than 256 levels"),
            ("[" + "9" * 5000 + "]", "a.json:1:2: is not JSON"),
        ],
    )
    def test_what_is_wrong_is_refused_with_its_place(self, content: str, sentence: str) -> None:
        message = refusal(content, "a.json")
        assert message.startswith(sentence), message

    @pytest.mark.parametrize(
        "content",
        [
            r'{"a": "\"b\": 1", "c": ": ", "d\\": "e\\\":f"}',
            '{"":"\\":"}',
            '{"a":"\\\\"  :1}'.replace(':"\\\\"', ""),
        ],
    )
    def test_colons_inside_text_are_no_duplicate_keys(self, content: str) -> None:
        assert data(content, "a.json") == json.loads(content)

    def test_integers_keep_all_their_digits(self) -> None:
        assert data('{"maximum": 123456789012345678901234567890}') == {
            "maximum": 123456789012345678901234567890
        }

    def test_a_file_that_looks_like_json_but_is_yaml_is_read_as_yaml(self) -> None:
        assert parse(b"{a: 1, b: no}", "a.yaml").syntax == "yaml"
        assert data("{a: 1, b: no}") == {"a": 1, "b": "no"}
        assert data("[a, b] # c") == ["a", "b"]

    def test_a_yaml_file_that_is_json_is_read_as_json(self) -> None:
        assert parse(b'\n {"a":\t1}', "a.yaml").syntax == "json"

    def test_a_duplicate_in_json_is_refused_whatever_the_name_of_the_file(self) -> None:
        assert "already at line 1" in refusal('{"a": 1, "a": 2}', "a.yaml")


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    @pytest.mark.parametrize(
        ("content", "file"), [("größe: 42 €\n", "a.yaml"), ('{"größe": "42 €"}', "a.json")]
    )
    def test_unicode_is_read_in_every_encoding_of_yaml(self, encoding: str, content: str, file: str) -> None:
        document = parse(content.encode(encoding), file)
        assert document.data == {"größe": "42 €"}
        assert document.place("/größe") == Place(file, 1, 1 if file == "a.yaml" else 2)

    def test_a_byte_that_is_no_utf_8_is_refused_with_its_place(self) -> None:
        assert refusal("ä: b\nc: caf".encode() + b"\xe9 x\n") == (
            "a.yaml:2:7: is not UTF-8: invalid continuation byte; save the file as UTF-8"
        )

    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(text, "MAX_BYTES", 10)
        assert refusal("a: 123456789").startswith("a.yaml: has 12 bytes, more than the 10 that are read")

    def test_lines_end_as_on_any_system(self) -> None:
        assert data("a: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}
        assert parse(b'{\r\n"a": 1}', "a.json").place("/a") == Place("a.json", 2, 1)


YAML_TEXT = """\
# comment
openapi: 3.1.0
paths:
  /products:
    get:
      parameters:
        - name: limit
          in: query
        -   name: page
      responses: {200: {description: "ok"}}
shared: &shared
  deep: {one: 1}
used:
  own: *shared
  merged:
    <<: *shared
    more: 1
"""
JSON_TEXT = """\
{
  "paths": {"/products": {
      "get": {"tags": ["a", {"b~c": [[], {}, "x"]}], "skip": {"x": [1]}}}
  }, "é": {"😀": 1}, "last": {}
}"""


class TestPlaces:
    @pytest.mark.parametrize(
        ("at", "line", "column"),
        [
            ("", 1, 1),
            ("/openapi", 2, 1),
            ("/paths/~1products", 4, 3),
            ("/paths/~1products/get/parameters/0", 7, 11),
            ("/paths/~1products/get/parameters/0/in", 8, 11),
            ("/paths/~1products/get/parameters/1/name", 9, 13),
            ("/paths/~1products/get/responses/200/description", 10, 25),
            ("/used/own", 14, 3),
            ("/used/own/deep/one", 12, 10),
            ("/used/merged/deep/one", 12, 10),
            ("/used/merged/more", 17, 5),
            ("/paths/~1products/get/absent/deeper", 5, 5),
            ("/nowhere", 1, 1),
            ("/paths/~1products/get/parameters/7", 6, 7),
        ],
    )
    def test_a_yaml_member_is_placed_at_its_key(self, at: str, line: int, column: int) -> None:
        assert parse(YAML_TEXT.encode(), "a.yaml").place(at) == Place("a.yaml", line, column)

    @pytest.mark.parametrize(
        ("at", "line", "column"),
        [
            ("", 1, 1),
            ("/paths", 2, 3),
            ("/paths/~1products/get/tags/0", 3, 24),
            ("/paths/~1products/get/tags/1/b~0c", 3, 30),
            ("/paths/~1products/get/tags/1/b~0c/2", 3, 46),
            ("/paths/~1products/get/skip", 3, 54),
            ("/é/😀", 4, 12),
            ("/last/absent", 4, 21),
            ("/paths/~1products/get/tags/9", 3, 15),
        ],
    )
    def test_a_json_member_is_placed_at_its_key(self, at: str, line: int, column: int) -> None:
        assert parse(JSON_TEXT.encode(), "a.json").place(at) == Place("a.json", line, column)

    def test_many_places_are_found_at_once(self) -> None:
        wanted = ["/used/own/deep", "/openapi", "/paths", "/paths/~1products/get", "/absent"]
        document = parse(YAML_TEXT.encode(), "a.yaml")
        assert document.places(wanted) == {at: document.place(at) for at in wanted}

    @pytest.mark.parametrize(("opening", "closing", "token"), [('{"a":', "}", "a"), ("[", "]", "0")])
    def test_the_deepest_place_is_found(self, opening: str, closing: str, token: str) -> None:
        depth = yaml_events.MAX_DEPTH
        document = parse((opening * depth + "1" + closing * depth).encode(), "a.json")
        at = f"/{token}" * depth
        assert document.place(at).column == (depth * 5 - 3 if token == "a" else depth + 1)
        assert parse(document.content.replace(b":", b": "), "a.yaml").place(at).line == 1

    def test_a_text_without_members_has_one_place(self) -> None:
        assert parse(b"just text", "a.yaml").place("/a") == Place("a.yaml", 1, 1)
        assert parse(b"12", "a.json").place("/a/b") == Place("a.json", 1, 1)


@given(VALUES)
def test_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    assert data(json.dumps(value), "a.json") == value
    assert data(json.dumps(value, ensure_ascii=False, indent=1), "a.json") == value


@given(VALUES.filter(lambda value: value is not None))
def test_yaml_and_json_are_read_alike(value: Any) -> None:
    flow = json.dumps(value, ensure_ascii=False, indent=1)
    assert yaml_events.compose(flow, "a.yaml") == value


@given(st.dictionaries(KEYS, st.lists(KEYS) | st.dictionaries(KEYS, st.integers()), min_size=1))
def test_block_style_yaml_is_read_back(value: Any) -> None:
    block = yaml.safe_dump(value, default_flow_style=False, allow_unicode=True, default_style='"')
    assert yaml_events.compose(block, "a.yaml") == value


def pointers(value: Any, at: str = "") -> list[tuple[str, str | int]]:
    members: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        members = [*value.items()]
    elif isinstance(value, list):
        members = [*enumerate(value)]
    below = [(pointer.join(at, token), token) for token, _ in members]
    return below + [found for token, item in members for found in pointers(item, pointer.join(at, token))]


@given(
    st.dictionaries(KEYS, VALUES, min_size=1),
    st.sampled_from([("json", True), ("json", False), ("yaml", False)]),
    st.sampled_from([None, 1, 2]),
)
def test_every_place_points_at_the_key(
    value: dict[str, Any], written: tuple[Literal["json", "yaml"], bool], indent: int | None
) -> None:
    syntax, ascii_only = written
    content = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    lines = content.split("\n")
    document = Document(f"a.{syntax}", value, syntax, content.encode())
    wanted = dict(pointers(value))
    for at, place in document.places(wanted).items():
        assert place.line is not None
        assert place.column is not None
        token, item = wanted[at], pointer.find(value, pointer.split(at))
        key = json.dumps(token, ensure_ascii=ascii_only) + ":" if isinstance(token, str) else None
        start = key or json.dumps(item, ensure_ascii=ascii_only)[:1]
        assert lines[place.line - 1].startswith(start, place.column - 1), (at, place)


PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'%@`~=<\t\n ",
        "<<",
        ": ",
        "- ",
        "\n  ",
        "a",
        "b",
        "&a",
        "*a",
        '"',
        "1",
        "...",
        "---",
        "\u0085",
        "é",
    ]
)


@given(st.lists(PIECES).map("".join) | st.binary() | st.text())
def test_whatever_is_no_document_is_refused_and_nothing_else_happens(content: str | bytes) -> None:
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    for file in ("a.yaml", "a.json"):
        with suppress(UnreadableInput):
            document = parse(content, file)
            wanted = [at for at, _ in pointers(document.data)]
            assert document.places(wanted).keys() == set(wanted)


@given(st.lists(KEYS))
def test_a_pointer_is_split_as_it_was_joined(tokens: list[str]) -> None:
    assert pointer.split(pointer.join("", *tokens)) == tuple(tokens)


def test_places_are_the_same_asked_one_by_one_as_all_at_once() -> None:
    text = b"""
one: &one
  a: 1
  b: [x, {c: 2}]
two:
  <<: *one
  d: *one
three: {e: {f: 3}, g: 4}
"""
    pointers = (
        "/two/d/a",
        "/one/b/1/c",
        "/three/e",
        "/two/a",
        "/three/e/f",
        "/two/none",
        "/three/g",
        "/one/a",
        "",
    )
    alone = parse(text, "alone.yaml")
    together = parse(text, "alone.yaml").places(pointers)
    assert {pointer: alone.place(pointer) for pointer in pointers} == together
    assert len({(place.line, place.column) for place in together.values()}) > len(pointers) - 3
