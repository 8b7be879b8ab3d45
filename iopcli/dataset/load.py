"""`load()` gives the dataset, whole and sound, or says everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from iopcli.dataset.convert import convert, fact
from iopcli.dataset.lay import Entry, Laid, lay
from iopcli.dataset.model import (
    About,
    Attribute,
    Dataset,
    Fact,
    Group,
    Help,
    HelpLine,
    Option,
    Source,
    Term,
    Topic,
)  # fmt: skip
from iopcli.dataset.read import Files, Layer, files, parsed
from iopcli.dataset.verify import verify
from iopcli.errors import DatasetError, Problem, count

T = TypeVar("T")


def folder() -> Path:
    """The folder of the dataset that came with the program: in the wheel, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    return next((place for place in (package / "data", package.parent / "data") if place.is_dir()), package / "data")


def shipped() -> Files:
    """The files of the dataset that came with the program."""
    return files(Layer(folder(), "data"))


def load(overlays: Sequence[Path] = ()) -> Dataset:
    """The shipped dataset with each folder laid over it in turn.

    Raises:
        DatasetError: with every problem found in any file of any layer.

    """
    base = shipped()
    if not overlays and (packed := _packed(base)):
        return packed
    return _parsed([base, *(files(Layer(path, _shown(path), _named(path))) for path in overlays)])


def _parsed(layers: Sequence[Files]) -> Dataset:
    laid = Laid({}, [])
    for read in layers:
        documents, problems = parsed(read)
        laid.problems += [*read.problems, *problems]
        lay(laid, documents, read.layer.overlay)
    overlays = tuple(read.layer.overlay for read in layers[1:])
    dataset = None if laid.problems else _build(laid, overlays, _sha256(layers))
    if laid.problems or dataset is None:
        where = "the dataset" if not overlays else "the dataset and what is laid over it"
        summary = f"{count(len(laid.problems), 'problem')} in {where}"
        raise DatasetError(summary, laid.problems, "run `iopcli data check` after each edit")
    return dataset


def _packed(base: Files) -> Dataset | None:
    """The dataset that was packed with the program, if it was packed from just these files."""
    from iopcli.dataset.pack import checksum, place, unpack

    try:
        content = place().read_bytes()
    except OSError:
        return None
    mark = checksum(base)
    return unpack(content.removeprefix(mark)) if content.startswith(mark) else None


def _sha256(layers: Sequence[Files]) -> str:
    import hashlib

    digest = hashlib.sha256()
    for read in layers:
        for part in read.stream:
            digest.update(part)
    return digest.hexdigest()


def overlays_from_environment() -> list[Path]:
    """The folders that IOPCLI_DATA names, in its order."""
    return [Path(part) for part in os.environ.get("IOPCLI_DATA", "").split(os.pathsep) if part]


def option_names(overlays: Sequence[Path] = ()) -> list[tuple[str, str]]:
    """Every option's id and name, quickly and without checking anything: for shell completion."""
    import tomli

    found: dict[str, str] = {}
    for place in (folder(), *overlays):
        for path in sorted((place / "options").glob("*.toml")):
            try:
                table = tomli.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue
            found[str(table.get("id", path.stem))] = str(table.get("name", ""))
    return sorted(found.items())


def _shown(path: Path) -> str:
    return str(path).rstrip("/") or "/"


def _named(path: Path) -> str:
    """An overlay is shown under its folder's own name, never under the path to it."""
    return path.resolve().name or "overlay"


def _build(laid: Laid, overlays: tuple[str, ...], sha256: str) -> Dataset | None:
    problems = laid.problems
    attributes = _converted(laid, "attribute", Attribute)
    options = {
        id_: option
        for id_, entry in laid.of("option").items()
        if (option := _option(entry, attributes, problems)) is not None
    }
    about = _single(laid, "dataset.toml", About, {})
    lines = tuple(sorted(_converted(laid, "line", HelpLine).values(), key=lambda line: line.order))
    help_ = _single(laid, "help.toml", Help, {"line": lines})
    if about is None or help_ is None or problems:
        return None
    dataset = Dataset(
        about=about,
        groups=_converted(laid, "group", Group),
        attributes=attributes,
        options=dict(sorted(options.items(), key=lambda item: (item[1].order, item[0]))),
        sources=_converted(laid, "source", Source),
        topics=dict(sorted(_converted(laid, "topic", Topic).items())),
        terms=_converted(laid, "term", Term),
        help=help_,
        overlays=overlays,
        sha256=sha256,
        places=_places(laid),
    )
    problems += verify(dataset)
    return dataset


def _converted(laid: Laid, kind: str, shape: Callable[..., T]) -> dict[str, T]:
    found = {}
    for id_, entry in laid.of(kind).items():
        place = f"{entry.place} {id_}"
        thing: Any = convert(entry.table, shape, place, laid.problems)  # type: ignore[arg-type]
        if thing is not None:
            found[id_] = thing
    return found


def _single(laid: Laid, name: str, shape: type[T], filled: Mapping[str, Any]) -> T | None:
    entry = laid.of(name).get(name)
    if entry is None:
        laid.problems.append(Problem(f"data/{name}", "is missing"))
        return None
    return convert({**entry.table, **filled}, shape, entry.place, laid.problems)


def _option(entry: Entry, attributes: Mapping[str, Attribute], problems: list[Problem]) -> Option | None:
    table = {key: value for key, value in entry.table.items() if key != "facts"}
    written = entry.table.get("facts", {})
    facts: dict[str, Fact[Any]] = {}
    if not isinstance(written, dict):
        problems.append(Problem(entry.place, "facts is not a table", "write [facts.hours_per_week] and so on"))
        written = {}
    for id_, fact_table in written.items():
        place = f"{entry.places.get(id_, entry.place)} facts.{id_}"
        if id_ not in attributes:
            problems.append(_unknown_attribute(id_, place, attributes))
        elif (made := fact(fact_table, attributes[id_], place, problems)) is not None:
            facts[id_] = made
    ordered = {id_: facts[id_] for id_ in attributes if id_ in facts}
    extra = {"facts": {}, "layers": entry.layers, "inherited": entry.inherited}
    for key in extra.keys() & table.keys():
        problems.append(Problem(entry.place, f"{key} is not a known key"))
    option = convert({**table, **extra}, Option, entry.place, problems)
    if option is None:
        return None
    import msgspec

    return msgspec.structs.replace(option, facts=ordered)


def _unknown_attribute(id_: str, place: str, attributes: Iterable[str]) -> Problem:
    from iopcli.dataset.near import did_you_mean

    return Problem(place, f"`{id_}` is not an attribute", did_you_mean(id_, attributes))


def _places(laid: Laid) -> dict[str, str]:
    places = {}
    for kind, entries in laid.entries.items():
        for id_, entry in entries.items():
            places[f"{kind}/{id_}"] = entry.place
            places |= {f"{kind}/{id_}/{key}": place for key, place in entry.places.items()}
    return places
