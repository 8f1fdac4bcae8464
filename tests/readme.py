"""The parts of the README that come from the program: `python -m tests.readme` writes them.

Each part stands between `<!-- name -->` and `<!-- /name -->`; `.env.example` is one more. `test_readme`
fails when one of them is not what the program says.
"""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import time
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from bot.cli import parser
from bot.exporting import schema
from bot.settings import Settings, name_of
from tests.signposts import figures

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ENV_EXAMPLE = ROOT / ".env.example"
COLUMNS = "100"

Json = dict[str, Any]


def parts() -> dict[str, str]:
    """Every part that comes from the program, by name."""
    return {
        "settings": settings_table(),
        "commands": commands(),
        "export": export_schema(),
        "signposts": figures.block(),
    }


def part_of(readme: str, name: str) -> str:
    """What stands between a part's two marks."""
    _, mark, rest = readme.partition(f"<!-- {name} -->\n")
    inside, end, _ = rest.partition(f"<!-- /{name} -->")
    assert mark, f"the README has no part {name}"
    assert end, f"the README's part {name} has no end"
    return inside.strip()


def written(readme: str) -> str:
    """The README with its parts as the program says them."""
    for name, text in parts().items():
        readme = with_part(readme, name, text)
    return readme


def with_part(readme: str, name: str, text: str) -> str:
    """The README with this between a part's two marks."""
    before, after = (f"<!-- {mark} -->" for mark in (name, f"/{name}"))
    head, _, rest = readme.partition(before)
    return f"{head}{before}\n{text}\n{after}{rest.partition(after)[2]}"


# Settings ----------------------------------------------------------------------------------------------


def settings_table() -> str:
    """Every setting, with what it is without being set."""
    rows = [f"| `{name}` | {_code(default)} | {text} |" for name, default, text in _settings()]
    return "\n".join(("| Setting | Default | What it does |", "|---|---|---|", *rows))


def env_example() -> str:
    """Every setting, commented out."""
    head = "# Copy this file to .env and change what you need. Names that are not listed here are refused.\n"
    return head + "".join(f"\n# {text}\n# {name}={default}\n" for name, default, text in _settings())


def _settings() -> Iterator[tuple[str, str, str]]:
    for name, field in Settings.model_fields.items():
        yield name_of(name), _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    match field.default:
        case None:
            return ""
        case time():
            return f"{field.default:%H:%M}"
        case tuple():
            return ",".join(field.default)
        case _:
            return str(field.default)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# Commands ----------------------------------------------------------------------------------------------


def commands() -> str:
    """`--help`, and how each verb is used."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS
    try:
        top = parser()
        verbs = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
        usages = [verb.format_usage().removeprefix("usage: ") for verb in verbs.choices.values()]
        return f"```\n{top.format_help()}```\n\n```\n{''.join(usages)}```"
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


# Export ------------------------------------------------------------------------------------------------


def export_schema() -> str:
    """Every object of the JSON export, with its fields."""
    whole = schema()
    objects = {"Export": whole, **{name: of for name, of in whole["$defs"].items() if "properties" in of}}
    return "\n\n".join(_object(name, of, whole["$defs"]) for name, of in objects.items())


def _object(name: str, of: Json, defs: Json) -> str:
    says = " ".join(of.get("description", "").split("\n\n")[0].split())
    fields = of["properties"].items()
    rows = [f"| `{field}` | {_type(kind, defs)} | {kind.get('description', '')} |" for field, kind in fields]
    return "\n".join((f"**{name}**: {says}", "", "| Field | Type | |", "|---|---|---|", *rows))


def _type(kind: Json, defs: Json) -> str:
    match kind:
        case {"$ref": str(ref)}:
            name = ref.rpartition("/")[2]
            return _type(defs[name], defs) if "enum" in defs[name] else name
        case {"anyOf": list(some)}:
            return " or ".join(_type(one, defs) for one in some)
        case {"allOf": [only]}:
            return _type(only, defs)
        case {"const": value}:
            return f"`{json.dumps(value)}`"
        case {"enum": list(values)}:
            return ", ".join(
                f"`{json.dumps(value.value if isinstance(value, Enum) else value)}`" for value in values
            )
        case {"type": "array", "items": items}:
            return f"list of {_type(items, defs)}"
        case {"format": "date-time"}:
            return "date and time"
        case {"format": str(form)}:
            return form
        case {"type": str(plain)}:
            return plain
        case _:
            return "anything"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
    ENV_EXAMPLE.write_text(env_example(), "utf-8")
