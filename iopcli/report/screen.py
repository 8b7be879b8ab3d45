"""What a terminal can do."""

from __future__ import annotations

import os


def is_dumb() -> bool:
    """Whether the terminal cannot move its cursor, or does not say what it is: then nothing on it is drawn again."""
    return os.environ.get("TERM", "") in ("", "dumb", "unknown")
