"""Who reviews which folder: CODEOWNERS, as GitHub and GitLab read it, from what systems and teams say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from registry.model.flow import Flow
    from registry.model.registry import Registry

PATHS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where GitHub looks (the first three) and where GitLab does (the last three); both take the first that is there."""
HEAD = "# Written by `waybill codeowners` from specs/registry.yaml and specs/*/system.yaml; edit those.\n"
END = "# What follows is not written by `waybill codeowners`.\n"
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


def path_in(root: Path) -> str:
    """Return the file, from the root of a repository: the one there is, else where its host looks for it."""
    here = next((path for path in PATHS if (root / path).is_file()), None)
    return here or PATHS[-1 if (root / ".gitlab-ci.yml").is_file() else 0]


def placed(lines: str, present: str) -> str:
    """Return the file with our lines in place of those written before, or else at its end, and the rest as it is."""
    before, head, after = present.partition(HEAD)
    _, end, kept = after.partition(END)
    gap = "\n" if before and not head and not before.endswith("\n") else ""
    return f"{before}{gap}{lines}{end}{kept}"


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
