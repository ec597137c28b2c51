from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import UnreadableInput, UnreadableInputs
from registry.source import pointer, references
from registry.source.bundle import Bundle, bundle
from registry.source.files import WorkingTree
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Bundler = Callable[..., Bundle]

HEAD = "openapi: {version}\ninfo: {{title: T, version: '1'}}\n"


@pytest.fixture
def bundled(tmp_path: Path) -> Bundler:
    """Bundle ``api/openapi.yaml`` out of texts by path, relative to the folder ``api``."""

    def run(files: Mapping[str, str], *, version: str = "3.1.0", overlay: str | None = None) -> Bundle:
        for path, text in files.items():
            file = tmp_path / "api" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            head = HEAD.format(version=version) if path == "openapi.yaml" else ""
            file.write_text(head + text, encoding="utf-8")
        return bundle("api/openapi.yaml", WorkingTree(tmp_path), overlay=overlay and f"api/{overlay}")

    return run


def refusals(bundled: Bundler, files: Mapping[str, str], **options: Any) -> list[str]:
    with pytest.raises(UnreadableInputs) as caught:
        bundled(files, **options)
    return [str(problem) for problem in caught.value.problems]


def schema(reference: str) -> str:
    return f"components: {{schemas: {{X: {{properties: {{a: {{$ref: '{reference}'}}}}}}}}}}\n"


def test_a_description_in_one_file_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.format(version="3.1.0") + schema("#/components/schemas/X"))
    content = parse((tmp_path / "a.yaml").read_bytes(), "a.yaml")
    result = bundle("a.yaml", WorkingTree(tmp_path))
    assert result.data == content.data
    assert result.data is result.origins.document.data
    assert str(result.place("/components/schemas/X/properties/a")) == "a.yaml:3:41"


def test_broken_references_inside_the_description_are_left_to_the_checks(bundled: Bundler) -> None:
    result = bundled({"openapi.yaml": schema("#/nowhere")})
    assert result.data["components"]["schemas"]["X"]["properties"]["a"] == {"$ref": "#/nowhere"}


