"""What a change does to a row, kind by kind, in a sentence that names what really happens to the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.diff import compare
from registry.flow.impact import impact
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.flow.impact import Effect
    from registry.model.registry import Registry

NAME = '{from: "items[].name", to: title}'
PRICE = '{from: "items[].price.amount", to: price, convert: {divide: 100}}'
STOCK = '{from: "items[].stock", to: count}'
STATE = '{from: "items[].availability", to: inStock, values: {in_stock: true, sold_out: false}%s}'

TITLE = "name: {type: string, maxLength: 200}"
NULLABLE = "name: {type: [string, 'null'], maxLength: 200}"
NO_NULL = '            - {type: "null"}\n'

READING = [
    (
        "gone and optional",
        NAME,
        TITLE,
        "",
        "'items[].name' is no longer sent; Mail gets no 'title' any more",
    ),
    (
        "gone and required",
        '{from: "items[].name", to: title, required: true}',
        TITLE,
        "",
        "'items[].name' is no longer sent, and 'title' is required: the import into Mail stops",
    ),
    (
        "gone and replaced",
        '{from: "items[].name", to: title, onNull: {value: Shoe}}',
        TITLE,
        "",
        (
            "'items[].name' is no longer sent; Mail will store the missing value as Shoe, in 'title' for every "
            "record"
        ),
    ),
    (
        "gone and rejected",
        '{from: "items[].name", to: title, onNull: reject}',
        TITLE,
        "",
        "'items[].name' is no longer sent; the flow then leaves each record out, and nothing reaches Mail",
    ),
    (
        "null into a field that refuses it",
        NAME,
        TITLE,
        NULLABLE,
        "'items[].name' can now be null, and 'title' takes no null: Mail refuses such a record",
    ),
    (
        "null into a field that takes it",
        '{from: "items[].name", to: note}',
        TITLE,
        NULLABLE,
        "'items[].name' can now be null; Mail will store null in 'note'",
    ),
    (
        "null that is stored as another value",
        STATE % ", onNull: {value: true}",
        None,
        NO_NULL,
        (
            "'items[].availability' can now be null; Mail will store null as true, the same as for 'In stock', "
            "in 'inStock'"
        ),
    ),
    (
        "null that is not translated",
        STATE % "",
        None,
        NO_NULL,
        (
            "'items[].availability' can now be null, which the row does not translate: nobody knows what Mail "
            "then stores "
            "in 'inStock'"
        ),
    ),
    (
        "null that is left out",
        '{from: "items[].name", to: title, onNull: skip}',
        TITLE,
        NULLABLE,
        "'items[].name' can now be null; the row leaves 'title' out, and Mail does not learn it",
    ),
    (
        "may be missing",
        NAME,
        "required: [sku, name,",
        "required: [sku,",
        "'items[].name' can now be missing; Mail then gets no 'title'",
    ),
    (
        "what holds it may be missing",
        PRICE,
        "required: [sku, name, price,",
        "required: [sku, name,",
        (
            "'items[].price.amount' can now be missing, and nothing can be calculated from that: the row fails "
            "for Mail"
        ),
    ),
    (
        "a value that is not translated",
        STATE % "",
        "- {const: sold_out, title: Sold out}",
        "- {const: sold_out, title: Sold out}\n            - {const: preorder}",
        (
            "'items[].availability' can now be preorder, which the row does not translate, so Mail gets no "
            "'inStock' for it"
        ),
    ),
    (
        "a value that the row knows already",
        STATE.replace("}%s", ", preorder: true}%s") % "",
        "- {const: sold_out, title: Sold out}",
        "- {const: sold_out, title: Sold out}\n            - {const: preorder}",
        "'items[].availability' can now be preorder; Mail gets true for it, as the row says already",
    ),
    (
        "a value that is passed on",
        '{from: "items[].availability", to: note}',
        "- {const: sold_out, title: Sold out}",
        "- {const: sold_out, title: Sold out}\n            - {const: preorder}",
        (
            "'items[].availability' can now be preorder; Mail stores it in 'note' as it comes, and every rule "
            "or segment there "
            "that lists the values passes it by"
        ),
    ),
    (
        "text to calculate with",
        PRICE,
        "amount: {type: integer",
        "amount: {type: string",
        (
            "'items[].price.amount' now comes as string, not integer, and the row calculates with it: the "
            "import into Mail "
            "stops"
        ),
    ),
    (
        "another type than the consumer takes",
        STOCK,
        "stock: {type: integer",
        "stock: {type: string",
        (
            "'items[].stock' now comes as string, not integer, and 'count' takes only integer: Mail refuses "
            "such records"
        ),
    ),
    (
        "another unit",
        PRICE,
        "x-ogc-unit: ct",
        "x-ogc-unit: EUR",
        (
            "'items[].price.amount' comes in EUR instead of ct, and still is divided by 100: Mail will store "
            "'price' 100 times "
            "too small"
        ),
    ),
    (
        "longer than the consumer takes",
        NAME.replace("name", "nickname"),
        "nickname: {type: string, maxLength: 20}",
        "nickname: {type: string, maxLength: 300}",
        (
            "'items[].nickname' can now be as long as 300 characters, not 20 characters, and 'title' takes as "
            "long as 100 "
            "characters: Mail refuses what lies beyond"
        ),
    ),
    (
        "longer and still short enough",
        NAME.replace("name", "nickname"),
        "nickname: {type: string, maxLength: 20}",
        "nickname: {type: string, maxLength: 30}",
        "'items[].nickname' can now be as long as 30 characters, not 20 characters; 'title' takes that too",
    ),
    (
        "older than before",
        STOCK,
        "PT15M",
        "PT30M",
        "'items[].stock' may now be 30 minutes old; Mail may show it that late in 'count'",
    ),
    (
        "protected from now on",
        NAME,
        TITLE,
        (
            "name: "
            "{type: string, maxLength: 200, x-data-classification: {category: PII, sensitivity: restricted}}"
        ),
        "and the flow states no legal basis: it may not be sent to Mail",
    ),
    (
        "the operation goes",
        NAME,
        "  /products:",
        "  /articles:",
        "Catalogue no longer offers GET /products: the flow stops, and Mail gets nothing new",
    ),
    (
        "a parameter is asked for",
        NAME,
        "      operationId: listProducts\n",
        (
            "      operationId: listProducts\n"
            "      parameters: [{name: shop, in: query, required: true, schema: {type: string}}]\n"
        ),
        (
            "GET /products is refused without 'shop': the flow stops unless it sends that already, and Mail "
            "gets nothing new"
        ),
    ),
]


def effects(registry: Registry, api: str, before: str, after: str) -> tuple[Effect, ...]:
    sides = [Description(read_bytes(text.encode(), "openapi.yaml")) for text in (before, after)]
    hits = impact(registry, api, compare(*sides), revision=sides[1])
    return tuple(effect for hit in hits for effect in hit.effects)


@pytest.mark.parametrize(
    ("row", "before", "after", "sentence"), [case[1:] for case in READING], ids=[case[0] for case in READING]
)
def test_what_a_producer_changes_is_told_as_what_arrives(
    one_flow: Callable[..., Registry], catalog: str, row: str, before: str | None, after: str, sentence: str
) -> None:
    old, new = (
        (catalog.replace(after, ""), catalog) if before is None else (catalog, catalog.replace(before, after))
    )
    assert old != new
    path = "specs/catalog/apis/products/openapi.yaml"
    found = effects(one_flow(row, files={path: old}), "catalog/products", old, new)
    assert any(sentence in effect.sentence for effect in found), [effect.sentence for effect in found]


MEANINGS = [
    (
        "{currency: EUR}",
        "{currency: USD}",
        (
            "'items[].stock' is an amount in USD instead of EUR: Mail will show the same number as EUR in "
            "'count'"
        ),
    ),
    (
        "{nullMeaning: {absent: Not counted.}}",
        "{nullMeaning: {absent: None left.}}",
        (
            "a missing value in 'items[].stock' meant “Not counted.” and now means “None left.”; Mail goes on "
            "taking it for "
            "'count' as before"
        ),
    ),
    (
        "{timezone: Europe/Paris}",
        "{timezone: Europe/London}",
        (
            "'items[].stock' is now the time in Europe/London, not in Europe/Paris: Mail will show another "
            "moment in 'count'"
        ),
    ),
    (
        "{freshness: {threshold: PT15M}}",
        "{}",
        (
            "nobody promises any more how old 'items[].stock' may be: Mail may decide on values of any age, in "
            "'count'"
        ),
    ),
    (
        "{normalization: pairs}",
        "{normalization: boxes}",
        (
            "'items[].stock': normalisation changed from \"pairs\" to \"boxes\"; Mail goes on using 'count' as "
            "before"
        ),
    ),
]


@pytest.mark.parametrize(("before", "after", "sentence"), MEANINGS)
def test_what_values_mean_otherwise_is_told_with_what_the_row_goes_on_doing(
    one_flow: Callable[..., Registry], catalog: str, before: str, after: str, sentence: str
) -> None:
    said = "x-field: {freshness: {threshold: PT15M}}"
    old, new = (catalog.replace(said, f"x-field: {meaning}") for meaning in (before, after))
    registry = one_flow(STOCK, files={"specs/catalog/apis/products/openapi.yaml": old})
    assert [effect.sentence for effect in effects(registry, "catalog/products", old, new)] == [sentence]


WRITING = [
    (
        "gone",
        NAME,
        "        title: {type: string, maxLength: 100}\n",
        "",
        "Mail no longer has 'title': what the flow sends from 'items[].name' is ignored, or refused",
    ),
    (
        "asked for and not mapped",
        NAME,
        "required: [id]",
        "required: [id, address]",
        "the import into Mail stops: 'address' must now be sent, and no row fills it",
    ),
    (
        "asked for and always sent",
        NAME,
        "required: [id]",
        "required: [id, title]",
        "Mail now asks for 'title', which the row always sends",
    ),
    (
        "asked for and perhaps missing",
        NAME.replace("name", "nickname"),
        "required: [id]",
        "required: [id, title]",
        "Mail now refuses records without 'title', and 'items[].nickname' may be missing",
    ),
    (
        "shorter than what is sent",
        NAME,
        "maxLength: 100",
        "maxLength: 50",
        (
            "Mail now takes 'title' only as long as 50 characters, and 'items[].name' can be as long as 200 "
            "characters: it "
            "refuses what lies beyond"
        ),
    ),
    (
        "short, and long enough",
        NAME.replace("name", "nickname"),
        "maxLength: 100",
        "maxLength: 50",
        "Mail now takes 'title' only as long as 50 characters; 'items[].nickname' never goes beyond",
    ),
    (
        "a value that the row sends",
        '{from: "items[].onSale", to: status, values: {"true": "yes", "false": "no"}}',
        "enum: [yes, no]",
        "enum: [yes]",
        "Mail now refuses no in 'status', which the row sends for false",
    ),
    (
        "a value that the row never sends",
        '{from: "items[].onSale", to: status, values: {"true": "yes", "false": "yes"}}',
        "enum: [yes, no]",
        "enum: [yes]",
        "Mail changes what it takes in 'status' (no); the row sends nothing that is refused",
    ),
    (
        "another type",
        STOCK,
        "count: {type: integer}",
        "count: {type: string}",
        "Mail now takes string in 'count', not integer: it refuses what the row sends from 'items[].stock'",
    ),
    (
        "another unit",
        PRICE,
        "x-ogc-unit: EUR",
        "x-ogc-unit: ct",
        (
            "Mail takes 'price' for ct instead of EUR, and the row still sends EUR: it will store numbers 100 "
            "times too small"
        ),
    ),
    (
        "null no more",
        '{from: "items[].availability", to: note, onNull: send}',
        "note: {type: string, nullable: true}",
        "note: {type: string}",
        "Mail takes no null in 'note' any more, and the row sends null on: it refuses such a record",
    ),
    (
        "the operation goes",
        NAME,
        "  /items/{id}:",
        "  /things/{id}:",
        "Mail no longer offers PUT /items/{id}: the flow stops, and nothing from Catalogue arrives",
    ),
]


@pytest.mark.parametrize(
    ("row", "before", "after", "sentence"), [case[1:] for case in WRITING], ids=[case[0] for case in WRITING]
)
def test_what_a_consumer_changes_is_told_as_what_it_refuses(
    one_flow: Callable[..., Registry], mail: str, row: str, before: str, after: str, sentence: str
) -> None:
    assert before in mail
    found = effects(one_flow(row), "mail/items", mail, mail.replace(before, after))
    assert any(sentence in effect.sentence for effect in found), [effect.sentence for effect in found]


def test_refused_records_go_where_the_flow_says(one_flow: Callable[..., Registry], mail: str) -> None:
    registry = one_flow(NAME, rest="delivery: {onExhausted: dead-letter, deadLetter: a table}")
    (effect,) = effects(registry, "mail/items", mail, mail.replace("maxLength: 100", "maxLength: 50"))
    assert effect.sentence.endswith("refused records wait as dead letters")
    assert effect.action == "Cut or refuse such values before they are sent"


def test_what_the_flow_foresaw_is_no_reason_to_act(one_flow: Callable[..., Registry], mail: str) -> None:
    sides = [
        Description(read_bytes(text.encode(), "openapi.yaml"))
        for text in (mail, mail.replace("[id]", "[id, title]"))
    ]
    (hit,) = impact(one_flow(NAME), "mail/items", compare(*sides))
    assert (hit.level, hit.actions) == ("safe", ())
