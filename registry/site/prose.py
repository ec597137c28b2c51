"""Descriptions written by other people: CommonMark in, harmless HTML or bare text out.

What survives is text, emphasis, code, lists, simple tables and links to ``https:``, ``http:``, ``mailto:``.
Scripts, styles, forms, frames, images (they would load from another host), attributes and headings do not.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt

from registry.site.text import Code

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

    from registry.site.text import Inline

_TAGS = frozenset(
    {
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "hr",
        "i",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
    }
    | {"sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto"}
_MARKUP = re.compile(r"[\\`*_\[\]<>&#|~\n]|^\s*(?:[-+=]|\d+[.)])|^\s{4}")
_IN_PAGE = {"`": "&#96;", "{": "&#123;", "}": "&#125;", "\n": "&#10;", "\r": ""}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_BLOCK_END = re.compile(r"(</(?:p|li|td|th|tr|pre|blockquote|ul|ol)>|<(?:br|hr)\b)")
_CODE = "\ue000"
"""Stands before and after code in `_marked`; a character for private use."""
_LONGEST = 100_000


@lru_cache(maxsize=65536)
def to_html(markdown: str) -> str:
    """Return safe HTML on a single line, inert to the Markdown and template engines that see it later."""
    text = clean(markdown).strip()[:_LONGEST]
    if not text:
        return ""
    if not _MARKUP.search(text):
        return f"<p>{in_page(html.escape(text))}</p>"
    rendered = nh3.clean(
        _rendered(text).strip(),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        link_rel="nofollow noopener noreferrer",
        attribute_filter=_only_absolute_links,
    )
    return in_page(
        re.sub(r"(</?(?:p|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|hr)>)\n+", r"\1", rendered)
    )


def to_text(markdown: str) -> str:
    """Return the bare words on a single line, for titles, summaries and search engines."""
    return _marked(markdown).replace(_CODE, "")


def first_sentence(markdown: str) -> str:
    """Return the first sentence of the bare words; a full stop inside a name or number ends nothing."""
    return _first(_marked(markdown)).replace(_CODE, "")


def spoken(markdown: str) -> Inline:
    """Return the words on a single line; what was written as code stays code."""
    return _inline(_marked(markdown))


def opening(markdown: str) -> Inline:
    """Return the first sentence; what was written as code stays code."""
    return _inline(_first(_marked(markdown)))


@lru_cache(maxsize=65536)
def _marked(markdown: str) -> str:
    """Return the bare words on a single line, each piece of code between two marks."""
    text = clean(markdown).strip()[:_LONGEST].replace(_CODE, "")
    if _MARKUP.search(text):
        rendered = _BLOCK_END.sub(r" \1", _rendered(text))
        text = html.unescape(nh3.clean(re.sub(r"</?code>", _CODE, rendered), tags=set()))
    return " ".join(text.split())


def _first(words: str) -> str:
    return re.split(rf"(?<=[.!?])\s+(?=[A-Z\"'({_CODE}])", words, maxsplit=1)[0]


def _inline(marked: str) -> Inline:
    """Every second piece between marks is code; a text without any stays a string."""
    pieces = marked.split(_CODE)
    if len(pieces) == 1:
        return marked
    return tuple(Code(piece) if number % 2 else piece for number, piece in enumerate(pieces) if piece)


def after_first_sentence(markdown: str) -> str:
    """Return the rest of a text whose first sentence is shown; all of it where that cannot be cut off."""
    first = first_sentence(markdown)
    words = clean(markdown).strip()
    return words[len(first) :].strip() if words.startswith(first) else words


def clean(text: str) -> str:
    """Return the text without control characters, which no page, no YAML and no XML may hold."""
    return text if text.isprintable() else _CONTROL.sub("", text.replace("\r\n", "\n"))


def in_page(safe_html: str) -> str:
    """Hide from the Markdown engine what it would still see inside HTML: fences, braces, starts of lines."""
    for character, entity in _IN_PAGE.items():
        safe_html = safe_html.replace(character, entity)
    return safe_html


def _only_absolute_links(tag: str, attribute: str, value: str) -> str | None:
    """A relative link was written for another place and would lead nowhere here."""
    absolute = re.match(r"(?:https?|mailto):", value.strip(), re.IGNORECASE)
    return value if (tag, attribute) != ("a", "href") or absolute else None


@lru_cache(maxsize=16384)
def _rendered(text: str) -> str:
    """A text is wanted as HTML and as bare words."""
    return str(_parser().render(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "flatten_headings", _flatten_headings)
    return parser


def _flatten_headings(state: StateCore) -> None:
    """A heading inside a description becomes a bold line: the outline of the page is ours."""
    for opening, content, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "heading_open":
            opening.tag = closing.tag = "p"
            content.content = f"**{content.content}**" if content.content else ""
