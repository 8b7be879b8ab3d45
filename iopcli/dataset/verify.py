"""What every command relies on: ids, words, references and ranges hold together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from iopcli.dataset.answers import NotAnAnswer, typed
from iopcli.dataset.model import (
    ALARM_LINES,
    CIRCUMSTANCES,
    CONFIDENCE,
    FIGURE,
    FIGURES,
    FIGURES_OF_EACH,
    Asked,
    Attribute,
    Checklist,
    Claim,
    Cue,
    Danger,
    Dataset,
    Fact,
    Flag,
    HelpLine,
    Instrument,
    Money,
    Option,
    Point,
    Question,
    Range,
    Refusal,
    Rule,
    Score,
    Skip,
    Source,
    SpokenPart,
    Term,
    Topic,
    Vignette,
    Wish,
)
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.read import GOOD_ID
from iopcli.dataset.states import LETTERS, STATES
from iopcli.errors import Problem
from iopcli.logic.conditions import Condition, Test, tests_of

_URL = re.compile(r"https?://[^\s<>\"'`]+")


class _Whole(NamedTuple):
    """The dataset, and the ids of each kind that are written down, also of things that could not be read."""

    dataset: Dataset
    names: Mapping[str, Collection[str]]

    def unknown(self, place: str, kind: str, used: Iterable[str]) -> Iterator[Problem]:
        """A problem for each word that is the id of no thing of this kind."""
        return _unknown(place, kind, used, self.names[kind])

    def unknown_sources(self, place: str, sources: Iterable[str], points: Iterable[Point] = ()) -> Iterator[Problem]:
        """The same for sources, those of the points among them; each once."""
        return self.unknown(place, "source", dict.fromkeys([*sources, *(s for point in points for s in point.sources)]))


def verify(dataset: Dataset, written: Mapping[str, Collection[str]] | None = None) -> list[Problem]:
    """Every place where the dataset contradicts itself; empty when it can be used.

    `written` are the ids of each kind in its files; what could not be read is not missed a second time.
    """
    things: dict[str, Mapping[str, Any]] = {
        "group": dataset.groups,
        "attribute": dataset.attributes,
        "option": dataset.options,
        "source": dataset.sources,
        "topic": dataset.topics,
        "term": dataset.terms,
        "question": dataset.questions,
        "rule": dataset.rules,
        "wish": dataset.wishes,
        "vignette": dataset.vignettes,
        "instrument": dataset.instruments,
        "selfcheck.toml": {"selfcheck.toml": dataset.checklist},
        "line": {line.id: line for line in dataset.help.line},
        "part": dataset.parts,
        "danger": dataset.dangers,
        "asked": dataset.asked,
        "refusal": dataset.asking.refusal,
        "cue": dataset.asking.cue,
        "list": dataset.asking.list,
        "spelling": dataset.asking.spelling,
    }
    whole = _Whole(dataset, {kind: {*of, *(written or {}).get(kind, ())} for kind, of in things.items()})
    problems = []
    for kind, of in things.items():
        for id_, thing in of.items():
            place = where(dataset, kind, id_)
            if not GOOD_ID.fullmatch(id_):
                problems.append(Problem(place, f"`{id_}` is not a good id", "use small letters, digits and hyphens"))
            problems += _CHECKS[kind](whole, thing)
    missing = [id_ for id_ in ALARM_LINES if id_ not in whole.names["line"]]
    return problems + [
        Problem("data/help.toml", f"has no line `{id_}`", "every page starts with it") for id_ in missing
    ]


def where(dataset: Dataset, kind: str, id_: str, key: str = "") -> str:
    """The place where a thing, or a key of it, was written."""
    own = f"{kind}/{id_}"
    return dataset.places.get(f"{own}/{key}") or dataset.places.get(own) or own


def place_of(dataset: Dataset, option: Option, attribute: str) -> str:
    """The file and fact that a cell of the table was read from."""
    return f"{where(dataset, 'option', option.id, attribute)} facts.{attribute}"


def _nothing(_: _Whole, __: Any) -> Iterator[Problem]:
    yield from ()


def _attribute(whole: _Whole, attribute: Attribute) -> Iterator[Problem]:
    yield from whole.unknown(where(whole.dataset, "attribute", attribute.id, "group"), "group", [attribute.group])
    needs_words = attribute.type in ("scale", "set") and not attribute.words
    if needs_words != bool(attribute.word):
        place = where(whole.dataset, "attribute", attribute.id, "word")
        yield Problem(place, "a scale or a set lists its words, other types do not", "write [[attribute.word]]")
    place = where(whole.dataset, "attribute", attribute.id, "met_by")
    for other, word in attribute.met_by.items():
        yield from whole.unknown(place, "attribute", [other])
        if other in whole.dataset.attributes:
            yield from _need(whole, other, word, place)


def _source(whole: _Whole, source: Source) -> Iterator[Problem]:
    if source.url and not _URL.fullmatch(source.url):
        place = where(whole.dataset, "source", source.id, "url")
        yield Problem(place, "has an address that is none", "write https://…")
    yield from _known_state(whole, "source", source.id, source.state)


def _known_state(whole: _Whole, kind: str, id_: str, state: str) -> Iterator[Problem]:
    if state and state not in STATES:
        yield Problem(where(whole.dataset, kind, id_, "state"), f"`{state}` is not a state", LETTERS)


def _topic(whole: _Whole, topic: Topic) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "topic", topic.id, key)

    yield from whole.unknown(place("options"), "option", topic.options)
    yield from whole.unknown(place("attributes"), "attribute", topic.attributes)
    yield from whole.unknown_sources(place("sources"), topic.sources)
    yield from whole.unknown_sources(place("point"), (), topic.point)
    yield from _known_state(whole, "topic", topic.id, topic.state)


def _term(whole: _Whole, term: Term) -> Iterator[Problem]:
    either = {*whole.names["option"], *whole.names["attribute"]}
    yield from _unknown(where(whole.dataset, "term", term.id, "see"), "option or attribute", term.see, either)
    yield from whole.unknown_sources(where(whole.dataset, "term", term.id, "sources"), term.sources)


def _line(whole: _Whole, line: HelpLine) -> Iterator[Problem]:
    if line.id in ALARM_LINES and "call" not in line.how:
        yield Problem(where(whole.dataset, "line", line.id, "how"), "cannot be called", 'its `how` needs "call"')
    yield from whole.unknown_sources(where(whole.dataset, "line", line.id, "sources"), line.sources)


def _question(whole: _Whole, question: Question) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "question", question.id, key)

    yield from whole.unknown_sources(place("sources"), question.sources)
    values = [choice.value for choice in question.choice]
    wanted = _FIXED_CHOICES.get(question.type)
    if wanted is not None and [(type(value), value) for value in values] != [(type(value), value) for value in wanted]:
        yield Problem(place("choice"), f"has other choices than {', '.join(map(str, wanted))}", "write them in order")
    elif question.type in ("choice", "choices"):
        if not values or not all(isinstance(value, str) and GOOD_ID.fullmatch(value) for value in values):
            yield Problem(place("choice"), "has choices that are no good words", "use small letters, digits, _ and -")
    elif wanted is None and values:
        yield Problem(place("choice"), f"has choices, which {question.type} has not", "take them out")
    if len(set(map(str, values))) < len(values):
        yield Problem(place("choice"), "has a choice twice", "leave one of them")
    if (question.type == "number") != (question.least < question.most):
        yield Problem(place("most"), "a number has a least and a most, other types have not")
    for choice in question.choice:
        yield from _tests(whole, place("choice"), "possible", partial(getattr, choice, "could"))


_FIXED_CHOICES: Mapping[str, list[int | bool]] = {"rating": [0, 1, 2, 3, 4], "yesno": [True, False]}
_COMPARED: Mapping[str, tuple[str, ...]] = {
    "rating": ("is", "one_of", "at_least", "at_most"), "number": ("at_least", "at_most"), "yesno": ("is",),
    "choice": ("is", "one_of"), "choices": ("includes",), "options": ("includes",), "attributes": ("includes",),
}  # fmt: skip
"""How answers of each type may be compared."""


def _rule(whole: _Whole, rule: Rule) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "rule", rule.id, key)

    yield from whole.unknown_sources(place("sources"), rule.sources)
    if not rule.sources:
        yield Problem(place("sources"), "has no source", 'add sources = ["…"]')
    problems = list(_tests(whole, place("when"), "when", lambda: rule.condition))
    yield from problems
    if not problems and not rule.asks:
        yield Problem(place("when"), "holds for everyone", "say when it holds")
    for id_ in rule.assume if not problems else ():
        if id_ not in rule.asks:
            yield Problem(place("assume"), f"assumes `{id_}`, which its `when` does not ask", "name one it asks")
    yield from _tests(whole, place("possible"), "possible", lambda: rule.could)
    for attribute, least in rule.needs.items():
        yield from whole.unknown(f"{place('needs')} needs", "attribute", [attribute])
        if attribute in whole.dataset.attributes:
            yield from _need(whole, attribute, least, f"{place('needs')} needs.{attribute}")
    yield from whole.unknown(place("alongside"), "option", rule.offers)
    yield from whole.unknown(place("less_than"), "option", rule.less_than)
    if rule.urgent:
        yield from whole.unknown(place("urgent"), "line", rule.urgent.lines)
    if rule.ask_again:
        yield from whole.unknown(f"{place('ask_again')} ask_again", "question", [rule.ask_again.question])
    if not (rule.needs or rule.alongside or rule.urgent or rule.advice or rule.clinician or rule.ask_again):
        yield Problem(
            place("needs"), "has no effect", "give it needs, alongside, urgent, advice, clinician or ask_again"
        )


def _wish(whole: _Whole, wish: Wish) -> Iterator[Problem]:
    place = partial(where, whole.dataset, "wish", wish.id)
    yield from whole.unknown(place("asks"), "question", [wish.asks])
    yield from whole.unknown(place("row"), "attribute", [wish.row] if wish.row else [])
    if wish.stands == "fits" and (wish.row or wish.says):
        yield Problem(place("stands"), "fits, and says what stands against it", "leave out `row` and `says`")
    if wish.stands != "fits" and not (wish.row and wish.says):
        yield Problem(place("stands"), "does not say what stands against it", "give it `row` and `says`")
    rows = whole.names["attribute"]
    ends = (f"{id_}.{end}" for id_ in rows for end in ("least", "most"))
    figures = {*FIGURES, *FIGURES_OF_EACH[wish.each], *rows, *ends}
    conditions: tuple[tuple[str, Callable[[], Condition]], ...] = (
        ("plan", lambda: wish.plans), ("when", lambda: wish.condition),
    )  # fmt: skip
    for key, read in conditions:
        at = f"{place(key)} {key}"
        try:
            for test in tests_of(read()):
                if key == "plan":
                    yield from _unknown(at, "figure of a plan", [test.question], figures)
                elif isinstance(test.value, str) and FIGURE.fullmatch(test.value):
                    yield from whole.unknown(at, "question", [test.question])
                    yield from _figures(f"{at}.{test.question}", test.value, figures)
                else:
                    yield from _test(whole, test, f"{at}.{test.question}")
        except ValueError as error:
            yield Problem(at, str(error))
    for text in wish.sentences:
        yield from _figures(f"{place('says')} says", text, figures)


def _figures(place: str, text: str, known: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the figures that a text names; a number is a figure where no other is known."""
    for found in FIGURE.finditer(text):
        names = (name for name in found["names"].split("|") if not name.isdecimal())
        yield from _unknown(place, "figure of a plan", names, known)
    if set("{}") & set(FIGURE.sub("", text)):
        yield Problem(place, "has a brace that names no figure", "write {hours_per_week} and so on")


