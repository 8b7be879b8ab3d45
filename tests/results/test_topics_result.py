"""Topics and words: whatever is listed can be read."""

from __future__ import annotations

import pytest
from support.datasets import SMALL

from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError, describe
from iopcli.report.pages import screen
from iopcli.report.writers.terminal import plain
from iopcli.results.topics import topic, topics


def test_every_topic_and_word_is_listed_once(dataset: Dataset):
    listed = topics(dataset)
    assert [one.id for one in listed.topics] == list(dataset.topics)
    assert [one.id for one in listed.terms] == list(dataset.terms)


def test_every_topic_is_found_by_its_id_its_title_and_each_question_it_answers(dataset: Dataset):
    missed = [
        name
        for one in dataset.topics.values()
        for name in (one.id, one.title, *one.also)
        if (found := topic(dataset, name).topic) is None or found.id != one.id
    ]
    assert missed == []


def test_every_word_listed_can_be_read(dataset: Dataset):
    hidden = [term.id for term in dataset.terms.values() if topic(dataset, term.term).term != term]
    assert hidden == []


def test_a_reading_names_every_source_of_the_topic_and_of_its_points():
    found = topic(SMALL, "is there help with the BILL")
    assert (found.topic.id, found.term, list(found.sources)) == ("payment", None, ["rule-one", "price-page"])


def test_a_word_is_read_with_its_sources():
    found = topic(SMALL, "Evening Rehab")
    assert (found.topic, found.term.id, list(found.sources)) == (None, "iop", ["rule-one"])


def test_a_name_that_is_neither_gets_the_nearest():
    with pytest.raises(UsageError) as refused:
        topic(SMALL, "Paymint")
    assert describe(refused.value) == (
        "error: nothing to read under that name\n\n"
        "  `Paymint`  is not a topic or a word explained here\n             -> did you mean `payment`?\n\n"
        "hint: `iopcli topics` lists them all. In danger now? Call 111. Call or text 222."
    )


@pytest.mark.parametrize("name", ["", "   ", "???", "x" * 10_000])
def test_a_name_without_letters_or_without_end_is_refused(name: str):
    with pytest.raises(UsageError):
        topic(SMALL, name)


def test_the_first_screen_names_the_topics_that_people_ask_first_by_their_titles(dataset):
    first = sorted((one for one in dataset.topics.values() if one.first), key=lambda one: one.first)
    assert [one.first for one in first] == list(range(1, len(first) + 1))
    words = " ".join(plain(screen(topics(dataset)), 80).split())
    places = [words.index(f"- {one.title} `iopcli topics {one.id}`") for one in first]
    assert places == sorted(places)
    assert f"--all lists all {len(dataset.topics)} topics" in words


def test_see_also_stands_below_the_steps_of_a_topic(dataset):
    words = plain(screen(topic(dataset, "overdose")), 80)
    assert words.index("Naloxone can wear off") < words.index("See also: `iopcli show otp`.")
