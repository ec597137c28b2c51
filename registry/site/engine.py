"""Run MkDocs in this process, quietly: pages in, site out."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.errors import WaybillError, WrongUse
from registry.site.folders import Folders
from registry.site.masthead import Masthead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig


PLAN = "waybill"
"""The key of ``extra`` under which a build keeps its plan."""
_HOOK = "registry.site.hook"


class SiteNotRendered(WaybillError):  # noqa: N818 - says what happened
    """The engine refused a page or found something wrong while it had been asked to be strict."""

    exit_status = 1

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return "the site could not be rendered:\n" + "\n".join(f"  {reason}" for reason in self.reasons)


def render(root: Path, *, strict: bool = True) -> Masthead:
    """Render the pages written before, and return what the settings say of the site.

    Raises:
        WrongUse: The registry has no ``mkdocs.yml``.
        SiteNotRendered: The engine failed; or it warned, and ``strict`` is on.
    """
    from mkdocs.commands.build import build  # noqa: PLC0415 - imported when a site is wanted
    from mkdocs.exceptions import Abort, BuildError, ConfigurationError  # noqa: PLC0415 - as above

    with _heard() as heard:
        try:
            config = load(root)
            config.site_dir = str(Folders(root).rendered)
            config.extra[PLAN] = "made before"
            build(config)
        except (Abort, BuildError, ConfigurationError) as error:
            raise SiteNotRendered((*heard, str(error))) from error
    if strict and heard:
        raise SiteNotRendered(tuple(heard))
    return masthead(config)


def masthead(config: MkDocsConfig) -> Masthead:
    """Return what the settings say of the site as a whole."""
    return Masthead(config.site_name, config.site_description or "", config.site_url or "")


def load(root: Path) -> MkDocsConfig:
    """Return the engine's settings, with our hook among its hooks whether or not it is named there."""
    from mkdocs.config import load_config  # noqa: PLC0415 - imported when a site is wanted

    os.environ["NO_MKDOCS_2_WARNING"] = "true"
    file = _settings(root)
    Folders(root).pages.mkdir(parents=True, exist_ok=True)
    config = load_config(str(file))
    hooks = _hooks(config)
    return config if len(hooks) == len(config.hooks) else load_config(str(file), hooks=hooks)


def _settings(root: Path) -> Path:
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise WrongUse(f"{file} does not exist", "run 'waybill init' to have one written")
    return file


def _hooks(config: MkDocsConfig) -> list[str]:
    """Return the paths of the hooks, ours included."""
    named: Any = config.hooks  # a mapping of path to module, whatever its annotation says
    functions = (getattr(module, "on_pre_build", None) for module in named.values())
    ours = any(getattr(function, "__module__", "") == _HOOK for function in functions)
    return [*named, *([] if ours else [str(Path(__file__).with_name("hook.py"))])]


@contextmanager
def told() -> Iterator[None]:
    """Let the engine end, or a server wait for the next change, with what is wrong and no traceback."""
    from mkdocs.exceptions import Abort  # noqa: PLC0415 - imported when a site is wanted

    try:
        yield
    except (WaybillError, OSError) as error:
        raise Abort(str(error)) from error


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what the engine warns of instead of letting it print."""
    heard: list[str] = []
    handler = _Ear(heard)
    logger = logging.getLogger("mkdocs")
    before: tuple[Any, ...] = (logger.propagate, logger.level)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate, logger.level = before


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())
