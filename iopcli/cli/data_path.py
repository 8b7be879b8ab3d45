"""`iopcli data path`: where the dataset is."""

from __future__ import annotations

from iopcli.dataset.load import folder
from iopcli.report.write import out


def run() -> None:
    """Print the folder of the dataset."""
    out(f"{folder()}\n")
