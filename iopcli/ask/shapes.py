"""The shapes of questions: each is a small function from what was meant to what is said, or None if it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from iopcli.ask.amounts import Number
from iopcli.ask.saying import MOST_LETTERS, beside, briefly, flag_lead, lead, named, sentence, size
from iopcli.ask.understand import Meant
from iopcli.ask.wanted import in_words, payers_of, rows_of, wanted_of, worst
from iopcli.dataset.model import Attribute, Dataset, Option, Range
from iopcli.facts.cells import cell
from iopcli.facts.result import Cell
from iopcli.facts.wording import listed
from iopcli.results.compare import Comparison, compare
from iopcli.results.list import WORSE, ListFilter, fits

MOST_SIDE_BY_SIDE = 4
"""Columns of a comparison in an answer."""


class Place(NamedTuple):
    """A cell with the row it stands in."""

    attribute: str
    cell: Cell


class Saying(NamedTuple):
    """What a shape has to say, and the places it rests on."""

    shape: str
    text: str
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    listed: bool = False
    """Whether each place gets a line of its own."""
    comparison: Comparison | None = None
    unknown: bool = False
    labels: frozenset[str] = frozenset()
    """Of cells with labelled points, the labels that were asked for."""


def versus(dataset: Dataset, meant: Meant) -> Saying | None:
    """Two options or more: the usual table, of the rows asked for or of those at a glance."""
    if len(meant.options) < 2:
        return None
    options = [dataset.options[id_] for id_ in meant.options[:MOST_SIDE_BY_SIDE]]
    asked = rows_of(meant)
    table = compare(dataset, options, asked or None, glance=not asked)
    rows = listed([dataset.attributes[id_].label.lower() for id_ in asked]) or "at a glance"
    begins = f"A {meant.either} can mean either of two kinds of care. " if meant.either else ""
    text = f"{begins}Here side by side: {listed([named(option) for option in options])}; {rows}."
    left = [named(dataset.options[id_]) for id_ in meant.options[MOST_SIDE_BY_SIDE:]]
    text += f" This answer leaves out {listed(left)}." if left else ""
    places = tuple(Place(row.attribute, one) for row in table.rows for one in row.cells)
    known = any(one.cell.state != "not_known" for one in places)
    ids = tuple(option.id for option in options)
    return Saying("versus", text, ids, tuple(asked), places, comparison=table, unknown=not known)


def fact(dataset: Dataset, meant: Meant) -> Saying | None:
    """One option and some of its rows; a question that needs yes or no gets it first, where a row can say so."""
    rows = rows_of(meant)
    if len(meant.options) != 1 or not rows:
        return None
    option = dataset.options[meant.options[0]]
    attributes = [dataset.attributes[id_] for id_ in rows[:MOST_ROWS]]
    labels = frozenset(label for one in attributes for label in one.labels) & meant.cues
    begins = _begins(dataset, option, attributes, meant)
    told = [sentence(dataset, option, attribute, labels) for attribute in attributes]
    while len(told) > 1 and len(" ".join(told)) > MOST_LETTERS:
        told.pop()
    attributes = attributes[: len(told)]
    places = tuple(_place(dataset, option, attribute.id) for attribute in attributes)
    unknown = all(one.cell.state == "not_known" for one in places)
    text = " ".join([*([begins] if begins and not unknown else []), *told])
    shape = "yes or no" if begins else "fact"
    told_of = tuple(one.id for one in attributes)
    return Saying(shape, text, (option.id,), told_of, places, unknown=unknown, labels=labels)


MOST_ROWS = 3
"""Rows of one option that one answer tells, as far as there is room for more than the first."""


def which(dataset: Dataset, meant: Meant) -> Saying | None:
    """The options that meet what was asked, those that may, and those of which it is not known."""
    wanted = wanted_of(dataset, meant)
    labels = payers_of(dataset, meant)
    if not wanted and not labels:
        return None
    fit = {option.id: worst(dataset, option, wanted, labels) for option in dataset.in_order}
    rows = list(dict.fromkeys([*(one.attribute for one in wanted), *(["coverage"] if labels else [])]))
    told = {id_: [briefly(dataset.options[each]) for each in fit if fit[each] == id_] for id_ in WORSE}
    asked = "; ".join(
        [*(in_words(dataset, one) for one in wanted), *(f"paid for by: {label}" for label in sorted(labels))]
    )
    parts = [f"You asked for: {asked}.", f"What fits: {listed(told['yes']) or 'none'}."]
    parts += [f"What sometimes fits: {listed(told['for some'])}."] if told["for some"] else []
    unknown = told["not known"]
    parts += [f"This tool does not know the answer for {len(unknown)}: {listed(unknown)}."] if unknown else []
    shown = [id_ for id_, one in fit.items() if one in ("yes", "for some")]
    met = tuple(id_ for id_ in shown if fit[id_] == "yes" or _can_be_less(dataset.options[id_], wanted))
    places = tuple(_place(dataset, dataset.options[id_], row) for id_ in shown for row in rows)
    return Saying("which", " ".join(parts), met, tuple(rows), places, listed=True, labels=labels)


def relative(dataset: Dataset, meant: Meant) -> Saying | None:
    """The options with less or more of a row than one has: below where its range starts, or from where it ends."""
    if not meant.than or meant.options != (meant.than,) or not meant.cues & {"below", "at-least"}:
        return None
    option = dataset.options[meant.than]
    rows = ((id_, fact.value) for id_ in meant.attributes if (fact := option.facts.get(id_)))
    row, value = next(((id_, value) for id_, value in rows if isinstance(value, Range)), ("", Range()))
    below = "below" in meant.cues
    limit = size(value, most=not below)
    if limit is None:
        return None
    rest = tuple(id_ for id_ in meant.attributes if id_ != row)
    number = Number(row, limit, "below" if below else "at least")
    said = which(dataset, meant._replace(options=(), attributes=rest, numbers=(number,)))
    return said and said._replace(text=f"Compared with {named(option)}. {said.text}")


def _can_be_less(option: Option, wanted: Sequence[ListFilter]) -> bool:
    """Whether all that is in doubt is a limit, and the row says only where it starts: `at least 1 hour`."""
    limits = [one.attribute for one in wanted if one.test in ("at most", "below")]
    values = [fact.value for id_ in limits if (fact := option.facts.get(id_))]
    starts = [isinstance(value, Range) and value.min is not None and value.max is None for value in values]
    return bool(starts) and all(starts)


def extreme(dataset: Dataset, meant: Meant) -> Saying | None:
    """The most or the least of a row that can be put in order, among the options that meet the rest."""
    most = "most" in meant.cues and "least" not in meant.cues
    if not (most or "least" in meant.cues) or meant.options:
        return None
    row = next((id_ for id_ in meant.ranked if dataset.attributes[id_].type in ("range", "money", "scale")), "")
    if not row:
        return None
    attribute = dataset.attributes[row]
    wanted = [one for one in wanted_of(dataset, meant) if one.attribute != row]
    apart = {"baseline", *(() if HOUSED & {*rows_of(meant)} else ("housing",))}
    care = [option for option in dataset.in_order if option.kind not in apart]
    options = [option for option in care if worst(dataset, option, wanted, frozenset()) in ("yes", "for some")]
    sizes = {option.id: one for option in options if (one := _size(attribute, option, most=most)) is not None}
    if not sizes:
        return None
    best = (max if most else min)(sizes.values())
    first = [dataset.options[id_] for id_, one in sizes.items() if one == best]
    places = tuple(_place(dataset, option, row) for option in first)
    asked = "".join(f" Among those with {in_words(dataset, one)}." for one in wanted)
    unknown = [named(option) for option in options if _state(option, row) == "not_known"]
    parts = [f"{_extreme(attribute, most=most)}:{asked}"]
    parts += [f"{named(option)}: {one.cell.text}.{_more(one.cell)}" for option, one in zip(first, places, strict=True)]
    if attribute.type == "money":
        after = [dataset.options[id_] for id_ in _next(sizes, best, most=most)[: 1 if wanted else MOST_NEXT]]
        places += tuple(_place(dataset, option, row) for option in after)
        told = [f"{briefly(option)}: {cell(dataset, option, attribute).text}" for option in after]
        parts += [*([f"Next: {'; '.join(told)}."] if told else []), PRICES]
    parts += [f"This tool does not know the answer for {listed(unknown)}."] if unknown else []
    rows = tuple(dict.fromkeys([row, *(one.attribute for one in wanted)]))
    ids = tuple(option.id for option in first)
    return Saying("most or least", " ".join(parts), ids, rows, places)


def _next(sizes: Mapping[str, float], best: float, *, most: bool) -> list[str]:
    """The options that come next to the first: prices are too rough for that one alone to be told."""
    others = [id_ for id_, one in sizes.items() if one != best]
    return sorted(others, key=lambda id_: -sizes[id_] if most else sizes[id_])[:MOST_NEXT]


HOUSED = frozenset(("housing", "sleep"))
"""Rows of where to live: housing alone is no care, as to do nothing is none, unless one of them is asked for."""
MOST_NEXT = 2
"""Options that are told of after the first where prices are put in order; one where something else is wanted too."""
PRICES = "The prices are of different kinds and from different years, so use them only as a rough guide."


def _extreme(attribute: Attribute, *, most: bool) -> str:
    """How the first of a row is called: `The lowest weekly cost`, `The longest`, `The most hours a week`."""
    label = attribute.label.lower()
    if attribute.type == "money":
        return f"The {'highest' if most else 'lowest'} {label}"
    if attribute.unit == "days":
        return f"The {'longest' if most else 'shortest'}"
    return f"The {'most' if most else 'fewest' if attribute.type == 'range' else 'least'} {label}"


def _more(one: Cell) -> str:
    return "".join(f" {text}" for text in beside(one))


def before(dataset: Dataset, meant: Meant) -> Saying | None:
    """What comes before an option: those that name it as what comes after, or where to go if more is needed."""
    if len(meant.options) != 1 or "before" not in meant.cues or rows_of(meant):
        return None
    id_ = meant.options[0]
    ways = {row: [one for one in dataset.in_order if id_ in one.listed(row)] for row in ("step_down", "step_up")}
    if not any(ways.values()):
        return None
    told = {row: listed([one.in_sentence for one in options]) or "none" for row, options in ways.items()}
    one = dataset.options[id_].in_sentence
    text = f"People step down to {one} from {told['step_down']}. They step up to {one} from {told['step_up']}."
    places = tuple(_place(dataset, option, row) for row, options in ways.items() for option in options)
    return Saying("before", text, (id_,), tuple(ways), places)


def across(dataset: Dataset, meant: Meant) -> Saying | None:
    """A row and no option: what every option has there, first those of which it is known."""
    rows = [id_ for id_ in rows_of(meant) if dataset.attributes[id_].type != "text"]
    if meant.options or not rows:
        return None
    attribute = dataset.attributes[rows[0]]
    every = (_place(dataset, option, attribute.id) for option in dataset.in_order)
    places = tuple(sorted(every, key=lambda one: one.cell.state != "known"))
    text = f"{attribute.label}, for each kind of care. {attribute.meaning}"
    return Saying("each option", text, tuple(dataset.options), (attribute.id,), places, listed=True)


def what(dataset: Dataset, meant: Meant) -> Saying | None:
    """One option and nothing else: what it is, and a few of its facts."""
    if len(meant.options) != 1 or meant.attributes or meant.values:
        return None
    option = dataset.options[meant.options[0]]
    places = tuple(_place(dataset, option, id_) for id_ in FIRST if id_ in dataset.attributes)
    about = (
        "" if "what" in meant.cues or len(meant.words) <= FEW else f"This looks like a question about {named(option)}. "
    )
    return Saying("what it is", f"{about}{named(option)}: {option.summary}", (option.id,), (), places, listed=True)


FEW = 3
"""Words of a question that is little more than a name."""
FIRST = ("hours_per_week", "length_days", "sleep", "supervision", "keeps_job", "cost_per_week", "suits")
"""The rows that say first what an option is."""

SHAPES: tuple[Callable[[Dataset, Meant], Saying | None], ...] = (
    relative,
    extreme,
    versus,
    which,
    before,
    fact,
    what,
    across,
)


def fitting(dataset: Dataset, meant: Meant) -> Saying | None:
    """What the first shape that fits has to say."""
    for shape in SHAPES:
        if shape is which and not _asks_which(dataset, meant):
            continue
        if (said := shape(dataset, meant)) is not None:
            return said
    return None


def _asks_which(dataset: Dataset, meant: Meant) -> bool:
    """Whether options are looked for: in so many words, or by a limit, or by whether there is something."""
    if meant.options or ("not" in meant.cues and meant.values):
        return False
    if "which" in meant.cues:
        return True
    rows = {*(row for row, _ in meant.values), *(one.attribute for one in meant.numbers), "coverage"}
    if any(row not in rows and dataset.attributes[row].type != "flag" for row in meant.attributes):
        return False
    return bool(meant.numbers or meant.values) and not meant.cues & {"wh", "must", "relapse"}


def _place(dataset: Dataset, option: Option, attribute: str) -> Place:
    return Place(attribute, cell(dataset, option, dataset.attributes[attribute]))


def _state(option: Option, row: str) -> str:
    fact = option.facts.get(row)
    return fact.state if fact else "not_known"


def _size(attribute: Attribute, option: Option, *, most: bool) -> float | None:
    """Where an option stands in a row that can be put in order; None if it stands nowhere."""
    fact = option.facts.get(attribute.id)
    value = fact.value if fact else None
    if isinstance(value, Range):
        return size(value, most=most)
    if attribute.type == "scale" and value is not None:
        return [word.id for word in attribute.word].index(value)
    return None


def _begins(dataset: Dataset, option: Option, attributes: Sequence[Attribute], meant: Meant) -> str:
    """Yes, no or it varies, if every row that was asked for says so, and nothing else was asked."""
    if "yesno" not in meant.cues or meant.cues & {"wh", "must", "not", "only"} or meant.open:
        return ""
    if any(one.id not in meant.likely for one in attributes):
        return ""
    leads = {_verdict(dataset, option, attribute, meant) for attribute in attributes}
    return leads.pop() if len(leads) == 1 else ""


def _verdict(dataset: Dataset, option: Option, attribute: Attribute, meant: Meant) -> str:
    """What one row says to a question for yes or no; nothing where it cannot say."""
    fact = option.facts.get(attribute.id)
    if fact is None or fact.state != "known":
        return ""
    disputed = bool(fact.disputed)
    if attribute.type == "flag":
        return flag_lead(str(fact.value), disputed=disputed)
    if attribute.labels:
        says = {point.is_ for point in fact.points if point.label in meant.cues}
        return flag_lead(says.pop(), disputed=disputed) if len(says) == 1 and "" not in says else ""
    wanted = [one for one in wanted_of(dataset, meant) if one.attribute == attribute.id]
    if attribute.type == "range" and not meant.cues & {"at-most", "at-least", "below"}:
        return ""
    if len(wanted) != 1 or attribute.type == "money":
        return ""
    return lead(fits(dataset, option, wanted[0]), disputed=disputed)
