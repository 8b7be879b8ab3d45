"""Many records at once: from a file, or in a frame of DuckDB, Polars or Spark."""

from iopcli.batch.frame import match_frame

__all__ = ["match_frame"]
