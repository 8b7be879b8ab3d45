"""What people ask of programs, as wishes: each word that was typed is one that lists of programs have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.find import find, normalized
from iopcli.dataset.model import Dataset, Option, ProgramWordKind
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem, UsageError, refuse
from iopcli.programs.model import SAID, Program, Said
from iopcli.programs.words import Words, of_kind


class Preference(Struct, frozen=True, kw_only=True):
    """One thing that was asked for: the words of which any will do, how it reads, and the question for it."""

    words: tuple[str, ...]
    says: str
    ask: str
    option: str = ""
    """The option it is, where it is one: a program that does not report it is not listed."""


class ProgramSearch(NamedTuple):
    """What was asked for, as it was typed."""

    options: Sequence[str] = ()
    payer: str | None = None
    languages: Sequence[str] = ()
    groups: Sequence[str] = ()
    medications: Sequence[str] = ()
    more: Sequence[str] = ()
    near: str | None = None
    within: float | None = None


def wishes_of(dataset: Dataset, wanted: ProgramSearch) -> list[Preference]:
    """What was asked for, as wishes.

    Raises:
        UsageError: with every word that is none, and the nearest.
    """
    words = dataset.program_words
    options, problems, hint = _found(dataset, wanted.options)
    wishes = [_option(words, option, problems) for option in options]
    if wanted.payer == "uninsured":
        ask = "Do you have a sliding fee, or other help for people without insurance?"
        wishes.append(Preference(words=of_kind(words, "help"), says="help without insurance", ask=ask))
    elif wanted.payer:
        wishes.append(_wish(words, wanted.payer, ("payer",), "--payer", problems))
    named: tuple[tuple[str, Sequence[str], tuple[ProgramWordKind, ...]], ...] = (
        ("--language", wanted.languages, ("language",)),
        ("--group", wanted.groups, ("group", "age")),
        ("--medication", wanted.medications, ("gives",)),
        ("--with", wanted.more, ("more", "help", "withdrawal", "service", "accepts")),
    )
    wishes += [_wish(words, name, kinds, flag, problems) for flag, names, kinds in named for name in names]
    refuse(problems, UsageError, "not understood", hint, thing="word")
    return list(dict.fromkeys(wishes))


def _found(dataset: Dataset, names: Sequence[str]) -> tuple[list[Option], list[Problem], str]:
    """The options of these names; or what is wrong with them, which those of other words join, and a hint."""
    try:
        return [one.option for one in find(dataset, names)] if names else [], [], ""
    except UsageError as error:
        return [], [Problem(f"--option {one.place}", one.message, one.hint) for one in error.problems], error.hint


def _option(words: Words, option: Option, problems: list[Problem]) -> Preference:
    id_, known = option.id, of_kind(words, "option")
    if id_ not in known:
        hint = f"use one of {', '.join(known)}"
        problems.append(Problem(f"--option {id_}", "is not something that lists of programs report", hint))
        return Preference(words=(), says="", ask="")
    return Preference(words=(id_,), says=option.title, ask=words[id_].ask, option=id_)


def _wish(
    words: Words, name: str, kinds: tuple[ProgramWordKind, ...], flag: str, problems: list[Problem]
) -> Preference:
    known = of_kind(words, *kinds)
    names = {normalized(text): word for word in known for text in (word, words[word].says)}
    names |= {normalized(other): word for word in known for other in words[word].also}
    word = names.get(normalized(name))
    if word is None:
        hint = did_you_mean(normalized(name), names) or f"use one of {', '.join(known)}"
        problems.append(Problem(f"{flag} {name[:60]}", "is not a word that lists of programs have", hint))
        return Preference(words=(), says="", ask="")
    return Preference(words=(word,), says=words[word].says, ask=words[word].ask)


def says(program: Program, wish: Preference) -> Said:
    """What a program says of a wish: the best of the words of which any will do; a no only where each is one."""
    return min((program.says(word) for word in wish.words), key=SAID.index)
