"""The files of a batch: refused before any work where they cannot be written, and named once all of them are whole."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from iopcli.errors import OutputError, UsageError
from iopcli.report.formats import chosen
from iopcli.report.write import publish, refuse_if_taken, save, written

WRITTEN = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}
"""What results are written as, by the end of the name."""
MANIFEST, REJECTS = "manifest.json", "rejects.csv"


class OutputFiles(NamedTuple):
    """Where results go, and what stands beside them."""

    input: Path
    output: Path | None
    report: Path | None
    handouts: Path | None
    force: bool

    @property
    def kind(self) -> str:
        """What results are written as."""
        return WRITTEN.get(self.output.suffix.lower(), "") if self.output else "csv"

    @property
    def anchor(self) -> Path:
        """The file beside which there is room to work."""
        return self.output or self.report or Path(tempfile.gettempdir()) / "iopcli"

    @property
    def beside(self) -> Mapping[str, Path]:
        """What stands beside the results: what was rejected, and what the run says of itself."""
        return {kind: Path(f"{self.output}.{kind}") for kind in (REJECTS, MANIFEST)} if self.output else {}

    @property
    def every(self) -> list[Path]:
        """Every file that is written, the results first."""
        return [one for one in (self.output, self.report, *self.beside.values()) if one is not None]

    def refuse(self) -> None:
        """Refuse names that cannot be written, before any work.

        Raises:
            UsageError: a name says no format, or is the input's.
            OutputError: a name is taken.
        """
        if not self.kind:
            raise UsageError("the name after -o does not say which format", hint=f"end it in {', '.join(WRITTEN)}")
        if self.report is not None:
            chosen(None, self.report)
        if len({one.absolute() for one in self.every}) < len(self.every):
            raise UsageError("two outputs have one name", hint="give each its own")
        for one in self.every:
            if one.exists() and self.input.exists() and one.samefile(self.input):
                raise UsageError("an output is the input itself", hint="choose another name")
            refuse_if_taken(one, force=self.force)

    def publish(self, made: Mapping[Path, Path], pages: Mapping[str, str | bytes]) -> None:
        """Give finished files their names, the last of `made` last; and write the pages of people to their folder.

        Raises:
            OutputError: a name was taken meanwhile, or the disk would not take it.
        """
        for name in self.every:  # another run may have taken one meanwhile; what it wrote stays whole
            refuse_if_taken(name, force=self.force)
        if self.handouts is not None:
            _hand_out(pages, self.handouts, force=self.force)
        for kind, beside in self.beside.items():
            if kind == MANIFEST or beside not in made.values():
                beside.unlink(missing_ok=True)
        for path, name in made.items():
            publish(path, name, force=self.force)


def _hand_out(pages: Mapping[str, str | bytes], folder: Path, *, force: bool) -> None:
    """Pages in a folder that only its owner can open."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        hint = "name a folder in one that is there"
        raise OutputError(f"{folder} cannot be made: {error.strerror}", hint=hint) from None
    for name in pages:
        refuse_if_taken(folder / name, force=force)
    for name, page in pages.items():
        save(page, folder / name, force=force)


def copy_out(path: Path) -> None:
    """A file on standard output, byte for byte, so that ids stay what they are."""
    with written(), path.open("rb") as file:
        sys.stdout.flush()
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
