"""Many records at once, from a file or in a frame."""

from iopcli.batch.frame import match_frame

__all__ = ["match_frame"]