def _tests(whole: _Whole, place: str, key: str, read: Callable[[], Condition]) -> Iterator[Problem]:
    """What is wrong with a condition that is written under a key."""
    try:
        for test in tests_of(read()):
            yield from _test(whole, test, f"{place} {key}.{test.question}")
    except ValueError as error:
        yield Problem(f"{place} {key}", str(error))


def _test(whole: _Whole, test: Test, place: str) -> Iterator[Problem]:
    question = whole.dataset.questions.get(test.question)
    if question is None:
        yield from whole.unknown(place, "question", [test.question])
        return
    if test.kind not in _COMPARED[question.type]:
        yield Problem(place, f"compares with `{test.kind}`", f"use one of {', '.join(_COMPARED[question.type])}")
        return
    for value in test.value if test.kind == "one_of" else [test.value]:
        yield from _answer(whole, question, [value] if question.many else value, place, "compares with ")


def _answer(whole: _Whole, question: Question, value: Any, place: str, lead: str = "") -> Iterator[Problem]:
    """What is wrong with an answer that the dataset itself writes: it uses ids, and no other names."""
    kind = {"options": "option", "attributes": "attribute"}.get(question.type, "")
    try:
        read = typed(whole.dataset, question, value)
    except NotAnAnswer as error:
        if not (kind and isinstance(value, list) and set(map(str, value)) <= set(whole.names[kind])):
            yield Problem(place, f"{lead}what is no answer: {error.message}" if lead else error.message, error.hint)
        return
    exact = list(read) if question.many else read
    if (sorted(exact) != sorted(value)) if question.many else (exact != value):
        known = next(one for one in read if one not in value) if question.many else read
        yield Problem(place, f"{lead}another name of `{known}`", f"write `{known}`")


