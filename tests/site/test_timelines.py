"""Pictures of releases stay light, however many there were."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from registry.changelog.bump import Bump
from registry.changelog.entry import Entry
from registry.model.registry import load
from registry.site.asked import Asked
from registry.site.book import Book
from registry.site.pages import timelines
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

SYSTEM = "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"
LIGHT = 100_000
"""Bytes."""


def entries(api: str, count: int) -> Iterator[Entry]:
    for number in range(count):
        base = f"1.{number - 1}.0" if number else None
        day = date(2020, 1, 1) + timedelta(days=number)
        yield Entry(api, f"1.{number}.0", day, base, Bump("minor", "minor"), ())


@pytest.fixture
def book_of(write_registry: Callable[[Mapping[str, str]], Path]) -> Callable[[int, int], Book]:
    """A function that gives the book of so many APIs with so many releases each."""

    def make(apis: int, releases: int) -> Book:
        described = json.dumps({"openapi": "3.1.0", "info": {"title": "Shoes", "version": "1"}, "paths": {}})
        names = [f"shop/api-{number:02}" for number in range(apis)]
        files = {f"specs/{name.replace('/', '/apis/')}/openapi.json": described for name in names}
        registry = load(Store.open(write_registry({"specs/shop/system.yaml": SYSTEM, **files})))
        told = [entry for name in names for entry in entries(name, releases)]
        return Book(registry, told, date(2026, 11, 23), (), Asked())

    return make


def test_one_api_with_very_many_releases_shows_the_newest(book_of: Callable[[int, int], Book]) -> None:
    book = book_of(1, 900)
    picture = timelines.releases(book, book.registry.apis)
    assert picture is not None
    assert "Shown are the newest 240 of 900 releases; the table has them all." in picture.sentence
    assert "1.899.0" in picture.svg
    assert "1.600.0" not in picture.svg
    assert len(picture.svg) < LIGHT


def test_many_apis_are_shown_as_long_as_there_is_room(book_of: Callable[[int, int], Book]) -> None:
    book = book_of(30, 20)
    picture = timelines.releases(book, book.registry.apis)
    assert picture is not None
    assert "Shown are 12 of 30 APIs; the tables have them all." in picture.sentence
    assert len(picture.svg) < LIGHT


def test_few_releases_are_all_shown(book_of: Callable[[int, int], Book]) -> None:
    book = book_of(3, 4)
    picture = timelines.releases(book, book.registry.apis)
    assert picture is not None
    assert "Shown are" not in picture.sentence
