"""What can be done with a registry: files are written, people told, a site built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.errors import UnreadableInput, UnreadableInputs, WrongUse
from registry.workspace.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date
    from pathlib import Path

    from registry.check.needs import Aspect
    from registry.notify.message import Message
    from registry.notify.sending import Sent
    from registry.site.build import BuildReport, Engine
    from registry.workspace.adopting import Adopted
    from registry.workspace.annotating import Annotation
    from registry.workspace.recorded import Announced, Released
    from registry.workspace.syncing import Pulled
    from registry.workspace.targets import Side


class Doing(Opened):
    """A registry that is worked on."""

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
        try:
            return tuple(
                api.id for api in self.registry.apis if api.description().version not in api.versions
            )
        except (UnreadableInput, UnreadableInputs) as problem:
            raise self.with_all_others(problem) from None

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

    def sync(self, api: str | None = None, *, trial: bool = False, **origin: str) -> Iterator[Pulled]:
        """Pull the description of an API, or of all that come from elsewhere, and yield each; a ``trial`` only looks.

        ``origin`` says where that of the API is from now on: ``repository``, ``path`` or ``ref``.

        Raises:
            WrongUse: It does not come from elsewhere, or its repository cannot be read.
        """
        from registry.workspace.syncing import pull  # noqa: PLC0415 - slow to import

        return pull(self, api, origin, trial=trial)

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

    def build(
        self,
        *,
        by: Engine = "mkdocs",
        jobs: int = 0,
        keep: bool = True,
        progress: Callable[[str], None] | None = None,
    ) -> BuildReport:
        """Build the documentation site into ``.build/site``; ``by`` names the engine that renders.

        ``jobs`` is the number of processes (0: as many as are worth it); ``keep`` has what is made kept for the next
        build, and what was kept used.
        """
        from registry.site.build import Way, build  # noqa: PLC0415 - slow to import

        try:
            return build(self.root, as_of=self.as_of, by=by, way=Way(jobs, keep), progress=progress)
        except (UnreadableInput, UnreadableInputs) as problem:
            raise self.with_all_others(problem) from None

    def serve(
        self, address: str, tell: Callable[[str], None] = print, progress: Callable[[str], None] | None = None
    ) -> None:
        """Serve the site at ``host:port``, rebuilding it on every change, until interrupted.

        ``tell`` is given a sentence when the site can be seen, and after each time it was made again.
        """
        from registry.site.serving import serve  # noqa: PLC0415 - slow to import

        try:
            serve(self.root, address, tell=tell, progress=progress)
        except (UnreadableInput, UnreadableInputs) as problem:
            raise self.with_all_others(problem) from None

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
