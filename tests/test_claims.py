"""Every claim of the five background articles is findable: as a fact, a dispute or a topic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from iopcli.dataset.model import Attribute, Dataset, Fact
from iopcli.facts.wording import value_text

TABLE = tomli.loads((Path(__file__).parent / "claims.toml").read_text("utf-8"))
CLAIMS = TABLE["claim"]
NUMBERS = [claim["number"] for claim in CLAIMS]
ARTICLES = ("000", "001", "002", "003", "004")

each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[f"claim {number}" for number in NUMBERS])


def of_fact(dataset: Dataset, attribute: Attribute, fact: Fact[Any]) -> Iterator[str]:
    for said in (fact, *fact.also, *fact.disputed):
        yield said.note
        if said.value is not None:
            yield value_text(attribute, said.value)


def text_of(dataset: Dataset, place: dict[str, str]) -> str:
    if "topic" in place:
        topic = dataset.topics[place["topic"]]
        said = [topic.title, *topic.also, *(point.says for point in topic.point)]
    else:
        id_ = place["attribute"]
        said = [*of_fact(dataset, dataset.attributes[id_], dataset.options[place["option"]].facts[id_])]
    return " ".join(said).lower()


def test_all_29_claims_are_there_once_and_in_order():
    assert list(range(1, 30)) == NUMBERS
    assert set(TABLE) == {"claim"}


def test_every_article_has_claims():
    assert [claim["file"] for claim in CLAIMS] == sorted(claim["file"] for claim in CLAIMS)
    assert {claim["file"] for claim in CLAIMS} == set(ARTICLES)


@each_claim
def test_a_claim_says_what_where_and_by_which_words(claim):
    assert set(claim) == {"number", "says", "file", "found", "words"}
    assert claim["says"]
    assert claim["found"]
    assert claim["words"]
    assert all(word and word == word.lower() for word in claim["words"])


@each_claim
def test_every_place_of_a_claim_exists(claim, dataset):
    for place in claim["found"]:
        if "topic" in place:
            assert set(place) == {"topic"}
            assert place["topic"] in dataset.topics
        else:
            assert set(place) == {"option", "attribute"}
            assert place["option"] in dataset.options
            assert place["attribute"] in dataset.options[place["option"]].facts


@each_claim
def test_the_words_of_a_claim_stand_in_one_of_its_places(claim, dataset):
    texts = [text_of(dataset, place) for place in claim["found"]]
    for words in claim["words"]:
        assert any(words in text for text in texts), f"no place says `{words}`"
