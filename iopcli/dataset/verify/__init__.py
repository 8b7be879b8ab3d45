"""What every command relies on: ids, words, references and ranges hold together.

`KINDS` says which keys of a thing are ids of other things, and which function here finds what else is wrong with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from iopcli.dataset.kinds import KINDS, under
from iopcli.dataset.model import Dataset
from iopcli.dataset.read import GOOD_ID
from iopcli.dataset.verify.whole import Whole
from iopcli.errors import Problem


def verify(dataset: Dataset, written: Mapping[str, Collection[str]] | None = None) -> list[Problem]:
    """Every place where the dataset contradicts itself; empty when it can be used.

    `written` are the ids of each kind in its files; what could not be read is not missed a second time.
    """
    things = [(kind, kind.things(dataset)) for kind in KINDS]
    whole = Whole(dataset, {kind.name: {*of, *(written or {}).get(kind.name, ())} for kind, of in things})
    problems: list[Problem] = []
    for kind, of in things:
        for id_, thing in of.items():
            place = partial(dataset.where, kind.name, id_)
            if not GOOD_ID.fullmatch(id_):
                problems.append(Problem(place(), f"`{id_}` is not a good id", "use small letters, digits and hyphens"))
            for linked, keys in kind.links.items():
                for key in keys.split():
                    if used := dict.fromkeys(under(thing, key)):
                        problems += whole.unknown(place(key.partition(".")[0]), linked, used)
            problems += kind.problems(whole, thing, place)
    return problems
