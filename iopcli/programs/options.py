"""A program as an option: `like` the level of care that it offers, with its own facts, made when it is named.

The options of a dataset stay as they are, so that no list of them and no plan changes; only what asks for one option
by its id, or by its name, gets the program. What a list does not say of a program is not known, and never taken from
its level: payers, languages, medications. What no list ever says, such as hours, is taken from the level and marked so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from iopcli.dataset.find import normalized
from iopcli.dataset.model import Attribute, Dataset, Fact, Money, Option, Point, Range, Source
from iopcli.facts.clock import date_text
from iopcli.facts.wording import listed
from iopcli.programs.model import ListOf, Program
from iopcli.programs.names import by_name, which
from iopcli.programs.store import KnownPrograms, known
from iopcli.programs.words import Words, of_kind

PHONE = "by-phone"
"""The id of the source of what was heard by phone."""
COVERAGE = ("private", "medicare", "medicaid", "uninsured")
"""The points of the row on who pays."""
CALL_FIRST = "Lists like this one are often out of date, so call first."


class Local:
    """The programs of some overlays, read when the first of them is named."""

    def __init__(self, dataset: Dataset, overlays: Sequence[Path]) -> None:
        self._dataset, self._overlays = dataset, tuple(overlays)

    @cached_property
    def _levels(self) -> Sequence[str]:
        return of_kind(self._dataset.program_words, "option")

    @cached_property
    def known(self) -> KnownPrograms:
        """Every program, with the lists."""
        return known(self._dataset.program_words, self._overlays)

    @cached_property
    def _by_name(self) -> Mapping[str, list[Program]]:
        return by_name(self.known.programs.values())

    def option(self, id_: str) -> Option | None:
        """The program with this id, or one of its levels, `id.iop`, as an option; None where there is none."""
        name, dot, level = id_.rpartition(".")
        program = self.known.programs.get(name if dot else id_)
        chosen = level if dot and program else level_of(self._levels, program) if program else ""
        if program is None or chosen not in self._levels or program.says(chosen) in ("no", "not reported"):
            return None
        return as_option(self._dataset, program, chosen, id_, self._apart(program))

    def _apart(self, program: Program) -> str:
        """Where a program is, if others have its name: the city, and the street where that is the same too."""
        alike = [one for one in self._by_name[normalized(program.title)] if one.title == program.title]
        if len(alike) < 2:
            return ""
        same_city = sum(one.city == program.city for one in alike) > 1
        return ", ".join(filter(None, (program.street if same_city else "", program.city)))

    def named(self, name: str) -> list[Option]:
        """The programs with this name, or of one of their levels, `name.iop`, as options."""
        found = [self.option(one.id) for one in self._by_name.get(normalized(name), ())]
        if not found:
            short, _, level = name.strip().casefold().rpartition(".")
            found = [self.option(f"{one.id}.{level}") for one in self._by_name.get(normalized(short), ())]
        return [one for one in found if one]

    def which(self, options: Sequence[Option]) -> str:
        """What to say where a name means several programs: an id, each with its town."""
        ids, programs = [one.id for one in options], self.known.programs
        level = "" if ids[0] in programs else f".{ids[0].rpartition('.')[2]}"
        return which([programs[id_.removesuffix(level)] for id_ in ids], level)

    def source(self, id_: str) -> Source | None:
        """The list, or the phone, as a source."""
        if id_ == PHONE:
            days = [answer.heard for one in self.known.programs.values() for answer in one.heard.values()]
            return _by_phone(max(days)) if days else None
        stored = self.known.lists.get(id_)
        if stored is None:
            return None
        return source_of(stored.list)


def source_of(about: ListOf) -> Source:
    """A list as a source."""
    kind: Any = "agency" if about.publisher == "SAMHSA" else "program"
    return Source(
        id=about.id, title=f"{about.title}: {about.file}", publisher=about.publisher, year=about.as_of.year, kind=kind,
        read="whole", seen=about.as_of, url=about.url,
    )  # fmt: skip


def level_of(levels: Sequence[str], program: Program) -> str:
    """The level that stands for a program where none is named: the least intensive that it surely has, or may have."""
    for wanted in ("yes", "maybe"):
        if found := next((id_ for id_ in levels if program.says(id_) == wanted), ""):
            return found
    return ""


def as_option(dataset: Dataset, program: Program, level: str, id_: str, place: str = "") -> Option:
    """A program as an option that is like a level of care, with its own facts before those of the level.

    Its name has its `place` where another program has the same name.
    """
    like = dataset.options[level]
    short = f"{program.name} ({program.unit})" if program.unit else program.name
    words = dataset.program_words
    own = {**_listed_facts(words, program), **_heard_facts(dataset, program)}
    own = {id_: fact for id_, fact in own.items() if id_ in dataset.attributes}
    facts = {**_dated(like), **own}
    return replace(
        like,
        id=id_,
        name=", ".join(filter(None, (program.title, place))),
        short_name=", ".join(filter(None, (short, place))),
        abbreviation="",
        aliases=(),
        asam_3=(),
        asam_4=(),
        like=level,
        stands_for=_stands_for(words, program, level) if id_ == program.id else "",
        as_of=program.as_of,
        summary=_summary(words, program, like),
        facts={one: facts[one] for one in dataset.attributes if one in facts},
        layers={"id": program.list, **dict.fromkeys(own, program.list)},
        inherited={one: like.inherited.get(one, level) for one in like.facts if one not in own},
    )


def _stands_for(words: Words, program: Program, level: str) -> str:
    """As what a program is shown that has other levels too, or may; nothing where it has this one only."""
    others = [id_ for id_ in of_kind(words, "option") if id_ != level and program.says(id_) in ("yes", "maybe")]
    return f"{'lists' if program.says(level) == 'yes' else 'may have'} {words[level].says}" if others else ""


def _dated(like: Option) -> dict[str, Fact[Any]]:
    """The facts of a level, each with its own date, so that none seems as old as the list."""
    return {id_: replace(fact, as_of=fact.as_of or like.as_of) for id_, fact in like.facts.items()}


def _summary(words: Words, program: Program, like: Option) -> str:
    """Which care it has, or may have, and how old the list is."""
    sure = program.says(like.id) == "yes"
    others = [words[id_].says for id_ in of_kind(words, "option") if id_ != like.id and program.says(id_) == "yes"]
    also = f" The program also offers {listed(others)}." if others else ""
    where = ", ".join(filter(None, (program.city, program.state)))
    place = f"This is a program in {where}." if where else "This is a program."
    has = f"The program {'offers' if sure else 'may offer'} {words[like.id].says}."
    doubt = "" if sure or not words[like.id].unclear else f" {words[like.id].unclear}"
    return f"{place} {has}{doubt}{also} {_dated_list(program)}"


def _listed_facts(words: Words, program: Program) -> dict[str, Fact[Any]]:
    """What lists say: whom to call, who pays, which medications and services; not known where they are silent."""
    return {
        "contact": _fact(program, contact(program)),
        "coverage": _fact(program, _coverage(words, program), words=COVERAGE),
        "medications": _medications(words, program),
        "services": _services(words, program),
        **({"family_involvement": _fact(program, "yes")} if program.says("family-therapy") == "yes" else {}),
    }


def _fact(program: Program, value: Any, note: str = "", words: Iterable[str] = ()) -> Fact[Any]:
    """A fact from the list, and from a phone call where one answered for any of the words."""
    days = [program.heard[word].heard for word in words if word in program.heard]
    sources = (program.list, *((PHONE,) if days else ()))
    as_of = max((program.as_of, *days))
    return Fact(value=value, note=note, sources=sources, confidence="secondary", as_of=as_of)


def contact(program: Program) -> tuple[Point, ...]:
    """Whom to call, where it is, and how old the list is."""
    lines = [
        f"Call {program.call}." if program.call else "The list has no phone number.",
        f"The address is {address(program)}." if address(program) else "",
        f"The website is {program.website}." if program.website else "",
        _dated_list(program),
    ]
    return tuple(Point(says=line) for line in lines if line)


def _dated_list(program: Program) -> str:
    """How old the list is, and what to do about it."""
    return f"This list is from {date_text(program.as_of)}. {CALL_FIRST}"


def address(program: Program) -> str:
    """Street, city, state and ZIP code in one line."""
    end = " ".join(filter(None, (program.state, program.zip)))
    return ", ".join(filter(None, (program.street, program.city, end)))


def _coverage(words: Words, program: Program) -> tuple[Point, ...]:
    return tuple(_covered(words, program, payer) for payer in COVERAGE)


def _covered(words: Words, program: Program, payer: str) -> Point:
    if payer == "uninsured":
        helps = [words[id_].says for id_ in (*of_kind(words, "help"), "cash") if program.says(id_) == "yes"]
        said = f"The list shows {listed(helps)}." if helps else "The list does not say, so ask."
        return Point(label=payer, is_="yes" if helps else "", says=said)
    said_of = program.says(payer)
    if said_of in ("not reported", "maybe"):
        return Point(label=payer, says="The list does not say, so ask.")
    name = words[payer].says
    text = f"The program takes {name}." if said_of == "yes" else f"The program does not take {name}."
    heard = program.heard.get(payer)
    says = f"{text} The program said so by phone on {date_text(heard.heard)}." if heard else text
    source = PHONE if heard else program.list
    return Point(label=payer, is_="yes" if said_of == "yes" else "no", says=says, sources=(source,))


def _medications(words: Words, program: Program) -> Fact[Any]:
    """What it gives, with what it accepts from elsewhere as a note; not known where the list names none."""
    medications = of_kind(words, "gives")
    gives = tuple(id_ for id_ in medications if program.says(id_) == "yes")
    accepts = [words[id_].says for id_ in of_kind(words, "accepts") if program.says(id_) == "yes"]
    note = f"The program accepts {listed(accepts)}." if accepts else ""
    if not gives:
        return Fact(not_known=True, note=note or "The list does not say which medications the program gives.")
    return _fact(program, gives, note, medications)


def _services(words: Words, program: Program) -> Fact[Any]:
    named = tuple(id_ for id_ in of_kind(words, "service") if program.says(id_) == "yes")
    if not named:
        return Fact(not_known=True, note="The list does not say which services the program has.")
    return _fact(program, named, "The list names these services. Ask about others.", named)


def _heard_facts(dataset: Dataset, program: Program) -> dict[str, Fact[Any]]:
    """What was heard by phone about rows of the table."""
    facts: dict[str, Fact[Any]] = {}
    for id_, answer in program.heard.items():
        attribute = dataset.attributes.get(id_)
        if attribute and (value := _value(attribute, answer.value, answer.heard.year)) is not None:
            facts[id_] = Fact(value=value, sources=(PHONE,), confidence="secondary", as_of=answer.heard)
    return facts


def _value(attribute: Attribute, value: Any, year: int) -> Any:
    """What was heard, as the attribute's own type."""
    if attribute.type == "range" and type(value) in (int, float):
        return Range(typical=float(value))
    if attribute.type == "money" and type(value) in (int, float):
        return Money(typical=float(value), basis="cash", year=year)
    if attribute.type == "flag" and isinstance(value, bool):
        return "yes" if value else "no"
    if attribute.type == "scale" and isinstance(value, str) and value in [word.id for word in attribute.word]:
        return value
    return None


def _by_phone(day: date) -> Source:
    return Source(
        id=PHONE, title="What the program said by phone", publisher="the program", year=day.year, kind="program",
        read="whole", seen=day,
    )  # fmt: skip
