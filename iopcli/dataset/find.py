"""A name becomes an option: its id, a name, an alias, an ASAM number, in any case, or nearly spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import dropwhile
from typing import NamedTuple, Protocol, runtime_checkable

from iopcli.dataset.lines import first_call
from iopcli.dataset.model import Dataset, Option, Term, Topic
from iopcli.dataset.near import near, scored, suggest
from iopcli.errors import Problem, UsageError, count, repeated

SURE = 87
"""Likeness (0 to 100) from which a misspelled name is taken for what it nearly is, if nothing else is as near."""

_NOT_IN_NAMES = re.compile(r"(?:[^\w.]|_)+")
NO_OPTION = "is not an option"
MANY_PROGRAMS = "is the name of more than one program"
LONGEST_NAME = 200
"""Characters of a name that are looked at."""


class FoundOption(NamedTuple):
    """The option a name stands for; `guessed` where it was nearly, not exactly, one of its names."""

    option: Option
    guessed: bool


@runtime_checkable
class WithPrograms(Protocol):
    """Options among which local programs are found by name, as `iopcli.programs.ondemand` has them."""

    over: str
    """What a command to type next has to say, so that it knows the same programs."""

    def named(self, name: str) -> list[Option]:
        """The programs of a name, as options."""

    def which(self, programs: Sequence[Option]) -> str:
        """What to say instead of a name that these programs share."""


def find(dataset: Dataset, names: Sequence[str]) -> list[FoundOption]:
    """The option each name stands for, in order.

    Raises:
        UsageError: with every name that is no option, or more than one, and the nearest names.

    """
    index = _index(dataset.in_order)
    found: list[FoundOption] = []
    problems: list[Problem] = []
    for name in names:
        match = _local(dataset, name, index) or _find(normalized(name), index)
        if isinstance(match, FoundOption):
            found.append(match)
        else:
            message, hint = match
            elsewhere = _explained(dataset, normalized(name)) if message == NO_OPTION else ""
            problems.append(Problem(f"`{name}`", message, elsewhere or hint))
    if problems:
        local = dataset.options
        more = f" `iopcli programs{local.over}` lists local programs." if isinstance(local, WithPrograms) else ""
        hint = f"`iopcli list` shows every option; quotes keep words together.{more} {first_call(dataset.help.line)}"
        raise UsageError(f"{count(len(problems), 'name')} not understood", problems, hint)
    return found


def named_twice(options: Iterable[Option]) -> list[Problem]:
    """A problem for each option that was named more than once."""
    hint = "two of the names you typed mean this option"
    return [Problem(f"`{id_}`", "is named twice", hint) for id_ in repeated(one.id for one in options)]


def find_attributes(dataset: Dataset, names: Sequence[str], groups: Sequence[str] = ()) -> list[str]:
    """The ids of the attributes named by id or label, and of those in the groups named.

    Raises:
        UsageError: with every name that is no attribute or no group, and the nearest.

    """
    by_name = attribute_ids(dataset)
    by_group = {normalized(text): one.id for one in dataset.groups.values() for text in (one.label, one.id)}
    problems = [
        Problem(
            f"`{name}`",
            f"is not {what}",
            suggest(dict.fromkeys(known[one] for one in near(normalized(name), known, parts=True))),
        )
        for what, asked, known in (("an attribute", names, by_name), ("a group", groups, by_group))
        for name in asked
        if normalized(name) not in known
    ]
    if problems:
        hint = f"groups: {', '.join(dataset.groups)}; `iopcli show iop` shows every row"
        raise UsageError(f"{count(len(problems), 'name')} not understood", problems, hint)
    wanted = {by_name[normalized(name)] for name in names}
    in_groups = {by_group[normalized(group)] for group in groups}
    return [one.id for one in dataset.attributes.values() if one.id in wanted or one.group in in_groups]


def option_ids(dataset: Dataset) -> Mapping[str, str]:
    """Every name that finds one option only, in plain letters, with that option's id."""
    return {name: options[0].id for name, options in _index(dataset.in_order).items() if len(options) == 1}


def attribute_ids(dataset: Dataset) -> Mapping[str, str]:
    """Every label and id of an attribute, in plain letters, with its id."""
    return {normalized(text): one.id for one in dataset.attributes.values() for text in (one.label, one.id)}


