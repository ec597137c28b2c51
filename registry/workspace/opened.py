"""A registry, or a folder outside any, opened on a day: where it is, and what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from registry.errors import UnreadableInputs, WrongUse, problems_of
from registry.source.store import Store
from registry.workspace.rulebook import undirected
from registry.workspace.targets import Side, Targets

if TYPE_CHECKING:
    from registry.changelog.entry import Entry
    from registry.diff import Settings
    from registry.errors import UnreadableInput
    from registry.model.registry import Api, Registry
    from registry.model.unread import Kind, Unread


CONFIG = Path("specs", "registry.yaml")


class Opened:
    """A registry, or a folder outside any.

    ``directory`` is where relative file names begin, ``root`` the folder that holds ``specs/``, ``revision``
    the Git revision that is read (None: the working tree), ``as_of`` the day taken for today.
    """

    def __init__(
        self,
        directory: Path,
        home: Path | None,
        revision: str | None = None,
        as_of: date | None = None,
    ) -> None:
        self.directory = directory
        self.revision = revision
        self.as_of = as_of or datetime.now(UTC).date()
        self._home = home

    @property
    def is_registry(self) -> bool:
        """Whether there is a registry here, rather than just files."""
        return self._home is not None

    @property
    def root(self) -> Path:
        """The folder that holds ``specs/``; raises WrongUse outside a registry."""
        if self._home is None:
            raise not_found(self.directory)
        return self._home

    def is_whole(self, target: str) -> bool:
        """Tell whether a name means the registry as a whole: its folder, or that of its specs."""
        folder = (self.directory / target).resolve()
        return self._home is not None and folder in (self._home, self._home / "specs")

    @property
    def site(self) -> Path:
        """The folder that `build` writes."""
        return self.root / ".build" / "site"

    @cached_property
    def store(self) -> Store:
        """The files of the registry."""
        return Store.open(self.root, self.revision)

    @cached_property
    def registry(self) -> Registry:
        """Systems, APIs, flows and words as values; raises UnreadableInputs with every problem at once."""
        from registry.model.unread import refuse  # noqa: PLC0415 - only where the registry is read

        refuse(self.readable.unread)
        return self.readable

    @cached_property
    def readable(self) -> Registry:
        """The same as far as it can be read: for what does not need the rest, or says that it is missing."""
        from registry.model.registry import load_readable  # noqa: PLC0415 - slow to import

        return load_readable(self.store)

    def unread(self, *kinds: Kind) -> tuple[Unread, ...]:
        """Return what of some kinds is not in `readable`; nothing outside a registry."""
        if self._home is None:
            return ()
        return tuple(each for each in self.readable.unread if each.kind in kinds)

    def with_all_others(self, problem: UnreadableInput | UnreadableInputs) -> UnreadableInputs:
        """Return why something cannot be read together with everything else that cannot: to be mended in one go."""
        from registry.workspace.checking import unreadable_in  # noqa: PLC0415 - slow to import

        found = (*problems_of(problem), *unreadable_in(self.readable))
        return UnreadableInputs(tuple({str(each): each for each in found}.values()))

    def reaching(self, hosts: tuple[str, ...]) -> Self:
        """Return the same registry, whose descriptions may refer to these other hosts and to no more."""
        other = type(self)(self.directory, self._home, self.revision, self.as_of)
        settings = self.store.config.model_copy(update={"remote_references": hosts})
        other.store = replace(self.store, config=settings)
        return other

    @property
    def extent(self) -> str:
        """What the registry holds, in words: ``7 APIs, 26 releases, 12 flows``."""
        from registry.workspace.checking import described  # noqa: PLC0415 - slow to import

        flows = sum(each.kind == "flow" for each in self.readable.unread) + len(self.readable.flows)
        releases = sum(version is not None for _, version in described(self.readable))
        counts = {"API": len(self.readable.apis), "release": releases, "flow": flows}
        return ", ".join(f"{count} {name if count == 1 else f'{name}s'}" for name, count in counts.items())

    def api(self, name: str) -> Api:
        """Return an API by its name, such as ``catalog/products``."""
        return self.registry.api(name)

    def side(self, target: str) -> Side:
        """Return the description that is called so; see `diff`."""
        return self._targets.side(target)

    def sides(self, base: str | Side, revision: str | Side) -> tuple[Side, Side]:
        """Return the two descriptions that are meant; raises WrongUse if both are standard input."""
        if base == revision == "-":
            raise WrongUse("both sides are standard input", "name a file for one of them")
        one, other = (
            self._targets.side(side) if isinstance(side, str) else side for side in (base, revision)
        )
        return one, other

    @property
    def fail_on(self) -> str:
        """The level from which on a comparison fails, as policy says; ``never`` for none."""
        level = self.store.config.policy.fail_on if self._home else "breaking"
        return "never" if level == "none" else level

    def severity(self, rule_id: str) -> str | None:
        """Return the severity that ``specs/registry.yaml`` gives a rule, None where it says nothing of it.

        A rule of diff may be named there without its direction.
        """
        if self._home is None:
            return None
        configured = self.store.config.rules
        return configured.get(rule_id, configured.get(undirected(rule_id)))

    def _entries(self) -> tuple[Entry, ...]:
        """The ledger as far as it tells of the files that are read; of older revisions nothing is kept here."""
        from registry.changelog import ledger  # noqa: PLC0415 - slow to import

        return ledger.ledger(self.root) if self._home and self.revision is None else ()

    @property
    def _settings(self) -> Settings:
        from registry.changelog.judging import settings  # noqa: PLC0415 - slow to import

        return settings(self.store.config, self.as_of)

    def _api_of(self, side: Side) -> Api | None:
        if self._home is None or side.api is None:
            return None
        self.readable.require("waivers of", side.api)
        return self.readable.api(side.api)

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.directory, self._home, self.store if self._home else None)


def not_found(directory: Path) -> WrongUse:
    """Return the error of looking for a registry in vain."""
    return WrongUse(
        f"there is no {CONFIG.as_posix()} in {directory.resolve()} or above it",
        "run 'waybill init' to write a small registry, or name one with -C",
    )
