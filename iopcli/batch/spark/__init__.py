"""Spark: the same work on more than one machine. Its modules are imported where Spark is used, and nowhere else."""

from iopcli.errors import UsageError

try:
    import pyspark  # noqa: F401 - all of them need it, and say so in words
except ImportError:
    raise UsageError("--engine spark needs pyspark", hint="pip install 'iopcli[spark]'") from None
