"""What the command line does, as values for a script: open a registry, check, diff, trace, release, build."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.errors import WrongUse
from registry.source.store import Store
from registry.workspace.recorded import Announced, Released
from registry.workspace.rulebook import RuleText, rule, rules, undirected
from registry.workspace.targets import Side, Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from registry.changelog.entry import Entry
    from registry.changelog.reckoning import Reckoning
    from registry.check import Coverage
    from registry.check.finding import Finding
    from registry.check.needs import Aspect
    from registry.diff import Settings
    from registry.diff.change import Comparison
    from registry.export.document import Export
    from registry.flow.evidence import Quality
    from registry.flow.impact import Impact
    from registry.flow.retirement import Retirement
    from registry.flow.trace import Direction, Trace
    from registry.model.registry import Api, Registry
    from registry.notify.message import Message
    from registry.notify.sending import Sent
    from registry.site.build import BuildReport, Engine
    from registry.workspace.adopting import Adopted
    from registry.workspace.annotating import Annotation
    from registry.workspace.fixing import Fixed
    from registry.workspace.many import Checked, Way
    from registry.workspace.review import Review
    from registry.workspace.syncing import Pulled

__all__ = ["Announced", "Released", "RuleText", "Side", "Workspace", "at", "open", "rule", "rules", "write"]

CONFIG = Path("specs", "registry.yaml")


class Workspace:
    """A registry, or a folder outside any, and everything that can be asked of it.

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
        from registry.model.registry import load  # noqa: PLC0415 - slow to import

        return load(self.store)

    def reaching(self, hosts: tuple[str, ...]) -> Workspace:
        """Return the same registry, whose descriptions may refer to these other hosts and to no more."""
        other = Workspace(self.directory, self._home, self.revision, self.as_of)
        settings = self.store.config.model_copy(update={"remote_references": hosts})
        other.store = replace(self.store, config=settings)
        return other

    @property
    def extent(self) -> str:
        """What the registry holds, in words: ``7 APIs, 26 releases, 12 flows``."""
        apis = self.registry.apis
        counts = {"API": len(apis), "release": sum(len(api.versions) for api in apis)}
        counts["flow"] = len(self.registry.flows)
        return ", ".join(f"{count} {name if count == 1 else f'{name}s'}" for name, count in counts.items())

    def api(self, name: str) -> Api:
        """Return an API by its name, such as ``catalog/products``."""
        return self.registry.api(name)

    def check(self, target: str | None = None, *, way: Way | None = None) -> tuple[Finding, ...]:
        """Return what the rules find in a file, an API, a release or a flow; by default in the registry.

        ``way`` says where the work of a registry is done, and whether results are kept.

        Raises:
            UnreadableInput: It cannot be read at all.
        """
        from registry.workspace.checking import check_all, check_one  # noqa: PLC0415 - slow to import

        if target is None:
            return check_all(self.registry, self._entries, self.as_of, self._apart(way))
        known = self.registry if self._home else None
        return check_one(target, self._targets, known, self._entries, self.as_of)

    def _apart(self, way: Way | None) -> Callable[[], Iterable[Finding]] | None:
        """Return what finds the findings of descriptions in other processes, None where that is not worth it."""
        from registry.workspace import many  # noqa: PLC0415 - slow to import

        way = way or many.Way()
        if not many.is_much(self.registry, self.root, way):
            return None
        return lambda: many.of_registry(self.registry, self.root, self.revision, self.as_of, way)

    def check_files(self, targets: Sequence[str], *, way: Way | None = None) -> Iterator[Checked]:
        """Yield what the rules find in each of many files; a folder stands for all descriptions in it.

        Raises:
            WrongUse: There is no description in them.
        """
        from registry.workspace.many import Way, check_files  # noqa: PLC0415 - slow to import

        return check_files(self, targets, way or Way())

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
        return {api.id: coverage(api.description()) for api in self.registry.apis}

    def annotate(
        self,
        target: str,
        *,
        aspects: Collection[Aspect] = (),
        fields: str = "*",
        limit: int | None = None,
        output: str | None = None,
    ) -> Annotation:
        """Draft what an API leaves unsaid and put it into its overlay, of which every byte is kept.

        ``aspects`` are those to ask for (default: `registry.check.needs.ASKED`), ``fields`` is a pattern of
        subjects such as ``Product.*``, ``limit`` the greatest number of entries. ``output`` names another file,
        which must not be there; with "-" nothing is written.

        Raises:
            WrongUse: There is no such description, no overlay is read with it, or the overlay cannot be extended.
        """
        from registry.workspace.annotating import annotate  # noqa: PLC0415 - slow to import

        return annotate(self, target, aspects, fields, limit, output)

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
        return tuple(check_waivers(self.registry, api, self._settings, made))

    def draft_waivers(self, base: Side, revision: Side, comparison: Comparison, level: str) -> str:
        """Return items of ``waivers.yaml`` for the changes that fail a comparison from ``level`` on."""
        from registry.workspace.drafting import draft  # noqa: PLC0415 - slow to import

        return draft(self.registry if self._home else None, base, revision, comparison, level, self.as_of)

    def add_waivers(self, drafts: str, revision: Side, file: str | None) -> str:
        """Append drafts to a file, by default the ``waivers.yaml`` of the API, and return its name.

        Raises:
            WrongUse: The revision is no API of this registry, or the file is no list to append to.
        """
        from registry.workspace.drafting import append  # noqa: PLC0415 - slow to import

        if file is not None:
            return append(self.directory, file, drafts)
        api = self._api_of(revision)
        if api is None:
            raise WrongUse(
                f"'{revision.label}' is no API of a registry, so there is no waivers.yaml to write into",
                "name a file: --write-waivers=FILE, or - for standard output",
            )
        return append(self.root, api.waivers_path, drafts)

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

    def impact(self, base: Side, revision: Side, comparison: Comparison) -> tuple[Impact, ...]:
        """Return the flows that the changes hit, if both sides are the same API of this registry."""
        if self._home is None or base.api is None or base.api != revision.api:
            return ()
        from registry.flow.impact import impact  # noqa: PLC0415 - slow to import

        version = base.version or base.description.version
        sides = base.description, revision.description
        return impact(self.registry, base.api, comparison, base=version, against=sides[0], revision=sides[1])

    def reckon(self, base: str, revision: str | None = None) -> Reckoning:
        """Return whom the changes of an API hit, directly and further on, what happens to them, and by when.

        Each version is named as for `diff`; an API alone means what it changes since its newest release.

        Raises:
            WrongUse: The two are not versions of one API of this registry, or it has no release yet.
        """
        from registry.workspace.reckoning import reckon  # noqa: PLC0415 - slow to import

        return reckon(self, base, revision)

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

    def trace(self, subject: str, direction: Direction = "both", depth: int | None = None) -> Trace:
        """Return where a field, such as ``catalog/products#Product.sku``, comes from and goes to.

        An API, a system, a store or a flow can be traced as well; ``depth`` limits the number of hops.
        """
        from registry.flow.lineage import Lineage  # noqa: PLC0415 - slow to import

        return Lineage(self.registry).trace(subject, direction, depth)

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

    def release(self, api: str, *, note: str | None = None, previous_until: date | None = None) -> Released:
        """Freeze the version that the API's description states and write its changelog entry.

        ``previous_until`` is the day until which the version before keeps working beside it.

        Raises:
            WrongUse: See `registry.changelog.release.prepare`.
        """
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return recording.release(self, self.api(api), note, previous_until)

    def unreleased(self) -> tuple[str, ...]:
        """Return the APIs whose working copy bears a version that is not frozen yet."""
        return tuple(api.id for api in self.registry.apis if api.description().version not in api.versions)

    def announce(
        self, api: str, revision: str | None = None, *, on: date | None = None, note: str | None = None
    ) -> Announced:
        """Record the breaking changes of ``revision`` (by default the working copy) as coming on a day.

        Raises:
            WrongUse: See `registry.changelog.announcing.prepare`.
        """
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        described = None if revision is None else self._targets.side(revision).description
        return recording.announce(self, self.api(api), described, on, note)

    def withdraw(self, api: str) -> Announced:
        """Call off what is announced for an API; raises WrongUse if nothing is."""
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return recording.withdraw(self, self.api(api))

    def adopt(
        self, target: str, api: str | None = None, *, shallow: bool = False, trial: bool = False
    ) -> Adopted:
        """Freeze the versions that the Git history of a description holds; a ``trial`` writes nothing.

        Raises:
            WrongUse: There is no such file in Git, no API is named, or the clone is ``shallow`` though that was not
                allowed.
        """
        from registry.workspace.adopting import adopt  # noqa: PLC0415 - slow to import

        return adopt(self, target, api, shallow=shallow, trial=trial)

    def comes_from(self, api: str, repository: str, path: str = "openapi.yaml", ref: str = "main") -> None:
        """Record that the description of an API is written in another repository, for `sync`."""
        from registry.model.origin import OriginForm  # noqa: PLC0415 - slow to import
        from registry.workspace.syncing import remember  # noqa: PLC0415 - as above

        remember(self, api, OriginForm(repository=repository, path=path, ref=ref))

    def sync(self, api: str | None = None, *, trial: bool = False) -> Iterator[Pulled]:
        """Pull the description of an API, or of all that come from elsewhere, and yield each; a ``trial`` only looks.

        Raises:
            WrongUse: It does not come from elsewhere, or its repository cannot be read.
        """
        from registry.workspace.syncing import pull  # noqa: PLC0415 - slow to import

        return pull(self, api, trial=trial)

    def review(self, base: str) -> Review:
        """Return what the working tree changes since it left ``base``, a Git revision: verdict, impact, way out.

        Raises:
            WrongUse: This is no Git repository, or it has no such revision.
        """
        from registry.workspace.review import review  # noqa: PLC0415 - slow to import

        return review(self, base)

    def codeowners(self, *, trial: bool = False) -> tuple[str, bool]:
        """Write who reviews which folder, and return the file and whether it differed; a ``trial`` only looks.

        Raises:
            WrongUse: No team says who its reviewers are, or this is no Git repository.
        """
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return recording.codeowners(self, trial=trial)

    def messages(
        self, *, digest: bool = False, since: date | None = None, record: Path | None = None
    ) -> tuple[Message, ...]:
        """Return the messages to subscribers that are due; see `notify`."""
        from registry.workspace import notifying  # noqa: PLC0415 - slow to import

        return notifying.pending(self, digest=digest, since=since, path=record)

    def notify(
        self, *, digest: bool = False, since: date | None = None, record: Path | None = None
    ) -> Iterator[Sent]:
        """Send the messages that are due, and yield what became of each.

        ``record`` is the file that keeps what was sent; a new one begins with what is told from ``since`` on, by
        default today. ``digest`` puts all that is due for a subscriber in a channel into one message.

        Raises:
            WrongUse: Another process is sending.
        """
        from registry.workspace import notifying  # noqa: PLC0415 - slow to import

        return notifying.notify(self, digest=digest, since=since, path=record)

    def commit(self, made: Released | Announced, message: str) -> str | None:
        """Commit the files that a release or an announcement wrote, and return the commit's id; None if none were.

        Raises:
            WrongUse: This is no Git repository, or Git refuses.
        """
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return recording.commit(self.root, made.files, message)

    def write_changelog(self) -> tuple[str, ...]:
        """Write every changelog entry again and return the paths of those that differed."""
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return write(self.root, recording.changelog(self))

    def check_changelog(self) -> tuple[str, ...]:
        """Return a sentence for each release, or file of the changelog, that is not as it should be."""
        from registry.workspace import recording  # noqa: PLC0415 - slow to import

        return recording.stale(self)

    def build(self, *, by: Engine = "mkdocs", progress: Callable[[str], None] | None = None) -> BuildReport:
        """Build the documentation site into ``.build/site``; ``by`` names the engine that renders."""
        from registry.site.build import build  # noqa: PLC0415 - slow to import

        return build(self.root, as_of=self.as_of, by=by, progress=progress)

    def serve(self, address: str) -> None:
        """Serve the site at ``host:port``, rebuilding it on every change, until interrupted."""
        from registry.site.build import serve  # noqa: PLC0415 - slow to import

        serve(self.root, address)

    def _entries(self) -> tuple[Entry, ...]:
        """The ledger as far as it tells of the files that are read; of older revisions nothing is kept here."""
        from registry.changelog import ledger  # noqa: PLC0415 - slow to import

        return ledger.ledger(self.root) if self._home and self.revision is None else ()

    @property
    def _settings(self) -> Settings:
        from registry.changelog.release import settings  # noqa: PLC0415 - slow to import

        return settings(self.registry, self.as_of)

    def _api_of(self, side: Side) -> Api | None:
        return self.registry.api(side.api) if self._home and side.api else None

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.directory, self._home, self.store if self._home else None)


def open(path: str | Path = ".", revision: str | None = None, *, as_of: date | None = None) -> Workspace:  # noqa: A001
    """Open the registry that ``path`` lies in, at the working tree or at a Git revision.

    Raises:
        WrongUse: There is no ``specs/registry.yaml`` here or in any folder above.
    """
    workspace = at(path, revision, as_of=as_of)
    if not workspace.is_registry:
        raise not_found(workspace.directory)
    return workspace


def at(path: str | Path = ".", revision: str | None = None, *, as_of: date | None = None) -> Workspace:
    """Open the registry that ``path`` lies in if there is one; files can be compared and checked anywhere."""
    directory = Path(path)
    folders = (directory.resolve(), *directory.resolve().parents)
    home = next((folder for folder in folders if (folder / CONFIG).is_file()), None)
    return Workspace(directory, home, revision, as_of)


def not_found(directory: Path) -> WrongUse:
    """Return the error of looking for a registry in vain."""
    return WrongUse(
        f"there is no {CONFIG.as_posix()} in {directory.resolve()} or above it",
        "run 'waybill init' to write a small registry, or name one with -C",
    )
