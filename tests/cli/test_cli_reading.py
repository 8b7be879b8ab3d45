"""`show`, `sources` and `topics`: one thing in full, and what rests on what."""

import json

import pytest


def result_of(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def one_line(done):
    assert (done.returncode, done.stderr) == (0, "")
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("option", ["wait", "iop", "otp", "recovery-residence"])
def test_show_has_every_row_the_questions_and_what_to_read_on(option, run, dataset):
    result = result_of(run("show", option, "-f", "json"))
    assert result["option"]["id"] == option
    assert [row["attribute"] for row in result["rows"]] == list(dataset.attributes)
    page = run("show", option, "-f", "text", "--all").stdout
    lines = page.splitlines()
    for attribute in dataset.attributes.values():
        if attribute.id != "questions_to_ask":
            assert attribute.label in lines
    for point in dataset.options[option].facts["questions_to_ask"].value:
        for text in (point.says, f"Why: {point.why}", f"Listen for: {point.listen_for}"):
            assert text in " ".join(page.split())
    for topic in result["topics"]:
        assert f"Read: iopcli topics {topic['id']}" in page


def test_what_show_points_to_can_be_read(run):
    for topic in result_of(run("show", "wait", "-f", "json"))["topics"][:2]:
        assert result_of(run("topics", topic["id"], "-f", "json"))["topic"]["title"] == topic["title"]


@pytest.mark.parametrize("name", ["2.1", "ASAM Level 2.1", "Intensive Outpatient", "IOP"])
def test_show_knows_an_option_by_its_other_names(name, run):
    assert result_of(run("show", name, "-f", "json"))["option"]["id"] == "iop"


def test_sources_of_an_option_are_the_sources_of_its_column(run):
    rests = result_of(run("sources", "--option", "2.1", "-f", "json"))
    assert rests["option"] == "iop"
    shown = result_of(run("show", "iop", "-f", "json"))
    assert {one["source"]["id"] for one in rests["citations"]} == set(shown["sources"])
    assert all(rest["option"] == "iop" for one in rests["citations"] for rest in one["rests"])


def test_all_sources_are_listed_with_what_rests_on_each(run, dataset):
    every = result_of(run("sources", "-f", "json"))["citations"]
    assert [one["source"]["id"] for one in every] == list(dataset.sources)
    assert all(one["rests"] for one in every)


def test_sources_by_id_stand_in_the_datasets_order_with_their_address(run, dataset):
    with_address = [source for source in dataset.sources.values() if source.url][:2]
    ids = [source.id for source in with_address]
    assert [one["source"]["id"] for one in result_of(run("sources", *reversed(ids), "-f", "json"))["citations"]] == ids
    page = run("sources", *ids).stdout
    for source in with_address:
        assert f"Id: {source.id}" in page
        assert source.url in page.split()


def test_a_source_that_no_cell_of_the_option_rests_on_gives_an_empty_page(run):
    unused = "va-5090"
    page = one_line(run("sources", unused, "--option", "wait"))
    assert page.startswith("Sources behind wait")
    assert "No source." in page


def test_topics_lists_every_topic_and_word(run, dataset):
    result = result_of(run("topics", "-f", "json"))
    assert [one["id"] for one in result["topics"]] == list(dataset.topics)
    assert [one["id"] for one in result["terms"]] == list(dataset.terms)
    page = one_line(run("topics", "--all"))
    for topic in dataset.topics.values():
        assert f"- {topic.title} ({topic.id})" in page


def test_a_topic_is_found_by_id_title_and_other_names_in_any_case(run, dataset):
    topic = next(topic for topic in dataset.topics.values() if topic.also)
    for name in (topic.id, topic.title, topic.also[0], topic.id.upper()):
        assert result_of(run("topics", name, "-f", "json"))["topic"]["id"] == topic.id


def test_every_sentence_of_a_topic_is_shown_with_its_sources(run, dataset):
    topic = dataset.topics["payment"]
    page = one_line(run("topics", "payment", "-f", "text", "--all"))
    for point in topic.point:
        assert point.says in page
    for source in {source for point in topic.point for source in point.sources} | set(topic.sources):
        assert source in page


def test_a_word_is_explained_under_each_of_its_names(run, dataset):
    term = next(term for term in dataset.terms.values() if term.also)
    for name in (term.id, term.term, term.also[0].upper()):
        result = result_of(run("topics", name, "-f", "json"))
        assert (result["topic"], result["term"]["id"]) == (None, term.id)
    assert " ".join(term.means.split()) in one_line(run("topics", term.id))
