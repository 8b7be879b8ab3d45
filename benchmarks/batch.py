"""A million records and four: against a copy of the file, against a rule engine row by row, and against itself."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from startup import install

HERE = Path(__file__).parent
MILLION = 1_000_000
BY_ROW = 20_000
"""Records that the rule engine decides."""


def timed(command: list[str]) -> tuple[float, int]:
    """Seconds that a command takes, and the most memory it held, in KiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss


def best(command: list[str], times: int = 3) -> tuple[float, int]:
    """The quickest of some runs, for noise only ever adds, and the most memory of all."""
    runs = [timed(command) for _ in range(times)]
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def main() -> None:
    """Time each and print the ratios."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        programs = install(folder)
        subprocess.run([programs / "pip", "install", "--quiet", "zen-engine"], check=True, capture_output=True)
        python, results = str(programs / "python"), str(folder / "results.csv")
        one, four = str(folder / "one.csv"), str(folder / "four.csv")
        for rows, path in ((MILLION, one), (4 * MILLION, four)):
            subprocess.run([python, HERE / "generate.py", str(rows), path], check=True)
        copied, _ = best([python, str(HERE / "copy_file.py"), one, str(folder / "copy.csv")])
        taken, memory = best([str(programs / "iopcli"), "batch", one, "-o", results, "--force"])
        size = Path(results).stat().st_size / Path(one).stat().st_size
        taken4, memory4 = best([str(programs / "iopcli"), "batch", four, "-o", results, "--force"], times=1)
        told = subprocess.run(
            [python, HERE / "by_row.py", one, str(BY_ROW)], check=True, capture_output=True, text=True
        )
        by_row = BY_ROW / float(told.stdout)
        for ratio, what, limit in (
            (taken / copied, "times as long as DuckDB copies the file", "at most 3.0"),
            (MILLION / taken / by_row, "times the records a second of ZEN, row by row", "at least 50"),
            (taken4 / taken, "times as long for four times the records", "at most 4.4"),
            (memory4 / memory, "times the memory for four times the records", "at most 1.3"),
        ):
            print(f"{ratio:7.2f} {what} ({limit})")
        print(f"{MILLION / taken:,.0f} records a second, {memory / 1024:,.0f} MiB; ZEN {by_row:,.0f} records a second")
        print(f"the results are {size:.1f} times as large as the records")


if __name__ == "__main__":
    main()