def test_parts_become_components_named_after_their_pointer_or_file(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": """\
paths:
  /a:
    get:
      parameters: [{$ref: 'common.yaml#/query/limit'}]
      requestBody: {$ref: bodies/new-shoe.yaml}
      responses:
        "200":
          description: ok
          headers: {X: {$ref: 'common.yaml#/header~1s/Trace'}}
          links: {self: {$ref: 'common.yaml#/links/self'}}
          content:
            application/json:
              schema: {type: array, items: {$ref: schemas/Shoe.yaml}}
              examples: {one: {$ref: 'common.yaml#/examples/one'}}
        default: {$ref: 'common.yaml#/answers/Problem'}
      callbacks: {done: {$ref: 'common.yaml#/callbacks/done'}}
components:
  securitySchemes: {key: {$ref: 'common.yaml#/key'}}
""",
            "bodies/new-shoe.yaml": "content: {application/json: {schema: {$ref: ../schemas/Shoe.yaml}}}",
            "schemas/Shoe.yaml": "type: object\nproperties: {size: {$ref: 'Size.json#/$defs/EU%20size'}}",
            "schemas/Size.json": '{"$defs": {"EU size": {"type": "number"}}}',
            "common.yaml": """\
query: {limit: {in: query, name: limit, schema: {$ref: 'schemas/Size.json#/$defs/EU%20size'}}}
header/s: {Trace: {schema: {type: string}}}
links: {self: {operationId: x}}
examples: {one: {value: {$ref: this is data}}}
answers: {Problem: {description: bad}}
key: {type: apiKey}
callbacks: {done: {'{$request.body#/url}': {post: {responses: {}}}}}
""",
        }
    )
    operation, components = result.data["paths"]["/a"]["get"], result.data["components"]
    assert operation["parameters"] == [{"$ref": "#/components/parameters/limit"}]
    assert operation["requestBody"] == {"$ref": "#/components/requestBodies/new-shoe"}
    assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    assert {section: list(names) for section, names in components.items()} == {
        "securitySchemes": ["key"],
        "parameters": ["limit"],
        "requestBodies": ["new-shoe"],
        "headers": ["Trace"],
        "links": ["self"],
        "schemas": ["Shoe", "EU_size"],
        "examples": ["one"],
        "responses": ["Problem"],
        "callbacks": ["done"],
    }
    assert components["schemas"]["Shoe"]["properties"]["size"] == {"$ref": "#/components/schemas/EU_size"}
    assert components["parameters"]["limit"]["schema"] == {"$ref": "#/components/schemas/EU_size"}
    assert components["examples"]["one"] == {"value": {"$ref": "this is data"}}


def test_every_value_is_placed_in_the_file_it_was_written_in(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": "paths: {/a: {$ref: paths/a.yaml}}\n" + schema("schemas/Shoe.yaml"),
            "paths/a.yaml": "get:\n  responses:\n    '200': {$ref: '../common.yaml#/Ok'}\n",
            "common.yaml": "Ok:\n  description: ok\n",
            "schemas/Shoe.yaml": "type: object\nproperties:\n  size: {type: number}\n",
        }
    )
    assert {
        at: str(place)
        for at, place in result.places(
            [
                "",
                "/paths/~1a",
                "/paths/~1a/get/responses/200",
                "/components/responses/Ok/description",
                "/components/schemas/Shoe/properties/size/type",
                "/components/schemas/X",
            ]
        ).items()
    } == {
        "": "api/openapi.yaml:1:1",
        "/paths/~1a": "api/paths/a.yaml:1:1",
        "/paths/~1a/get/responses/200": "api/paths/a.yaml:3:5",
        "/components/responses/Ok/description": "api/common.yaml:2:3",
        "/components/schemas/Shoe/properties/size/type": "api/schemas/Shoe.yaml:3:10",
        "/components/schemas/X": "api/openapi.yaml:4:24",
    }


def test_a_component_that_only_refers_to_a_file_is_that_files_home(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": """\
components:
  schemas:
    A: {$ref: shoe.yaml}
    Again: {$ref: shoe.yaml}
    B: {$ref: shoe.yaml#/properties/of}
""",
            "shoe.yaml": "properties: {of: {$ref: '#'}, b: {$ref: './openapi.yaml#/components/schemas/B'}}",
        }
    )
    assert result.data["components"]["schemas"] == {
        "A": {
            "properties": {
                "of": {"$ref": "#/components/schemas/A"},
                "b": {"$ref": "#/components/schemas/B"},
            }
        },
        "Again": {"$ref": "#/components/schemas/A"},
        "B": {"$ref": "#/components/schemas/A"},
    }


def test_a_section_kept_in_its_own_file_is_brought_in_whole(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": "paths: {$ref: paths.yaml}\ncomponents: {schemas: {$ref: schemas.yaml}}",
            "paths.yaml": "/a: {get: {responses: {2XX: {content: {j: {schema: {$ref: schemas.yaml#/A}}}}}}}",
            "schemas.yaml": "A: {properties: {b: {$ref: '#/B'}}}\nB: {$ref: b.yaml}",
            "b.yaml": "type: string",
        }
    )
    content = result.data["paths"]["/a"]["get"]["responses"]["2XX"]["content"]
    assert content == {"j": {"schema": {"$ref": "#/components/schemas/A"}}}
    assert result.data["components"]["schemas"] == {
        "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
        "B": {"type": "string"},
    }


def test_names_that_clash_are_numbered(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": """\
components:
  schemas:
    size: {}
    X: {allOf: [{$ref: a/size.yaml}, {$ref: b/size.yaml}, {$ref: a/size.yaml}]}
""",
            "a/size.yaml": "title: a",
            "b/size.yaml": "title: b",
        }
    )
    schemas = result.data["components"]["schemas"]
    assert schemas["X"]["allOf"] == [
        {"$ref": "#/components/schemas/size_2"},
        {"$ref": "#/components/schemas/size_3"},
        {"$ref": "#/components/schemas/size_2"},
    ]
    assert schemas["size_3"] == {"title": "b"}


def test_files_may_refer_to_each_other_in_circles(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": schema("a.yaml"),
            "a.yaml": "properties: {b: {$ref: 'b.yaml#/B'}}",
            "b.yaml": "B: {items: {$ref: a.yaml}, not: {$ref: '#/B'}}",
        }
    )
    assert result.data["components"]["schemas"]["B"] == {
        "items": {"$ref": "#/components/schemas/a"},
        "not": {"$ref": "#/components/schemas/B"},
    }


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_path_items_are_put_in_place(bundled: Bundler, version: str) -> None:
    result = bundled(
        {
            "openapi.yaml": "paths: {/a: {$ref: p.yaml, summary: own}}",
            "p.yaml": "summary: theirs\nget: {responses: {}}",
        },
        version=version,
    )
    assert result.data["paths"] == {"/a": {"summary": "own", "get": {"responses": {}}}}
    assert str(result.place("/paths/~1a/summary")) == "api/openapi.yaml:3:28"
    assert str(result.place("/paths/~1a/get")) == "api/p.yaml:2:1"


CIRCULAR_PATH_ITEM = {
    "openapi.yaml": "paths: {/a: {$ref: p.yaml}}",
    "p.yaml": "post: {callbacks: {done: {'{$url}': {$ref: p.yaml}}}}",
}


def test_a_path_item_that_brings_in_itself_becomes_a_component(bundled: Bundler) -> None:
    result = bundled(CIRCULAR_PATH_ITEM)
    circle = {"post": {"callbacks": {"done": {"{$url}": {"$ref": "#/components/pathItems/p"}}}}}
    assert result.data["paths"]["/a"] == result.data["components"]["pathItems"]["p"] == circle


def test_a_path_item_that_brings_in_itself_is_refused_where_there_are_no_such_components(
    bundled: Bundler,
) -> None:
    assert refusals(bundled, CIRCULAR_PATH_ITEM, version="3.0.3") == [
        "api/p.yaml:1:38: 'p.yaml' brings in itself; break the circle of references"
    ]


def test_a_discriminator_may_name_files(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": """\
components:
  schemas:
    Pet:
      oneOf: [{$ref: cat.yaml}, {$ref: '#/components/schemas/Dog'}]
      discriminator:
        propertyName: kind
        mapping: {cat: cat.yaml, dog: Dog, again: '#/components/schemas/Dog', far: 'more/pets.yaml#/Bird'}
    Dog: {}
""",
            "cat.yaml": "title: Cat",
            "more/pets.yaml": "Bird: {discriminator: {mapping: {c: ../cat.yaml, b: '#/Bird', d: Dog}}}",
        }
    )
    schemas = result.data["components"]["schemas"]
    assert schemas["Pet"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/cat",
        "dog": "Dog",
        "again": "#/components/schemas/Dog",
        "far": "#/components/schemas/Bird",
    }
    assert schemas["Bird"]["discriminator"]["mapping"] == {
        "c": "#/components/schemas/cat",
        "b": "#/components/schemas/Bird",
        "d": "Dog",
    }


def test_references_in_data_are_data(bundled: Bundler) -> None:
    data = {"$ref": "not/a/file.yaml"}
    held = {
        "default": data,
        "const": data,
        "enum": [data],
        "example": data,
        "examples": [data],
        "x-any": data,
    }
    text = {"components": {"schemas": {"X": {"allOf": [{"$ref": "a.yaml"}], **held}}}, "x-root": data}
    result = bundled(
        {"openapi.yaml": yaml.safe_dump(text), "a.yaml": yaml.safe_dump({"properties": {"$ref": held}})}
    )
    assert result.data["components"]["schemas"]["X"] | held == result.data["components"]["schemas"]["X"]
    assert result.data["components"]["schemas"]["a"] == {"properties": {"$ref": held}}
    assert result.data["x-root"] == data


def test_what_stands_beside_a_schemas_reference_is_kept_and_bundled(bundled: Bundler) -> None:
    files = {
        "openapi.yaml": "components: {schemas: {X: {$ref: a.yaml, not: {$ref: a.yaml}}}}",
        "a.yaml": "{}",
    }
    assert bundled(files).data["components"]["schemas"]["X"] == {
        "$ref": "#/components/schemas/a",
        "not": {"$ref": "#/components/schemas/a"},
    }


def test_identifiers_and_anchors_are_left_alone(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": "components: {schemas: {X: {$id: 'https://x.example/x', $ref: a.yaml}}}",
            "a.yaml": "{$anchor: top, $dynamicAnchor: t, properties: {p: {$dynamicRef: '#t'}}}",
        }
    )
    assert result.data["components"]["schemas"]["a"]["properties"]["p"] == {"$dynamicRef": "#t"}
    assert result.data["components"]["schemas"]["X"]["$id"] == "https://x.example/x"


def test_swagger_2_keeps_its_own_sections(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(
        "swagger: '2.0'\n"
        "paths: {/a: {get: {parameters: [{$ref: c.yaml#/p}], responses: {'200': {$ref: c.yaml#/r}}}}}"
    )
    (tmp_path / "c.yaml").write_text("p: {in: query}\nr: {schema: {$ref: '#/s'}}\ns: {type: string}")
    data = bundle("api.yaml", WorkingTree(tmp_path)).data
    assert data["paths"]["/a"]["get"]["parameters"] == [{"$ref": "#/parameters/p"}]
    assert data["responses"] == {"r": {"schema": {"$ref": "#/definitions/s"}}}
    assert data["definitions"] == {"s": {"type": "string"}}


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("gone.yaml", "api/gone.yaml does not exist; write the file, or mend the path"),
        ("b.yaml#/Sie", "api/b.yaml has no '/Sie'; did you mean 'Size'?"),
        ("b.yaml#/Size/0", "api/b.yaml has no '/Size/0'; mend the reference, or write what it names"),
        (
            "b.yaml#Size",
            "'b.yaml#Size' names an anchor in another file; name its place: 'b.yaml#/path/to/it'",
        ),
        ("b.yaml#/%ff", "the fragment of 'b.yaml#/%ff' is not UTF-8"),
        ("../../x.yaml", "'../../x.yaml' leaves the root folder"),
        ("%2e%2e/%2e%2e/x.yaml", "'%2e%2e/%2e%2e/x.yaml' leaves the root folder"),
        ("/etc/passwd", "'/etc/passwd' leaves the root folder"),
        (
            "file:///etc/passwd",
            "'file:///etc/passwd' is no file of the registry; name a file by a relative path",
        ),
        ("file:b.yaml", "'file:b.yaml' is no file of the registry"),
        ("//host/b.yaml", "'//host/b.yaml' is no file of the registry"),
        ("C:/b.yaml", "'C:/b.yaml' is no file of the registry"),
        ("ftp://host/b.yaml", "'ftp://host/b.yaml' is no file of the registry"),
        ("link.yaml", "api/link.yaml is a link that leaves the root folder"),
        (
            "https://schemas.example.com/b.yaml#/Size",
            (
                "'https://schemas.example.com/b.yaml' is on 'schemas.example.com', a host that is not "
                "allowed; add 'schemas.example.com' to remoteReferences in specs/registry.yaml"
            ),
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_at_its_place(
    bundled: Bundler, tmp_path: Path, reference: str, sentence: str
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/link.yaml").symlink_to("/etc/passwd")
    messages = refusals(bundled, {"openapi.yaml": schema(reference), "b.yaml": "Size: {}"})
    assert len(messages) == 1
    assert messages[0].startswith(f"api/openapi.yaml:3:45: {sentence}")


def test_all_broken_references_are_told_at_once_in_their_own_files(bundled: Bundler) -> None:
    files = {
        "openapi.yaml": schema("a.yaml"),
        "a.yaml": "properties:\n  b: {$ref: b.yaml}\n  c: {$ref: c.yaml}\n",
    }
    assert [message.split(" does")[0] for message in refusals(bundled, files)] == [
        "api/a.yaml:2:7: api/b.yaml",
        "api/a.yaml:3:7: api/c.yaml",
    ]


def test_a_file_that_cannot_be_parsed_is_told_once_at_its_own_place(bundled: Bundler) -> None:
    files = {
        "openapi.yaml": "components: {schemas: {A: {$ref: a.yaml}, B: {$ref: a.yaml}}}",
        "a.yaml": "a: b: c",
    }
    assert [message.split(":", 3)[:3] for message in refusals(bundled, files)] == [["api/a.yaml", "1", "5"]]


def test_the_description_itself_must_be_readable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"^none\.yaml: does not exist"):
        bundle("none.yaml", WorkingTree(tmp_path))


def test_the_deepest_reference_is_followed(bundled: Bundler) -> None:
    depth = 250
    files = {
        "openapi.yaml": "components: {schemas: {X: "
        + "{not: " * depth
        + "{$ref: a.yaml}"
        + "}" * depth
        + "}}"
    }
    result = bundled({**files, "a.yaml": "{not: " * depth + "{$ref: b.yaml}" + "}" * depth, "b.yaml": "{}"})
    assert list(result.data["components"]["schemas"]) == ["X", "a", "b"]
    assert result.place("/components/schemas/X" + "/not" * depth).line == 3


def test_inlining_without_end_is_refused(bundled: Bundler) -> None:
    files = {"openapi.yaml": "paths: {/a: {$ref: 0.yaml}}"}
    for number in range(20):
        calls = ", ".join(f"c{i}: {{u: {{$ref: {number + 1}.yaml}}}}" for i in range(3))
        files[f"{number}.yaml"] = f"post: {{callbacks: {{{calls}}}}}"
    files["20.yaml"] = "{}"
    assert "too much is brought in from other files" in refusals(bundled, files)[0]


def test_an_overlay_reaches_into_every_file_and_keeps_its_places(bundled: Bundler) -> None:
    result = bundled(
        {
            "openapi.yaml": "paths: {/a: {$ref: p.yaml}}\n" + schema("shoe.yaml"),
            "p.yaml": "get:\n  summary: old\n  responses: {}\n",
            "shoe.yaml": "title: Shoe\n",
            "new.yaml": "title: New\n",
            "overlay.yaml": """\
overlay: 1.0.0
info: {title: Meaning, version: 1.0.0}
actions:
  - target: $.paths['/a'].get
    update: {summary: new}
  - target: $.components.schemas.shoe
    update:
      properties:
        size: {$ref: new.yaml}
        twin: {$ref: shoe.yaml}
  - target: $.nothing
    remove: true
""",
        },
        overlay="overlay.yaml",
    )
    schemas = result.data["components"]["schemas"]
    assert result.data["paths"]["/a"]["get"]["summary"] == "new"
    assert schemas["shoe"]["properties"] == {
        "size": {"$ref": "#/components/schemas/new"},
        "twin": {"$ref": "#/components/schemas/shoe"},
    }
    places = result.places(
        [
            "/paths/~1a/get/summary",
            "/paths/~1a/get/responses",
            "/components/schemas/shoe/title",
            "/components/schemas/shoe/properties/size",
            "/components/schemas/new/title",
        ]
    )
    assert [str(place) for place in places.values()] == [
        "api/overlay.yaml:5:14",
        "api/p.yaml:3:3",
        "api/shoe.yaml:1:1",
        "api/overlay.yaml:9:9",
        "api/new.yaml:1:1",
    ]
    assert [str(place) for place in result.unmatched_actions] == ["api/overlay.yaml:11:5"]


NAMES = st.sampled_from(["a", "b", "c"])
REFERENCES = st.builds(
    lambda file, name: f"{file}.yaml#/components/schemas/{name}",
    st.sampled_from(["a", "b", "openapi"]),
    NAMES,
)
SCHEMAS = st.recursive(
    st.builds(lambda to: {"$ref": to}, REFERENCES) | st.just({"type": "string"}),
    lambda inner: (
        st.builds(lambda each: {"allOf": each}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda each: {"properties": each}, st.dictionaries(NAMES, inner, max_size=3))
    ),
    max_leaves=6,
)
FILE = st.fixed_dictionaries(dict.fromkeys(("a", "b", "c"), SCHEMAS))


class Held:
    """Files in memory, for many examples."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        return self.files[path]

    def exists(self, path: str) -> bool:
        return path in self.files

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(self.files)) if not folder else ()

    def shown(self, path: str) -> str:
        return path


def meaning(data: Any, documents: Mapping[str, Any], file: str, depth: int = 5, jumps: int = 0) -> Any:
    """Write out what references name, some levels deep, by the rules of the standard and nothing else."""
    if depth == 0:
        return "…"
    if isinstance(data, list):
        return [meaning(item, documents, file, depth - 1) for item in data]
    if not isinstance(data, dict):
        return data
    if "$ref" not in data:
        return {key: meaning(value, documents, file, depth - 1) for key, value in data.items()}
    if jumps > len(documents) * 3:
        return "a circle of references"
    uri, _, fragment = data["$ref"].partition("#")
    target = pointer.find(documents[uri or file], pointer.split(fragment))
    return meaning(target, documents, uri or file, depth, jumps + 1)


@given(FILE, FILE, FILE)
def test_a_bundle_means_what_its_files_meant(main: Any, one: Any, other: Any) -> None:
    documents = {
        name: {"openapi": "3.1.0", "components": {"schemas": schemas}}
        for name, schemas in {"openapi.yaml": main, "a.yaml": one, "b.yaml": other}.items()
    }
    files = Held({name: orjson.dumps(data) for name, data in documents.items()})
    result = bundle("openapi.yaml", files)
    assert not references.any_external(result.data)
    whole = {**documents, "openapi.yaml": result.data}
    for name in main:
        start = {"$ref": f"#/components/schemas/{name}"}
        assert meaning(start, whole, "openapi.yaml") == meaning(start, documents, "openapi.yaml")


WORDS = st.sampled_from(
    [
        "$ref",
        "paths",
        "get",
        "schemas",
        "components",
        "properties",
        "discriminator",
        "mapping",
        "items",
        "callbacks",
    ]
)
WORDED = st.recursive(
    st.sampled_from(["a.yaml", "#/components/schemas/x", "openapi.yaml#/paths", "a.yaml#/get", "", "#"])
    | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


@given(WORDED, WORDED, st.sampled_from(["3.0.3", "3.1.0"]))
def test_whatever_the_files_hold_is_bundled_or_refused(main: Any, other: Any, version: str) -> None:
    data = {"openapi": version, **main} if isinstance(main, dict) else main
    files = Held({"openapi.yaml": orjson.dumps(data), "a.yaml": orjson.dumps(other)})
    with suppress(UnreadableInputs):
        assert bundle("openapi.yaml", files).place("/paths/a").line


@pytest.mark.corpus
@pytest.mark.parametrize("syntax", ["json", "yaml"])
def test_the_openapi_initiatives_example_in_many_files_becomes_one(corpus: Path, syntax: str) -> None:
    folder = corpus / "_examples/oai-spec-examples/examples/v2.0" / syntax / "petstore-separate"
    result = bundle(f"spec/swagger.{syntax}", WorkingTree(folder))
    assert not references.any_external(result.data)
    assert list(result.data["definitions"]) == ["Pet", "Error", "NewPet"]
    assert list(result.data["parameters"]) == ["tagsParam", "limitsParam"]
