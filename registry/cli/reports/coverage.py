"""How much of its meaning each API says, for people and as the published JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.check.needs import NEEDS
from registry.check.shares import NONE, Coverage
from registry.cli.listing import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from registry.check import Share
    from registry.check.needs import Aspect

FORMATS = ("text", "json", "markdown")
HEADINGS = ("", "fields", *(need.aspect for need in NEEDS), "all")


def render(found: Mapping[str, Coverage], form: str) -> str:
    """Return the coverage of descriptions, by name, in one of `FORMATS`."""
    match form:
        case "json":
            return json.dumps(as_json(found), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(found)
    return "\n".join(columns(table(found) if len(found) != 1 else lines(*found.values())))


def lines(coverage: Coverage) -> list[tuple[str, ...]]:
    """Return a line for each aspect that some field of one description needs."""
    rows = [(need.aspect, coverage.shares[need.aspect], need.of) for need in NEEDS]
    told = [row(aspect, share, of) for aspect, share, of in rows if share.wanted]
    return [*told, row("all", coverage.total, "")] if told else [("no fields", "", "", "")]


def row(aspect: str, share: Share, of: str) -> tuple[str, ...]:
    """Return aspect, share in percent, and the numbers behind it."""
    missing = f"{share.missing} missing" if share.missing else ""
    return aspect, percent(share), f"{share.said} of {share.wanted} {of}".rstrip(), missing


def table(found: Mapping[str, Coverage]) -> list[tuple[str, ...]]:
    """Return headings, a row for each description, and one for all of them."""
    every = total(found)
    return [HEADINGS, *(cells(name, each) for name, each in found.items()), cells("all", every)]


def total(found: Mapping[str, Coverage]) -> Coverage:
    """Return the coverage of all descriptions together."""
    return sum(found.values(), Coverage(0, {need.aspect: NONE for need in NEEDS}))


def cells(name: str, coverage: Coverage) -> tuple[str, ...]:
    """Return the row of one description."""
    shares = [coverage.shares.get(need.aspect) for need in NEEDS]
    return (
        name,
        str(coverage.fields),
        *(percent(share) for share in (*shares, coverage.total)),
    )


def percent(share: Share | None) -> str:
    """Return a share in percent, a dash where no field has to say the thing."""
    return "-" if share is None or share.percent is None else f"{share.percent}%"


def markdown(found: Mapping[str, Coverage]) -> str:
    """Return a table for a comment on a pull request."""
    head, *rows = table(found)
    written: Sequence[Sequence[str]] = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(each)} |" for each in written)


def as_json(found: Mapping[str, Coverage]) -> dict[str, Any]:
    """Return the published shape (``waybill schema coverage``)."""
    every = total(found)
    targets = [{"target": name, **one_as_json(coverage)} for name, coverage in found.items()]
    return {"waybill": 1, "targets": targets, **one_as_json(every)}


def one_as_json(coverage: Coverage) -> dict[str, Any]:
    """Return the figures of one description."""
    rules: dict[Aspect, str] = {need.aspect: need.rule for need in NEEDS}
    return {
        "fields": coverage.fields,
        "aspects": {
            aspect: {**share_as_json(share), "rule": rules[aspect]}
            for aspect, share in coverage.shares.items()
        },
        "total": share_as_json(coverage.total),
    }


def share_as_json(share: Share) -> dict[str, Any]:
    """Return one figure."""
    return {"said": share.said, "wanted": share.wanted, "percent": share.percent}
