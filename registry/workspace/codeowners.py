"""Who reviews which folder: CODEOWNERS, as GitHub and GitLab read it, from what systems and teams say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.errors import WrongUse

if TYPE_CHECKING:
    from registry.model.flow import Flow
    from registry.model.registry import Registry

PATH = ".github/CODEOWNERS"
HEAD = "# Written by `waybill codeowners` from specs/registry.yaml and specs/*/system.yaml; edit those.\n"
SPECIAL = re.compile(r"([\\ #!\[\]*?])")


def codeowners(registry: Registry, prefix: str = "") -> str:
    """Return the lines, by system; ``prefix`` leads from the root of the repository to that of the registry.

    Whoever owns a flow reviews it, beside the system that takes the data; later lines count for more, as in Git's
    own patterns.

    Raises:
        WrongUse: No team says who its reviewers are.
    """
    lines = [
        *(
            line(prefix, f"specs/{system.id}/", reviewers(registry, system.team))
            for system in registry.systems
        ),
        *(line(prefix, flow.path, of_flow(registry, flow)) for flow in registry.flows),
    ]
    if not any(lines):
        raise WrongUse(
            "no team says who reviews its files",
            "add reviewers: ['@acme/commerce'] to teams of specs/registry.yaml",
        )
    return HEAD + "".join(lines)


def line(prefix: str, path: str, owners: tuple[str, ...]) -> str:
    """Return one line, empty where nobody is named."""
    return f"{pattern(prefix, path)} {' '.join(dict.fromkeys(owners))}\n" if owners else ""


def of_flow(registry: Registry, flow: Flow) -> tuple[str, ...]:
    """Return who reviews a flow that another team owns than the system which takes the data."""
    consumer = next((system.team for system in registry.systems if system.id == flow.consumer_system), "")
    if flow.owner == consumer:
        return ()
    return (*reviewers(registry, flow.owner), *reviewers(registry, consumer))


def reviewers(registry: Registry, team: str) -> tuple[str, ...]:
    """Return who reviews for a team."""
    known = registry.config.teams.get(team)
    return known.reviewers if known else ()


def pattern(prefix: str, path: str) -> str:
    """Return a path as a pattern that means it alone."""
    return SPECIAL.sub(r"\\\1", f"/{prefix}{path}")
