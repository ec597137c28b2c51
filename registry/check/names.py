"""What the name of a field tells: its words, and whether they speak of an id, money, a time or a person."""

from __future__ import annotations

import re
from functools import lru_cache

remembered = lru_cache(maxsize=1 << 15)
"""Names recur within a description; those of thousands of descriptions are not kept."""
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_ARTICLES = frozenset({"the", "a", "an"})
_ID_WORDS = frozenset(
    {"id", "ids", "uuid", "guid", "ref", "code", "number", "no", "sku", "gtin", "ean", "index"}
)
_PLAIN_NUMBERS = frozenset(
    {
        *("version", "status", "year", "month", "day", "rank", "position", "priority", "port"),
        *("line", "column", "page", "attempt", "revision", "sequence", "ordinal"),
        *("type", "kind", "mode", "order", "season", "week", "flags", "seed"),
    }
)
"""Numbers that measure nothing: a label, a place in an order, a part of a date."""
_MONEY_WORDS = frozenset(
    {
        "price",
        "cents",
        "dollars",
        "euros",
        "amount",
        "cost",
        "fee",
        "fees",
        "subtotal",
        "tax",
        "revenue",
        "salary",
        "balance",
        "discount",
    }
)
_MONEY_BEGINNINGS = frozenset({"price", "amount"})
_SUMS = frozenset(
    {"order", "grand", "cart", "basket", "invoice", "tax", "net", "gross", "line", "payment", "sub"}
)
"""Words before "total" that speak of money."""
_COUNT_WORDS = frozenset(
    {"count", "quantity", "qty", "amount", "total", "number", "items", "pages", "size", "limit", "offset"}
)
_NO_MONEY = frozenset(
    {"count", "quantity", "qty", "items", "pages", "percent", "percentage", "rate", "results", "type"}
)
_TIME_ENDINGS = frozenset({"at", "time", "timestamp", "datetime"})
_NO_TIMES = frozenset(
    {
        *("zone", "timeout", "duration", "lead", "response", "delivery", "total"),
        *("transit", "processing", "elapsed", "wait", "waiting", "travel"),
    }
)
"""Words by which a time is a span of it."""
_PAGING = frozenset(
    {
        *(("offset",), ("page", "size"), ("pagesize",), ("per", "page"), ("page", "limit")),
        *(("max", "results"), ("max", "items"), ("total", "results"), ("total", "items"), ("total", "pages")),
    }
)
"""Names by which everybody knows that the records of a list are counted."""

_PERSONAL = (
    *(
        "email",
        "email address",
        "e mail",
        "phone",
        "phone number",
        "mobile",
        "mobile number",
        "telephone",
        "fax",
    ),
    *(
        "first name",
        "last name",
        "middle name",
        "maiden name",
        "given name",
        "family name",
        "surname",
    ),
    *("birth date", "date of birth", "birthday", "dob", "birth place", "gender identity", "nationality"),
    *("street", "street address", "postal address", "home address", "address line", "address line 1"),
    *("address line 2", "billing address", "shipping address", "delivery address", "ip", "ip address"),
    *("passport number", "social security number", "ssn", "national id", "tax id", "driver license"),
    *("iban", "bank account", "account holder", "card number"),
    *(
        "customer name",
        "contact name",
        "recipient name",
        "user agent",
        "device id",
        "cookie id",
        "advertising id",
    ),
)
"""Names of what identifies or describes a person (GDPR articles 4 and 9; ISO/IEC 29100)."""
_PERSONAL_ENDINGS = frozenset(tuple(name.split()) for name in _PERSONAL)
_PERSONAL_LENGTHS = frozenset(map(len, _PERSONAL_ENDINGS))
_PERHAPS_PERSONAL = frozenset({("full", "name"), ("latitude",), ("longitude",), ("geolocation",)})
"""Names that things have too: only what stands beside them tells."""
_MACHINES = frozenset({"private", "public", "server", "host", "node", "gateway", "subnet", "instance"})
"""Words by which an IP address is that of a machine that serves, not of somebody who calls."""
_NOT_PERSONAL = frozenset(
    {"count", "id", "ids", "type", "template", "subject", "status", "verified", "opt", "enabled"}
)


@remembered
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case; ``customerEmail`` and ``customer_email`` have the same."""
    return tuple(word.lower() for word in _WORD.findall(name))


def spells(text: str, name: str) -> bool:
    """Whether a text has the words of a name, in their order, and no others but articles."""
    rest = [*words(name)]
    rest.reverse()
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if word not in _ARTICLES and (not rest or rest.pop() != word):
            return False
    return not rest


@remembered
def is_identifier(name: str) -> bool:
    """Whether a number of this name is a label, not a measure."""
    said = words(name)
    return bool(said) and (said[-1] in _ID_WORDS or said[-1] in _PLAIN_NUMBERS)


@remembered
def is_money(name: str) -> bool:
    """Whether a number of this name is an amount of money."""
    said = words(name)
    if not said or _NO_MONEY.intersection(said):
        return False
    return (
        said[-1] in _MONEY_WORDS
        or said[0] in _MONEY_BEGINNINGS
        or (said[-1] == "total" and bool(_SUMS.intersection(said)))
    )


def is_paging(name: str) -> bool:
    """Whether a number of this name counts the records or pages of a list."""
    return words(name) in _PAGING


@remembered
def may_be_money(name: str) -> bool:
    """Whether a number of this name is an amount of money if a currency stands beside it."""
    return words(name)[-1:] == ("total",)


def is_currency(name: str) -> bool:
    """Whether a field of this name carries a currency."""
    said = words(name)
    return said[-1:] == ("currency",) or (said[-1:] in {("code",), ("iso",)} and "currency" in said)


def is_count(name: str) -> bool:
    """Whether a number of this name counts things."""
    said = words(name)
    return bool(said) and (said[-1] in _COUNT_WORDS or said[0] in {"num", "count"})


@remembered
def is_timestamp(name: str) -> bool:
    """Whether a string of this name is a point in time."""
    said = words(name)
    return len(said) > 1 and said[-1] in _TIME_ENDINGS and not _NO_TIMES.intersection(said)


@remembered
def is_personal(name: str) -> bool:
    """Whether a field of this name is about a person: it ends in what identifies or describes people."""
    said = words(name)
    if not said or said[-1] in _NOT_PERSONAL or ("ip" in said and _MACHINES.intersection(said)):
        return False
    return any(said[-count:] in _PERSONAL_ENDINGS for count in _PERSONAL_LENGTHS)


@remembered
def may_be_personal(name: str) -> bool:
    """Whether a field of this name is about a person if what stands beside it is."""
    said = words(name)
    return any(said[-len(ending) :] == ending for ending in _PERHAPS_PERSONAL)
