"""A million records and four: against DuckDB, against a rule engine row by row, against Spark, and against itself.

Each ratio is the median of pairs that were timed one after the other, for a machine that others use is never quiet.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from startup import HELLO, install

HERE = Path(__file__).parent
TEDS = HERE.parents[1] / "shared" / "data" / "teds_a_2023_sample1000_recoded.csv"
"""A sample of real admissions, where it lies beside the project."""
MILLION = 1_000_000
BY_ROW = 20_000
"""Records that the rule engine decides."""
PAIRS = 5


def timed(command: list[str]) -> tuple[float, int]:
    """Seconds that a command takes, and the most memory it held, in KiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss


def seconds(command: list[str]) -> Callable[[], float]:
    """What a command takes."""
    return lambda: timed(command)[0]


def told(command: list[str]) -> Callable[[], float]:
    """What a command says that it took."""
    return lambda: float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ratio(one: Callable[[], float], other: Callable[[], float], pairs: int = PAIRS) -> float:
    """How many times as long one takes as another."""
    return statistics.median(one() / other() for _ in range(pairs))


def main() -> None:
    """Time each and print the ratios."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        programs = install(folder)
        subprocess.run([programs / "pip", "install", "--quiet", "zen-engine"], check=True, capture_output=True)
        python, results, copy = str(programs / "python"), str(folder / "results.csv"), str(folder / "copy.csv")
        iopcli = str(programs / "iopcli")
        one, four, few, like = (str(folder / f"{name}.csv") for name in ("one", "four", "few", "like"))
        for rows, path, kind in (
            (MILLION, one, "hard"), (4 * MILLION, four, "hard"), (1000, few, "hard"), (MILLION, like, "intake"),
        ):  # fmt: skip
            subprocess.run([python, HERE / "generate.py", str(rows), path, kind], check=True)
        (folder / "hello.py").write_text(HELLO)

        def batch(path: str, *words: str) -> list[str]:
            return [iopcli, "batch", path, "-o", results, "--force", *words]

        def copied(path: str) -> Callable[[], float]:
            return seconds([python, str(HERE / "copy_file.py"), path, copy])

        subprocess.run(batch(one), check=True, capture_output=True)
        ready = told([python, str(HERE / "ready.py"), one, results, copy])
        show(ratio(seconds(batch(one)), ready), "times what DuckDB takes to read it and write the same results", 2.0)
        show(ratio(seconds(batch(one)), copied(one)), "times as long as DuckDB copies the file", 3.0)
        show(ratio(seconds(batch(like)), copied(like)), "the same, of records more like real intake", 3.0)
        if TEDS.exists():
            teds = str(folder / "teds.csv")
            subprocess.run([python, HERE / "resample.py", str(TEDS), teds, str(MILLION)], check=True)
            show(
                ratio(seconds(batch(teds, "--map", "teds-a")), copied(teds)), "the same, of a million like TEDS-A", 2.0
            )
        hello = seconds([python, str(folder / "hello.py")])
        show(ratio(seconds(batch(few)), hello, 15), "times a hello-world command, for 1,000 records", 5.0)
        taken, memory = timed(batch(one))
        taken4, memory4 = timed(batch(four))
        show(taken4 / taken, "times as long for four times the records", 4.2)
        show(memory4 / memory, "times the memory for four times the records", 1.3)
        show(memory4 / 1024, "MiB at the most", 600)
        by_row = told([python, str(HERE / "by_row.py"), one, str(BY_ROW)])
        print(f"{by_row() / BY_ROW * MILLION / taken:7.2f} times the records a second of ZEN, row by row (at least 50)")
        if shutil.which("java"):
            subprocess.run(
                [programs / "pip", "install", "--quiet", "pyspark[connect]"], check=True, capture_output=True
            )
            spark = [iopcli, "batch", one, "-o", str(folder / "spark.csv"), "--force"]
            spark += ["--engine", "spark", "--master", "local[2]"]
            show(ratio(seconds(spark), seconds(batch(one)), 1), "times as long on Spark", 6.0)


def show(number: float, what: str, most: float) -> None:
    """Print a ratio beside what it may be."""
    print(f"{number:7.2f} {what} (at most {most:g})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
