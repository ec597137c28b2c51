"""The group of commands and the one place where an error becomes a message and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

import click

from registry.cli.environment import refused
from registry.errors import WaybillError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The process is short and builds documents of millions of nodes, none of them garbage before it ends: looking for
# cycles every 700 new ones took a tenth of the time on descriptions of 12 MB, every half million still a twentieth.
COLLECTION = (1_000_000, 20, 50)

REFUSED = 3
UNEXPECTED = 4
INTERRUPTED = 130  # as a shell reports a program ended by SIGINT
PIPE_CLOSED = 141  # as a shell reports a program ended by SIGPIPE

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Write a small registry to start from.",
        "check": "Check descriptions, flows and everything else that people write.",
        "annotate": "Draft what the fields of an API mean, for you to fill in.",
        "diff": "Tell which changes between two descriptions break whom.",
        "impact": "Tell whom a change hits, what happens to them, and by when.",
        "trace": "Follow a field to where it comes from and where it goes.",
        "review": "Show all that a pending change means, on one page.",
        "announce": "Tell of breaking changes before they are made.",
        "quality": "Answer four questions about the data of each API and flow.",
        "retire": "Tell whether something may go, and who still uses it.",
        "adopt": "Freeze the versions that are found in Git history.",
        "sync": "Pull descriptions that are written in other repositories.",
        "release": "Freeze a version and write its changelog entry.",
        "notify": "Tell subscribers what concerns them.",
        "codeowners": "Write who reviews which folder.",
        "changelog": "Write the changelog again from what is frozen, or check it.",
        "export": "Write for other tools: ODCS, OpenLineage, Arazzo, Backstage.",
        "build": "Build the documentation site.",
        "serve": "Build the site, serve it, and rebuild on every change.",
        "rules": "List the rules, or explain one.",
        "schema": "Print the JSON Schema of a file people write or of an output.",
    }
)

EPILOG = """\b
A first round:
  waybill init                                  write a small registry here
  waybill check                                 is everything sound?
  waybill release shop/products                 freeze the first version
  waybill diff shop/products@1.0.0 shop/products
                                                what did I change since then?
  waybill build                                 look at .build/site/index.html

\b
Exit status:
  0  clean
  1  findings at or above --fail-on
  2  wrong use: of an option, or of a name that does not exist
  3  a file is not there, cannot be read, or cannot be written
  4  unexpected: a defect of Waybill
"""


@dataclass(frozen=True, slots=True)
class Invocation:
    """What every command gets from the options before its name."""

    directory: Path


class LazyGroup(click.Group):
    """Commands are imported when they are run, so that each pays for its own imports only."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the one command that is asked for."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"registry.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a misspelt one, say which was probably meant."""
        from registry.formats.spelling import nearest  # noqa: PLC0415 - only mistakes need it

        meant = None if args[0] in COMMANDS else nearest(args[0], COMMANDS)
        if meant:
            ctx.fail(f"No such command '{args[0]}'. (Did you mean '{meant}'?)")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    """Print the version and leave."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version  # noqa: PLC0415 - only this option needs it

    click.echo(f"waybill {version('api-waybill')}")
    ctx.exit()


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Work as if started in this directory.",
)
@click.option(
    "--debug", is_flag=True, help="Show the traceback of an unexpected error (also WAYBILL_DEBUG=1)."
)
@click.option(
    "--version",
    is_flag=True,
    callback=print_version,
    expose_value=False,
    is_eager=True,
    help="Print the version.",
)
@click.pass_context
def waybill(ctx: click.Context, directory: Path, debug: bool) -> None:  # noqa: FBT001, ARG001
    """Keep OpenAPI descriptions that say what each field means, where it goes, and what breaks whom.

    A registry is a folder with specs/registry.yaml; it is looked for here and in the folders above.
    """
    ctx.obj = Invocation(directory)


def run() -> NoReturn:
    """Run the command line and leave the process with its exit status."""
    gc.set_threshold(*COLLECTION)
    replace_closed_streams()
    status = outcome(sys.argv[1:])
    with suppress(OSError):  # who reads it has gone, and the status tells what matters
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)  # to give back millions of objects one by one takes a tenth of the time of a check


def outcome(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; whatever goes wrong ends here, as a message."""
    try:
        returned = waybill.main(list(arguments), prog_name="waybill", standalone_mode=False)
        sys.stdout.flush()
    except WaybillError as error:
        click.echo(f"waybill: {error}", err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click turns a broken pipe into SystemExit before we see it
        silence_output()
        return PIPE_CLOSED
    except Exception as error:
        if is_debugging(arguments):
            raise
        if isinstance(error, OSError) and (sentence := refused(error)):
            click.echo(f"waybill: {sentence}", err=True)
            return REFUSED
        click.echo(unexpected(error), err=True)
        return UNEXPECTED
    return returned if isinstance(returned, int) else 0


def is_debugging(arguments: Sequence[str]) -> bool:
    """Tell whether a traceback is wanted, from the arguments: no context may have come to be."""
    return "--debug" in arguments or bool(os.environ.get("WAYBILL_DEBUG"))


def unexpected(error: Exception) -> str:
    """Return what to say of a defect, with what a report of it needs."""
    return (
        f"waybill: unexpected {type(error).__name__}: {error}\n"
        "This is a defect of Waybill, not of your files. Please report it, with the command you ran\n"
        "and what it prints when you run it as `waybill --debug …`."
    )


def replace_closed_streams() -> None:
    """Write to nowhere what would go to a closed output (``>&-``), which Python has as None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def silence_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
