"""Many records at once: rules once for each way to answer them, plans once for each set of needs, joined back.

The frame goes in with one column a question, null where it was not answered. Nothing here knows where it came from:
DuckDB, Polars and Spark read the same expressions. On the way there are only numbers, which are quick to join and to
put in order; they become words at the very end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from iopcli.batch.candidates import FEW, Candidates
from iopcli.batch.cells import ORDERED, Cells
from iopcli.batch.faults import NO_PERSON, UNUSABLE_IDS
from iopcli.batch.groups import Judging, Numbers, groups_of, rule_tests
from iopcli.batch.levels import Levels
from iopcli.batch.packed import Digit, Packed, kind_of, total
from iopcli.batch.spoken import Spoken, Texts
from iopcli.batch.tables import Table, Tables, distinct, with_columns
from iopcli.batch.ways import Answered, steps_of
from iopcli.dataset.answers import SEPARATOR
from iopcli.dataset.find import plain
from iopcli.errors import UsageError
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import WISHES

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

Frame = nw.LazyFrame[Any]
COLUMNS = (
    "status", "at_least", "at_most", "plan", "settled", "reasons", "alongside", "urgent", "ask_next", "conflicts",
    "cost_per_week_min", "cost_per_week_max", "conflicts_certain", "clinician", "cost_kind", "cost_year", "cost_weak",
    "unread",
)  # fmt: skip
"""What is said of each record, besides its id."""
NUMBERS = ("cost_per_week_min", "cost_per_week_max", "cost_year")
"""Of these, what is a number and no text."""
PAYER = "payer"
"""The question of who pays: by it a price is chosen."""
REJECTED = "rejected"
"""The status of a record with a cell that is no answer; nothing else is said of it.