def _need(whole: _Whole, attribute: str, least: Any, place: str) -> Iterator[Problem]:
    row = whole.dataset.attributes[attribute]
    words = row.needed if row.type == "set" else [word.id for word in row.word]
    known = list(whole.dataset.options) if row.words else words
    if row.type == "range":
        if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least < math.inf:
            yield Problem(place, "wants a number above zero", row.unit)
    elif row.type == "scale" and isinstance(least, str):
        yield from _unknown(place, "word", [least], known)
    elif row.type == "set" and isinstance(least, list | tuple) and least and all(isinstance(w, str) for w in least):
        yield from _unknown(place, "word", least, known)
    else:
        wants = {"scale": "a word of its scale", "set": "a list of its words"}.get(row.type, "a number, scale or set")
        yield Problem(place, f"wants {wants}")


def _vignette(whole: _Whole, vignette: Vignette) -> Iterator[Problem]:
    place = where(whole.dataset, "vignette", vignette.id)
    for id_, value in vignette.answers.items():
        yield from whole.unknown(f"{place} answers", "question", [id_])
        if question := whole.dataset.questions.get(id_):
            yield from _answer(whole, question, value, f"{place} answers.{id_}")
    expect = vignette.expect
    rules = (*(expect.urgent or ()), *(expect.clinician or ()), *expect.fires, *expect.silent)
    options = (*(expect.at_least or ()), *(expect.at_most or ()), *expect.alongside, *expect.misses)
    yield from whole.unknown(f"{place} expect", "rule", rules)
    yield from whole.unknown(f"{place} expect", "option", options)
    yield from whole.unknown(f"{place} expect", "question", expect.conflicts or ())
    needs = (attribute for missed in expect.misses.values() for attribute in missed)
    yield from whole.unknown(f"{place} expect", "attribute", needs)


