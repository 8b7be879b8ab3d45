"""A clean environment for a process of a test, and one of its own for a built wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("HOME", "SYSTEMROOT", "LD_LIBRARY_PATH", "SPARK_SUBMIT_OPTS")


def environment(**extra: str) -> dict[str, str]:
    """Nothing that decides color, width or buffering unless it is named; `iopcli` is the one of this checkout."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": programs, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "IOPCLI_CONFIG": "", **extra}


def installed(wheel: Path, folder: Path, python: str = sys.executable) -> Path:
    """The folder of programs of a new environment in which a built wheel is installed."""
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True, capture_output=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-compile", str(wheel)], check=True, capture_output=True)
    return folder / "bin"
