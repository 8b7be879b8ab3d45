"""Many records at once: the rules as expressions over columns, plans once for each set of needs, joined back.

The frame goes in with one column a question, null where it was not answered. Nothing here knows where it came from:
DuckDB, Polars and Spark read the same expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from iopcli.batch.candidates import Candidates
from iopcli.batch.cells import ORDERED, Cells, text_name, usual
from iopcli.batch.levels import Levels
from iopcli.batch.packed import SMALL, Digit, Packed, small
from iopcli.batch.tables import Beside, Tables, distinct
from iopcli.dataset.answers import SEPARATOR, NotAnAnswer, from_text
from iopcli.dataset.find import plain
from iopcli.errors import UsageError
from iopcli.logic.conditions import Test, expression, tests_of, weighed
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import WISHES

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset, Rule

Frame = nw.LazyFrame[Any]
COLUMNS = (
    "status", "at_least", "at_most", "plan", "settled", "reasons", "alongside", "urgent", "ask_next", "conflicts",
    "cost_per_week_min", "cost_per_week_max", "conflicts_certain", "clinician",
)  # fmt: skip
"""What is said of each record, besides its id."""
REJECTED = "rejected"
"""The status of a record with a cell that is no answer; nothing else is said of it."""
TOGETHER = 14
"""How many rules are read as one number, each of which has its words in a table: 2 to this power at the most."""


class Looked(NamedTuple):
    """What is among the records: every set of needs with its plans, priorities, and what else is seen together."""

    least: Sequence[tuple[int, ...]]
    most: Sequence[tuple[int, ...]]
    plans: Mapping[tuple[int, ...], tuple[Plan, ...]]
    """Needs, as numbers, to all plans that meet them."""
    enough: Mapping[tuple[Plan, ...], tuple[Plan, ...]]
    """Such plans to those of them that are just enough."""
    priorities: Mapping[str, Sequence[str]]
    """Texts to the attributes they name, the most important first."""
    held: Sequence[Sequence[tuple[int]]]
    """For each part of the rules, the numbers of those that hold together."""
    open: Sequence[tuple[int, ...]]
    """How much hangs on each open question, as numbers."""


class Batch:
    """What a dataset says of many records; remembers plans between frames."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.levels = Levels(dataset)
        self.planner = Planner(dataset)
        self.rules = tuple(dataset.rules.values())
        self._column = {rule.id: str(number) for number, rule in enumerate(self.rules)}
        tests = dict.fromkeys(test for rule in self.rules for test in tests_of(rule.condition))
        self._tests = {test: number for number, test in enumerate(tests)}
        self._questions = dict.fromkeys(test.question for test in tests)
        kinds = {
            "reasons": self.rules,
            "urgent": [rule for rule in self.rules if rule.urgent],
            "clinician": [rule for rule in self.rules if rule.clinician],
        }
        self._parts = {
            f"_{kind}{start // TOGETHER}": [rule.id for rule in rules[start : start + TOGETHER]]
            for kind, rules in kinds.items()
            for start in range(0, len(rules), TOGETHER)
        }
        """Rules that are read as one number, by the name of its column."""
        offered = {id_: [rule.id for rule in self.rules if id_ in rule.alongside] for id_ in dataset.options}
        self._offered = {id_: rules for id_, rules in offered.items() if rules}
        self.least, self.most = self.levels.packed("_least"), self.levels.packed("_most")
        self._asking = {
            id_: asking
            for id_ in dataset.questions
            if (asking := [rule for rule in self.rules if rule.needs and id_ in rule.asks])
        }
        """The questions that needs hang on, with the rules that ask them."""
        weights = {id_: sum(map(self.levels.most, asking)) + 1 for id_, asking in self._asking.items()}
        self._open = Packed("_open", [Digit(id_, most) for id_, most in weights.items()])

    def match(self, frame: Frame, keep: Sequence[str]) -> Frame:
        """The columns `keep` and `COLUMNS`, one row for each of the frame's."""
        tables = Tables(frame)
        judged = self.read(frame, keep, tables)
        return self.told(judged, self.look(judged), tables, keep)

    def read(self, frame: Frame, keep: Sequence[str], tables: Tables) -> Frame:
        """What there is to say of each record, kept by the engine; `_odd` where a cell holds no answer."""
        cells = Cells(self.dataset, frame)
        texts = cells.texts(frame)
        judged = tables.kept(self.judged(cells.typed(texts, keep, {}, tables), keep, cells.lists))
        odd, *lists = distinct(judged, [("_odd",), *((text_name(id_),) for id_ in cells.lists)])
        spelled = cells.spelled(texts, tables) if (True,) in odd else {}
        wrong: dict[str, list[str]] = {}
        for id_, seen in zip(cells.lists, lists, strict=True):
            named = cells.named(id_, [text for (text,) in seen])
            again = {text: ids for text, ids in named.items() if ids is not None and not usual(text, ids)}
            spelled |= {id_: again} if again else {}
            wrong |= {id_: [text for text, ids in named.items() if ids is None]}
        if spelled:
            judged = tables.kept(self.judged(cells.typed(texts, keep, spelled, tables), keep, cells.lists))
        return _marked(judged, {id_: texts for id_, texts in wrong.items() if texts}, tables)

    # --- what holds ---------------------------------------------------------

    def judged(self, frame: Frame, keep: Sequence[str], lists: Sequence[str]) -> Frame:
        """The wishes of each record, which rules hold, the needs on both ends, and what hangs on open questions."""
        unknown = {f"_no_{id_}": nw.col(id_).is_null().cast(SMALL) for id_ in self._questions}
        sure = {f"_test{number}": _sure(test) for test, number in self._tests.items()}
        frame = frame.with_columns(**unknown, **sure)
        states = {rule.id: weighed(rule.condition, self._both, small(1)) for rule in self.rules}
        frame = frame.with_columns(
            **{f"_on{self._column[id_]}": on for id_, (on, _) in states.items()},
            **{f"_may{self._column[id_]}": may for id_, (_, may) in states.items()},
        )
        highest = self.levels.digits(self._may)
        frame = frame.with_columns(**self.levels.digits(self._on), **self.most.columns(highest.__getitem__))
        raising = [rule for rule in self.rules if rule.needs]
        frame = frame.with_columns(**{f"_raised{self._column[rule.id]}": self._raised(rule) for rule in raising})
        held = {name: _number(map(self._on, part)) for name, part in self._parts.items()}
        return frame.select(
            *keep,
            *WISHES,
            *map(text_name, dict.fromkeys([*lists, ORDERED])),
            "_odd",
            *self.most.names,
            **self.least.columns(nw.col),
            **self._open.columns(self._weight),
            **held,
            _going=~_any(self._on(rule.id) for rule in self.rules if rule.urgent and rule.urgent.stop),
            _urgent=_any(self._on(rule.id) for rule in self.rules if rule.urgent),
            _offered=_number(_any(map(self._on, ids)).cast(SMALL) for ids in self._offered.values()),
        )

    def _both(self, test: Test) -> tuple[nw.Expr, nw.Expr]:
        """Whether a test holds for sure, and whether it does or is not known."""
        sure = nw.col(f"_test{self._tests[test]}")
        return sure, sure + nw.col(f"_no_{test.question}")

    def _raised(self, rule: Rule) -> nw.Expr:
        """By how many steps a rule would raise the needs, if it is open."""
        return (self._may(rule.id) - self._on(rule.id)) * self.levels.raised(rule)

    def _weight(self, question: str) -> nw.Expr:
        """How many steps of need hang on a question that is open."""
        raised = (nw.col(f"_raised{self._column[rule.id]}") for rule in self._asking[question])
        return nw.col(f"_no_{question}") * reduce(add, raised)

    def _asked(self, numbers: Sequence[int]) -> str:
        """Open questions, the one first on which most steps of need hang; then in the order of asking."""
        weight = self._open.digits(numbers)
        return SEPARATOR.join(sorted((id_ for id_ in self._asking if weight[id_]), key=lambda id_: -weight[id_]))

    def _alongside(self, bits: Sequence[int]) -> str:
        """The options that are offered, from the bits of a number."""
        return SEPARATOR.join(id_ for place, id_ in enumerate(self._offered) if bits[0] >> place & 1)

    def _said(self, kind: str) -> nw.Expr:
        """What is said of the rules of a kind that hold: their ids with `;` between them."""
        texts = [nw.col(f"_said{name}") for name in self._parts if name.startswith(f"_{kind}")]
        return nw.concat_str(texts, ignore_nulls=True).str.slice(1) if texts else nw.lit("")

    def _on(self, rule: str) -> nw.Expr:
        """Whether a rule holds: 1 or 0."""
        return nw.col(f"_on{self._column[rule]}")

    def _may(self, rule: str) -> nw.Expr:
        """Whether a rule holds or may yet hold: 1 or 0."""
        return nw.col(f"_may{self._column[rule]}")

    # --- what there is ------------------------------------------------------

    def look(self, judged: Frame) -> Looked:
        """Every set of needs there is, planned for, and what else is said once for many records."""
        together = (
            self.least.names,
            self.most.names,
            self._open.names,
            *((name,) for name in (text_name(ORDERED), *self._parts)),
        )
        # of no records what is seen is as of one that needs nothing
        none: dict[Sequence[str], Any] = {names: [(0,) * len(names)] for names in together}
        none[(text_name(ORDERED),)] = []
        seen = zip(together, distinct(judged, together), strict=True)
        least, most, open_, priorities, *held = (rows or none[names] for names, rows in seen)
        plans = {
            numbers: self.planner.plans(self.levels.needs(self.least.digits(numbers))) for numbers in {*least, *most}
        }
        enough = {every: self._enough(numbers, every) for numbers, every in plans.items()}
        return Looked(least, most, plans, enough, self._priorities(text for (text,) in priorities), held, open_)

    def _priorities(self, texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The attributes that texts name, the most important first; none for a text that names something else."""
        found = {}
        for text in texts:
            with suppress(NotAnAnswer):
                found[text] = from_text(self.dataset, self.dataset.questions[ORDERED], text)
        return found

    def _enough(self, numbers: Sequence[int], plans: Sequence[Plan]) -> tuple[Plan, ...]:
        needs = self.levels.needs(self.least.digits(numbers))
        return tuple(plan for plan in plans if not self.planner.more_than_needed(plan, needs))

    # --- what is said of it -------------------------------------------------

    def told(self, judged: Frame, looked: Looked, tables: Tables, keep: Sequence[str]) -> Frame:
        """The columns that are said of each record."""
        candidates = Candidates(looked.enough, [wish for wish in WISHES if wish in self.dataset.questions])

        beside = [
            _keyed(self.least.names, looked.least, _list=lambda one: candidates.number(looked.plans[one])),
            _keyed(self.most.names, looked.most, _at_most=lambda one: candidates.first(looked.plans[one])),
            _keyed(self._open.names, looked.open, _asked=self._asked),
            _keyed(("_offered",), [(bits,) for bits in range(2 ** len(self._offered))], _alongside=self._alongside),
            *candidates.beside(looked.priorities),
            *(_said(name, part, held) for (name, part), held in zip(self._parts.items(), looked.held, strict=True)),
        ]
        frame = candidates.chosen(tables.join(judged, beside))
        said = {kind: self._said(kind) for kind in ("reasons", "urgent", "clinician")}
        good = ~nw.col("_odd")
        going, fits = nw.col("_going") & good, nw.col("_at_least") == nw.col("_at_most")
        settled = going & fits
        ok = settled & (nw.col("_at_least") != "")
        return frame.select(
            *keep,
            status=nw.when(~good)
            .then(nw.lit(REJECTED))
            .when("_urgent")
            .then(nw.lit("urgent"))
            .when(ok)
            .then(nw.lit("ok"))
            .otherwise(nw.lit("open")),
            at_least=_if(going, nw.col("_at_least")),
            at_most=_if(going, nw.col("_at_most")),
            plan=_if(going, nw.col("_plan")),
            settled=nw.when(settled).then(nw.lit("yes")).otherwise(nw.lit("no")),
            reasons=_if(good, nw.when(going).then(said["reasons"]).otherwise(said["urgent"])),
            alongside=_if(going, nw.col("_alongside")),
            urgent=_if(good, said["urgent"]),
            ask_next=_if(going, nw.col("_asked")),
            conflicts=_if(going, candidates.conflicts()),
            cost_per_week_min=nw.when(going).then(nw.col("_min")),
            cost_per_week_max=nw.when(going).then(nw.col("_max")),
            conflicts_certain=_if(going, candidates.conflicts(certain=True)),
            clinician=_if(going, said["clinician"]),
        )


def _marked(judged: Frame, wrong: Mapping[str, Sequence[str]], tables: Tables) -> Frame:
    """The frame with `_odd` also where the text of a list is one of the wrong ones."""
    if not wrong:
        return judged
    beside = [
        Beside((text_name(id_),), {text_name(id_): texts, f"_wrong_{id_}": [1] * len(texts)})
        for id_, texts in wrong.items()
    ]
    marks = [~nw.col(f"_wrong_{id_}").is_null() for id_ in wrong]
    return tables.join(judged, beside).with_columns(_odd=reduce(or_, marks, nw.col("_odd")))


def _keyed(names: Sequence[str], keys: Sequence[tuple[Any, ...]], **of: Callable[[tuple[Any, ...]], Any]) -> Beside:
    """A table of what is said of each key."""
    columns = {name: [key[place] for key in keys] for place, name in enumerate(names)}
    return Beside(names, {**columns, **{name: [says(key) for key in keys] for name, says in of.items()}})


def _said(name: str, rules: Sequence[str], held: Sequence[tuple[int]]) -> Beside:
    """The rules that hold together, each with a `;` before it, for each number that stands for them."""

    def said(number: tuple[int]) -> str:
        return "".join(f"{SEPARATOR}{rule}" for place, rule in enumerate(rules) if number[0] >> place & 1)

    return _keyed((name,), held, **{f"_said{name}": said})


def _sure(test: Test) -> nw.Expr:
    return expression(test).fill_null(False).cast(SMALL)


def _number(parts: Iterable[nw.Expr]) -> nw.Expr:
    """Ones and zeros in columns as the digits of one number, below 2 to the power of `TOGETHER`."""
    found = [part * small(1 << place) for place, part in enumerate(parts)]
    return reduce(add, found) if found else small(0)


def _any(parts: Iterable[nw.Expr]) -> nw.Expr:
    """Whether any column of ones and zeros has a one."""
    found = list(parts)
    return reduce(add, found) > small(0) if found else nw.lit(False)


def _if(going: nw.Expr, text: nw.Expr) -> nw.Expr:
    return nw.when(going).then(text).otherwise(nw.lit(""))


def match_frame(frame: Any, dataset: Dataset | None = None, *, id: str = "id") -> Any:
    """What `match` says of each row of a frame that narwhals supports, as a lazy frame of the same kind.

    Columns are named as the questions and hold what a CSV would hold, or ints, booleans, floats and lists of text; a
    question without a column is unknown for all. Gives the column `id` and `COLUMNS`, one row for each of the frame's;
    a row with a cell that is no answer has the status `rejected`. The rows keep their order only where the engine
    keeps that of joins.

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