def _instrument(whole: _Whole, one: Instrument) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "instrument", one.id, key)

    yield from whole.unknown_sources(place("sources"), one.every_source)
    numbers = [number for run in one.item for number in range(run.from_, run.to + 1)]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        yield Problem(place("item"), "does not number its items from 1 on, each once", "write from and to of each run")
    if any(len(run.points) < 2 or list(run.points) != sorted(set(run.points)) for run in one.item):
        yield Problem(place("item"), "has points that are not in order", "such as points = [0, 1, 2, 3]")
    if any(run.yes is not None and (run.yes not in run.points or len(run.points) != 2) for run in one.item):
        yield Problem(place("item"), "has a yes that is not one of two points", "such as points = [0, 1] and yes = 1")
    parts: tuple[Score | Flag | Skip, ...] = (*one.score, *one.flag, *one.skip)
    for items in (*(part.items for part in parts), *(skip.zero for skip in one.skip)):
        if unknown := [number for number in items if number not in numbers]:
            yield Problem(place("score"), f"has no item {unknown[0]}", "use the numbers of its items")
    points = one.points
    for skip in one.skip:
        if not skip.zero or not all(0 in points.get(number, (0,)) for number in (*skip.zero, *skip.items)):
            yield Problem(place("skip"), "skips by or over an item that cannot have 0 points", "see its points")
    for score in one.score:
        least, most = score.ends(points)
        for who in {band.for_ for band in score.band}:
            if not _covered([(band.least, band.most) for band in score.band if band.for_ == who], least, most):
                yield Problem(
                    place("score"), f"{score.id} has bands that do not cover {least} to {most}", "each number once"
                )
    for flag in one.flag:
        yield from whole.unknown(place("flag"), "line", flag.lines)


def _covered(bands: Iterable[tuple[int, int]], least: int, most: int) -> bool:
    """Whether bands hold each number from the least to the most, once."""
    ends = sorted(bands)
    joined = all(low == high + 1 for (_, high), (low, _) in pairwise(ends))
    return bool(ends) and joined and ends[0][0] == least and ends[-1][1] == most


