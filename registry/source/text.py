"""Bytes to text: the encodings of YAML 1.2 and JSON, byte order marks, and the place of a bad byte."""

from __future__ import annotations

import codecs

from registry.errors import Place, UnreadableInput

MAX_BYTES = 64 * 1024 * 1024

_MARKS = (  # the UTF-32 mark begins with the UTF-16 one, so it is tried first
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, file: str) -> str:
    """Return the text without its byte order mark; raises UnreadableInput at the first byte that is none."""
    refuse_size(len(content), file)
    mark, encoding = _encoding(content)
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = content[len(mark) : len(mark) + error.start].decode(encoding, errors="replace")
        line, column = line_and_column(before, len(before))
        raise UnreadableInput(
            Place(file, line, column),
            f"is not {encoding.upper()}: {error.reason}",
            "save the file as UTF-8",
        ) from None


def utf8(content: bytes, file: str) -> bytes:
    """Return the text in UTF-8 without its byte order mark; what claims to be UTF-8 already is not looked at."""
    refuse_size(len(content), file)
    mark, encoding = _encoding(content)
    return content[len(mark) :] if encoding == "utf-8" else decode(content, file).encode()


def refuse_size(size: int, file: str) -> None:
    """Raise UnreadableInput when a file has more than ``MAX_BYTES``."""
    if size > MAX_BYTES:
        raise UnreadableInput(
            Place(file),
            f"has {size:,} bytes, more than the {MAX_BYTES:,} that are read",
            "split the description into several files",
        )


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Turn an offset into line and column, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _encoding(content: bytes) -> tuple[bytes, str]:
    """Tell mark and encoding; without a mark, the place of NULs tells (YAML 1.2, section 5.2)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    if content[1:2] == b"\0" and content[:1] != b"\0":
        return b"", "utf-16-le"
    if content[:1] == b"\0" and content[1:2] != b"\0":
        return b"", "utf-16-be"
    return b"", "utf-8"
