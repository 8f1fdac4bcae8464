"""The command line: `python -m bot`, and its verbs.

Data goes to standard output, talk to standard error. Exit code 0 is fine, 1 means findings, 2 misuse
or something that stops us, said in one plain sentence.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bot import commands
from bot.help_numbers import HelpNumbersError
from bot.languages import CatalogueError
from bot.settings import BadSetting, Settings, read_settings
from dialogs.errors import FaultyDialog
from storage.errors import StorageError

FINE, FINDINGS, MISUSE = 0, 1, 2
DESCRIPTION = "Families, and the people around them, make a safety plan in their own words."

Verb = Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, int]]


def parser() -> argparse.ArgumentParser:
    """Every verb, with its help."""
    top = argparse.ArgumentParser(prog="python -m bot", description=DESCRIPTION)
    top.set_defaults(verb=commands.run)
    verbs = top.add_subparsers(title="verbs", metavar="VERB")

    def verb(name: str, does: Verb, help: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=help, description=help)
        one.set_defaults(verb=does)
        return one

    verb(
        "run", commands.run, "Serve the chat and the desk, and Telegram where there is a token (the default)."
    )
    one = verb("pretend", commands.pretend, "Make a pretend family to try it with, also while the bot runs.")
    one.add_argument("--json", action="store_true", help="print it as a JSON object")
    one.add_argument(
        "--dialogs", type=Path, metavar="FOLDER", help="try changed dialogs, apart from every real family"
    )
    one = verb(
        "demo", commands.demo, "Play a whole pretend family, and leave its plan and transcript in a folder."
    )
    one.add_argument("--folder", type=Path, default=Path("demo"), help="where to leave them (default: demo)")
    one = verb(
        "check", commands.check, "Prove every dialog file: all faults at once, with file and question."
    )
    one.add_argument("--dialogs", type=Path, metavar="FOLDER", help="another folder of dialogs")
    one = verb("preview", commands.preview, "Write every dialog as a page to read, with its branches.")
    one.add_argument("--dialogs", type=Path, metavar="FOLDER", help="another folder of dialogs")
    one.add_argument("--folder", type=Path, default=Path("preview"), help="where to write (default: preview)")
    verb(
        "strings", commands.strings, "Print every string that people read, for translators to fill in (.pot)."
    )
    one = verb(
        "enrol", commands.enrol, "Enrol a practitioner, and print a one-time sign-in link for the desk."
    )
    one.add_argument("name", help="the name that families will read")
    one = verb("sign-in", commands.sign_in, "Print a new one-time sign-in link for a practitioner.")
    one.add_argument("practitioner", help="their id, or their name")
    verb("practitioners", commands.practitioners, "List the practitioners: id and name.")
    one = verb("export", commands.export, "Print a plan as JSON: every line with its words and source.")
    one.add_argument("plan", help="the plan's id")
    one = verb("hand-over", commands.hand_over, "Move a plan to another practitioner.")
    one.add_argument("plan", help="the plan's id")
    one.add_argument("to", help="the practitioner's id, or their name")
    one = verb("erase", commands.erase, "Erase a pretend or mistaken plan, and everything said in it.")
    one.add_argument("plan", help="the plan's id")
    one.add_argument("--yes", action="store_true", help="do it; without this nothing is erased")
    one = verb(
        "backup",
        commands.backup,
        "Copy the database into a folder, also while the bot runs. The key stays apart.",
    )
    one.add_argument("folder", type=Path, help="where the copy goes")
    one = verb("restore", commands.restore, "Put a backup into an empty data folder.")
    one.add_argument("backup", type=Path, help="the copy")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = parser().parse_args(arguments)
    try:
        verb: Verb = given.verb
        return asyncio.run(verb(read_settings(), given))
    except FaultyDialog as error:
        print(error, file=sys.stderr)
        return MISUSE
    except (BadSetting, StorageError, HelpNumbersError, CatalogueError, commands.CannotDo) as error:
        print(_sentence(str(error)), file=sys.stderr)
        return MISUSE
    except KeyboardInterrupt:
        return FINE


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
