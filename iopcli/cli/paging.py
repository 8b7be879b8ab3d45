"""`--no-pager`, which every command takes that may say more than a screen holds."""

from __future__ import annotations

import os
from typing import Any

from typer.core import TyperCommand, TyperOption

HELP = "Never hand a long result to the pager (PAGER, else less)."


def without_pager(asked: bool) -> None:
    """Read a result without the pager, as if the reader had named none."""
    if asked:
        os.environ["PAGER"] = "cat"


class Paged(TyperCommand):
    """A command that takes `--no-pager` beside its own options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = TyperOption(
            param_decls=["--no-pager"], is_flag=True, default=False, expose_value=False, help=HELP,
            callback=lambda _context, _option, value: without_pager(value),
        )  # fmt: skip
        self.params.append(asked)
