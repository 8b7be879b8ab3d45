"""Words of programs, and codes of lists: a word has to fit what it is shown as, and a level of care is an option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from iopcli.dataset.model import Code, ProgramWord, ProgramWordKind
from iopcli.dataset.verify.whole import Place, Whole, unknown
from iopcli.errors import Problem

_ROWS: Mapping[ProgramWordKind, str] = {"gives": "medications", "service": "services"}
"""The rows of the table in which words of a kind are shown where a program is an option."""


def word(whole: Whole, one: ProgramWord, place: Place) -> Iterator[Problem]:
    """Is it a question, and does what shows it know it?"""
    if not one.ask.endswith("?"):
        yield Problem(place("ask"), "ask is not a question", "end it with a question mark")
    if one.kind == "option":
        yield from whole.unknown(place("kind"), "option", [one.id])
    yield from _shared(place("also"), one.id, {id_: each.also for id_, each in whole.dataset.program_words.items()})
    if row := whole.dataset.attributes.get(_ROWS.get(one.kind, "")):
        yield from unknown(place("kind"), f"word of {row.id}", [one.id], [known.id for known in row.word])


def code(whole: Whole, one: Code, place: Place) -> Iterator[Problem]:
    """Are the levels of care that it stands for options?"""
    words, codes = whole.dataset.program_words, whole.dataset.codes
    yield from _shared(place("labels"), one.id, {id_: each.labels for id_, each in codes.items()})
    yield from _shared(place("special"), one.id, {id_: each.special for id_, each in codes.items()})
    for key, ids in (("level", one.level), ("maybe", one.maybe), ("mental", one.mental)):
        for id_ in ids:
            if id_ in words and words[id_].kind != "option":
                hint = 'give it a word with kind = "option", or move it to `yes`'
                yield Problem(place(key), f"{key} names `{id_}`, which is no care option", hint)


def _shared(place: str, id_: str, names: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Names of one thing that another, earlier one has as well: then nobody knows which is meant."""
    mine = {name.casefold() for name in names[id_]}
    for other, its in names.items():
        if other == id_:
            return
        for name in sorted(mine & {one.casefold() for one in its}):
            yield Problem(place, f"`{name}` stands for `{other}` already", "give each name to one of them")
