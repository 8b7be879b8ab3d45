"""Outputs that were looked at, byte for byte: `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path


def expected(path: Path, made: bytes) -> bytes:
    """What a golden file holds; first it is written anew if that is asked for."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    return path.read_bytes()
