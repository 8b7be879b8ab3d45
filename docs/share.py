"""Writes what a system keeps beside a program: a man page, and completions of bash, zsh and fish, from the commands.

`make docs` writes them into `share/`, which goes into the wheel as it is; a test writes them again and wants the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COMPLETIONS = {
    "bash": "bash-completion/completions/iopcli",
    "zsh": "zsh/site-functions/_iopcli",
    "fish": "fish/vendor_completions.d/iopcli.fish",
}
CODES = {
    "0": "Done.",
    "1": "It failed unexpectedly.",
    "2": "It was typed in a way that cannot be carried out, or the dataset is broken.",
    "3": "Finished, with something to look at.",
    "4": "The input was refused, and nothing was done.",
    "5": "The output could not be written.",
    "6": "A draft cannot be gone on with.",
    "10": "An answer was urgent.",
    "129, 130, 143": "A signal ended it.",
    "141": "Whoever read the output has gone.",
}


def completion(shell: str) -> str:
    """The script that asks the program itself what fits, as the program prints it."""
    environment = {**os.environ, "_IOPCLI_COMPLETE": f"source_{shell}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "iopcli"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    called = '\n_iopcli_completion "$@"\n' if shell == "zsh" else ""  # the file is run when it is first asked
    return f"{done.stdout.strip()}\n{called}"


def man_page() -> str:
    """The man page in roff, with every command and option, as the commands themselves say it."""
    from iopcli.cli.about import DANGER, WHAT
    from iopcli.cli.commands import COMMANDS, loaded
    from iopcli.config import KEYS

    lines = [
        ".TH IOPCLI 1",
        ".nh",
        ".ad l",
        ".SH NAME",
        "iopcli \\- compare addiction\\-treatment care options side by side",
    ]
    lines += [".SH SYNOPSIS", ".B iopcli", "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]..."]
    lines += [".SH DESCRIPTION", _text(WHAT), ".PP", _text(DANGER), ".SH COMMANDS"]
    for name, one in COMMANDS.items():
        lines += _command(name, loaded(name), one.examples)
    lines += [".SH EXIT STATUS"]
    for code, means in CODES.items():
        lines += [".TP", f".B {code}", _text(means)]
    lines += [".SH ENVIRONMENT"]
    for one in KEYS.values():
        lines += [".TP", f".B {one.variable}", _text(f"{one.is_[:1].upper()}{one.is_[1:]}.")]
    lines += [".TP", ".B NO_COLOR", "No colors."]
    lines += [".SH FILES", ".TP", ".I iopcli/iopcli.toml", _text(
        f"In the config folder of your platform, or the file that IOPCLI_CONFIG names: {', '.join(KEYS)}. "
        "`iopcli config` shows what holds. Nothing is ever written there."
    )]  # fmt: skip
    return "\n".join(lines) + "\n"


def _command(name: str, command: Any, examples: tuple[str, str]) -> list[str]:
    """A command with what it takes and two examples."""
    parameters = [one for one in command.params if not one.hidden and one.name != "help"]
    arguments = " ".join(one.human_readable_name for one in parameters if one.param_type_name == "argument")
    lines = [f".SS {_text(f'iopcli {name} {arguments}'.strip())}"]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [_text(" ".join(paragraph.split())), ".PP"]
    for one in parameters:
        if one.param_type_name == "option":
            takes = "" if one.is_flag else f" \\fI{_text(_metavar(one))}\\fR"
            lines += [".TP", f"\\fB{', '.join(map(_text, one.opts))}\\fR{takes}", _text(one.help or "")]
    lines += [".PP", "Examples:", ".nf"]
    return [*lines, *(_text(f"    {line if line.startswith('ls ') else f'iopcli {line}'}") for line in examples), ".fi"]


def _metavar(option: Any) -> str:
    choices = getattr(option.type, "choices", None)
    words = "|".join(str(getattr(one, "value", one)) for one in choices) if choices else ""
    return option.metavar or words or option.type.name.upper()


def _text(text: str) -> str:
    """A text in which roff finds no command of its own."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def write(folder: Path) -> None:
    """Write every file into a folder."""
    made = {path: completion(shell) for shell, path in COMPLETIONS.items()} | {"man/man1/iopcli.1": man_page()}
    for path, text in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


if __name__ == "__main__":
    write(ROOT / "share")
