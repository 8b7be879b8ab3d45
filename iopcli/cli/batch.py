"""`iopcli batch`: what `match` would say of each record of a file, for a few or for many millions."""

from __future__ import annotations

from iopcli.cli.batch_words import Words


def run(words: Words) -> None:
    """Run `match` for every record in a file.

    Columns are named as the questions (`iopcli rules` names them), or a map names them: docs/batch.md. An empty cell is
    unknown. Beside FILE stand FILE.rejects.csv, if anything could not be read, and FILE.manifest.json, written last.
    An urgent answer counts whatever else of its record cannot be read: the column `unread` names that.
    Ends with 3 if something could not be read, with 4 if the input cannot be used and nothing was written.
    """
    from iopcli.cli import batch_run  # numpy and the room of batches take a while to import

    batch_run.run(words)
