from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.errors import UnreadableInputs, WrongUse
from registry.model.registry import Registry, load
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Write = Callable[[Mapping[str, str]], Path]

SYSTEM = "system: 1\ntitle: A system\nkind: own\nteam: commerce\n"
FLOW = """
    flow: 1
    title: Products
    answer: Products move.
    producer: {api: catalog/products, operation: listProducts}
    consumer: {store: table}
    purpose: Reports.
    mapping: [{from: sku, to: sku}]
    owner: commerce
"""
OPENAPI = "openapi: 3.1.0\ninfo: {title: Products, version: 2.0.0}\npaths: {}\n"
WAIVERS = "- {rule: r, at: p, reason: w, owner: o, until: 2026-12-31}\n"
FILES = {
    "specs/glossary.yaml": "glossary: 1\nterms: [{id: sku, title: SKU, definition: A number.}]\n",
    "specs/subscriptions.yaml": "- {subscriber: commerce, channels: [ops]}\n",
    "specs/catalog/system.yaml": SYSTEM,
    "specs/catalog/apis/products/openapi.yaml": OPENAPI,
    "specs/catalog/apis/products/releases/1.9.0.yaml": OPENAPI.replace("2.0.0", "1.9.0"),
    "specs/catalog/apis/products/releases/1.10.0.yaml": OPENAPI.replace("2.0.0", "1.10.0"),
    "specs/catalog/apis/products/waivers.yaml": WAIVERS,
    "specs/email/system.yaml": SYSTEM,
    "specs/email/flows/products.yaml": FLOW,
    "specs/notes/readme.md": "Not a system.",
}


@pytest.fixture
def registry(write_registry: Write) -> Registry:
    return load(Store.open(write_registry(FILES)))


def test_a_registry_holds_what_its_folders_say(registry: Registry) -> None:
    assert [system.id for system in registry.systems] == ["catalog", "email"]
    assert [api.id for api in registry.apis] == ["catalog/products"]
    assert [flow.id for flow in registry.flows] == ["email/products"]
    assert [term.id for term in registry.terms] == ["sku"]
    assert [subscription.subscriber for subscription in registry.subscriptions] == ["commerce"]
    assert registry.config.title == "Shoes"


def test_an_api_has_versions_oldest_first_and_reads_each_once(registry: Registry) -> None:
    api = registry.api("catalog/products")
    assert (api.system, api.name, api.versions, api.latest) == (
        "catalog",
        "products",
        ("1.9.0", "1.10.0"),
        "1.10.0",
    )
    assert api.description().version == "2.0.0"
    assert api.description("1.9.0").version == "1.9.0"
    assert api.description("1.9.0") is api.description("1.9.0")
    assert api.path() == "specs/catalog/apis/products/openapi.yaml"
    assert api.path("1.9.0") == "specs/catalog/apis/products/releases/1.9.0.yaml"
    assert [waiver.rule for waiver in api.waivers] == ["r"]


@pytest.mark.parametrize(
    ("look_up", "sentence"),
    [
        (
            lambda registry: registry.api("catalog/product"),
            "there is no API 'catalog/product'; did you mean",
        ),
        (lambda registry: registry.system("mail"), "there is no system 'mail'; did you mean 'email'"),
        (lambda registry: registry.flow("email/product"), "there is no flow 'email/product'; did you mean"),
        (lambda registry: registry.term("glossary:skus"), "there is no term 'skus'; did you mean 'sku'"),
    ],
)
def test_a_look_up_that_fails_names_the_nearest(
    registry: Registry, look_up: Callable[[Registry], object], sentence: str
) -> None:
    with pytest.raises(WrongUse) as caught:
        look_up(registry)
    assert str(caught.value).startswith(sentence)


def test_a_look_up_returns_what_is_there(registry: Registry) -> None:
    assert registry.system("email").path == "specs/email/system.yaml"
    assert registry.flow("email/products").title == "Products"
    assert registry.term("glossary:sku") is registry.term("sku")


def test_places_lead_into_the_written_documents(registry: Registry) -> None:
    place = registry.place(registry.flow("email/products").path, "/mapping/0/to")
    assert (place.file.endswith("specs/email/flows/products.yaml"), place.line) == (True, 8)


def test_all_mistakes_of_all_documents_are_told_at_once(write_registry: Write) -> None:
    wrong = {
        "specs/glossary.yaml": "glossary: 1\nterm: []\n",
        "specs/subscriptions.yaml": "- {subscriber: a, channels: [b]}\n- {subscriber: crm, chanels: []}\n",
        "specs/catalog/system.yaml": SYSTEM.replace("team", "taem"),
        "specs/catalog/apis/products/waivers.yaml": "rule: r\n",
        "specs/email/system.yaml": "system: [1\n",
        "specs/email/flows/products.yaml": FLOW.replace("purpose", "purposes"),
        "specs/crm/flows/products.yaml": FLOW,
    }
    root = write_registry({**FILES, **wrong})
    with pytest.raises(UnreadableInputs) as caught:
        load(Store.open(root))
    told = str(caught.value)
    for expected in (
        "specs/glossary.yaml:2:1: unknown key 'term'; did you mean 'terms'?",
        "specs/subscriptions.yaml:2:21: unknown key 'chanels'; did you mean 'channels'?",
        "specs/catalog/system.yaml:4:1: unknown key 'taem'; did you mean 'team'?",
        "specs/catalog/apis/products/waivers.yaml:1:1: must be a list; begin each item with '- '",
        "specs/email/system.yaml:",
        "unknown key 'purposes'; did you mean 'purpose'?",
        "specs/crm/system.yaml: is missing; write it",
    ):
        assert expected in told


def test_documents_that_are_not_there_say_nothing(write_registry: Write) -> None:
    empty = load(Store.open(write_registry({"specs/subscriptions.yaml": "[]\n"})))
    assert (empty.systems, empty.apis, empty.flows, empty.terms, empty.subscriptions) == ((), (), (), (), ())
