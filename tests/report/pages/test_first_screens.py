"""First screens: what answers fits one, says how to read on, and loses nothing that cannot wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.answers import typed
from iopcli.dataset.load import load
from iopcli.facts.wording import capitalised
from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.report.page import Form, Heading, Paragraph, Said
from iopcli.report.pages import NOTHING, cover, page, screen
from iopcli.report.pages.decision import nothing_known
from iopcli.report.writers.terminal import plain
from iopcli.results.compare import compare
from iopcli.results.handout import handout
from iopcli.results.list import list_options
from iopcli.results.path import paths
from iopcli.results.rules import rules
from iopcli.results.score import instruments
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

DATASET = load()
LINES, COLUMNS = 40, 80
LETTER = re.compile(r"\((?:[a-z]|[a-z][a-z])\)(?= |$)", re.MULTILINE)
OPTIONS = list(DATASET.options.values())
RESULTS = {
    "list": lambda: list_options(DATASET),
    "list of a payer": lambda: list_options(DATASET, payer="medicaid"),
    "sources": lambda: sources(DATASET),
    "sources of an option": lambda: sources(DATASET, option=DATASET.options["iop"]),
    "rules": lambda: rules(DATASET),
    "topics": lambda: topics(DATASET),
    "instruments": lambda: instruments(DATASET),
    **{f"show {one.id}": lambda one=one: show(DATASET, one) for one in OPTIONS},
    **{f"rules of {id_}": lambda id_=id_: rules(DATASET, question=id_) for id_ in DATASET.questions},
}
LONG = {"rules of withdrawal", "rules of substances"}
"""Questions with so many answers or rules that their names alone take a little more."""


def shown(result, width: int = COLUMNS, part: Sequence[str] = ()) -> str:
    return plain(screen(result, part), width)


@pytest.mark.parametrize("name", [name for name in RESULTS if name not in LONG])
def test_a_first_screen_is_no_longer_than_a_screen(name: str):
    lines = shown(RESULTS[name]()).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("id_", DATASET.topics)
def test_a_topic_is_no_longer_than_a_screen(id_: str):
    assert len(shown(topic(DATASET, id_)).splitlines()) <= LINES


def test_any_two_options_are_compared_on_one_screen():
    for pair in combinations(OPTIONS, 2):
        text = shown(compare(DATASET, pair))
        assert len(text.splitlines()) <= LINES, [one.id for one in pair]
        assert not LETTER.search(text)


@given(st.sampled_from(list(combinations([one.id for one in OPTIONS if one.kind == "setting"], 3))))
def test_three_places_of_treatment_take_little_more_than_a_screen(ids):
    options = [DATASET.options[id_] for id_ in ids]
    assert len(shown(compare(DATASET, options)).splitlines()) <= LINES + 6


def test_the_three_that_people_compare_most_fit_one_screen():
    three = [DATASET.options[id_] for id_ in ("iop", "php", "residential")]
    assert len(shown(compare(DATASET, three)).splitlines()) <= LINES


@pytest.mark.parametrize("name", RESULTS)
def test_it_starts_with_whom_to_call_and_ends_with_three_lines_and_the_whole_says_more(name: str):
    result = RESULTS[name]()
    lines = shown(result, 120).splitlines()
    assert "In danger now? Call 911. Call or text 988." in lines[2]
    assert [line.split()[0] for line in lines[-3:]] == ["Veterans", "These", "Dataset"]
    whole = plain(page(result), 120)
    assert DATASET.help.statement in " ".join(whole.split())
    assert all(line.name in whole for line in DATASET.help.line if line.everywhere)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_a_first_screen_is_wider_than_the_screen(width: int):
    for make in RESULTS.values():
        assert max(map(len, shown(make(), width).splitlines())) <= width


def test_the_topics_that_people_ask_first_are_named_by_their_titles():
    first = sorted((one for one in DATASET.topics.values() if one.first), key=lambda one: one.first)
    assert [one.first for one in first] == list(range(1, len(first) + 1))
    words = " ".join(shown(topics(DATASET)).split())
    places = [words.index(f"- {one.title} `iopcli topics {one.id}`") for one in first]
    assert places == sorted(places)
    assert f"--all lists all {len(DATASET.topics)} topics" in words


def test_see_also_stands_below_the_steps_of_a_topic():
    words = shown(topic(DATASET, "overdose"))
    assert words.index("Naloxone can wear off") < words.index("See also: `iopcli show otp`.")


@pytest.fixture(scope="module")
def cases():
    """What comes of every vignette."""
    planner = Planner(DATASET)
    answers = (
        {key: typed(DATASET.questions[key], value) for key, value in one.answers.items()}
        for one in DATASET.vignettes.values()
    )
    return [match(DATASET, one, planner) for one in answers]


def test_a_match_that_is_not_urgent_fits_little_more_than_a_screen(cases):
    calm = [one for one in cases if not one.urgent and not one.clinician]
    long = [len(lines) for one in calm if len(lines := shown(one).splitlines()) > LINES]
    assert len(calm) > 50
    assert len(long) < len(calm) / 2
    assert max(long, default=0) <= LINES + 25


def test_a_match_says_at_once_what_is_urgent_what_comes_out_and_what_to_ask_next(cases):
    for result in cases:
        text = " ".join(shown(result).split())
        told = [one.message for one in result.urgent]
        if not result.stopped:
            told += [one.clinician for one in result.clinician] + [
                one.advice for one in result.reasons if one.meanwhile
            ]
            told += [one.text for one in result.assumed]
            asked = () if result.help_now else result.ask_next[:1]
            told += [one.asks for one in result.unanswered if one.question in asked]
            told += [capitalised(result.plans[0].said)] if result.plans and not nothing_known(result) else []
        assert [one for one in told if " ".join(one.split()) not in text] == []


EMERGENCIES = [{"withdrawal": 4, "substances": ("alcohol",)}, {"medical": 4}, {"mental_health": 4}]


@pytest.mark.parametrize("answers", EMERGENCIES, ids=["withdrawal", "body", "mind"])
@pytest.mark.parametrize("voice", ["person", "staff", "family"])
def test_who_needs_help_now_is_sent_to_no_waiting_list_and_asked_nothing_more(answers, voice):
    result = match(DATASET, answers, voice=voice)
    pages = [
        plain(page(handout(DATASET, (), result, voice=voice)), 80),
        plain(screen(paths(DATASET, [], [answers])), 80),
    ]
    texts = [" ".join(one.split()) for one in (shown(result), shown(result, part=["say"]), *pages)]
    for text in texts:
        assert not re.search("waiting list|Until there is an opening|Ask next|one more thing|Not answered yet", text)
    assert "Get that help first. The other questions can wait." in texts[0]
    assert "Please get that help first. My other questions can wait." in texts[1]
    assert result.ask_next  # for scripts, which ask for all at once


def test_as_long_as_it_is_not_known_what_is_used_naloxone_and_911_are_said():
    for answers in ({"withdrawal": 3}, {"withdrawal": 4}, {"medical": 4}, {"mental_health": 4}, {"pregnant": True}):
        said = " ".join(match(DATASET, answers).until)
        assert "keep naloxone nearby" in said
        assert "call 911" in said


def test_someone_in_danger_or_who_needs_help_now_waits_for_no_opening_beside_someone_who_does():
    found = paths(DATASET, [], [{"danger_now": True}, {"medical": 4}, {"relapse_risk": 2}])
    tips = {number: {one.tip for one in found.waiting if one.person == number} for number in (1, 2, 3)}
    assert [{"meetings", "call-the-list"} <= tips[number] for number in (1, 2, 3)] == [False, False, True]
    assert all("check-by-phone" in each for each in tips.values())
    assert [one.now for one in found.urgent] == [True, True]


def test_help_before_any_program_is_said_first():
    answers = {"withdrawal": 3, "mental_health": 4, "substances": ("opioids",), "relapse_risk": 4}
    assert [one.now for one in match(DATASET, answers).urgent] == [True, False, False, False, False]


@pytest.mark.parametrize("answers", EMERGENCIES, ids=["withdrawal", "body", "mind"])
def test_a_number_is_read_to_a_caller_once(answers):
    text = shown(match(DATASET, answers), part=["say"]).partition("To say to the caller")[2]
    assert text.count("Call 911 (Emergency)") == 0
    assert text.count("1-800-662-4357 (") <= 1


@pytest.mark.parametrize("voice", ["person", "staff", "family"])
def test_with_opioids_medication_comes_first_wherever_it_is_read_or_said(voice):
    rule = DATASET.rules["opioid-medication-offered"]
    for medication in ((), ("buprenorphine",), ("methadone",)):
        answers = {"substances": ("opioids",), "withdrawal": 2, "relapse_risk": 3, "living_situation": 4}
        result = match(DATASET, {**answers, "mental_health": 2, "medication": medication}, voice=voice)
        for part in ([], ["say"]):
            text = " ".join(shown(result, 80, part).split())
            reasons, advice = (text.index(f"- {one}") for one in (rule.because, rule.advice))
            others = [one.because for one in result.reasons if one.because in text and not one.first]
            assert others
            assert all(reasons < text.index(one) for one in others)
            assert advice < text.index("Carry naloxone") < text.index("Ask the program who will take care of your")
        made = [block for block in page(handout(DATASET, (), result, voice=voice)).blocks if isinstance(block, Form)]
        sheet = next(one for one in made if len(one.blanks) > 5)
        asked = [one.says.text for one in sheet.blanks if one.rows and not one.says.text.startswith("Call: ")]
        assert asked[0] == rule.ask.says


def test_a_match_can_be_said_aloud(cases):
    for result in cases:
        text = " ".join(plain(screen(result, ["say"]), COLUMNS).split())
        assert all(" ".join(one.message.split()) in text for one in result.urgent)
        assert "--" not in text


def test_what_is_said_to_a_caller_is_said_to_them_whoever_is_reading():
    result = match(DATASET, {"withdrawal": 2, "substances": ("alcohol",), "relapse_risk": 2}, voice="staff")
    text = " ".join(shown(result, part=["say"]).split())
    asked = DATASET.questions[result.ask_next[0]]
    assert f"May I ask one more thing? {' '.join(asked.person.split())}" in text
    assert "outpatient withdrawal care, then an intensive outpatient program" in text
    assert "the person" not in text.casefold()


@pytest.mark.parametrize("part", ["why", "plans", "flips", "table"])
def test_a_part_of_a_match_is_read_by_its_name_and_is_in_the_whole(part: str, cases):
    for result in cases[:20]:
        if result.stopped:
            continue
        headings = [block for block in page(result).blocks if isinstance(block, Heading)]
        made = [block for block in screen(result, [part]).blocks if isinstance(block, Heading)]
        assert [one for one in made if one not in headings] == []
        assert made or Paragraph(Said(NOTHING)) in screen(result, [part]).blocks


def test_a_document_has_its_first_screen_for_a_cover():
    result = RESULTS["list"]()
    assert cover(result) == screen(result)


def test_all_is_the_whole():
    for make in RESULTS.values():
        result = make()
        assert screen(result, ["all"]) == page(result)
