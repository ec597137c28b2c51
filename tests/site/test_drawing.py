"""Pictures: what is drawn is what was told, nothing overlaps, and the same facts give the same lines."""

from __future__ import annotations

import itertools
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.site.drawing import Arrow, Band, Box, Lane, Mark, network, sankey, timeline
from registry.site.drawing.layers import place
from registry.site.drawing.svg import fitted, width

NAMES = [f"n{number}" for number in range(9)]
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=24)
BAD = "<script>alert(1)</script> \u202eabc \x07 & \"'"


def graph(pairs: list[tuple[str, str]]) -> str:
    boxes = [Box(name, f"System {name}", "takes 1", f"systems/{name}/") for name in NAMES]
    return network("map", "Who gives to whom", boxes, [Arrow(a, b, f"{a} to {b}") for a, b in pairs])


@given(EDGES)
def test_what_stands_in_a_layer_keeps_its_distance(pairs: list[tuple[str, str]]) -> None:
    found = place(dict.fromkeys(NAMES, 40.0), pairs, gap=10)
    for one, other in itertools.combinations(NAMES, 2):
        if found.ranks[one] == found.ranks[other]:
            assert abs(found.middles[one] - found.middles[other]) >= 50 - 1e-6
    assert all(20 - 1e-6 <= middle <= found.height - 20 + 1e-6 for middle in found.middles.values())


@given(EDGES)
def test_every_edge_leads_on_but_those_that_close_a_circle(pairs: list[tuple[str, str]]) -> None:
    found = place(dict.fromkeys(NAMES, 40.0), pairs, gap=10)
    for a, b in pairs:
        if a != b:
            assert (found.ranks[a] > found.ranks[b]) is ((a, b) in found.turned)
            assert len(found.ways[a, b]) == abs(found.ranks[a] - found.ranks[b]) + 1


def test_a_graph_without_circles_has_no_edge_that_runs_back() -> None:
    pairs = [("n0", "n1"), ("n1", "n2"), ("n0", "n2"), ("n3", "n2")]
    found = place(dict.fromkeys(NAMES, 40.0), pairs, gap=10)
    assert found.turned == frozenset()
    assert found.ranks["n0"] < found.ranks["n1"] < found.ranks["n2"]


@given(EDGES)
def test_no_edge_is_dropped_and_each_is_told_in_words(pairs: list[tuple[str, str]]) -> None:
    root = ET.fromstring(graph(pairs))
    arrows = [each for each in root.iter("g") if "arrow" in each.get("class", "")]
    assert sorted(each.findtext("title") or "" for each in arrows) == sorted(f"{a} to {b}" for a, b in pairs)
    described = root.findtext("desc") or ""
    assert all(f"{a} to {b}" in described for a, b in pairs)


@given(EDGES)
def test_the_same_facts_give_the_same_bytes_within_the_frame(pairs: list[tuple[str, str]]) -> None:
    drawn = graph(pairs)
    assert drawn == graph(pairs)
    across, down = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawn)[0])
    for box in ET.fromstring(drawn).iter("rect"):
        assert 0 <= float(box.attrib["x"]) <= float(box.attrib["x"]) + float(box.attrib["width"]) <= across
        assert 0 <= float(box.attrib["y"]) <= float(box.attrib["y"]) + float(box.attrib["height"]) <= down


def test_bands_that_leave_one_bar_lie_side_by_side() -> None:
    bars = [Box("a", "A"), *(Box(name, name) for name in "bcd")]
    bands = [Band("a", name, 20, f"a to {name}", f"flows/{name}/", "Flow") for name in "bcd"]
    root = ET.fromstring(sankey("bands", "What flows", bars, bands))
    starts = sorted(
        float(re.match(r"M\S+ (\S+?)C", each.attrib["d"])[1])  # type: ignore[index]
        for link in root.iter("a")
        for each in link.iter("path")
    )
    assert all(later - earlier >= 20 for earlier, later in itertools.pairwise(starts))


def test_a_line_of_time_has_every_mark_and_today_where_it_is() -> None:
    marks = tuple(Mark(date(2026, month, 1), f"1.{month}.0", f"release {month}") for month in range(1, 13))
    root = ET.fromstring(timeline("time", "Releases", [Lane("Products", marks)], date(2026, 6, 15)))
    places = [float(each.attrib["cx"]) for each in root.iter("circle")]
    assert places == sorted(places)
    assert len(places) == 12
    now = next(each for each in root.iter("path") if each.get("class") == "now")
    at = float(re.match(r"M(\S+) ", now.attrib["d"])[1])  # type: ignore[index]
    assert places[5] < at < places[6]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_at_the_end_of_all_days_can_be_drawn(day: date) -> None:
    drawn = timeline("time", "Ends", [Lane("A", (Mark(day, "end", "ends", ends=True),))], date(2026, 1, 1))
    assert "ends" in drawn


def test_hostile_names_stay_text() -> None:
    drawn = [
        network("map", BAD, [Box("a", BAD, BAD, "x/")], [Arrow("a", "a", BAD)]),
        sankey("bands", BAD, [Box("a", BAD), Box("b", BAD)], [Band("a", "b", 9, BAD, "", BAD)]),
        timeline("time", BAD, [Lane(BAD, (Mark(date(2026, 1, 1), BAD, BAD, "x/"),))], date(2026, 2, 1)),
    ]
    for each in drawn:
        assert "script" not in {element.tag for element in ET.fromstring(each).iter()}


@given(st.text(max_size=60), st.integers(20, 300))
def test_a_name_that_is_cut_fits_its_room(words: str, room: int) -> None:
    told = fitted(words, room, 14)
    assert told == "…" or width(told, 14) <= room + 1e-6
