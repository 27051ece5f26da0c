"""The `dragoman` command: finds the command asked for, runs it, turns errors into exit codes.

Every command lives in a module of this package and offers `register(app: typer.Typer) -> None`.
Only the module of the command asked for is imported, so that `dragoman read` starts fast.

Exit codes: 0 done; 1 something could not be read or done (said on standard error); 2 the command
line is wrong; 70 an error inside Dragoman; 130 interrupted.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dragoman.cli.console import complain
from dragoman.errors import DragomanError
from dragoman.settings import ONE_THREAD

EXIT_FAILED = 1
EXIT_INTERNAL = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130

# The module `dragoman.cli.<name>` offers the command `<name>`. The order is that of `--help`.
COMMANDS: tuple[str, ...] = (
    "read",
    "ingest",
    "events",
    "show",
    "panel",
    "export",
    "serve",
    "who",
    "where",
    "claims",
    "schema",
    "evaluate",
    "corpus",
    "bench",
    "gate",
)


def build_app(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """The application with the commands of `names`; those that are not there are left out."""
    app = typer.Typer(
        name="dragoman",
        help="Reads the news and keeps the record: who did what to whom, and on whose word.",
        epilog="Example: dragoman read article.txt --published 2023-11-01",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in names:
        module = f"{__package__}.{name}"
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module).register(app)
    return app


def run(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code. Never shows a traceback."""
    if os.environ.get("DRAGOMAN_TRACEBACK"):
        _show_tracebacks()
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)  # read when the matrix library is first imported
    arguments = list(sys.argv[1:] if argv is None else argv)
    names = (arguments[0],) if arguments and arguments[0] in COMMANDS else COMMANDS
    try:
        build_app(names)(args=arguments, prog_name="dragoman")
    except DragomanError as error:
        complain(str(error))
        sys.exit(EXIT_FAILED)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing more can be written there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        complain("Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:
        logging.getLogger("dragoman").debug("failed", exc_info=True)
        # the last line of defence: the user gets a sentence, not a stack
        complain(f"[D901] Error inside Dragoman: {type(error).__name__}: {error}")
        complain("Please report it; DRAGOMAN_TRACEBACK=1 shows where it happened.")
        sys.exit(EXIT_INTERNAL)


def _show_tracebacks() -> None:
    logging.basicConfig(stream=sys.stderr)
    logging.getLogger("dragoman").setLevel(logging.DEBUG)


def _show_version(wanted: bool) -> None:
    if wanted:
        from dragoman import __version__

        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    pass
