"""JSON values for people: short without being cut in the middle."""

from __future__ import annotations

import pytest

from registry.formats.brief import fitted, shorten, way

BODY = {
    "name": "a",
    "price": {"amount": 0.5, "currency": "EUR"},
    "sizes": [{"size": "41", "sizeSystem": "EU"}, {"size": "7"}],
}


@pytest.mark.parametrize(
    ("path", "lacking", "told"),
    [
        ("price.amount", False, '{"price": {"amount": 0.5, …}, …}'),
        ("sizes[].sizeSystem", True, '{"sizes": [{…}, …], …}'),
        ("sizes[].sizeSystem", False, '{"sizes": [{"sizeSystem": "EU", …}, …], …}'),
        ("brandId", True, "{…}"),
    ],
)
def test_a_witness_shows_the_way_to_the_field_alone(path: str, told: str, *, lacking: bool) -> None:
    assert way(BODY, path, lacking=lacking) == told


def test_the_name_of_a_variant_leads_nowhere_in_a_value() -> None:
    value = {"filters": [{"kind": "price", "min": 0.5}]}
    assert way(value, "filters[](PriceFilter).min") == '{"filters": [{"min": 0.5, …}]}'


def test_long_texts_say_how_long_they_are() -> None:
    assert way({"label": "a" * 51}, "label").endswith('…" (51 characters)}')


def test_a_long_value_is_elided_and_never_cut_within_a_word() -> None:
    value = {
        "type": "string",
        "description": "What it means. " * 30,
        "x-field": {"nullMeaning": {"absent": "No."}},
    }
    told = fitted(value)
    assert len(told) <= 160
    assert told.startswith('{"type": "string", "description": "What it')
    assert told.endswith("}")


def test_a_long_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("short", 12) == "short"
