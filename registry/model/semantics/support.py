"""Where people get help with an API or a system."""

from __future__ import annotations

from typing import Literal

from registry.formats import Written


class Support(Written):
    """One channel of support; the names are those of ODCS 3.1."""

    channel: str
    """The channel, as people would name it: "#catalog", an address, a web page."""
    tool: str | None = None
    """The tool it is in: slack, teams, email, ticket, web ..."""
    scope: Literal["interactive", "announcements", "issues", "notifications"] | None = None
    """What it is for."""
    url: str | None = None
    """Where to open it."""
    description: str | None = None
    """What to expect there."""
