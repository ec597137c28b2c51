"""What a result had to do without because it cannot be read: said beside the result, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.model.unread import Unread


def status_without(unread: Iterable[Unread]) -> int:
    """Say what was not checked, on standard error, and return the exit status for it: 0 where nothing is missing."""
    said = [f"not checked: {each}, for {problem}" for each in unread for problem in each.problems]
    for line in said:
        click.echo(f"waybill: {line}", err=True)
    return UnreadableInput.exit_status if said else 0
