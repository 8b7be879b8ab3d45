"""JSON Lines, one object a line: numbers stay as they are written, and lists get `;` between their words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from iopcli.batch.columns.columns import Columns
from iopcli.batch.read.chunks import Chunk, ChunkSource, Row, in_chunks
from iopcli.batch.read.records import LONGEST_FIELD, MOST_COLUMNS, Worst, fault_in, too_many_columns
from iopcli.batch.read.text import TextFile, line_ends, without_mark
from iopcli.dataset.find import normalized
from iopcli.errors import InputRefused
from iopcli.match.answers import Twice, once

BLANK = " \t\r\n"
"""What a line may hold that holds no record."""
_WORD = re.compile(r"[^;,]*[^;,\s][^;,]*")
_SCALAR = r"""\"[^\"]{0,999}\"?|'[^']{0,999}'?|[^\s,;"'\[\]{}]{1,99}"""
_WORDS = {"true": "yes", "false": "no", "null": "", "none": ""}
"""How JSON, and programs that write almost JSON, say yes, no and nothing."""


class Keys(NamedTuple):
    """The keys that are read, those that may hold lists, and what is kept of a line that cannot be read."""

    columns: Columns
    lists: Collection[str]
    worst: Worst

    def read(self, line: str) -> tuple[str, Sequence[str], Collection[str]]:
        """Why a line cannot be used (or nothing), its values as the cells of a CSV, and all of its keys."""
        found, fault = _object(line)
        wanted = self.columns.wanted
        cells = [_cell(found.get(name), many=name in self.lists) for name in wanted]
        texts = [cell or "" for cell in cells]
        if isinstance(found.get(self.columns.id), bool):  # `true` is not the text "yes"
            fault = fault or "ID_NOT_TEXT"
            texts[wanted.index(self.columns.id)] = ""
        fault = fault or ("BAD_VALUE" if None in cells else fault_in(texts).replace("LINE_TOO_LONG", "BAD_UTF8"))
        fault = fault or ("FIELD_TOO_LONG" if sum(map(len, texts)) > LONGEST_FIELD else "")
        if not fault or fault == "ID_NOT_TEXT":
            return fault, texts, found.keys()
        scanned, pairs = _scanned(line, wanted), zip(wanted, texts, strict=True)
        return fault, self.worst({name: [text, *scanned.get(name, ())] for name, text in pairs}), found.keys()


class JsonFile(ChunkSource):
    """The records of JSON Lines, of which each may have other keys; of all keys so far `keys` says which are read."""

    def __init__(self, path: Path, encoding: str, keys: Callable[[Sequence[str]], Keys]) -> None:
        self._path, self._encoding, self._keys = path, encoding, keys
        with TextFile(path, encoding) as file:
            self._names = dict.fromkeys(names_in(islice(without_mark(file.lines()), 1000)))
        self._choose()

    def chunks(self) -> Iterator[Chunk]:
        """Every record."""
        row, line, self.blank = 1, 1, 0
        with TextFile(self._path, self._encoding) as file:
            while block := file.block():
                rows: list[Row] = []
                for text in islice(file.lines(block), line_ends(block)):
                    at = line + file.taken - 1
                    text = text.removeprefix("\ufeff") if at == 1 else text
                    if text.strip(BLANK):
                        fault, cells, names = self._read.read(text)
                        self._see(names)
                        rows.append((at, fault, cells))
                    else:
                        self.blank += 1
                line, self.share = line + file.taken, file.share
                yield from in_chunks(rows, row, self.columns.wanted)
                row += len(rows)
            self.sha256 = file.sha256

    def _see(self, names: Collection[str]) -> None:
        if new := dict.fromkeys(name for name in names if name not in self._names):
            self._names |= new
            before = self.columns.wanted
            self._choose()
            if self.columns.wanted != before:
                raise LaterKeys

    def _choose(self) -> None:
        """Choose which keys are read."""
        if len(self._names) > MOST_COLUMNS:
            raise too_many_columns()
        self._read = self._keys(list(self._names))
        self.columns = self._read.columns


class LaterKeys(Exception):
    """Another key is read from now on, so the input is to be read from its beginning."""


def with_usual(names: Sequence[str], usual: Iterable[str]) -> list[str]:
    """Names, and then those that are usual and not among them in any spelling."""
    there = {normalized(name) for name in names}
    return [*names, *(name for name in usual if normalized(name) not in there)]


def names_in(lines: Iterable[str]) -> list[str]:
    """The keys of objects, one a line, in the order they come up."""
    names: dict[str, None] = {}
    for line in lines:
        found, fault = _object(line)
        if not names and line.lstrip()[:1] == "[" and fault:
            hint = "write one object on each line, without brackets around them"
            raise InputRefused("the input is a JSON array, not JSON Lines", hint=hint)
        if not names and line.strip(BLANK) == "{":
            problem = "the input is JSON over several lines, not JSON Lines"
            raise InputRefused(problem, hint="write each object on one line")
        names |= dict.fromkeys(found)
    return list(names)


def _scanned(line: str, names: Sequence[str]) -> dict[str, list[str]]:
    """What stands behind names in a line that is no object, however often and however deep."""
    asked = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pair = rf"""(?<![\w-])({asked})["'\s]{{0,9}}[:=]\s{{0,9}}({_SCALAR}|\[[^\]]{{0,999}}\]?)"""
    known = {name.casefold(): name for name in names}
    found: dict[str, list[str]] = {}
    for name, value in re.findall(pair, line, re.IGNORECASE):
        words = [word.strip("\"' ") for word in value.strip("[]").split(",")] if value[:1] == "[" else [value]
        texts = (_WORDS.get(word.casefold(), word) for word in (word.strip("\"'") for word in words))
        found.setdefault(known[name.casefold()], []).append(";".join(texts))
    return found


def _object(line: str) -> tuple[dict[str, Any], str]:
    if not line.isascii() and (fault := fault_in([line])) in ("LINE_TOO_LONG", "BAD_UTF8"):
        return {}, fault
    try:
        found = json.loads(line, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except Twice:
        return {}, "DUP_KEY"
    except RecursionError:
        return {}, "TOO_DEEP"
    except ValueError:
        return {}, "BAD_JSON" if line.endswith("\n") else "TRUNCATED_LINE"
    return (found, "") if isinstance(found, dict) else ({}, "NOT_OBJECT")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return once((name.strip(), value) for name, value in pairs)


def _no_constant(_: str) -> None:
    raise ValueError


def _cell(value: Any, *, many: bool) -> str | None:
    """A value as the cell of a CSV would hold it; None where no cell could."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if many and isinstance(value, list) and all(isinstance(one, str) and _WORD.fullmatch(one) for one in value):
        return ";".join(value) or "none"
    return None
