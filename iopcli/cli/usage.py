"""What Typer says of words that it cannot read, said as every other error is; a value that was typed stays out."""

from __future__ import annotations

import re
from typing import Any

from iopcli.dataset.near import did_you_mean
from iopcli.errors import UsageError

_EXTRA = re.compile(r"^(Got unexpected extra argument(?:\(s\)|s)?) .*$", re.DOTALL)
"""What Typer says of words too many, with the words, which may be answers."""


def said(error: Any) -> UsageError:
    """One of Typer's errors as one of ours, by its kind."""
    path = error.ctx.command_path if getattr(error, "ctx", None) else "iopcli"
    more = f"`{path} --help` shows what it takes"
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts if name.startswith("--")]
        near = did_you_mean(error.option_name, known)
        return UsageError(f"`{error.option_name}` is not an option of `{path}`", hint=f"{near} {more}".strip())
    if kind == "BadOptionUsage":
        return UsageError(f"{error.option_name} needs a value", hint=more)
    if kind == "MissingParameter" and parameter is not None:
        return UsageError(f"{parameter.human_readable_name} is missing", hint=more)
    if kind == "BadParameter" and parameter is not None and (wants := _wants(parameter.type)):
        name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.human_readable_name
        return UsageError(f"{name} needs {wants}", hint=more)
    return UsageError(_EXTRA.sub(r"\1", str(error.format_message())).rstrip("."), hint=more)


_NUMBERS = {"float": "a number", "int": "a whole number", "integer": "a whole number"}


def _wants(type_: Any) -> str:
    """What a parameter of a type takes, in words; nothing where Typer's own are as good."""
    if type_.name == "choice":
        return f"one of {', '.join(str(getattr(one, 'value', one)) for one in type_.choices)}"
    if type_.name == "datetime":
        return "a date such as 2026-11-22"
    number = _NUMBERS.get(type_.name.removesuffix(" range"))
    if number is None:
        return ""
    least, most = getattr(type_, "min", None), getattr(type_, "max", None)
    if least is not None and most is not None:
        return f"{number} from {least:g} to {most:g}"
    return f"{number}, {least:g} or more" if least is not None else number
