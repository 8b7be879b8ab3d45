"""Cells become answers: the usual spellings in columns, each as the number of its answer, others text by text.

A text that is spelled otherwise is read once, by what reads one person's answers, and then known to the whole column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import narwhals as nw

from iopcli.batch.packed import SMALL, Packed, small
from iopcli.batch.tables import Tables, distinct, joined
from iopcli.batch.ways import Answered, answers_to
from iopcli.dataset.answers import NONE, NUMBER, SEPARATOR, YES_NO, NotAnAnswer, from_text
from iopcli.errors import InputRefused

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset, Question

Frame = nw.LazyFrame[Any]
Spelled = Mapping[str, Mapping[str, Any]]
"""Question to the texts that are spelled in other ways than the usual, with the answers they are."""
ORDERED = "priorities"
"""The list whose order says something: it is read where plans are put in order, and nowhere else."""
MANY = 100_000
"""How many different texts that are not usual answers are read in one column, at the most."""
_NUMBER = NUMBER.removesuffix("$") + r"\z"
"""The same for every engine: in Java `$` also stands before a line end."""
_PLAIN = (nw.String, nw.Categorical, nw.Enum, nw.Boolean, nw.Unknown)
_NO_WORDS = "\x00"
"""A list with a hole in it, or with a word that holds several: no answer to any question."""


class Cells:
    """The columns of a frame, one for each question it answers, as text or typed as the question is.

    Raises:
        InputRefused: a column is of a kind that no cell could hold.
    """

    def __init__(self, dataset: Dataset, frame: Frame) -> None:
        self.dataset = dataset
        self._schema = frame.collect_schema()
        self.asked = {id_: one for id_, one in dataset.questions.items() if id_ in self._schema.names()}
        """The questions that the frame has a column for."""
        kinds = {id_: self._schema[id_] for id_ in self.asked}
        self._arrays = [id_ for id_, kind in kinds.items() if kind == nw.List]
        self._exact = {id_ for id_, kind in kinds.items() if kind.is_numeric() and self.asked[id_].type == "number"}
        """Columns of numbers, which stay such so that no digit is lost."""
        _refuse_strange(kinds, self.lists)

    def texts(self, frame: Frame) -> Frame:
        """The frame with every question's column as text, or a number as it is; null where nothing was answered."""
        plain = {id_: self._text(id_) for id_ in self.asked}
        return joined(frame, self._arrays, SEPARATOR).with_columns(**plain) if plain else frame

    @property
    def lists(self) -> list[str]:
        """The questions that take a list and have a column."""
        return [id_ for id_, one in self.asked.items() if one.many]

    @property
    def numbers(self) -> list[str]:
        """The questions that take a number and have a column."""
        return [id_ for id_, one in self.asked.items() if one.type == "number"]

    def coded(self, texts: Frame, keep: Sequence[str], spelled: Spelled, unread: Packed) -> Frame:
        """The columns `keep`, each question's, and those of `unread`: in which columns something is no answer.

        A number stays one; what stands in a list stays text, empty where nothing is; any other answer is its place, as
        in `answered`: 0 is no answer, and the last is what is none.
        """
        read = {id_: self._read(one, spelled.get(id_, {})) for id_, one in self.asked.items() if not one.many}
        lists = {id_: nw.coalesce(nw.col(id_), nw.lit("")) for id_ in self.lists}
        odd = {id_: one == _odd(self.asked[id_]) for id_, one in read.items() if id_ not in self.numbers}
        odd |= {id_: ~nw.col(id_).is_null() & read[id_].is_null() for id_ in self.numbers}
        flags = unread.columns({id_: one.cast(SMALL) for id_, one in odd.items()})
        none = {name: small(0) for name in unread.names if name not in flags}
        return texts.select(*keep, **read, **lists, **flags, **none)

    def answered(self, coded: Frame) -> Iterator[Answered]:
        """What is in each column, besides those of numbers, and what answer that is.

        Raises:
            InputRefused: a column of lists holds far too many different texts.
        """
        texts = _texts_in(coded, self.lists)
        for id_, one in self.asked.items():
            if one.many:
                named = self.named(id_, [text for text in texts[id_] if text])
                odd = [text for text, answer in named.items() if answer is None]
                yield Answered(id_, id_, [None, *named.values()], ["", *named], odd)
            elif one.type != "number":
                yield Answered(id_, id_, [None, *answers_to(one), None])

    def spelled(self, texts: Frame, tables: Tables) -> dict[str, dict[str, Any]]:
        """The texts that are spelled in other ways than the usual and are answers all the same, lists left out.

        Raises:
            InputRefused: a column holds far too many different texts for a question with so few answers.
        """
        scalars = {id_: one for id_, one in self.asked.items() if not one.many and id_ not in self._exact}
        odd = {id_: nw.when(self._is_odd(one)).then(nw.col(id_)) for id_, one in scalars.items()}
        if not odd:
            return {}
        odd_rows = texts.select(**odd).filter(reduce(or_, (~nw.col(id_).is_null() for id_ in odd)))
        rows = tables.table((), odd_rows).frame
        found: dict[str, dict[str, Any]] = {}
        for id_, seen in _texts_in(rows, list(odd)).items():
            known = {text: value for text, value in self.named(id_, seen).items() if value is not None}
            found |= {id_: known} if known else {}
        return found

    def named(self, id_: str, texts: Sequence[str]) -> dict[str, Any]:
        """What texts say in answer to a question, None where that is no answer.

        Raises:
            InputRefused: there are far too many different ones.
        """
        if len(texts) > MANY:
            what = f"the column for `{id_}` holds more than {MANY:,} different texts"
            raise InputRefused(what, hint="is it the right column? --map says which column answers what")
        return {text: self._named(self.dataset.questions[id_], text) for text in texts}

    def _named(self, question: Question, text: str) -> Any:
        try:
            return from_text(self.dataset, question, text)
        except NotAnAnswer:
            return None

    def _is_odd(self, question: Question) -> nw.Expr:
        read = self._read(question, {})
        return ~nw.col(question.id).is_null() & read.is_null() if question.type == "number" else read == _odd(question)

    def _text(self, id_: str) -> nw.Expr:
        kind, column = self._schema[id_], nw.col(id_)
        if kind == nw.List:
            words, length = nw.col(f"_words_{id_}"), column.list.len()
            whole = words.str.split(SEPARATOR).list.len() == length
            chain = nw.when(length == 0).then(nw.lit(NONE)).when(whole).then(words)
            return chain.when(~column.is_null()).then(nw.lit(_NO_WORDS))
        if id_ in self._exact:
            return column.cast(nw.Float64)
        text = column.cast(nw.Float64) if kind == nw.Decimal else column
        text = text if kind == nw.String else text.cast(nw.String)
        if kind.is_float() or kind == nw.Decimal:
            text = text.str.replace_all(r"\.0$", "")
        return nw.when(text != "").then(text)

    def _read(self, question: Question, spelled: Mapping[str, Any]) -> nw.Expr:
        """A number, or the place of an answer; text by text, for of a list engines make a join."""
        text = nw.col(question.id)
        if question.type == "number":
            number = text if question.id in self._exact else _number(text)
            number = nw.when(number.is_between(question.least, question.most)).then(number)
            return nw.coalesce(number, _one_of(text, spelled)) if spelled else number
        places = {answer: place for place, answer in enumerate(answers_to(question), 1)}
        chain: Any = nw.when(text.is_null()).then(small(0))
        for one, answer in {**_usual(question), **spelled}.items():
            chain = chain.when(text == one).then(small(places[answer]))
        made: nw.Expr = chain.otherwise(_odd(question))
        return made


