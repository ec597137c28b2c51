"""Plain data as YAML: what is written event by event is what PyYAML writes of the same data by its own way."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.formats.yaml_text import RARE_LINE_BREAK, Dumper, as_yaml


class ByNodes(Dumper):
    """PyYAML's own way: nodes, then what each of them would be read as."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def represent_text(dumper: Any, text: str) -> Any:
    style = '"' if RARE_LINE_BREAK.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


ByNodes.add_representer(str, represent_text)


def by_nodes(data: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=ByNodes, default_flow_style=False, sort_keys=False, allow_unicode=True, width=2**16
    )
    return text


SHARED = {"a": ["b"]}


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        "",
        "no",
        "1e3",
        "0o17",
        "12:30",
        "2026-11-23",
        "two\nlines\n",
        "rare\u2028break",
        " space",
        "#",
        "a: b",
        "- a",
        "=",
        "<<",
        "null",
        None,
        True,
        0,
        10**40,
        1.5,
        1e300,
        float("inf"),
        {"two\nlines": 1, "": {}, "y": []},
        {"first": SHARED, "second": SHARED, "third": (SHARED,)},
        [[[]], [{}], {"a": [{"b": None}]}],
        {"on": "on", "x" * 2000: "word " * 500},
    ],
    ids=repr,
)
def test_the_bytes_are_those_of_the_library(data: Any) -> None:
    assert as_yaml(data) == by_nodes(data)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.text(alphabet="-+.0123456789eExo:yn \n\t#'\"{}[]&*!|>%@`,?~")
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from("yn-"), inner)
)


@given(DATA)
def test_any_data_is_written_as_the_library_does(data: Any) -> None:
    assert as_yaml(data) == by_nodes(data)
