"""What people ask of programs, as wishes: each word that was typed is one that lists of programs have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.find import find, normalized
from iopcli.dataset.model import Dataset, Option
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem, UsageError, refuse
from iopcli.programs.model import SAID, Program, Said
from iopcli.programs.words import OPTIONS, WORDS, Kind, of_kind

_NO_INSURANCE = ("sliding-fee", "payment-help", "free")
_OTHER_NAMES: Mapping[str, str] = {
    "asl": "sign-language", "american sign language": "sign-language", "deaf": "sign-language", "espanol": "spanish",
    "pregnancy": "pregnant", "postpartum": "pregnant", "teens": "adolescents", "teenagers": "adolescents",
    "adolescent": "adolescents", "seniors": "age-seniors", "adults": "age-adults", "children": "age-children",
    "older adults": "older-adults", "young adults": "young-adults", "suboxone": "buprenorphine",
    "vivitrol": "naltrexone",
    "veteran": "veterans", "court": "courts", "sliding scale": "sliding-fee", "video": "telehealth",
    "rides": "transport",
    "child care": "childcare", "transportation": "transport", "housing": "housing-help",
}  # fmt: skip


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
    options, problems, hint = _found(dataset, wanted.options)
    wishes = [_option(option, problems) for option in options]
    if wanted.payer == "uninsured":
        ask = "Do you have a sliding fee, or other help for people without insurance?"
        wishes.append(Preference(words=_NO_INSURANCE, says="help without insurance", ask=ask))
    elif wanted.payer:
        wishes.append(_wish(wanted.payer, ("payer",), "--payer", problems))
    named: tuple[tuple[str, Sequence[str], tuple[Kind, ...]], ...] = (
        ("--language", wanted.languages, ("language",)),
        ("--group", wanted.groups, ("group", "age")),
        ("--medication", wanted.medications, ("gives",)),
        ("--with", wanted.more, ("more", "help", "withdrawal", "service", "accepts")),
    )
    wishes += [_wish(name, kinds, flag, problems) for flag, names, kinds in named for name in names]
    refuse(problems, UsageError, "not understood", hint, thing="word")
    return list(dict.fromkeys(wishes))


def _found(dataset: Dataset, names: Sequence[str]) -> tuple[list[Option], list[Problem], str]:
    """The options of these names; or what is wrong with them, which those of other words join, and a hint."""
    try:
        return [one.option for one in find(dataset, names)] if names else [], [], ""
    except UsageError as error:
        return [], [Problem(f"--option {one.place}", one.message, one.hint) for one in error.problems], error.hint


def _option(option: Option, problems: list[Problem]) -> Preference:
    id_ = option.id
    if id_ not in OPTIONS:
        hint = f"use one of {', '.join(OPTIONS)}"
        problems.append(Problem(f"--option {id_}", "is not something that lists of programs report", hint))
        return Preference(words=(), says="", ask="")
    return Preference(words=(id_,), says=option.title, ask=OPTIONS[id_][1], option=id_)


def _wish(name: str, kinds: tuple[Kind, ...], flag: str, problems: list[Problem]) -> Preference:
    words = of_kind(*kinds)
    names = {normalized(text): word for word in words for text in (word, WORDS[word].says)}
    names |= {normalized(other): word for other, word in _OTHER_NAMES.items() if word in words}
    word = names.get(normalized(name))
    if word is None:
        hint = did_you_mean(normalized(name), names) or f"use one of {', '.join(words)}"
        problems.append(Problem(f"{flag} {name[:60]}", "is not a word that lists of programs have", hint))
        return Preference(words=(), says="", ask="")
    return Preference(words=(word,), says=WORDS[word].says, ask=WORDS[word].ask)


def says(program: Program, wish: Preference) -> Said:
    """What a program says of a wish: the best of the words of which any will do; a no only where each is one."""
    return min((program.says(word) for word in wish.words), key=SAID.index)
