"""`iopcli config`: the settings that hold, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import typer

from iopcli.cli.shared import Data, FormatOption, Payer, State
from iopcli.config import BEFORE, KEYS, Setting, config_file, read_config, settings
from iopcli.report.formats import Format
from iopcli.report.write import out


def run(
    context: typer.Context, state: State = None, payer: Payer = None, format_: FormatOption = None, data: Data = None
) -> None:
    """Show each setting and where it comes from: default, file, environment or option.

    Settings stand in iopcli.toml in the config folder of your platform, or in the file that IOPCLI_CONFIG names: data
    (folders to lay over the dataset), state, payer, format, pager (false for none) and language. Nothing is ever
    written there.
    """
    path = config_file(os.environ)
    given = {"state": state, "payer": payer, "format_": format_ and format_.value, "data": data and _joined(data)}
    options = {name.rstrip("_"): value for name, value in given.items() if value and _typed(context, name)}
    found = settings(BEFORE, read_config(path), options)
    there = "" if path and path.is_file() else " (not there)"
    shown = f"{path}{there}" if path else "none"
    out(_json(str(path or ""), found) if format_ is Format.json else _lines(shown, found))


def _typed(context: typer.Context, name: str) -> bool:
    """Whether a parameter was typed, and is no default that a setting gave it."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _joined(folders: Sequence[Path]) -> str:
    return os.pathsep.join(map(str, folders))


def _lines(file: str, found: Sequence[Setting]) -> str:
    wide = max(len(one.value) for one in found)
    lines = [f"{one.key:<8}  {one.value or '-':<{min(wide, 40)}}  {one.source}" for one in found]
    about = [f"{key}: {one.is_}" for key, one in KEYS.items()]
    return "\n".join([f"file: {file}", "", *lines, "", *about]) + "\n"


def _json(file: str, found: Sequence[Setting]) -> str:
    values = {one.key: {"value": one.value, "from": one.source} for one in found}
    whole = {"schema": "iopcli/config/1", "file": file, "settings": values}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