def _texts_in(frame: Frame, columns: Sequence[str]) -> dict[str, list[str]]:
    """The different texts in each column; of those that are too many no more than show it."""
    seen = distinct(frame, [(name,) for name in columns], MANY + 2)
    return {name: [text for (text,) in rows] for name, rows in zip(columns, seen, strict=True)}


def _odd(question: Question) -> nw.Expr:
    """The place of what is no answer, after all that are."""
    return small(len(answers_to(question)) + 1)


def _refuse_strange(kinds: Mapping[str, Any], lists: Collection[str]) -> None:
    for id_, kind in kinds.items():
        words = id_ in lists and kind == nw.List and kind.inner in (nw.String, nw.Unknown)
        if not (words or kind.is_numeric() or kind in _PLAIN):
            what = f"the column for `{id_}` is of the kind {kind}"
            raise InputRefused(what, hint="use text, numbers, booleans, or lists of text where a list is asked for")


def _usual(question: Question) -> Mapping[str, Any]:
    """The usual spellings of the answers to a question, the most usual first."""
    if question.type == "yesno":
        texts = ("yes", "no", *YES_NO, *(text.capitalize() for text in YES_NO), *(text.upper() for text in YES_NO))
        return {text: YES_NO[text.casefold()] for text in texts}
    usual = {str(choice.value): choice.value for choice in question.choice}
    return {**usual, **({f"{text}.0": value for text, value in usual.items()} if question.type == "rating" else {})}


def _one_of(text: nw.Expr, values: Mapping[str, float]) -> nw.Expr:
    chain: Any = nw
    for one, value in values.items():
        chain = chain.when(text == one).then(nw.lit(value, nw.Float64))
    made: nw.Expr = chain.otherwise(nw.lit(None, nw.Float64))
    return made


def _number(text: nw.Expr) -> nw.Expr:
    trimmed = text.str.strip_chars()
    plain = nw.when(text.str.contains(_NUMBER)).then(text).when(trimmed.str.contains(_NUMBER)).then(trimmed)
    made: nw.Expr = plain.cast(nw.Float64)
    return made
