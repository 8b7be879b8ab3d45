"""Files become tables: sizes, bytes, characters and TOML are checked here, and nowhere else."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

from iopcli.dataset.kinds import homes
from iopcli.errors import Problem

LARGEST_FILE = 1024 * 1024
"""Bytes; the largest file of the shipped dataset is a tenth of this."""

PROGRAMS = "programs"
"""The folder of an overlay with local programs: no part of the dataset, and read only where they are asked for."""
GOOD_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
"""How an id is written."""
_LAID_OUT = dict.fromkeys(map(ord, "\n\r\t"), " ")
"""Characters that lay out a file and need not be looked at twice."""


class Layer(NamedTuple):
    """A folder of TOML: the dataset itself, or an overlay with the name it is shown under."""

    folder: Path
    shown: str
    overlay: str = ""


class Document(NamedTuple):
    """One file that parsed: `home` is its name, or its folder, which says what kinds of thing it holds."""

    home: str
    place: str
    table: dict[str, Any]


class LayerFiles(NamedTuple):
    """The bytes of a layer's files by name, in order, and what could not be read."""

    layer: Layer
    contents: dict[str, bytes]
    problems: list[Problem]

    @property
    def stream(self) -> Iterator[bytes]:
        """Names, lengths and bytes one after the other: what a hash is taken over."""
        for name, content in self.contents.items():
            yield f"{name}\0{len(content)}\0".encode(errors="surrogateescape")
            yield content


def files(layer: Layer) -> LayerFiles:
    """Every dataset file of a layer; one that cannot be read is a problem, never an exception."""
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    known = homes()
    try:
        names = sorted(_names(layer.folder))
    except OSError as error:
        why = f"cannot be read as a folder: {error.strerror}"
        return LayerFiles(
            layer, {}, [Problem(layer.shown, why, "name a folder of TOML files, with --data or in IOPCLI_DATA")]
        )
    for name in names:
        place = f"{layer.shown}/{name}"
        if _home(name) not in known:
            own = [home for home in known if home.endswith(".toml")], [f"{home}/" for home in known if "." not in home]
            hint = f"a dataset has {', '.join(own[0])}, and files in {', '.join(own[1])}"
            problems.append(Problem(place, "is not a file of a dataset", hint))
            continue
        try:
            contents[name] = _bytes(f"{layer.folder}/{name}")
        except _Unreadable as error:
            problems.append(Problem(place, error.message, error.hint))
    if not names and not (layer.folder / PROGRAMS).is_dir():
        problems.append(Problem(layer.shown, "holds no TOML file", "see `iopcli data path` for one that does"))
    return LayerFiles(layer, contents, problems)


def parsed(read: LayerFiles) -> tuple[list[Document], list[Problem]]:
    """Every file as a table; one that is not TOML is a problem."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for name, content in read.contents.items():
        place = f"{read.layer.shown}/{name}"
        try:
            documents.append(Document(_home(name), place, _table(content)))
        except _Unreadable as error:
            problems.append(Problem(place, error.message, error.hint))
    return documents, problems


class _Unreadable(Exception):
    """Why one file cannot be used."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _names(folder: Path) -> Iterator[str]:
    """The TOML files of a folder and of the folders in it, as `options/iop.toml`; hidden ones are passed over."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_toml(entry.name):
                yield entry.name
            elif entry.name != PROGRAMS and not entry.name.startswith(".") and entry.is_dir():
                yield from (f"{entry.name}/{name}" for name in os.listdir(entry.path) if _is_toml(name))  # noqa: PTH208


def _is_toml(name: str) -> bool:
    return name.endswith(".toml") and not name.startswith(".")


def _home(name: str) -> str:
    """The folder of a file, or the file itself where it stands in none."""
    return name.rpartition("/")[0] or name


def _bytes(path: str) -> bytes:
    """What a file holds, without a buffer: every start reads some 170 of them."""
    try:
        about = os.stat(path)  # noqa: PTH116 - as above
        if not stat.S_ISREG(about.st_mode):
            raise _Unreadable("is not a file", "only plain files are read")
        left, content = min(about.st_size or LARGEST_FILE, LARGEST_FILE) + 1, b""  # no more room than it takes
        with FileIO(path) as file:
            while left > 0 and (part := file.read(left)):
                content, left = content + part, left - len(part)
    except OSError as error:
        raise _Unreadable(f"cannot be read: {error.strerror}", "check the path and who may read it") from None
    if len(content) > LARGEST_FILE:
        raise _Unreadable("is larger than 1 MiB", "a dataset file is small text; is this another kind of file?")
    return content


def _table(content: bytes) -> dict[str, Any]:
    import tomli  # a dataset that is packed is not parsed

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(f"line {line} is not UTF-8", "save the file as UTF-8") from None
    try:
        table = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        message = str(error) if isinstance(error, tomli.TOMLDecodeError) else "nested too deep, or a number too long"
        raise _Unreadable(f"is not TOML: {_one_line(message)}", "strings need quotes, keys need `=`") from None
    written_out = text.translate(_LAID_OUT).isprintable() and "\\" not in text
    bad = None if written_out else next(_hidden_characters(table), None)
    if bad:
        raise _Unreadable(
            f"has a hidden character ({bad}) in its text", "remove terminal codes and invisible characters"
        )
    return table


def _one_line(message: str) -> str:
    return " ".join(message.split())[:200]


def _hidden_characters(value: Any) -> Iterator[str]:
    """Code points that no sentence needs and that could rewrite a terminal or hide text."""
    if isinstance(value, str):
        if not value.isprintable():
            yield from (
                f"U+{ord(character):04X}"
                for character in value
                if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and character != "\n"
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _hidden_characters(key)
            yield from _hidden_characters(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hidden_characters(inner)