def _checklist(whole: _Whole, one: Checklist) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "selfcheck.toml", "selfcheck.toml", key)

    yield from whole.unknown_sources(place("sources"), one.every_source)
    yield from whole.unknown(place("safety"), "question", one.safety)
    yield from whole.unknown(place("ask"), "attribute", one.ask)
    silent = {rule.id for rule in whole.dataset.rules.values() if not rule.advice}
    yield from _unknown(place("warnings"), "rule with advice", one.warnings, {*whole.names["rule"]} - silent)
    extras = [extra.id for extra in one.extra]
    yield from _unknown(place("matters"), "question", one.matters, {*whole.names["question"], *extras})
    own = [*(sign.id for sign in one.sign), *extras]
    for id_ in own:
        if not GOOD_ID.fullmatch(id_) or own.count(id_) > 1 or id_ in whole.names["question"]:
            yield Problem(place("sign"), f"`{id_}` is not a good id, or there twice", "small letters, each once")
    if not _covered([(band.least, band.most) for band in one.band], 0, len(one.sign)):
        yield Problem(place("band"), f"has bands that do not cover 0 to {len(one.sign)}", "each number once")
    if one.family:
        yield from whole.unknown(place("family"), "topic", [one.family.topic])
        told = (*one.family.safe.sources, *(source for band in one.family.band for source in band.sources))
        yield from whole.unknown_sources(place("family"), dict.fromkeys(told))
    for extra in one.extra:
        values = [tip.value for tip in extra.choice]
        if not values or len(set(values)) < len(values) or not all(map(GOOD_ID.fullmatch, values)):
            yield Problem(place("extra"), f"{extra.id} has choices that are no good words", "small letters, each once")


def _cue(whole: _Whole, cue: Cue | Refusal) -> Iterator[Problem]:
    kind = type(cue).__name__.lower()
    place = where(whole.dataset, kind, cue.id)
    phrases = (*cue.any, *([] if isinstance(cue, Cue) else cue.unless))
    if not cue.any or not all(phrase.split() for phrase in phrases):
        yield Problem(place, "has no phrase, or an empty one", "write the words that people say")
    words = (word for phrase in phrases for item in phrase.split() for word in item.rstrip("?").split("|"))
    named = (word[1:] for word in words if word.startswith("@"))
    yield from whole.unknown(place, "list", dict.fromkeys(named))
    topic = "" if isinstance(cue, Refusal) else cue.topic
    yield from whole.unknown(place, "topic", [topic] if topic else [])
    yield from whole.unknown(place, "line", () if isinstance(cue, Cue) else cue.lines)


def _part(whole: _Whole, part: SpokenPart) -> Iterator[Problem]:
    yield from _listed(whole, where(whole.dataset, "part", part.id, "words"), part.words)


def _listed(whole: _Whole, place: str, words: str) -> Iterator[Problem]:
    """The parts that stand in phrases for any of their words, as `my @other is`."""
    named = (word[1:] for word in words.replace(",", " ").split() if word.startswith("@"))
    yield from whole.unknown(place, "part", dict.fromkeys(named))


def _danger(whole: _Whole, danger: Danger) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "danger", danger.id, key)

    yield from whole.unknown(place("topic"), "topic", [danger.topic] if danger.topic else [])
    yield from whole.unknown(place("lines"), "line", danger.lines)
    if not danger.sign or not danger.lines:
        yield Problem(place("sign"), "has no sign, or no line to call", "give it both")
    known = {*whole.names["part"], *danger.parts}
    for words in danger.parts.values():
        yield from _listed(whole, place("parts"), words)
    for sign in danger.sign:
        heard = (*sign.hear, *sign.perhaps)
        named = (name for one in heard for item in one.split() for name in item.lstrip("-~").split("|"))
        yield from _unknown(
            place("sign"), "part", dict.fromkeys(name for name in named if name not in (">>", *"+>")), known
        )
        yield from _unknown(place("sign"), "part", sign.unless, known)
        yield from _unknown(place("sign"), "circumstance", sign.even, CIRCUMSTANCES)
        if not heard or not all(re.fullmatch(r"[^\s+>]+( (\+|>>?) [^\s+>]+)*", one) for one in heard):
            yield Problem(place("sign"), "has no parts, or not with + or > between them", 'write "took + poison"')


def _asked(whole: _Whole, asked: Asked) -> Iterator[Problem]:
    place = where(whole.dataset, "asked", asked.id)
    told = {*whole.names["topic"], *whole.names["term"]}
    for one in asked.question:
        yield from whole.unknown(place, "option", one.options)
        yield from whole.unknown(place, "attribute", one.attributes)
        yield from _unknown(place, "topic or term", one.topics, told)


