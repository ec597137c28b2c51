"""The index that the field at the top of every page asks: words to pages, in small files that scripts can load.

One index of everything grows with the registry (that of the engine has 25 MB at 8,000 pages, all of which a reader
loads before the first answer), and what is fetched cannot be read where a page was opened as a file. So words lie
in one file for each two letters they begin with, and what is shown of pages in files of a hundred; a search loads
the few that it needs, as scripts, which works everywhere. ``theme/assets/waybill/search.js`` reads them.

A word weighs more in a title or a name than in the text, more in a term or a flow than in a rule, and more the
fewer pages have it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from registry.formats.brief import shorten
from registry.model.system import Term
from registry.site.machines.subjects import OfField
from registry.site.page import words_of
from registry.site.table import as_json
from registry.site.text import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from registry.site.machines.subjects import Subjects
    from registry.site.page import Page
    from registry.site.text import Row

FOLDER = "search/"

_KINDS: Mapping[str, float] = {
    "term": 3,
    "flow": 2.5,
    "system": 2.5,
    "api": 2,
    "field": 1.5,
    "release": 0.5,
    "rule": 0.3,
    "more": 0.3,
}
"""What people look for by its name before what explains a message of the tool; any other kind weighs 1."""
_TITLE, _NAME, _SENTENCE, _TEXT = 12.0, 8.0, 3.0, 1.0
_LONGEST_TITLE = 120
_LONGEST_TEXT = 10_000
"""Characters; the words of a longer one weigh less."""
_DIGITS = 2
"""Digits behind the point of a weight, so that a letter more in a text does not change what all its words weigh."""
_BLOCK = 100
"""Pages in one file."""
_MOST_PAGES = 300
"""Pages that a word leads to: nobody reads on, and a file stays small."""
_LONGEST_WORD = 40
_SHORTEST_PLURAL = 3
"""A word of so many letters, such as gas, is none."""
_WORD = re.compile(r"\d+(?:[.-]\d+)+(?![^\W_])|[^\W_]+(?:_+[^\W_]+)*")
"""A version or a date is one word: its numbers by themselves say nothing."""
_SIGNS = str.maketrans("", "", ".-")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class Document:
    """One answer: a page, or a row of one; ``parts`` are texts with the weight of their words."""

    url: str
    title: str
    owner: str
    kind: str
    sentence: str
    parts: tuple[tuple[float, str], ...]


Shown: TypeAlias = tuple[str, str, str, str, str]
"""What an answer shows: address, title, owner, kind, sentence."""
Weights: TypeAlias = "dict[str, list[tuple[int, float]]]"
"""For each word the numbers of the documents that hold it, with the weight that it has there."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the index: documents, counted from 0, and the weights of their words by the files they belong into."""

    shown: tuple[Shown, ...]
    shards: Mapping[str, Weights]


def portion(page: Page, twin: str, subjects: Subjects) -> Iterator[Document]:
    """Yield what is found of a page; ``twin`` is its plain text."""
    if page.searchable:
        yield _document(page, twin, subjects)
        yield from _fields(page, subjects)


def weighed(found: Iterable[Document]) -> Portion:
    """Return documents as a part of the index."""
    shown: list[Shown] = []
    shards: dict[str, Weights] = defaultdict(lambda: defaultdict(list))
    for number, document in enumerate(found):
        shown.append((document.url, document.title, document.owner, document.kind, document.sentence))
        for word, weight in _weights(document).items():
            shards[shard(word)][word].append((number, weight))
    return Portion(tuple(shown), shards)


def pages(shown: Sequence[Shown], shards: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that say what is shown of documents, and which files of words there are."""
    for start in range(0, len(shown), _BLOCK):
        yield (
            f"{FOLDER}pages/{start // _BLOCK}.js",
            _script("pages", start // _BLOCK, shown[start : start + _BLOCK]),
        )
    yield f"{FOLDER}index.js", _script("index", sorted(shards), {"block": _BLOCK, "pages": len(shown)})


def file_of(name: str) -> str:
    """Return the file of the words of a shard."""
    return f"{FOLDER}words/{name}.js"


def merged(name: str, parts: Iterable[tuple[int, Weights]], total: int) -> bytes:
    """Return the file of the words of a shard; each part with the number of its first document, of ``total`` in all."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for first, weights in parts:
        for word, pairs in weights.items():
            postings[word] += ((first + number, weight) for number, weight in pairs)
    said = {word: _heaviest(pairs, total) for word, pairs in sorted(postings.items())}
    return _script("words", name, said)


def words(text: str) -> Iterator[str]:
    """Yield the words of a text as they are looked for: ``sizeSystem`` as that, as ``size`` and as ``system``.

    So is ``size_system``: a value or a name in capitals is looked for as it stands in a log.

    Letters are folded to small ones without accents, and a plural to its singular.
    """
    for found in _WORD.findall(text):
        yield from _spelt(found)


def shard(word: str) -> str:
    """Return the name of the file that a word stands in: its first two letters, or their numbers."""
    return "".join(letter if letter.isascii() else f"-{ord(letter):x}" for letter in word[:2])


@lru_cache(maxsize=65536)
def _spelt(found: str) -> tuple[str, ...]:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", found) if not unicodedata.combining(letter)
    )
    pieces = plain.translate(_SIGNS).split("_")
    parts = [part for piece in pieces for part in _cased(piece)]
    inner = parts if len(parts) > 1 else ()
    return tuple(word for word in dict.fromkeys(map(_folded, ("".join(pieces), *inner))) if len(word) > 1)


