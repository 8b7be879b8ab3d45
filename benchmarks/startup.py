"""Start-up of the installed wheel as a ratio, in one run, against a Typer command that prints one Rich table."""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 25

HELLO = """
import typer

app = typer.Typer()


@app.command()
def main() -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="hello")
    table.add_column("word")
    table.add_row("world")
    Console().print(table)


app()
"""
TABLE = ["compare", "iop", "php", "residential"]
ANSWERS = """
danger_now = false
withdrawal = 1
withdrawal_history = "none"
substances = ["alcohol", "opioids"]
pregnant = false
mental_health = 2
medical = 1
relapse_risk = 2
living_situation = 3
readiness = 1
recent_treatment = ["outpatient"]
age_group = "adult"
hours_available = 12
payer = "medicaid"
priorities = ["cost_per_week", "keeps_job"]
"""
LIST = "findtreatment-2025-08-19.csv"
QUESTION = "could I work part-time during a partial program?"
COMPLETION = {"_IOPCLI_COMPLETE": "complete_bash", "COMP_WORDS": "iopcli compare re", "COMP_CWORD": "2"}
NO_ENVIRONMENT: dict[str, str] = {}


def install(folder: Path) -> Path:
    """An empty environment with the wheel of this tree in it; its folder of programs."""
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / "bin"
    wheel = next((folder / "dist").glob("*.whl"))
    subprocess.run([programs / "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    return programs


def piped(command: list[str], environment: dict[str, str]) -> None:
    """Run with the output read by a program."""
    subprocess.run(command, check=True, capture_output=True, env=environment)


def on_terminal(command: list[str], environment: dict[str, str]) -> None:
    """Run with the output on a pseudo-terminal, of which nobody turns the pages."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdout=theirs, stderr=theirs, env={**environment, "TERM": "xterm-256color", "PAGER": "cat"}
    )
    os.close(theirs)
    while True:
        try:
            if not os.read(ours, 65536):
                break
        except OSError:  # the other end is closed
            break
    os.close(ours)
    if process.wait():
        raise SystemExit(f"{command} failed")


def main() -> None:
    """Time each case and the hello-world beside it, round by round, and print the ratio of the medians."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        programs = install(folder)
        (folder / "hello.py").write_text(HELLO)
        hello = [str(programs / "python"), str(folder / "hello.py")]
        iopcli = str(programs / "iopcli")
        answers = folder / "answers.toml"
        answers.write_text(ANSWERS)
        town = folder / "town"
        imported = [iopcli, "programs", "import", str(ROOT / "examples" / LIST), "-o", str(town)]
        subprocess.run(imported, check=True, capture_output=True)
        cases: list[tuple[str, float, list[str], dict[str, str], Callable[[list[str], dict[str, str]], None]]] = [
            ("compare", 1.35, [iopcli, *TABLE], NO_ENVIRONMENT, piped),
            ("compare, terminal", 1.35, [iopcli, *TABLE], NO_ENVIRONMENT, on_terminal),
            ("compare, programs", 1.35, [iopcli, *TABLE, "--data", str(town)], NO_ENVIRONMENT, piped),
            ("--help", 1.25, [iopcli, "--help"], NO_ENVIRONMENT, piped),
            ("match", 1.6, [iopcli, "match", "--answers", str(answers)], NO_ENVIRONMENT, piped),
            ("ask", 1.8, [iopcli, "ask", *QUESTION.split()], NO_ENVIRONMENT, piped),
            ("completion", 1.2, [iopcli], COMPLETION, piped),
        ]
        environment = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        over = False
        for name, most, command, extra, run in cases:
            times: dict[str, list[float]] = {"hello": [], name: []}
            for _ in range(ROUNDS):
                for key, one, more in (("hello", hello, NO_ENVIRONMENT), (name, command, extra)):
                    start = time.perf_counter()
                    run(one, environment | more)
                    times[key].append(time.perf_counter() - start)
            ratio = statistics.median(times[name]) / statistics.median(times["hello"])
            over |= ratio > most
            print(f"{name:<20} {ratio:5.2f} times hello world (at most {most})")
        if over:
            raise SystemExit("over the limit")


if __name__ == "__main__":
    main()