Unless what can be read of it is urgent. Then it is told of as if what cannot be read were not answered, and `unread`
names the questions, or the reason why the record as a whole cannot be read.
"""


class Looked(NamedTuple):
    """What is among the records: every set of needs with its plans, and what hangs on open questions."""

    least: Sequence[tuple[int, ...]]
    most: Sequence[tuple[int, ...]]
    plans: Mapping[tuple[int, ...], tuple[Plan, ...]]
    """Needs, as numbers, to all plans that meet them."""
    enough: Mapping[tuple[Plan, ...], tuple[Plan, ...]]
    """Such plans to those of them that are just enough."""
    sure: Sequence[tuple[int, ...]]
    """The needs at least, if nothing were assumed."""
    open: Sequence[tuple[int, ...]]
    """How much hangs on each open question, as numbers."""


class Read(NamedTuple):
    """The records with what there is to say of each in numbers, and what their columns of answers can hold."""

    judged: Frame
    answered: Mapping[str, Answered]
    """Each question that has a column, besides those that take numbers."""
    numbers: Sequence[str]
    """The questions that have a column of numbers."""


class Batch:
    """What a dataset says of many records; remembers plans between frames."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.levels = Levels(dataset)
        self.planner = Planner(dataset)
        self._groups = groups_of(dataset, self.levels.places)
        self._wishes = [wish for wish in WISHES if wish in dataset.questions]
        rules = dataset.rules.values()
        kinds = {
            "reasons": rules,
            "urgent": [rule for rule in rules if rule.urgent],
            "clinician": [rule for rule in rules if rule.clinician],
        }
        weights = {
            id_: sum(self.levels.most(rule) for rule in rules if rule.needs and id_ in rule.asks)
            for id_ in dataset.questions
        }
        offers = {id_: sum(id_ in rule.offers for rule in rules) for id_ in dataset.options}
        self.least, self.most = self.levels.packed("_least"), self.levels.packed("_most")
        self.unread = Packed("_unread", [Digit(id_, 2) for id_ in dataset.questions], FEW)
        """The questions that a record holds no answer to in their cells, though something stands there."""
        others = [place for place in self.levels.places if not place.amount]
        self._numbers = Numbers(
            self.least,
            self.most,
            self.levels.packed("_sure"),
            Packed("_narrow", [Digit(place.name, len(place.steps)) for place in others]),
            Packed("_open", [Digit(id_, most + 1) for id_, most in weights.items() if most]),
            {kind: Packed(f"_{kind}", [Digit(rule.id, 2) for rule in some], FEW) for kind, some in kinds.items()},
            Packed("_alongside", [Digit(id_, most + 1) for id_, most in offers.items() if most], FEW),
        )

    @property
    def counted(self) -> tuple[str, ...]:
        """The columns that a report counts besides what is said: whether plans are compared, and the needs."""
        return "_going", *self.least.names, *self.most.names

    def match(self, frame: Frame, keep: Sequence[str]) -> Frame:
        """The columns `keep` and `COLUMNS`, one row for each of the frame's."""
        tables = Tables(frame)
        read = self.read(frame, keep, tables)
        return self.told(read, self.look(read), tables, keep)

    def read(self, frame: Frame, keep: Sequence[str], tables: Tables) -> Read:
        """What there is to say of each record, kept by the engine; `_unread*` where cells hold no answer."""
        cells, unread = Cells(self.dataset, frame), self.unread
        texts = cells.texts(frame)
        coded = tables.kept(cells.coded(texts, keep, {}, unread))
        odd = any(rows not in ([], [(0,)]) for rows in distinct(coded, [(name,) for name in unread.names]))
        if odd and (spelled := cells.spelled(texts, tables)):
            coded = tables.kept(cells.coded(texts, keep, spelled, unread))
        answered = {one.question: one for one in cells.answered(coded)}
        rules = self.dataset.rules.values()
        steps = steps_of(cells.numbers, (test for rule in rules for test in rule_tests(rule)))
        judging = Judging(self._groups, [*answered.values(), *(one.answered for one in steps.values())], tables)
        keep = [*tables.row, *keep, *(id_ for id_ in (*self._wishes, ORDERED) if id_ in cells.asked)]
        coded = with_columns(coded, {one.name: one.column for one in steps.values()})
        keyed = tables.kept(judging.keyed(coded, keep, unread))
        judged = tables.kept(judging.judged(keyed, [*keep, *unread.names], self._numbers))
        return Read(judged, answered, cells.numbers)

    # --- what there is ------------------------------------------------------

    def look(self, read: Read) -> Looked:
        """Every set of needs there is, planned for, and what else is said once for many records."""
        together = (self.least.names, self.most.names, self._numbers.sure.names, self._numbers.open.names)
        seen = zip(together, distinct(read.judged, together), strict=True)
        # of no records what is seen is as of one that needs nothing
        least, most, sure, open_ = (rows or [(0,) * len(names)] for names, rows in seen)
        plans: dict[tuple[int, ...], tuple[Plan, ...]] = {}
        enough: dict[tuple[Plan, ...], tuple[Plan, ...]] = {}
        for numbers in dict.fromkeys([*least, *most, *sure]):
            needs = self.levels.needs(self.least.digits(numbers))
            every = plans[numbers] = self.planner.plans(needs)
            if every not in enough:
                enough[every] = tuple(plan for plan in every if not self.planner.more_than_needed(plan, needs))
        return Looked(least, most, plans, enough, sure, open_)

    # --- what is said of it -------------------------------------------------

    def told(self, read: Read, looked: Looked, tables: Tables, keep: Sequence[str]) -> Frame:
        """The columns that are said of each record, in the order of the records where the engine keeps one.

        A column `_fault` among those that are kept says why a record as a whole cannot be read, or is null.
        """
        candidates = Candidates(looked.enough, self._wishes)
        first = Texts(candidates.first)
        asked = Texts(map(self._asked, looked.open))
        lists = {numbers: candidates.number[every] for numbers, every in looked.plans.items()}
        beside = [
            _keyed(tables, self.least.names, looked.least, _list=[lists[one] for one in looked.least]),
            _keyed(tables, self.most.names, looked.most, _last=[first.of[lists[one]] for one in looked.most]),
            _keyed(tables, self._numbers.sure.names, looked.sure, _sure=[first.of[lists[one]] for one in looked.sure]),
            _keyed(tables, self._numbers.open.names, looked.open, _asked=asked.of),
        ]
        of_list = {**candidates.by_list(), "_first": first.of, **self._met(candidates)}
        frame = tables.join(read.judged, beside)
        frame = tables.looked_up(frame, {name: ("_list", values) for name, values in of_list.items()})
        frame = self._weighed(frame, read, candidates, tables)
        spoken = {kind: Spoken(kind, packed) for kind, packed in self._numbers.rules.items()}
        spoken["alongside"] = Spoken("alongside", self._numbers.alongside)
        spoken["unread"] = Spoken("unread", self.unread)
        spoken["conflicts"] = Spoken("conflicts", candidates.against)
        spoken["conflicts_certain"] = Spoken("conflicts_certain", candidates.certain)
        sizes = {"_first": len(first.texts), "_last": len(first.texts), "_asked": len(asked.texts)}
        sizes["_choice"] = len(candidates.lists) * candidates.width
        payers = read.answered.get(PAYER)
        paid_by = payers.answers if payers else [None]
        frame = frame.with_columns(_priced=nw.col("_choice") * len(paid_by) + (nw.col(payers.column) if payers else 0))
        sizes["_priced"] = sizes["_choice"] * len(paid_by)
        numbers = {name: nw.col(name).cast(kind_of(size)) for name, size in sizes.items()}
        numbers |= self._use("_fault" in keep)
        numbers["_settled"] = self._settled(numbers["_going"])
        names = [*tables.row, *keep, "_urgent", *numbers]
        names += [name for one in spoken.values() for name in one.names]
        frame = tables.in_order(frame.with_columns(**numbers).select(*dict.fromkeys(names)))
        frame = with_columns(frame, {name: place for one in spoken.values() for name, place in one.places.items()})
        words = {
            "_at_least": ("_first", first.texts),
            "_at_most": ("_last", first.texts),
            "_ask_next": ("_asked", asked.texts),
            **{f"_{name}": ("_choice", values) for name, values in candidates.of_choice().items()},
            **{f"_{name}": ("_priced", values) for name, values in candidates.prices(paid_by).items()},
            **{name: words for one in spoken.values() for name, words in one.words.items()},
        }
        said = {kind: one.whole for kind, one in spoken.items()}
        texts = ("at_least", "at_most", "plan", "ask_next", "cost_kind", "cost_weak")
        said |= {name: nw.col(f"_{name}") for name in texts}
        return _columns(tables.looked_up(frame, words), keep, said)

    def _use(self, whole: bool) -> dict[str, nw.Expr]:
        """Whether a record stands in the results, and whether plans are compared for it.

        An urgent one stands there whatever else is wrong with it, unless it is nobody's. What is read of a record that
        cannot be read as a whole is good enough to call for help, and not to choose a plan by.
        """
        unread, urgent = total(nw.col(name) for name in self.unread.names) > 0, nw.col("_urgent") > 0
        stands, going = ~unread | urgent, nw.col("_stops") == 0
        if whole:
            fault = nw.col("_fault")
            stands &= fault.is_null() | (urgent & ~fault.is_in(NO_PERSON))
            going &= fault.is_null() | fault.is_in(UNUSABLE_IDS)
        return {"_stands": stands, "_going": stands & going}

    def _met(self, candidates: Candidates) -> dict[str, list[int]]:
        """For each need that is no amount how far the least intensive plan of each list meets it."""
        rows = self.dataset.attributes
        return {
            f"_met_{place.name}": [
                sum(some[0].meets(rows[place.attribute], least) for least in place.minimums) if some else 0
                for some in candidates.lists
            ]
            for place in self.levels.places
            if not place.amount
        }

    def _settled(self, going: nw.Expr) -> nw.Expr:
        """Whether no answer still missing can change the plan, and no clinician is asked to look first."""
        same = (nw.col("_first") == nw.col("_last")) & (nw.col("_first") == nw.col("_sure"))
        for name, (whole, worth) in self._numbers.narrow.place.items():
            size = next(len(place.steps) for place in self.levels.places if place.name == name)
            same &= nw.col(whole) // worth % size <= nw.col(f"_met_{name}")
        asked = total(nw.col(name) for name in self._numbers.rules["clinician"].names)
        return going & same & (asked == 0)

    def _asked(self, numbers: Sequence[int]) -> str:
        """Open questions, the one first on which most steps of need hang; then in the order of asking."""
        weight = self._numbers.open.digits(numbers)
        return SEPARATOR.join(sorted((id_ for id_, steps in weight.items() if steps), key=lambda id_: -weight[id_]))

    def _weighed(self, frame: Frame, read: Read, candidates: Candidates, tables: Tables) -> Frame:
        """The plan that comes first for each record, as `_choice`, and what stands against it."""
        asked = {*read.answered, *read.numbers}
        hangs_on = {wish: candidates.tests(wish) for wish in self._wishes if wish in asked}
        tests = [test for some in hangs_on.values() for test in some]
        steps = steps_of([id_ for id_ in read.numbers if id_ in self._wishes], tests)
        answered = {**read.answered, **{id_: one.answered for id_, one in steps.items()}}
        frame = with_columns(frame, {one.name: one.column for one in steps.values()})
        places: dict[str, nw.Expr] = {}
        stands: dict[str, tuple[str, Sequence[Any]]] = {}
        for wish, tests in hangs_on.items():
            some = [answered[id_] for id_ in dict.fromkeys([wish, *(test.question for test in tests)]) if id_ in asked]
            places[f"_place_{wish}"] = candidates.place(wish, some)
            stands |= {name: (f"_place_{wish}", values) for name, values in candidates.by_wish(wish, some).items()}
        frame = tables.looked_up(with_columns(frame, places), stands)
        gains: Mapping[str, Sequence[Any]] = {}
        if ORDERED in asked and candidates.width > 1:
            texts = zip(answered[ORDERED].texts, answered[ORDERED].answers, strict=True)
            gains = candidates.by_priorities({text: ids for text, ids in texts if ids})
        gained = bool(gains and gains["_list"])
        frame = tables.join(frame, [tables.table(("_list", ORDERED), gains)]) if gained else frame
        chosen = candidates.chosen(list(hangs_on), gained=gained)
        frame = frame.with_columns(_chosen=chosen)
        against = candidates.against_chosen(list(hangs_on))
        return frame.with_columns(_choice=nw.col("_list") * candidates.width + nw.col("_chosen"), **against)


