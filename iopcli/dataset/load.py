"""`load()` gives the dataset, whole and sound, or says everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iopcli.dataset.read import GOOD_ID, Layer, LayerFiles, files, parsed
from iopcli.errors import visible

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset


def folder() -> Path:
    """The folder of the dataset that came with the program: in the wheel, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    return next((place for place in (package / "data", package.parent / "data") if place.is_dir()), package / "data")


def shipped() -> LayerFiles:
    """The files of the dataset that came with the program."""
    return files(Layer(folder(), "data"))


def load(overlays: Sequence[Path] = ()) -> Dataset:
    """The shipped dataset with each folder laid over it in turn.

    Raises:
        DatasetError: with every problem found in any file of any layer.

    """
    base, names = shipped(), _names(overlays)
    laid = [files(Layer(path, _shown(path), name)) for path, name in zip(overlays, names, strict=True)]
    changed = any(layer.contents or layer.problems for layer in (*laid, base._replace(contents={})))
    if not changed and (packed := _packed(base)):
        return packed.under(names) if names else packed  # as under overlays that hold nothing but local programs
    from iopcli.dataset.build import parse  # which a dataset that is packed has no use for

    return parse([base, *laid])


def _packed(base: LayerFiles) -> Dataset | None:
    """The dataset that was packed with the program, if it was packed from just these files."""
    from iopcli.dataset.pack import place, unpack

    try:
        return unpack(place().read_bytes(), base)
    except OSError:
        return None


def overlays_from_environment() -> list[Path]:
    """The folders that IOPCLI_DATA names, in its order."""
    return [Path(part) for part in os.environ.get("IOPCLI_DATA", "").split(os.pathsep) if part]


def names_of_kind(folder: str, overlays: Sequence[Path] = ()) -> list[tuple[str, str]]:
    """The id and name of every option, topic or instrument, quickly and without a word about what is wrong.

    It is for shell completion, and reads only the files of that folder.
    """
    found: dict[str, str] = {}
    for read in (shipped(), *(files(Layer(path, _shown(path))) for path in overlays)):
        some = {name: content for name, content in read.contents.items() if name.startswith(f"{folder}/")}
        for document in parsed(read._replace(contents=some))[0]:
            id_, name = document.table.get("id"), document.table.get("name") or document.table.get("title", "")
            if isinstance(id_, str) and GOOD_ID.fullmatch(id_):
                found[id_] = str(name) or found.get(id_, "")
    return sorted(found.items())


def _shown(path: Path) -> str:
    return str(path).rstrip("/") or "/"


def _names(overlays: Sequence[Path]) -> list[str]:
    """Overlays are shown under their folders' own names, never the paths to them; equal names are numbered."""
    names: list[str] = []
    for path in overlays:
        name = visible(_own_name(path)) or "overlay"
        same = sum(other.partition(" (")[0] == name for other in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return names


def _own_name(path: Path) -> str:
    try:
        return path.resolve().name
    except (OSError, RuntimeError):  # links that go round in a circle
        return path.name
