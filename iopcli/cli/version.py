"""`iopcli version`."""

from __future__ import annotations

from iopcli import __version__
from iopcli.report.write import out


def run() -> None:
    """Show the version."""
    out(f"iopcli {__version__}\n")
