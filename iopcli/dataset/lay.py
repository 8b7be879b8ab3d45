"""Layers become one: an overlay changes things by id, and `like` starts a new option from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from iopcli.dataset.kinds import Kind, homes
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.read import Document
from iopcli.errors import Problem

Table = dict[str, Any]

LONGEST_CHAIN = 20
"""How many options may be like one another in a row."""
OWN = ("id", "name", "short_name", "said", "abbreviation", "aliases", "asam_3", "asam_4", "like")
"""Keys that a local option says for itself and does not take from the option it is like."""


@dataclass
class Entry:
    """One thing of the dataset as written so far: its table, its file, and what came from elsewhere.

    `layers` and `places` say, by key, which overlay and which file set it; `inherited` whose fact an option has taken.
    """

    table: Table
    place: str
    layers: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    """What is wrong with it has been said."""


@dataclass
class Laid:
    """All layers as one: kind of thing, then id."""

    entries: dict[str, dict[str, Entry]]
    problems: list[Problem]

    def of(self, kind: str) -> dict[str, Entry]:
        """The entries of one kind, in the order they were first written."""
        return self.entries.setdefault(kind, {})


def lay(layers: Sequence[tuple[str, list[Document]]]) -> Laid:
    """Layers, each with its overlay's name (none for the dataset itself), laid over each other in turn."""
    laid, known = Laid({}, []), homes()
    for overlay, documents in layers:
        seen: dict[tuple[str, str], str] = {}
        for document in documents:
            for kind, id_, table, place in _things(document, known[document.home], laid.problems):
                if other := seen.get((kind, id_)):
                    laid.problems.append(Problem(place, f"{kind} `{id_}` is there twice", f"the other is in {other}"))
                else:
                    seen[kind, id_] = place
                    _merge(laid, kind, id_, table, place, overlay)
    for id_ in laid.of("option"):
        _fill_like(laid, id_, ())
    return laid


def _things(
    document: Document, kinds: Sequence[Kind], problems: list[Problem]
) -> Iterator[tuple[str, str, Table, str]]:
    """The things a document holds: their kind, id, table and place."""
    home, place, table = document
    if home == "options" and not isinstance(table.get("facts", {}), dict):
        problems.append(Problem(place, "facts is not a table", "write [facts.hours_per_week] and so on"))
        table = {key: value for key, value in table.items() if key != "facts"}
    rest = dict(table)
    for kind in kinds:
        if kind.form == "one a file":
            yield from ((name, id_, one, place) for name, id_, one, _ in _listed(kind.name, [table], place, problems))
            return
        if kind.form == "by id":
            yield from _by_id(kind.name, table, place, problems)
            return
        if kind.form == "the file":
            yield kind.name, kind.name, rest, place
            return
        listed = rest.pop(kind.name, [])
        if isinstance(listed, list):
            yield from _listed(kind.name, listed, place, problems)
        else:
            hint = f"write [[{kind.name}]] with two brackets"
            problems.append(Problem(place, f"`{kind.name}` is not a list of tables", hint))
    names = [kind.name for kind in kinds]
    problems += [Problem(place, f"{key} is not a known key", did_you_mean(key, names)) for key in rest]


def _by_id(kind: str, table: Table, place: str, problems: list[Problem]) -> Iterator[tuple[str, str, Table, str]]:
    for id_, inner in table.items():
        if isinstance(inner, dict):
            yield kind, id_, {**inner, "id": id_}, f"{place} {id_}"
        else:
            problems.append(Problem(place, f"`{id_}` is not a table", f"write [{id_}] on a line of its own"))


def _listed(kind: str, tables: list[Any], place: str, problems: list[Problem]) -> Iterator[tuple[str, str, Table, str]]:
    for number, table in enumerate(tables, 1):
        id_ = table.get("id") if isinstance(table, dict) else None
        if isinstance(id_, str) and id_:
            yield kind, id_, table, f"{place} {id_}"
        else:
            problems.append(Problem(place, f"{kind} number {number} has no id", 'give it one: id = "short-name"'))


def _merge(laid: Laid, kind: str, id_: str, table: Table, place: str, overlay: str) -> None:
    known = laid.of(kind)
    old = known.get(id_)
    if old is None:
        known[id_] = Entry(table, place, dict.fromkeys(_keys(table), overlay) if overlay else {})
    elif "like" in table and "id" not in old.layers:
        laid.problems.append(Problem(place, f"`{id_}` is there already and cannot be like another", "give it a new id"))
    else:
        facts = {**_facts(old.table), **_facts(table)}
        old.table = {**old.table, **table, **({"facts": facts} if facts else {})}
        changed = [key for key in _keys(table) if key != "id"]
        old.layers |= dict.fromkeys(changed, overlay)
        old.places |= dict.fromkeys(changed, place)


def _keys(table: Table) -> list[str]:
    """The keys a table sets; a fact counts under its attribute."""
    return [key for key in table if key != "facts"] + list(_facts(table))


def _facts(table: Table) -> Table:
    facts = table.get("facts")
    return facts if isinstance(facts, dict) else {}


def _fill_like(laid: Laid, id_: str, seen: tuple[str, ...]) -> None:
    """Give an option that is `like` another that one's keys and facts, where it has none of its own."""
    options = laid.of("option")
    entry = options[id_]
    like = entry.table.get("like")
    if not like or entry.inherited or entry.broken:
        return
    if not isinstance(like, str) or like not in options or like in (id_, *seen) or len(seen) > LONGEST_CHAIN:
        known = isinstance(like, str) and like in options
        why = (
            "is not an option's id"
            if not known
            else "leads back to itself"
            if like in (id_, *seen)
            else "goes on too long"
        )
        hint = "" if known else did_you_mean(str(like), options)
        laid.problems.append(Problem(entry.places.get("like", entry.place), f"like = `{like}` {why}", hint))
        entry.broken = True
        return
    _fill_like(laid, like, (*seen, id_))
    model, own = options[like], _facts(entry.table)
    entry.broken = model.broken
    entry.inherited = {key: model.inherited.get(key, like) for key in _facts(model.table) if key not in own}
    entry.layers |= {key: layer for key, layer in model.layers.items() if key in entry.inherited}
    entry.places |= {key: model.places.get(key, model.place) for key in entry.inherited}
    taken = {key: value for key, value in model.table.items() if key not in OWN}
    entry.table = {**taken, **entry.table, "facts": {**_facts(model.table), **own}}
