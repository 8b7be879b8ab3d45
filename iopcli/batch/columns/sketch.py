"""A map to start from: each column of a file with what it was taken for and why, and what is left for the site to say.

What people wrote never gets into it: the codes of a column stand there only where they are few and each is frequent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from iopcli.batch.columns.cells import code_of, is_missing, read_cell
from iopcli.batch.columns.maps import plainly
from iopcli.batch.columns.redcap import ID, TICKED, UNTICKED, box_of
from iopcli.batch.judge.dictionary import Dictionary
from iopcli.batch.read.chunks import ChunkSource
from iopcli.batch.run import Records
from iopcli.dataset.model import Dataset, Question
from iopcli.dataset.near import scored

MOST_CODES = 30
FEWEST = 11
"""How many codes of a column are listed at the most, and how often each was seen at the least."""
_LIKE = 75
"""Likeness (0 to 100) from which the name of a column is taken for that of a question, for the site to say."""


class Contents(NamedTuple):
    """What a column holds: how many cells hold something, and its codes where they may be shown."""

    filled: int
    codes: Mapping[str, int] | None
    """Each code with how often it was seen; None where there are too many, or one of them is rare."""


def sketched(records: Records) -> str:
    """The map in TOML, from every record of a file of which every column is read."""

    def read(source: ChunkSource) -> str:
        words = {one.from_: Dictionary() for one in source.columns.groups}
        counts = {name: np.zeros(0, np.int64) for name in words}
        every, many = 0, set[str]()
        for chunk in source.chunks():
            every += chunk.size
            for name in words.keys() - many:
                numbers = words[name].numbers(chunk.columns[name])
                made = np.bincount(numbers, minlength=max(len(words[name].texts), len(counts[name])))
                made[: len(counts[name])] += counts[name]
                counts[name] = made
                if words[name].full:
                    many.add(name)
        seen = {name: _contents(words[name].texts, counts[name].tolist(), every, name in many) for name in words}
        return "\n".join(_toml(records.dataset, seen, source.columns.unknown, every)) + "\n"

    return records.only_read(read)


def _contents(texts: Sequence[str], counts: Sequence[int], every: int, many: bool) -> Contents:
    codes: dict[str, int] = {}
    for text, times in zip(texts, counts, strict=False):
        if text.strip():
            codes[text.strip()] = codes.get(text.strip(), 0) + times
    safe_to_list = not many and len(codes) <= MOST_CODES and all(times >= FEWEST for times in codes.values())
    return Contents(every if many else sum(codes.values()), codes if safe_to_list else None)


def _toml(dataset: Dataset, seen: Mapping[str, Contents], others: Sequence[str], every: int) -> Iterator[str]:
    yield f"# A map to start from, made from {every:,} records. Say what is left to say, and take away what is wrong."
    yield f"# Codes are listed only where a column has at most {MOST_CODES}, and each was seen {FEWEST} times or more."
    yield "# A `#` before a line means that it does not count yet."
    yield ""
    yield 'title = "Our export"'
    id_ = next((name for usual in ("id", ID, "caseid", "rowid") for name in seen if plainly(name) == usual), "")
    yield f"id = {_quoted(id_)} # by its name" if id_ else '# id = "" # which column tells records apart?'
    yield "missing = [] # what your site writes where an answer is not known, besides words such as N/A and -9"
    for name, one in seen.items():
        if name != id_:
            yield ""
            yield from _column(dataset, name, one)
    if others:
        yield ""
        yield f"# Not looked at, because their names could be somebody's data: {', '.join(others)}."


def _column(dataset: Dataset, name: str, seen: Contents) -> Iterator[str]:
    by_plain = {plainly(id_): question for id_, question in dataset.questions.items()}
    if question := by_plain.get(plainly(name)):
        yield f"[[column]] # its name is that of a question: {question.label.lower()}"
        yield from _answers(name, question, seen)
    elif box := box_of(dataset, name):
        codes = dict.fromkeys(TICKED, box.word) if box.word else {}
        yield f"[[column]] # a box of REDCap{'' if box.word else ': say what it stands for'}"
        yield f"from = {_quoted(name)}"
        yield f"to = {_quoted(box.question)}"
        yield f"codes = {_table(codes)}{'' if codes else ' # { 1 = ... }'}"
        yield f"unknown = [{', '.join(map(_quoted, UNTICKED))}] # not ticked is not no, unless you say so"
    elif question := _by_likeness(dataset, name):
        yield f"# [[column]] # perhaps {question.id}: its name is like that"
        yield from (f"# {line}" for line in _answers(name, question, seen))
    elif question := _by_content(dataset, seen):
        yield f"# [[column]] # perhaps {question.id}: most of what stands there is an answer to it"
        yield from (f"# {line}" for line in _answers(name, question, seen))
    else:
        yield "# [[group]] # answers no question by its name; a report may be grouped by it"
        yield f"# from = {_quoted(name)}"
        yield from _listed(seen)


def _answers(name: str, question: Question, seen: Contents) -> Iterator[str]:
    """A column that answers a question; only what is no answer by itself needs a code."""
    yield f"from = {_quoted(name)}"
    yield f"to = {_quoted(question.id)}"
    if seen.codes is None:
        yield _not_listed(seen)
        return
    read = {code: read_cell(question, code) for code in seen.codes}
    unread = [code for code, cell in read.items() if cell.fault]
    if unread:
        good = {code: code for code, cell in read.items() if not cell.fault and not is_missing(code)}
        yield f"codes = {_table(good)} # to say: {', '.join(f'{_quoted(code)} = ?' for code in unread)}"
    elif read:
        yield f"# All of its codes are answers as they are: {', '.join(map(_quoted, read))}."


def _listed(seen: Contents) -> Iterator[str]:
    if seen.codes is None:
        yield _not_listed(seen)
    elif seen.codes:
        yield f"# codes = {{ {', '.join(f'{_quoted(code)} = ?' for code in seen.codes)} }}"
    else:
        yield "# It is empty."


def _not_listed(seen: Contents) -> str:
    filled = f"{seen.filled:,}" if seen.filled >= FEWEST else f"Fewer than {FEWEST}"
    return f"# {filled} cells hold something. Their codes are not listed: too many, or one is rare."


def _by_likeness(dataset: Dataset, name: str) -> Question | None:
    found = scored(plainly(name), [plainly(id_) for id_ in dataset.questions], at_least=_LIKE)
    return next((one for id_, one in dataset.questions.items() if found and plainly(id_) == found[0][0]), None)


def _by_content(dataset: Dataset, seen: Contents) -> Question | None:
    """The one question with words of its own of which most codes of a column are an answer."""
    words = [code for code in seen.codes or () if not is_missing(code) and not code_of(code).lstrip("-").isdecimal()]
    asked = [one for one in dataset.questions.values() if one.type in ("choice", "choices")]
    fitting = [one for one in asked if words and _share(one, words) > 0.5]
    return fitting[0] if len(fitting) == 1 else None


def _share(question: Question, words: Iterable[str]) -> float:
    good = [not read_cell(question, word).fault for word in words]
    return sum(good) / len(good)


def _table(codes: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{_quoted(code)} = {_quoted(text)}" for code, text in codes.items())
    return f"{{ {pairs} }}" if pairs else "{}"


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
