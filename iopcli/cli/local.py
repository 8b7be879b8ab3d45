"""Opens the lists of local programs, for the commands that cannot do without them: to read them takes a while."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from iopcli.cli.shared import folders, open_dataset
from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError
from iopcli.programs.store import KnownPrograms, known
from iopcli.report.write import held


def open_programs(data: Sequence[Path] | None) -> tuple[Dataset, KnownPrograms]:
    """The dataset, and every local program of the overlays.

    Raises:
        UsageError: there is none.
    """
    dataset = open_dataset(data)
    programs = known(dataset.program_words, folders(data))
    if not programs.programs:
        hint = "import a list: `iopcli programs import FILE -o DIR`, then --data DIR"
        raise UsageError("there are no local programs here", hint=hint)
    return dataset, programs


def day_of(today: datetime | None) -> date:
    """The day that was given, or today."""
    return today.date() if today else date.today()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One at a time: two desks that write into one folder wait for each other."""
    if not folder.is_dir():
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        held(handle, wait=True)  # a system without locks: the file is whole all the same
        yield
    finally:
        os.close(handle)
