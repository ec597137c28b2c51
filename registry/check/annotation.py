"""What to ask the owner of a description: each field that leaves its meaning unsaid, with a draft of what to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.check.guesses import draft
from registry.check.needs import ASKED, NEEDS, Aspect
from registry.check.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from registry.check.needs import Need
    from registry.check.nodes import Node
    from registry.model.description import Description


@dataclass(frozen=True, slots=True)
class Gap:
    """One aspect that a field leaves unsaid, the rule that says why it matters, and the draft of it.

    ``steps`` are the keys under which the draft is to stand in the schema of the field.
    """

    aspect: Aspect
    rule: str
    steps: tuple[str, ...]
    draft: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One schema, its pointer in the description as written, and what it leaves unsaid."""

    pointer: str
    subject: str
    gaps: tuple[Gap, ...]


def entries(description: Description, aspects: Collection[Aspect] = ASKED) -> tuple[Entry, ...]:
    """Return an entry for each schema of which something is neither said nor drafted, in document order."""
    survey = Survey(description, dt.date.min)
    found: dict[int, tuple[Node, list[Gap]]] = {}
    for need in NEEDS:
        for node in _homes(need, survey) if need.aspect in aspects else ():
            _, gaps = found.setdefault(id(node), (node, []))
            gaps.append(Gap(need.aspect, need.rule, need.steps, draft(need.aspect, survey, node)))
    order = {id(node): index for index, node in enumerate(survey.nodes)}
    return tuple(
        Entry(description.written_at(node.pointer), node.subject, tuple(gaps))
        for key, (node, gaps) in sorted(found.items(), key=lambda item: order[item[0]])
    )


def _homes(need: Need, survey: Survey) -> Iterator[Node]:
    """Yield each schema, once, in which what is lacking can be written.

    What a reference does not describe is described by its target: up to OpenAPI 3.0 nothing is read beside it.
    """
    seen: set[int] = set()
    for node in need.lacking(survey):
        home = (survey.followed(node) or node) if need.aspect == "description" else node
        if id(home) not in seen and need.drafted(home) is None and _has_room(home.data, need.steps):
            seen.add(id(home))
            yield home


def _has_room(data: Any, steps: tuple[str, ...]) -> bool:
    """Whether a draft can stand under the keys without taking the place of anything that is said there."""
    for step in steps:
        data = data.get(step, {})
        if data in (None, ""):
            return True
        if not isinstance(data, dict):
            return False
    return True
