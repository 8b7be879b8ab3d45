"""`iopcli` alone: what it is and what to type, said by the program itself."""

from __future__ import annotations

import shutil
import textwrap

from iopcli.report.write import out

WHAT = "Compare addiction-treatment care options side by side. Offline; every number with its source."
DANGER = "In danger now? In the US call 911. In crisis, call or text 988."
PRIVATE = "Nothing is sent, and nothing is saved unless you ask for it."
STARTS = {
    "Staff, with someone on the phone: match --staff asks, compare shows trade-offs.": "compare iop php residential",
    "Scripts: batch reads a file of intakes; every result comes as JSON or CSV.": "list --sleep home --format csv",
    "For yourself, or family: check asks in private, ask answers in plain words.": "ask is iop covered by medicare",
}
"""For each kind of user what there is, and one line to try."""


def start() -> None:
    """Say in ten lines what to type."""
    width = min(shutil.get_terminal_size((80, 24)).columns, 80) - 1
    lines = ["iopcli puts care options for alcohol and drug use side by side, offline.", PRIVATE, DANGER]
    for about, example in STARTS.items():
        lines += [about, f"  iopcli {example}"]
    lines += ["Every command: iopcli --help. One of them: iopcli help compare."]
    out("\n".join(textwrap.fill(line, max(width, 20), subsequent_indent="  ") for line in lines) + "\n")
