"""Workflow commands of GitHub Actions: remarks shown on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.reports.annotation import Annotation


def render(annotations: Sequence[Annotation]) -> str:
    """Return one workflow command per remark."""
    return "\n".join(command(annotation) for annotation in annotations)


def command(annotation: Annotation) -> str:
    """Return ``::error file=…,line=…,col=…,title=…::message``."""
    place = annotation.place
    facts = {"file": place.file, "line": place.line, "col": place.column, "title": annotation.rule}
    written = ",".join(f"{key}={escaped(str(fact))}" for key, fact in facts.items() if fact is not None)
    return f"::{annotation.gravity} {written}::{escaped_message(annotation.told)}"


def escaped_message(text: str) -> str:
    """Escape what would end the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped(text: str) -> str:
    """Escape what would end a property of the command."""
    return escaped_message(text).replace(":", "%3A").replace(",", "%2C")
