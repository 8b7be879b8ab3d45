"""`iopcli data ...`: is the dataset sound, what is its schema, where is it."""

from __future__ import annotations

import typer

app = typer.Typer(help="Check the dataset, print its schema, say where it is.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def path() -> None:
    """Print the folder of the dataset."""
    from iopcli.dataset.load import folder
    from iopcli.report.write import out

    out(f"{folder()}\n")