def _option(whole: _Whole, option: Option) -> Iterator[Problem]:
    if not math.isfinite(option.order):
        yield Problem(where(whole.dataset, "option", option.id, "order"), "has an order that is no number", "write 60")
    for id_, fact in option.facts.items():
        if id_ not in option.inherited:
            yield from _fact(whole, whole.dataset.attributes[id_], fact, place_of(whole.dataset, option, id_))


def _fact(whole: _Whole, attribute: Attribute, fact: Fact[Any], place: str) -> Iterator[Problem]:
    yield from _state(fact, place)
    yield from whole.unknown_sources(place, fact.sources, fact.points)
    if fact.value is not None:
        yield from _value(whole, attribute, fact.value, place)
    if attribute.type == "set":
        yield from _unknown(place, "word of its value", (*fact.referral, *fact.some), fact.value or ())
    elif fact.referral or fact.some:
        yield Problem(place, "has words by referral or at some places", "only a set has these")
    for claim in (*fact.also, *fact.disputed):
        yield from _claim(whole, attribute, claim, place)


def _state(fact: Fact[Any], place: str) -> Iterator[Problem]:
    if fact.state != "known":
        if fact.value is not None:
            yield Problem(place, "has a value and says there is none", "keep one of the two")
        elif fact.state == "not_applicable" and not fact.note:
            yield Problem(place, "does not say why it does not apply", "add a note")
    elif fact.value is None:
        yield Problem(place, "has no value", "give one, or say not_known = true, or applies = false with a note")
    elif not isinstance(fact.value, Range) and not fact.value:
        yield Problem(place, "has an empty value", "give one, or say not_known = true")
    else:
        if not fact.sources:
            yield Problem(place, "has no source", 'add sources = ["…"]')
        if fact.confidence is None:
            yield Problem(place, "does not say how sure it is", f'add confidence = "…": {", ".join(CONFIDENCE)}')


def _claim(whole: _Whole, attribute: Attribute, claim: Claim[Any], place: str) -> Iterator[Problem]:
    if not claim.sources:
        yield Problem(place, "another claim has no source", 'add sources = ["…"]')
    yield from whole.unknown_sources(place, claim.sources)
    yield from _value(whole, attribute, claim.value, place)


def _value(whole: _Whole, attribute: Attribute, value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, Range):
        yield from _range(value, place)
    elif attribute.type == "text":
        yield from _labels(attribute, value, place)
    elif attribute.words == "options":
        yield from whole.unknown(place, "option", value)
    elif attribute.type != "flag":
        words = [word.id for word in attribute.word]
        yield from _unknown(place, "word", [value] if isinstance(value, str) else value, words)


def _range(value: Range, place: str) -> Iterator[Problem]:
    numbers = [number for number in (value.min, value.typical, value.max) if number is not None]
    if not numbers:
        yield Problem(place, "has no number", "give min, max or typical")
    if any(not 0 <= number < 10_000_000 for number in numbers):
        yield Problem(place, "has a number that cannot be", "numbers are zero or more, and below ten million")
    if numbers != sorted(numbers):
        yield Problem(place, "is not in order", "min is at most typical, and typical at most max")
    if isinstance(value, Money) and not 1950 <= value.year <= 2100:
        yield Problem(place, "has a year that cannot be")


def _labels(attribute: Attribute, points: Iterable[Point], place: str) -> Iterator[Problem]:
    labels = [point.label for point in points if point.label]
    yield from _unknown(place, "label", labels, attribute.labels)
    missing = [label for label in attribute.labels if label not in labels]
    if attribute.labels_required and missing:
        yield Problem(place, f"has no point labelled {', '.join(missing)}")


def _unknown(place: str, what: str, used: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for word in used:
        if word not in known:
            yield Problem(place, f"`{word}` is not a known {what}", did_you_mean(word, known))


_CHECKS: Mapping[str, Any] = {
    "group": _nothing,
    "attribute": _attribute,
    "option": _option,
    "source": _source,
    "topic": _topic,
    "term": _term,
    "line": _line,
    "question": _question,
    "rule": _rule,
    "wish": _wish,
    "vignette": _vignette,
    "instrument": _instrument,
    "selfcheck.toml": _checklist,
    "part": _part,
    "danger": _danger,
    "asked": _asked,
    "refusal": _cue,
    "cue": _cue,
    "list": _nothing,
    "spelling": _nothing,
}
