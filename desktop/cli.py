"""The command line `sohoa`: arguments, language and exit codes. Each command lives in desktop/commands/."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop.commands.output import Exit, Output, exit_code
from desktop.environment import Environment
from desktop.faults import told
from desktop.logs import log_to_stderr

SHARED_DEFAULTS: dict[str, Any] = {"data_dir": None, "json": False, "lang": "vi", "archive": None}
"""Options that may stand on either side of the command; argparse would let a sub-parser's default undo them."""

Command = Callable[[argparse.Namespace, Environment, Output], Exit]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Without a command the window opens."""
    log_to_stderr()
    options = _parser().parse_args(arguments)
    given = {**SHARED_DEFAULTS, **vars(options)}
    output = Output(as_json=given["json"], language=given["lang"])
    try:
        environment = Environment.of_run(
            data_dir=given["data_dir"],
            language=given["lang"],
            archive_url=given["archive"],
            workers=given.get("jobs"),
        )
        return int(_command(options.command)(options, environment, output))
    except KeyboardInterrupt:
        output.note(output.text("interrupted"))
        return int(Exit.SOME_FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        return int(Exit.SOME_FAILED)
    except Exception as raised:  # noqa: BLE001 - the border of the command line: a bug is told in a sentence, too
        error = told(raised)
        output.note(output.message(error))
        output.document({"error": {"code": error.code, "message": output.message(error), "facts": error.facts}})
        return int(exit_code(error))


def _command(name: str | None) -> Command:
    """The function of a command, imported only when it is asked for: `sohoa read` loads no Qt, no database."""
    match name:
        case "read":
            from desktop.commands.read import run
        case "digitise" | "import":
            from desktop.commands.digitise import run
        case "sync":
            from desktop.commands.sync import run
        case "search":
            from desktop.commands.search import run
        case "types":
            from desktop.commands.document_types import run
        case "doctor":
            from desktop.commands.doctor import run
        case _:
            from desktop.commands.window import run
    return run


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="where everything is kept"
    )
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout")
    shared.add_argument("--lang", choices=("vi", "en"), default=argparse.SUPPRESS, help="language (default: vi)")
    shared.add_argument("--archive", default=argparse.SUPPRESS, metavar="URL", help="the archive (default: embedded)")
    parser = argparse.ArgumentParser(prog="sohoa", parents=[shared], description="Turn paper dossiers into records.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_text, parents=[shared])

    read = add("read", "read only, store nothing")
    read.add_argument(
        "--stage", choices=("first", "full"), default="full", help="first: one reader; full: both, where both are here"
    )
    for command in (read, add("digitise", "the main job without a screen"), add("import", "take in, read later")):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        command.add_argument("--jobs", type=_positive, default=None, metavar="N", help="reading workers")
    add("sync", "send and fetch what waits")
    search = add("search", "find dossiers")
    search.add_argument("text")
    add("doctor", "is everything here")
    _add_types(add("types", "document types: list, check, try"), shared)
    return parser


def _add_types(types: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    what = types.add_subparsers(dest="what", metavar="WHAT")
    what.add_parser("list", help="those there are", parents=[shared])
    check = what.add_parser("check", help="are these files written correctly", parents=[shared])
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    tried = what.add_parser("try", help="what a type reads on papers; nothing is stored", parents=[shared])
    tried.add_argument("type", metavar="TYPE", help="an id, or a file")
    tried.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    tried.add_argument("--jobs", type=_positive, default=None, metavar="N", help="reading workers")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(text)
    return number
