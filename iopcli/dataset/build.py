"""The dataset is built from its files of TOML, every problem in them told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from iopcli.dataset.convert import convert, fact
from iopcli.dataset.lay import Entry, Laid, lay
from iopcli.dataset.model import (
    About,
    Asked,
    Asking,
    Attribute,
    Checklist,
    Cue,
    Danger,
    Dataset,
    Fact,
    Group,
    Help,
    HelpLine,
    Instrument,
    Option,
    Question,
    Refusal,
    Rule,
    Source,
    Spelling,
    SpokenPart,
    Term,
    Topic,
    Vignette,
    Wish,
    WordList,
)
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.read import Files, parsed
from iopcli.dataset.verify import verify
from iopcli.errors import DatasetError, Problem, brief, count

T = TypeVar("T")


def parse(layers: Sequence[Files]) -> Dataset:
    """The dataset that these layers make, from their TOML.

    Raises:
        DatasetError: with every problem found in any file of any layer.
    """
    read = [(layer, *parsed(layer)) for layer in layers]
    laid = lay([(layer.layer.overlay, documents) for layer, documents, _ in read])
    problems = [problem for layer, _, wrong in read for problem in (*layer.problems, *wrong)] + laid.problems
    overlays = tuple(layer.layer.overlay for layer in layers[1:])
    dataset = _build(laid, overlays, _sha256(layers), problems)
    if problems or dataset is None:
        where = "the dataset" if not overlays else "the dataset and what is laid over it"
        summary = f"{count(len(problems), 'problem')} in {where}"
        hint = "run `iopcli data check` after each edit"
        raise DatasetError(summary, [brief(problem) for problem in problems], hint)
    return dataset


def _sha256(layers: Sequence[Files]) -> str:
    import hashlib

    digest = hashlib.sha256()
    for read in layers:
        for part in read.stream:
            digest.update(part)
    return digest.hexdigest()


def _build(laid: Laid, overlays: tuple[str, ...], sha256: str, problems: list[Problem]) -> Dataset | None:
    """The dataset, or None with what is wrong added to `problems`."""
    groups, attributes = _converted(laid, "group", Group, problems), _converted(laid, "attribute", Attribute, problems)
    sources, terms = _converted(laid, "source", Source, problems), _converted(laid, "term", Term, problems)
    topics, lines = _converted(laid, "topic", Topic, problems), _converted(laid, "line", HelpLine, problems)
    questions, rules = _converted(laid, "question", Question, problems), _converted(laid, "rule", Rule, problems)
    made = {id_: _option(entry, attributes, laid.of("attribute"), problems) for id_, entry in laid.of("option").items()}
    options = {id_: option for id_, option in made.items() if option is not None}
    about = _single(laid, "dataset.toml", About, {}, problems)
    asking = Asking(
        refusal=_converted(laid, "refusal", Refusal, problems),
        cue=_converted(laid, "cue", Cue, problems),
        list=_converted(laid, "list", WordList, problems),
        spelling=_converted(laid, "spelling", Spelling, problems),
    )
    in_order = tuple(sorted(lines.values(), key=lambda line: line.order))
    help_ = _single(laid, "help.toml", Help, {"line": in_order}, problems)
    checklist = _single(laid, "selfcheck.toml", Checklist, {}, problems)
    if about is None or help_ is None or checklist is None:
        return None
    dataset = Dataset(
        about=about,
        groups=groups,
        attributes=attributes,
        options=dict(sorted(options.items(), key=lambda item: (item[1].order, item[0]))),
        sources=sources,
        topics=dict(sorted(topics.items())),
        terms=terms,
        questions=dict(sorted(questions.items(), key=lambda item: (item[1].order, item[0]))),
        rules=rules,
        wishes=_converted(laid, "wish", Wish, problems),
        vignettes=_converted(laid, "vignette", Vignette, problems),
        instruments=dict(sorted(_converted(laid, "instrument", Instrument, problems).items())),
        checklist=checklist,
        asking=asking,
        parts=_converted(laid, "part", SpokenPart, problems),
        dangers=dict(sorted(_converted(laid, "danger", Danger, problems).items())),
        asked=dict(sorted(_converted(laid, "asked", Asked, problems).items())),
        help=help_,
        overlays=overlays,
        sha256=sha256,
        places=_by_key(laid, lambda entry: {"": entry.place, **entry.places}),
        layers=_by_key(laid, lambda entry: {key if key != "id" else "": name for key, name in entry.layers.items()}),
    )
    problems += verify(dataset, {kind: entries.keys() for kind, entries in laid.entries.items()})
    return dataset


def _converted(laid: Laid, kind: str, shape: type[T], problems: list[Problem]) -> dict[str, T]:
    made = {id_: convert(one.table, shape, one.place, problems, one.places) for id_, one in laid.of(kind).items()}
    return {id_: thing for id_, thing in made.items() if thing is not None}


def _single(laid: Laid, name: str, shape: type[T], filled: Mapping[str, Any], problems: list[Problem]) -> T | None:
    entry = laid.of(name).get(name)
    if entry is None:
        problems.append(Problem(f"data/{name}", "is missing"))
        return None
    return convert({**entry.table, **filled}, shape, entry.place, problems, entry.places)


def _option(
    entry: Entry, attributes: Mapping[str, Attribute], known: Collection[str], problems: list[Problem]
) -> Option | None:
    if entry.broken:
        return None
    table = {key: value for key, value in entry.table.items() if key != "facts"}
    facts: dict[str, Fact[Any]] = {}
    for id_, fact_table in entry.table.get("facts", {}).items():
        told = [] if id_ in entry.inherited else problems  # a fact of another option is told of where it stands
        place = f"{entry.places.get(id_, entry.place)} facts.{id_}"
        if id_ in attributes:
            made = fact(fact_table, attributes[id_], place, told)
            facts |= {id_: made} if made is not None else {}
        elif id_ not in known:
            told.append(Problem(place, f"`{id_}` is not an attribute", did_you_mean(id_, known)))
    for key in ("layers", "inherited"):
        if table.pop(key, None) is not None:
            problems.append(Problem(entry.places.get(key, entry.place), f"{key} is not a known key"))
    option = convert(table, Option, entry.place, problems, entry.places)
    if option is None:
        return None
    ordered = {id_: facts[id_] for id_ in attributes if id_ in facts}
    return replace(option, facts=ordered, layers=entry.layers, inherited=entry.inherited)


def _by_key(laid: Laid, of: Callable[[Entry], Mapping[str, str]]) -> dict[str, str]:
    """What each entry says of its keys, under `kind/id` for itself and `kind/id/key` for a key."""
    return {
        f"{kind}/{id_}/{key}".rstrip("/"): said
        for kind, entries in laid.entries.items()
        for id_, entry in entries.items()
        for key, said in of(entry).items()
    }
