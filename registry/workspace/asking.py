"""What can be asked of a registry: nothing here changes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import UnreadableInput, UnreadableInputs
from registry.workspace import selection
from registry.workspace.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from registry.check import Coverage
    from registry.check.finding import Finding
    from registry.diff.change import Comparison
    from registry.export.document import Export
    from registry.flow.evidence import Quality
    from registry.flow.impact import Impact
    from registry.flow.retirement import Retirement
    from registry.flow.trace import Direction, Trace
    from registry.workspace.checking import Examined, Part
    from registry.workspace.executors import Way
    from registry.workspace.fixing import Fixed
    from registry.workspace.jobs import Counted, Outcome
    from registry.workspace.many import Checked
    from registry.workspace.targets import Side


class Asking(Opened):
    """A registry that answers."""

    def check(
        self, target: str | None = None, *, way: Way | None = None, only: Sequence[str] = ()
    ) -> tuple[Finding, ...]:
        """Return what the rules find in a file, an API, a release or a flow; by default in the registry.

        Why something in the registry cannot be read is an error among the findings; `examine` says what was not
        checked for that. ``way`` and ``only`` are as there, and so is what is raised.
        """
        return self.examine(target, way=way, only=only).findings

    def examine(
        self, target: str | None = None, *, way: Way | None = None, only: Sequence[str] = ()
    ) -> Examined:
        """Return what the rules find, as `check` does, and what could not be checked.

        ``way`` says where the work of a registry is done, and whether results are kept. ``only`` names the rules
        to ask, by default all; "validity" stands for those that tell whether a description is valid OpenAPI.

        Raises:
            UnreadableInput: It cannot be read at all.
            WrongUse: One of the rules does not exist, or is off.
        """
        from registry.workspace.checking import check_all, check_one  # noqa: PLC0415 - slow to import

        names = selection.known(only)
        if target is None:
            return check_all(self.readable, self._entries, self.as_of, self._apart(way, names), names)
        known = self.readable if self._home else None
        return check_one(target, self._targets, known, self._entries, self.as_of, names)

    def _apart(self, way: Way | None, only: selection.Names) -> Callable[[], Iterable[Part]] | None:
        """Return what finds the findings of descriptions in other processes, None where that is not worth it."""
        from registry.workspace import many  # noqa: PLC0415 - slow to import
        from registry.workspace.executors import Way  # noqa: PLC0415 - as above

        way = way or Way()
        if not many.is_much(self.readable, self.root, way):
            return None
        return lambda: many.of_registry(self.readable, self.root, self.revision, self.as_of, way, only)

    def check_files(
        self, targets: Sequence[str], *, way: Way | None = None, only: Sequence[str] = ()
    ) -> Iterator[Checked[Outcome]]:
        """Yield what the rules find in each of many files; a folder stands for all descriptions in it.

        ``only`` names the rules to ask, as for `check`.

        Raises:
            WrongUse: There is no description in them, or one of the rules does not exist or is off.
        """
        from registry.workspace.executors import Way  # noqa: PLC0415 - slow to import
        from registry.workspace.many import check_files  # noqa: PLC0415 - as above

        return check_files(self, targets, way or Way(), selection.known(only))

    def count_files(
        self, targets: Sequence[str], *, way: Way | None = None, only: Sequence[str] = ()
    ) -> Iterator[Checked[Counted]]:
        """Yield how often each rule finds something in each of many files; findings are not kept, nor sent around.

        Raises as `check_files` does.
        """
        from registry.workspace.executors import Way  # noqa: PLC0415 - slow to import
        from registry.workspace.many import count_files  # noqa: PLC0415 - as above

        return count_files(self, targets, way or Way(), selection.known(only))

    def fixes(self, findings: Iterable[Finding]) -> tuple[Fixed, ...]:
        """Return what would become of each file in which findings can be mended as text; see `write_fixes`."""
        from registry.workspace.fixing import fixes  # noqa: PLC0415 - slow to import

        return fixes(self, findings)

    def coverage(self, target: str | None = None) -> Mapping[str, Coverage]:
        """Return how much of its meaning a file, an API or a release says; by default each API as it is worked on.

        Raises:
            UnreadableInput: A description cannot be read.
        """
        from registry.check import coverage  # noqa: PLC0415 - slow to import

        if target is not None:
            return {target: coverage(self.side(target).description)}
        try:
            return {api.id: coverage(api.description()) for api in self.readable.apis}
        except (UnreadableInput, UnreadableInputs) as problem:
            raise self.with_all_others(problem) from None

    def diff(self, base: str | Side, revision: str | Side) -> Comparison:
        """Return the changes from one description to another, worst first.

        Each is named as on the command line: ``catalog/products@2.1.0``, ``catalog/products`` (the working
        copy), a file, ``main:openapi.yaml``, ``main:catalog/products``, or ``-`` for standard input. Changes
        that the waivers of the revision's API let pass say who accepts them.
        """
        from registry.diff import Settings, waivers  # noqa: PLC0415 - slow to import

        one, other = self.sides(base, revision)
        judged = self._settings if self._home else Settings(today=self.as_of)
        api = self._api_of(other)
        agreed = () if api is None else api.waivers
        labels = one.label, other.label
        return waivers.judged(one.description, other.description, agreed, settings=judged, names=labels)

    def idle_waivers(self, revision: Side, comparison: Comparison) -> tuple[Finding, ...]:
        """Return the findings about waivers of the API that was compared: expired ones, unmatched ones."""
        api = self._api_of(revision)
        if api is None or not api.waivers:
            return ()
        from registry.changelog.waivers import check_waivers  # noqa: PLC0415 - slow to import

        made = ((revision.description.version, change) for change in comparison.changes)
        return tuple(check_waivers(self.readable, api, self._settings, made))

    def draft_waivers(self, base: Side, revision: Side, comparison: Comparison, level: str) -> str:
        """Return items of ``waivers.yaml`` for the changes that fail a comparison from ``level`` on."""
        from registry.workspace.drafting import draft  # noqa: PLC0415 - slow to import

        return draft(self.readable if self._home else None, base, revision, comparison, level, self.as_of)

    def impact(self, base: Side, revision: Side, comparison: Comparison) -> tuple[Impact, ...]:
        """Return the flows that the changes hit, if both sides are the same API of this registry.

        Flows that cannot be read are passed over; `unread` names them.
        """
        if self._home is None or base.api is None or base.api != revision.api:
            return ()
        from registry.flow.impact import impact  # noqa: PLC0415 - slow to import

        version = base.version or base.description.version
        sides = base.description, revision.description
        return impact(self.readable, base.api, comparison, base=version, against=sides[0], revision=sides[1])

    def trace(self, subject: str, direction: Direction = "both", depth: int | None = None) -> Trace:
        """Return where a field, such as ``catalog/products#Product.sku``, comes from and goes to.

        An API, a system, a store or a flow can be traced as well; ``depth`` limits the number of hops. Flows and
        systems that cannot be read are passed over; `unread` names them.

        Raises:
            WrongUse: There is nothing of that name.
            UnreadableInputs: The flow or the system itself cannot be read.
        """
        from registry.flow.lineage import Lineage  # noqa: PLC0415 - slow to import

        if self.readable.find_api(subject) is None:
            self.readable.require("flow", subject)
            self.readable.require("system", subject)
        return Lineage(self.readable).trace(subject, direction, depth)

    def export(
        self, standard: str, *targets: str, release: str = "newest", folder: Path | None = None
    ) -> Export:
        """Return systems, APIs and flows as another tool has them: odcs, openlineage, arazzo, backstage, fields.

        ``release`` is a version, or newest, all or working; links lead from ``folder`` to files of the registry.
        """
        from registry.export.catalogue import written  # noqa: PLC0415 - slow to import
        from registry.export.subject import choose, way_back  # noqa: PLC0415 - slow to import

        back = None if folder is None else way_back(self.root, folder)
        return written(standard, choose(self.registry, targets, release, self.as_of, back))

    def quality(self, subject: str | None = None) -> tuple[Quality, ...]:
        """Return four answers about the data of an API or a flow, by default of all: APIs first.

        Raises:
            WrongUse: There is no API and no flow called ``subject``.
        """
        from registry.changelog.announcement import announcements  # noqa: PLC0415 - slow to import
        from registry.changelog.quality import quality  # noqa: PLC0415 - as above

        told = announcements(self.root) if self.revision is None else ()
        return quality(self.registry, self._entries(), told, as_of=self.as_of, subject=subject)

    def retire(
        self,
        api: str,
        *,
        operation: str | None = None,
        field: str | None = None,
        release: str | None = None,
    ) -> tuple[Retirement, ...]:
        """Return whether an operation, a field or a release may go; by default for all operations and releases.

        Raises:
            WrongUse: There is nothing of that name; the message names the nearest.
        """
        from registry.changelog.notice import served_until  # noqa: PLC0415 - slow to import
        from registry.flow import retirement  # noqa: PLC0415 - as above

        if operation is not None:
            return (retirement.operation(self.registry, api, operation, self.as_of),)
        if field is not None:
            return (retirement.field(self.registry, api, field, self.as_of),)
        until = served_until(self.api(api), self._entries())
        if release is not None:
            return (retirement.release(self.registry, api, release, self.as_of, until),)
        return retirement.of_api(self.registry, api, self.as_of, until)
