"""A danger classifier whose output is given."""

from __future__ import annotations

from iopcli.danger import listen


class Certain:
    """A classifier that says the same of every text."""

    def __init__(self, danger):
        self._danger = danger

    def apart(self, keys):
        return {listen.CALM: 1 - self._danger, "overdose": self._danger}