def _columns(frame: Frame, keep: Sequence[str], said: Mapping[str, nw.Expr]) -> Frame:
    """The columns `keep`, and all that is said of each record, nothing of one that does not stand in the results."""
    good, going, urgent = nw.col("_stands"), nw.col("_going"), nw.col("_urgent") > 0
    settled = nw.col("_settled")
    wrong_or_urgent = nw.when(~good).then(nw.lit(REJECTED)).when(urgent).then(nw.lit("urgent"))
    met = settled & (nw.col("_at_least") != "")
    status = wrong_or_urgent.when(met).then(nw.lit("ok")).otherwise(nw.lit("open"))
    reasons = nw.when(going).then(said["reasons"]).when(good).then(said["urgent"])
    columns = {
        "status": status,
        "settled": nw.when(settled).then(nw.lit("yes")).otherwise(nw.lit("no")),
        "reasons": reasons.otherwise(nw.lit("")),
        "urgent": _if(good, said["urgent"]),
        "unread": _if(good, _with_fault(said["unread"]) if "_fault" in keep else said["unread"]),
        **{name: nw.when(going).then(nw.col(f"_{name}")) for name in NUMBERS},
    }
    columns |= {name: _if(going, text) for name, text in said.items() if name not in columns}
    return frame.select(*keep, **{name: columns[name] for name in COLUMNS})


