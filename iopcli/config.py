"""The config file: settings that hold until the environment or an option says otherwise.

A setting is a default for a variable of the environment, so that whatever reads the one obeys the other, and nothing
else has to know that there is a file. Without one nothing is read but the name of its folder.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem, UsageError, refuse, visible

NAME = "iopcli.toml"
WHERE = "IOPCLI_CONFIG"
"""The variable that names another file; nothing in it is no file."""


class Key(NamedTuple):
    """A setting: its variable, what holds without it, and what it is."""

    variable: str
    default: str
    is_: str


KEYS: Mapping[str, Key] = {
    "data": Key("IOPCLI_DATA", "", "folders laid over the dataset"),
    "state": Key("IOPCLI_STATE", "", "the state, such as MD"),
    "payer": Key("IOPCLI_PAYER", "", "who pays, for prices"),
    "format": Key("IOPCLI_FORMAT", "table", "how a result is written on the screen"),
    "pager": Key("PAGER", "less", "what shows long text; false for none"),
    "language": Key("IOPCLI_LANGUAGE", "en", "the language; so far English alone"),
}
BEFORE: dict[str, str] = {}
"""The variables as they were before the file filled in what they do not say."""


class Format(str, Enum):
    """What a result can be written as."""

    table = "table"
    text = "text"
    json = "json"
    csv = "csv"
    markdown = "markdown"
    html = "html"
    svg = "svg"
    pdf = "pdf"


class Setting(NamedTuple):
    """What holds for a key, and where it comes from."""

    key: str
    value: str
    source: str


def config_file(environment: Mapping[str, str]) -> Path | None:
    """The config file of this platform, or the one that the environment names; None where it names none."""
    if (named := environment.get(WHERE)) is not None:
        return Path(named) if named else None
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "~").expanduser()
    if sys.platform == "win32":
        folder = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "iopcli" / NAME


def read_config(path: Path | None) -> dict[str, str]:
    """The settings of a file as the environment would hold them; none where there is no file.

    Raises:
        UsageError: with every line that cannot be used.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig") if path else ""
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {why}", hint="fix it, or name another in IOPCLI_CONFIG") from None
    return _settings(path, text) if path and text.strip() else {}


def _settings(path: Path, text: str) -> dict[str, str]:
    import tomli  # as states below: most have no such file

    try:
        table = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        place = f"{path}, line {line}" if line else str(path)
        raise UsageError(f"{place}: this is not TOML", hint='such as: payer = "medicaid"') from None
    found, problems = {}, []
    for key, value in table.items():
        place = f"{path}, line {_line(text, key)}"
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"use one of {', '.join(KEYS)}"
            problems.append(Problem(place, f"`{key}` is not a setting", hint))
        elif (wrong := _wrong(key, value)) is not None:
            problems.append(Problem(place, f"{key} needs {wrong}"))
        else:
            found[key] = _as_variable(key, value, path.parent)
    refuse(problems, UsageError, "in the config file", "`iopcli help config` names them")
    return found


def _line(text: str, key: str) -> int:
    """The line that sets a key."""
    found = re.search(rf"^\s*[\[\"']*{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start() + len(found[0])) + 1 if found else 1


def _wrong(key: str, value: Any) -> str | None:
    """What a key wants that its value is not; None where it is."""
    if key == "data":
        whole = isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        return None if whole else "a folder, or a list of folders"
    if key == "format":
        return None if value in list(Format.__members__) else f"one of {', '.join(Format.__members__)}"
    if key == "language":
        return None if value == "en" else '"en": no other language is here; a site lays its own wording over with data'
    if key == "state" and isinstance(value, str):
        from iopcli.dataset.states import state_named

        return None if state_named(value) else "a state of the US, such as MD"
    if key == "pager" and value is False:
        return None
    return None if isinstance(value, str) and value.strip() else "a text in quotes"


def _as_variable(key: str, value: Any, folder: Path) -> str:
    if key == "data":
        named = [value] if isinstance(value, str) else value
        return os.pathsep.join(str(folder / Path(one).expanduser()) for one in named)
    return "cat" if value is False else str(value)


def into_environment(environment: MutableMapping[str, str]) -> None:
    """Let the settings of the file hold where the environment says nothing."""
    BEFORE.update(environment)
    for key, value in read_config(config_file(environment)).items():
        environment.setdefault(KEYS[key].variable, value)


def settings(environment: Mapping[str, str], in_file: Mapping[str, str], options: Mapping[str, str]) -> list[Setting]:
    """Every setting with where it comes from; an option wins over the environment, and that over the file.

    Folders add up: those of an option lie over those before.
    """
    found = []
    for key, one in KEYS.items():
        candidates = (
            ("option", options.get(key)),
            (f"environment, {one.variable}", environment.get(one.variable)),
            ("file", in_file.get(key)),
            ("default", one.default),
        )
        source, value = next((source, value) for source, value in candidates if value is not None)
        found.append(Setting(key, visible(value), source))
    return found
