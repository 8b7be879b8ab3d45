"""The dataset is built from its files of TOML, and every problem in them is reported at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from iopcli.dataset.convert import convert, fact
from iopcli.dataset.kinds import KINDS, Kind
from iopcli.dataset.lay import Entry, Laid, lay
from iopcli.dataset.link import linked
from iopcli.dataset.model import Asking, Attribute, Dataset, Fact, Option
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.read import LayerFiles, parsed
from iopcli.dataset.verify import verify
from iopcli.errors import DatasetError, Problem, brief, count


def parse(layers: Sequence[LayerFiles]) -> Dataset:
    """The dataset that these layers make, from their TOML.

    Raises:
        DatasetError: with every problem found in any file of any layer.
    """
    read = [(layer, *parsed(layer)) for layer in layers]
    laid = lay([(layer.layer.overlay, documents) for layer, documents, _ in read])
    unread = [problem for layer, _, wrong in read for problem in (*layer.problems, *wrong)]
    problems = unread + laid.problems
    overlays = tuple(layer.layer.overlay for layer in layers[1:])
    dataset = _build(laid, overlays, _sha256(layers), problems)
    if dataset is not None and not unread:  # what stands in a file that cannot be read would be missed everywhere
        problems += verify(dataset, {kind: entries.keys() for kind, entries in laid.entries.items()})
    if problems or dataset is None:
        where = "the dataset" if not overlays else "the dataset and what is laid over it"
        summary = f"{count(len(problems), 'problem')} in {where}"
        hint = "run `iopcli data check` after each edit"
        raise DatasetError(summary, [brief(problem) for problem in problems], hint)
    return dataset


def _sha256(layers: Sequence[LayerFiles]) -> str:
    digest = hashlib.sha256()
    for read in layers:
        for part in read.stream:
            digest.update(part)
    return digest.hexdigest()


def _build(laid: Laid, overlays: tuple[str, ...], sha256: str, problems: list[Problem]) -> Dataset | None:
    """The dataset, or None with what is wrong added to `problems`."""
    held: dict[str, dict[str, Any]] = defaultdict(dict)
    for kind in KINDS:
        holder, _, name = kind.held.rpartition(".")
        if kind.form == "the file":
            held[holder][name] = _the_file(kind, laid, held.pop(kind.held, {}), problems)
        else:
            held[holder][name] = _things(kind, laid, held[""].get("attributes", {}), problems)
    if None in held[""].values():
        return None
    dataset = Dataset(
        **held.pop(""),
        asking=Asking(**held.pop("asking")),
        others=held.pop("others", {}),
        overlays=overlays,
        sha256=sha256,
        places=_by_key(laid, lambda entry: {"": entry.place, **entry.places}),
        layers=_by_key(laid, lambda entry: {key if key != "id" else "": name for key, name in entry.layers.items()}),
    )
    return linked(dataset)


def _things(kind: Kind, laid: Laid, attributes: Mapping[str, Attribute], problems: list[Problem]) -> dict[str, Any]:
    """All of one kind by id, without those that are not of its shape."""
    made = {}
    for id_, entry in laid.of(kind.name).items():
        facts = _facts(entry, attributes, laid.of("attribute"), problems) if kind.name == "option" else {}
        thing = _converted(kind, entry, {}, problems)
        if isinstance(thing, Option):
            thing = replace(thing, facts=facts, layers=entry.layers, inherited=entry.inherited)
        if thing is not None:
            made[id_] = thing
    by = attrgetter(*kind.sort.split()) if kind.sort else lambda _: 0
    return dict(sorted(made.items(), key=lambda item: by(item[1])))


def _the_file(kind: Kind, laid: Laid, listed: Mapping[str, Any], problems: list[Problem]) -> Any:
    """The one thing that a file is, with the things that are listed in it; None where it is missing or wrong."""
    entry = laid.of(kind.name).get(kind.name)
    if entry is None:
        place = f"data/{kind.home}"
        if all(problem.place != place for problem in problems):  # it may be there and not have been readable
            problems.append(Problem(place, "is missing"))
        return None
    return _converted(kind, entry, {name: tuple(things.values()) for name, things in listed.items()}, problems)


def _converted(kind: Kind, entry: Entry, more: Mapping[str, Any], problems: list[Problem]) -> Any:
    """What was written as the class of its kind; None where it is not of that shape."""
    if entry.broken:
        return None
    filled = kind.filled.split()
    for key in filled:
        if key in entry.table:
            problems.append(Problem(entry.places.get(key, entry.place), f"{key} is not a known key"))
    apart = [*filled, "facts"] if kind.name == "option" else filled
    table = {key: value for key, value in entry.table.items() if key not in apart}
    return convert({**table, **more}, kind.shape, entry.place, problems, entry.places)


def _facts(
    entry: Entry, attributes: Mapping[str, Attribute], known: Collection[str], problems: list[Problem]
) -> dict[str, Fact[Any]]:
    """The facts of an option, each of its attribute's type, in the order of the attributes."""
    facts: dict[str, Fact[Any]] = {}
    for id_, table in entry.table.get("facts", {}).items() if not entry.broken else ():
        into = [] if id_ in entry.inherited else problems  # a fact of another option is reported where it stands
        place = f"{entry.places.get(id_, entry.place)} facts.{id_}"
        if id_ in attributes:
            made = fact(table, attributes[id_], place, into)
            facts |= {id_: made} if made is not None else {}
        elif known and id_ not in known:
            into.append(Problem(place, f"`{id_}` is not an attribute", did_you_mean(id_, known)))
    return {id_: facts[id_] for id_ in attributes if id_ in facts}


def _by_key(laid: Laid, of: Callable[[Entry], Mapping[str, str]]) -> dict[str, str]:
    """What each entry says of its keys, under `kind/id` for itself and `kind/id/key` for a key."""
    return {
        f"{kind}/{id_}/{key}".rstrip("/"): said
        for kind, entries in laid.entries.items()
        for id_, entry in entries.items()
        for key, said in of(entry).items()
    }