@lru_cache(maxsize=10_000)
def normalized(name: str) -> str:
    """A name without case and signs, and a number without `ASAM` or `level`: `ASAM Level 2.1` is `2.1`."""
    folded = unicodedata.normalize("NFKC", name[:LONGEST_NAME]).casefold()[:LONGEST_NAME]
    words = [word.strip(".") for word in _NOT_IN_NAMES.sub(" ", folded).split()]
    words = [word for word in words if word]
    rest = list(dropwhile(lambda word: word in ("asam", "level"), words))
    named = rest and (len(rest) == 1 or rest[0][0].isdigit())  # `level of care` is no level
    return " ".join(rest if named else words)


def names_of(option: Option) -> Iterator[str]:
    """Every name of an option: its own, short and long, and what people call it."""
    yield from (name for name in (option.name, option.short_name, option.abbreviation, *option.aliases) if name)


def names_explained(one: Topic | Term) -> set[str]:
    """Every name under which a topic or a word can be read, in plain letters."""
    title = one.title if isinstance(one, Topic) else one.term
    return {normalized(name) for name in (one.id, title, *one.also)}


def _explained(dataset: Dataset, name: str) -> str:
    """Where a word that is no option can be read about; nothing if it is not explained."""
    word = any(name in names_explained(one) for one in dataset.terms.values())
    topic = any(name in names_explained(one) for one in dataset.topics.values())
    kind = "word" if word else "topic" if topic else ""
    return f"it is a {kind} explained here: `iopcli topics {name}`" if name and kind else ""


def _index(options: Iterable[Option]) -> Mapping[str, list[Option]]:
    """Plain name to the options that have it: an id wins over a name, and a name over an ASAM number."""
    index: dict[str, list[Option]] = {}
    options = list(options)
    for kind in (lambda option: (*option.asam_3, *option.asam_4), names_of, lambda option: (option.id,)):
        tier: dict[str, list[Option]] = {}
        for option in options:
            for name in dict.fromkeys(normalized(name) for name in kind(option) if normalized(name)):
                tier.setdefault(name, []).append(option)
        index |= tier
    return index


def _local(dataset: Dataset, name: str, index: Mapping[str, list[Option]]) -> FoundOption | tuple[str, str] | None:
    """The local program of this name, where no option has it; None where there is none."""
    local = dataset.options
    if not isinstance(local, WithPrograms) or normalized(name) in index:
        return None
    programs = local.named(name)
    if len(programs) > 1:
        return MANY_PROGRAMS, local.which(programs)
    return FoundOption(programs[0], guessed=False) if programs else None


def _find(name: str, index: Mapping[str, list[Option]]) -> FoundOption | tuple[str, str]:
    """The option, or what is wrong with the name and a hint."""
    for spelling in (name, name.removesuffix("s"), name + "s"):
        if options := index.get(spelling):
            if len(options) == 1:
                return FoundOption(options[0], guessed=False)
            return ("can mean more than one option", f"say {' or '.join(f'`{option.id}`' for option in options)}")
    return _nearest(name, index)


def _nearest(name: str, index: Mapping[str, list[Option]]) -> FoundOption | tuple[str, str]:
    """The option whose name was misspelled; never one that another known word was put in place of.

    `inpatient treatment` is nearly `outpatient treatment`, but `inpatient` is a word of its own.
    """
    words = name.split()
    if len(words) > 1 and all(word in index for word in words):
        return "names more than one option", f"see them side by side: `iopcli compare {name}`"
    known = {word for spelling in index for word in spelling.split()}
    sure = {
        option.id: option
        for spelling, _ in scored(name, index, at_least=SURE)
        if not known & (set(name.split()) - set(spelling.split()))
        for option in index[spelling]
    }
    if len(sure) == 1 and len(name) > 4:
        return FoundOption(next(iter(sure.values())), guessed=True)
    nearest = scored(name, index, at_least=65 if len(name) > 4 else 60 if len(name) > 2 else 75)
    nearest = nearest or (scored(name, index, at_least=86, by_words=True) if len(name) > 4 else [])
    options = list(
        dict.fromkeys(one.id for spelling, _ in nearest for one in index[spelling] if one.kind != "baseline")
    )
    return NO_OPTION, f"did you mean {' or '.join(f'`{id_}`' for id_ in options[:3])}?" if options else ""
