"""What several pages tell is worked out once, however many pages tell it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from registry.flow.impact import impact
from registry.site.pages import coming, flows, home
from registry.site.plan import plan
from tests.site.conftest import CHECKOUT, TODAY

if TYPE_CHECKING:
    import pytest

    from registry.model.registry import Registry


def test_whom_a_working_copy_would_hit_is_found_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    found: Counter[str] = Counter()

    def counting(registry: Registry, api: str, *changes: Any, **versions: Any) -> Any:
        found[api] += 1
        return impact(registry, api, *changes, **versions)

    monkeypatch.setattr("registry.site.outlook.impact", counting)
    book = plan(CHECKOUT, TODAY, keep=False).book
    home.page(book)
    coming.page(book)
    for flow in book.registry.flows:
        flows.page(book, flow)
    assert found
    assert set(found.values()) == {1}
