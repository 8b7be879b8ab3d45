"""The bytes of a text file in blocks that end with a line, read once; what does not decode is marked."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from iopcli.batch.read.records import KEPT, LONGEST_LINE, decoded
from iopcli.errors import InputRefused, OutputError

BLOCK = 8 * 1024 * 1024
"""Bytes that are read at once."""
_MAGIC = {
    b"PK\x03\x04": "a zip file or a spreadsheet (xlsx)", b"\xd0\xcf\x11\xe0": "an old spreadsheet (xls)",
    b"%PDF": "a PDF", b"\x1f\x8b": "compressed (gzip)", b"PAR1": "Parquet", b"\x28\xb5\x2f\xfd": "compressed (zstd)",
    b"<": "HTML or XML", b"SQLite format": "a database",
}  # fmt: skip


class TextFile:
    """A file of text, whose bytes come as UTF-8 whatever they were."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self._raw = _Hashing(path)
        self._bytes = io.BufferedReader(self._raw, BLOCK)
        self._text = None if encoding == "utf-8" else io.TextIOWrapper(self._bytes, encoding, "surrogateescape", "\n")
        self.taken = 0
        """How many lines were taken since `lines` was last called."""

    def __enter__(self) -> TextFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def block(self) -> bytes:
        """The next bytes up to the end of a line, or of what is held of a very long one; none at the end."""
        block = self._read(lambda file: file.read(BLOCK))
        if block and not block.endswith(b"\n"):
            block += self._line()
        return block

    def lines(self, block: bytes = b"") -> Iterator[str]:
        """The lines of a block, and then of the rest: what does not decode is marked, and so is what is cut out."""
        self.taken = 0
        rest = iter(self._line, b"")
        for some in (io.BytesIO(block), rest):
            for line in some:
                self.taken += 1
                yield _whole(line, rest)

    def _line(self) -> bytes:
        return self._read(lambda file: file.readline(LONGEST_LINE))

    def _read(self, read: Callable[[IO[Any]], Any]) -> bytes:
        try:
            found: bytes = read(self._bytes) if self._text is None else _encoded(read(self._text))
        except UnicodeError:
            raise InputRefused("the input is not in the encoding that was named", hint="see --encoding") from None
        return found

    @property
    def sha256(self) -> str:
        """The hash of the bytes that were read."""
        return self._raw.digest.hexdigest()

    @property
    def share(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._raw.place / (self._raw.size or 1)


class _Hashing(io.RawIOBase):
    """A file that adds up a hash of what is read of it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.digest, self.place, self.size = hashlib.sha256(), 0, path.stat().st_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._file.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:size])
        self.place += size
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def without_mark(lines: Iterator[str]) -> Iterator[str]:
    """Lines without the byte order mark that some programs write first; behind it a quote would be no quote."""
    yield from (line.removeprefix("\ufeff") for line in islice(lines, 1))
    yield from lines


def line_ends(block: bytes) -> int:
    """How many lines a block has."""
    return block.count(b"\n") + (not block.endswith(b"\n"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _whole(line: bytes, rest: Iterator[bytes]) -> str:
    """A line to its end; of one that is too long only the beginning and the end are held."""
    start = end = line
    while not end.endswith(b"\n") and (more := next(rest, b"")):
        start, end = start if len(start) >= LONGEST_LINE else start + more, end[-KEPT:] + more
    return decoded(start, end)


def refuse_other_kinds(path: Path) -> None:
    """Refuse what is no lines of text in UTF-8."""
    with path.open("rb") as file:
        first = file.read(4096)
        _refuse_by_start(first)
        while first and b"\n" not in first:
            if b"\r" in first:
                rest = iter(lambda: file.read(BLOCK), b"")
                if not any(b"\n" in more for more in rest):
                    problem = "the input has line ends of old systems (CR alone)"
                    raise InputRefused(problem, hint="save it with the usual line ends")
                return
            first = file.read(BLOCK)


def _refuse_by_start(first: bytes) -> None:
    """Refuse by its first bytes what is empty, in another encoding, or of another kind."""
    text = first.removeprefix(codecs.BOM_UTF8).lstrip()
    kind = next((what for magic, what in _MAGIC.items() if text.startswith(magic)), "")
    if not first:
        raise InputRefused("the input is empty", hint="is it the right file?")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputRefused("the input is UTF-16", hint="use --encoding utf-16, or save it as UTF-8")
    if not first.strip(b"\x00"):
        raise InputRefused("the input holds no text, only empty bytes", hint="the disk may have failed: use a copy")
    if max(first[1::2].count(0), first[::2].count(0)) > len(first) // 4:
        hint = "use --encoding utf-16-le or utf-16-be"
        raise InputRefused("the input looks like UTF-16 without a mark", hint=hint)
    if not text:
        raise InputRefused("the input holds no records, only blank lines", hint="is it the right file?")
    if kind:
        raise InputRefused(f"the input is {kind}, not lines of text", hint="save it as CSV, JSON Lines or Parquet")


def kept(parts: Iterable[bytes], path: Path) -> Path:
    """What can be read only once, such as standard input, as a file that can be read again."""
    try:
        with path.open("wb") as file:
            file.writelines(parts)
    except OSError as error:
        problem = f"no room to read the input: {error.strerror}"
        raise OutputError(problem, hint="free some space beside the results") from None
    return path