def _keyed(tables: Tables, on: Sequence[str], keys: Sequence[tuple[int, ...]], **of: Sequence[int]) -> Table:
    """A table of what stands beside each key."""
    return tables.table(on, {**{name: [key[place] for key in keys] for place, name in enumerate(on)}, **of})


def _with_fault(unread: nw.Expr) -> nw.Expr:
    """Before the questions that cannot be read, why the record as a whole cannot."""
    fault = nw.col("_fault")
    both = nw.concat_str([fault, nw.lit(SEPARATOR), unread], ignore_nulls=True)
    return nw.when(fault.is_null()).then(unread).when(unread == "").then(fault).otherwise(both)


def _if(going: nw.Expr, text: nw.Expr) -> nw.Expr:
    return nw.when(going).then(text).otherwise(nw.lit(""))


def match_frame(frame: Any, dataset: Dataset | None = None, *, id: str = "id") -> Any:
    """What `match` says of each row of a frame that narwhals supports, as a lazy frame of the same kind.

    Columns are named as the questions and hold what a CSV would hold, or ints, booleans, floats and lists of text; a
    question without a column is unknown for all. Gives the column `id` and `COLUMNS`, one row for each of the frame's;
    a row with a cell that is no answer has the status `rejected`, unless it is urgent by what can be read of it. Then
    `unread` names the questions whose cells cannot be read. The rows keep their order only where the engine keeps that
    of joins.

    Raises:
        UsageError: it is no frame of an engine that is known, or has no column `id`, or none that answers a question.
        InputRefused: a column holds what no cell could, or far too many texts that are no answers.
    """
    from iopcli.dataset.load import load

    lazy, dataset = _lazy(frame), dataset or load()
    names = lazy.collect_schema().names()
    if id not in names or id in COLUMNS:
        told = f"the frame has no column `{id}`" if id not in names else f"the results have their own column `{id}`"
        raise UsageError(told, hint="name the column that tells records apart: id=...")
    answering = _answering(dataset, [name for name in names if name != id])
    asked = lazy.select(_id=nw.col(id), **{question: nw.col(name) for question, name in answering.items()})
    return Batch(dataset).match(asked, ["_id"]).rename({"_id": id}).to_native()


def _lazy(frame: Any) -> Frame:
    try:
        lazy: Frame = nw.from_native(frame).lazy()
    except TypeError:
        lazy = None  # type: ignore[assignment]
    if lazy is None or lazy.implementation not in _ENGINES:
        told = "this is no frame of an engine that is known"
        raise UsageError(told, hint="use a DuckDB relation, a Polars DataFrame or LazyFrame, or a PySpark DataFrame")
    return lazy


_ENGINES = (nw.Implementation.DUCKDB, nw.Implementation.POLARS, nw.Implementation.PYSPARK)


def _answering(dataset: Dataset, names: Sequence[str]) -> dict[str, str]:
    """Questions to the columns that answer them, with or without capitals and spaces, as in the header of a file."""
    questions = {plain(id_): id_ for id_ in dataset.questions}
    found: dict[str, str] = {}
    for name in names:
        if (question := questions.get(plain(name))) is None:
            continue
        if question in found:
            raise UsageError(f"two columns of the frame answer `{question}`", hint="give one of them another name")
        found[question] = name
    if not found:
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}"
        raise UsageError("no column of the frame answers a question", hint=hint)
    return found
