"""Whom the changes of an API hit, between any two of its versions or in what is not released yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog.announcement import announcements
from registry.changelog.ledger import ledger
from registry.changelog.reckoning import reckon as reckoned
from registry.errors import WrongUse

if TYPE_CHECKING:
    from registry.changelog.reckoning import Reckoning
    from registry.workspace.asking import Asking


def reckon(here: Asking, base: str, revision: str | None) -> Reckoning:
    """Return whom the changes from one version to another hit, directly and further on, and by when they must act.

    Without ``revision`` the working copy is meant: compared with ``base`` if that is a release, else with the newest
    release of the API.

    Flows and systems that cannot be read are passed over; ``here.unread`` names them.

    Raises:
        WrongUse: The two are not versions of one API of this registry, or it has no release yet.
    """
    older, newer = (base, revision) if revision is not None else pending(here, base)
    one, other = here.sides(older, newer)
    if one.api is None or one.api != other.api:
        raise WrongUse(
            f"'{older}' and '{newer}' are not versions of one API of this registry",
            "name an API such as catalog/products, or two versions of it; `waybill diff` compares files",
        )
    here.readable.require("system", one.api.partition("/")[0])
    comparison = here.diff(one, other)
    hits = here.impact(one, other, comparison)
    current = here.revision is None
    return reckoned(
        here.readable,
        one.api,
        comparison,
        hits,
        (one.version or one.description.version, other.version),
        here.as_of,
        ledger(here.root) if current else (),
        announcements(here.root) if current else (),
    )


def pending(here: Asking, name: str) -> tuple[str, str]:
    """Return the release and the working copy that are compared where one name is given."""
    api_id, at, _ = name.partition("@")
    api = here.readable.api(api_id)
    if at:
        return name, api_id
    if api.latest is None:
        raise WrongUse(
            f"{api_id} has no release yet, so nobody can rely on it", f"run 'waybill release {api_id}'"
        )
    return f"{api_id}@{api.latest}", api_id
