"""Layers become one: an overlay changes things by id, and `like` starts a new option from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from iopcli.dataset.read import Document
from iopcli.errors import Problem

Table = dict[str, Any]

LISTS = {
    "attributes.toml": ("group", "attribute"),
    "terms.toml": ("term",),
    "help.toml": ("line",),
}
OWN = ("id", "name", "short_name", "abbreviation", "aliases", "asam_3", "asam_4", "like")
"""Keys that a local option says for itself and does not take from the option it is like."""


@dataclass
class Entry:
    """One thing of the dataset as written so far, with the file it stands in and the overlays that changed it."""

    table: Table
    place: str
    layers: dict[str, str] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()
    places: dict[str, str] = field(default_factory=dict)


@dataclass
class Laid:
    """All layers as one: kind of thing, then id."""

    entries: dict[str, dict[str, Entry]]
    problems: list[Problem]

    def of(self, kind: str) -> dict[str, Entry]:
        """The entries of one kind, in the order they were first written."""
        return self.entries.setdefault(kind, {})


def lay(laid: Laid, documents: list[Document], overlay: str) -> None:
    """Lay one layer's documents over what is there; the first layer has an empty overlay name."""
    for document in documents:
        for kind, id_, table in _things(document, laid.problems):
            _merge(laid, kind, id_, table, document.place, overlay)
    _fill_likes(laid, overlay)


def _things(document: Document, problems: list[Problem]) -> Iterator[tuple[str, str, Table]]:
    """The things a document holds: their kind, id and table."""
    kind, place, table = document
    if kind in ("options", "topics"):
        yield from _identified(kind.removesuffix("s"), [table], place, problems)
        return
    if kind == "sources.toml":
        for id_, inner in table.items():
            if isinstance(inner, dict):
                yield "source", id_, {"id": id_, **inner}
            else:
                problems.append(Problem(place, f"`{id_}` is not a table", f"write [{id_}] on a line of its own"))
        return
    for name in LISTS.get(kind, ()):
        listed = table.pop(name, [])
        if isinstance(listed, list):
            yield from _identified(name, listed, place, problems)
        else:
            problems.append(Problem(place, f"`{name}` is not a list of tables", f"write [[{name}]] with two brackets"))
    if table or kind == "dataset.toml":
        yield kind, kind, table


def _identified(kind: str, tables: list[Any], place: str, problems: list[Problem]) -> Iterator[tuple[str, str, Table]]:
    for number, table in enumerate(tables, 1):
        id_ = table.get("id") if isinstance(table, dict) else None
        if isinstance(id_, str) and id_:
            yield kind, id_, table
        else:
            problems.append(Problem(place, f"{kind} number {number} has no id", 'give it one: id = "short-name"'))


def _merge(laid: Laid, kind: str, id_: str, table: Table, place: str, overlay: str) -> None:
    known = laid.of(kind)
    old = known.get(id_)
    if old is None:
        known[id_] = Entry(table, place, dict.fromkeys(_keys(table), overlay) if overlay else {})
    elif not overlay:
        laid.problems.append(Problem(place, f"{kind} `{id_}` is there twice", f"the other is in {old.place}"))
    else:
        facts = {**_facts(old.table), **_facts(table)}
        old.table = {**old.table, **table, **({"facts": facts} if facts else {})}
        old.layers |= {key: overlay for key in _keys(table) if key != "id"}
        old.places |= dict.fromkeys(_keys(table), place)
        old.inherited -= set(_facts(table))


def _keys(table: Table) -> list[str]:
    """The keys a table sets; a fact counts under its attribute."""
    return [key for key in table if key != "facts"] + list(_facts(table))


def _facts(table: Table) -> Table:
    facts = table.get("facts")
    return facts if isinstance(facts, dict) else {}


def _fill_likes(laid: Laid, overlay: str) -> None:
    """Give every option that is `like` another that one's keys and facts, where it has none of its own."""
    options = laid.of("option")
    for id_ in options:
        _fill_like(laid, id_, overlay, ())


def _fill_like(laid: Laid, id_: str, overlay: str, seen: tuple[str, ...]) -> None:
    options = laid.of("option")
    entry = options[id_]
    like = entry.table.get("like")
    if not like or entry.inherited or entry.layers.get("id") != overlay:
        return
    if like not in options or like == id_ or like in seen:
        why = "is not an option" if like not in options else "leads back to itself"
        laid.problems.append(Problem(entry.place, f"like = `{like}` {why}", "name one of `iopcli list`"))
        return
    _fill_like(laid, like, overlay, (*seen, id_))
    model, own = options[like], _facts(entry.table)
    entry.inherited = frozenset(_facts(model.table)) - frozenset(own)
    entry.layers |= {key: layer for key, layer in model.layers.items() if key in entry.inherited}
    taken = {key: value for key, value in model.table.items() if key not in OWN}
    entry.table = {**taken, **entry.table, "facts": {**_facts(model.table), **own}}
