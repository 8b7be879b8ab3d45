"""A second ear that is told what to hear."""

from __future__ import annotations

from iopcli.danger import listen


class Certain:
    """A second ear that makes the same of every text."""

    def __init__(self, danger):
        self._danger = danger

    def apart(self, keys):
        return {listen.CALM: 1 - self._danger, "overdose": self._danger}