def _cased(piece: str) -> Sequence[str]:
    """Return the parts of a word that its capitals tell apart."""
    mixed = piece.isascii() and not piece.islower() and not piece.isdigit()
    return _PART.findall(piece) if mixed else (piece,)


def _folded(plain: str) -> str:
    word = plain.casefold()[:_LONGEST_WORD]
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST_PLURAL
    return word[:-1] if is_plural else word


def _document(page: Page, twin: str, subjects: Subjects) -> Document:
    names = " ".join((*_names(page, subjects), *(words_of(badge) for badge in page.badges)))
    parts = (
        (_TITLE, _LONGEST_TITLE, page.title),
        (_NAME, _LONGEST_TITLE, names),
        (_SENTENCE, _LONGEST_TEXT, words_of(page.sentence)),
        (_TEXT, _LONGEST_TEXT, _LINK_TARGET.sub("", twin)),
    )
    kind = _KINDS.get(page.kind, 1)
    return Document(
        page.url,
        shorten(page.title, _LONGEST_TITLE),
        page.owner,
        page.kicker or ("Guide" if page.kind == "guide" else ""),
        page.description,
        tuple(
            (round(weight * kind / math.sqrt(1 + len(said) / long), _DIGITS), said)
            for weight, long, said in parts
        ),
    )


def _fields(page: Page, subjects: Subjects) -> Iterator[Document]:
    """Yield the rows of a list of fields that are not pages of their own."""
    home = page.continues or page.url
    if home.endswith("/fields/"):
        for row in _rows(page):
            if not isinstance(subjects.of(f"{home}{row.anchor}/"), OfField):
                yield _row(page, row)


def _names(page: Page, subjects: Subjects) -> Iterator[str]:
    """Yield what else a thing is called."""
    subject = subjects.of(page.url)
    if isinstance(subject, Term):
        yield from (subject.id, *subject.synonyms)
    elif isinstance(subject, OfField):
        yield from (subject.field.id, subject.field.path, subject.field.meaning.business_name or "")
    slug = page.url.removesuffix("/").rpartition("/")[2]
    yield from (page.owner, slug, slug.replace("-", ""))


def _rows(page: Page) -> Iterator[Row]:
    for group in page.parts.get("groups", page.parts.get("blocks", ())):
        blocks = group.blocks if isinstance(group, Section) else (group,)
        for block in blocks:
            if isinstance(block, Table):
                yield from (row for row in block.rows if row.anchor)


def _row(page: Page, row: Row) -> Document:
    first, *rest = (words_of(cell) for cell in row.cells)
    owner = words_of(page.crumbs[-1 if not page.continues else -2].text)
    return Document(
        f"{page.url}#{row.anchor}",
        row.anchor,
        owner,
        "Field",
        shorten(" ".join(filter(None, rest)), 160),
        ((_TITLE, row.anchor), (_NAME, first), (_TEXT, " ".join(filter(None, rest)))),
    )


def _weights(document: Document) -> dict[str, float]:
    """Return the weight that each word of a document has in it."""
    weights: dict[str, float] = defaultdict(float)
    for weight, part in document.parts:
        for word, count in Counter(words(part)).items():
            weights[word] += weight * (1 + math.log(count))
    return weights


def _heaviest(pairs: list[tuple[int, float]], total: int) -> list[int]:
    """Return numbers of documents, each with its weight among all, heaviest first."""
    rarity = math.log(1 + total / len(pairs))
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:_MOST_PAGES]
    return [value for number, weight in ordered for value in (number, max(1, round(weight * rarity)))]


def _script(function: str, *arguments: object) -> bytes:
    return b"waybillSearch.%b(%b);\n" % (function.encode(), b",".join(map(as_json, arguments)))
