"""What the dataset's tests share: laying overlays, seeing what is refused, and changing one thing of the dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from iopcli.dataset import readability
from iopcli.dataset.check import check
from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset
from iopcli.errors import DatasetError
from iopcli.results import data_check

Files = Mapping[str, str | bytes]
NAMES = ("site", "town", "house")
GRADE = cache(readability.grade)
"""The real thing, remembered: to grade every text takes a tenth of a second, and few tests change one."""
LABELLING = cache(lambda text, real=readability.labelling: tuple(real(text)))
MISREAD = cache(lambda text, words, real=readability.misread: tuple(real(text, dict(words))))
"""Likewise the words of a sentence that label people or are misread."""


@pytest.fixture
def laid(overlay) -> Callable[..., Dataset]:
    """The dataset with each of the overlays laid over it in turn; they are named site, town and house."""

    def laid(*layers: Files) -> Dataset:
        return load([overlay(files, name) for files, name in zip(layers, NAMES, strict=False)])

    return laid


@pytest.fixture
def problems_in(tmp_path: Path) -> Callable[..., list[tuple[str, ...]]]:
    """Place, message and hint of every problem with these folders, places counted from the test's own folder."""

    def problems_in(*folders: Path) -> list[tuple[str, ...]]:
        with pytest.raises(DatasetError) as caught:
            load(folders)
        return [
            (problem.place.removeprefix(f"{tmp_path}/"), problem.message, problem.hint)
            for problem in caught.value.problems
        ]

    return problems_in


@pytest.fixture
def refused(overlay, problems_in) -> Callable[..., list[tuple[str, ...]]]:
    """Every problem with overlays of these files."""

    def refused(*layers: Files) -> list[tuple[str, ...]]:
        return problems_in(*(overlay(files, name) for files, name in zip(layers, NAMES, strict=False)))

    return refused


@pytest.fixture
def with_option(dataset) -> Callable[..., Dataset]:
    """The shipped dataset with some keys of one option changed."""

    def with_option(id_: str, **changes: Any) -> Dataset:
        return replace(dataset, options={**dataset.options, id_: replace(dataset.options[id_], **changes)})

    return with_option


@pytest.fixture
def with_fact(dataset, with_option) -> Callable[..., Dataset]:
    """The shipped dataset with one fact of one option changed; `None` instead of changes takes it out."""

    def with_fact(id_: str, attribute: str, changes: Mapping[str, Any] | None) -> Dataset:
        facts = dict(dataset.options[id_].facts)
        if changes is None:
            del facts[attribute]
        else:
            facts[attribute] = replace(facts[attribute], **changes)
        return with_option(id_, facts=facts)

    return with_fact


@pytest.fixture
def with_thing(dataset) -> Callable[..., Dataset]:
    """The shipped dataset, or the one given as `of`, with one topic, term, source or attribute changed."""

    def with_thing(kind: str, id_: str, *, of: Dataset = dataset, **changes: Any) -> Dataset:
        things = getattr(of, kind)
        return replace(of, **{kind: {**things, id_: replace(things[id_], **changes)}})

    return with_thing


@pytest.fixture(scope="module", autouse=True)
def _each_text_is_read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readability, "grade", GRADE)
        patch.setattr(data_check, "grade", GRADE)
        patch.setattr(readability, "labelling", LABELLING)
        patch.setattr(readability, "misread", lambda text, words: MISREAD(text, tuple(words.items())))
        yield


@pytest.fixture
def found(dataset) -> Callable[..., list[tuple[str, str]]]:
    """Place and message of all that the check finds, on the day the shipped dataset is dated or another."""

    def found(made: Dataset, today: date = dataset.about.as_of) -> list[tuple[str, str]]:
        return [(problem.place, problem.message) for problem in check(made, today)]

    return found
