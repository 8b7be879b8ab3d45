"""The Spark session: the one that is running, or a new one that logs nothing."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyspark.sql import SparkSession

from iopcli.errors import UsageError

SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # a look at the stack for each of ten thousand expressions
}
"""Nothing is logged: what Spark says of a failure may hold what stands in a cell."""
LOCAL_SETTINGS: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""Where Spark runs on this machine: it needs no network, and does not plan the rest anew after each step, which is most
of the work on some thousand records."""
CONNECT = "sc://"
"""How the address of a Spark Connect server starts: it needs no Java here, and only Spark reaches the files."""


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """The Spark session that is running, or a new one for as long as it is needed.

    Raises:
        UsageError: Java is not there, or Spark does not start at this master.
    """
    if running := SparkSession.getActiveSession():
        yield running
        return
    if not master.startswith(CONNECT) and not shutil.which("java", path=_java_path()):
        raise UsageError("--engine spark needs Java", hint="install Java 17 and, where needed, set JAVA_HOME to it")
    builder = SparkSession.builder.appName("iopcli batch")
    builder = builder.remote(master) if master.startswith(CONNECT) else builder.master(master)
    local = master.startswith("local")
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # elsewhere the Python there has iopcli, or none does
    settings = {} if master.startswith(CONNECT) else {**SETTINGS, **(LOCAL_SETTINGS if local else {})}
    for name, value in settings.items():
        builder = builder.config(name, value)
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    try:
        spark = builder.getOrCreate()
    except Exception:  # what a failing start raises differs from one cause to the other
        hint = "check --master" if master.startswith(CONNECT) else "check --master, and that Java is 17 or later"
        raise UsageError("Spark does not start", hint=hint) from None
    try:
        yield spark
    finally:
        spark.stop()


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin" if home else None
