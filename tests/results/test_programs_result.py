"""What `iopcli programs` finds: filters narrow, nothing missing is a no, and the order is said."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "programs"))
from support.program_lists import CSV, imported

from iopcli.dataset.load import load
from iopcli.errors import UsageError
from iopcli.programs.store import HeardAnswer, KnownPrograms, Stored, with_heard
from iopcli.programs.wishes import ProgramSearch
from iopcli.results.programs import programs
from iopcli.results.programs_check import programs_check

DATASET = load()
LIST = imported(CSV)
KNOWN = KnownPrograms(
    {one.id: one for one in LIST.programs}, {LIST.list.id: Stored(LIST.list, LIST.programs, "0" * 64)}, ()
)
TODAY = date(2026, 3, 1)
CENTER = "01608"


def found(wanted: ProgramSearch, known: KnownPrograms = KNOWN, today: date = TODAY):
    return programs(DATASET, known, wanted, today)


def heard(**answers):
    """The same programs, of which one has said something by phone."""
    told = [
        HeardAnswer("lake-avenue-recovery-llc-01605-2d42", word, value, day) for word, (value, day) in answers.items()
    ]
    return KnownPrograms(with_heard(KNOWN.programs, told), KNOWN.lists, ())


wishes = st.builds(
    ProgramSearch,
    options=st.sampled_from([(), ("iop",), ("residential",), ("otp",)]),
    payer=st.sampled_from([None, "medicaid", "uninsured", "private"]),
    languages=st.sampled_from([(), ("spanish",), ("spanish", "sign-language")]),
    groups=st.sampled_from([(), ("pregnant",)]),
    medications=st.sampled_from([(), ("buprenorphine",)]),
    more=st.sampled_from([(), ("telehealth",)]),
    near=st.just(CENTER),
    within=st.sampled_from([None, 1.0, 3.0, 10.0]),
)


@given(wishes)
def test_every_program_is_listed_or_counted(wanted):
    result = found(wanted)
    counted = len(result.programs) + result.silent + result.refused
    assert counted == len(KNOWN.programs) if wanted.within is None else counted <= len(KNOWN.programs)
    assert result.fitting + result.to_ask == len(result.programs)
    assert result.fitting == sum(one.fits == "yes" for one in result.programs)


@given(wishes, st.sampled_from(["options", "payer", "languages", "within"]))
def test_a_filter_narrows(wanted, without):
    wider = wanted._replace(**{without: None if without in ("payer", "within") else ()})
    fewer, more = found(wanted), found(wider)
    assert {one.id for one in fewer.programs} <= {one.id for one in more.programs}
    fit = [{one.id for one in result.programs if one.fits == "yes"} for result in (fewer, more)]
    assert fit[0] <= fit[1]


@given(wishes)
def test_those_that_report_all_come_first_and_each_part_by_distance(wanted):
    result = found(wanted)
    parts = [[one.miles for one in result.programs if (one.fits == "yes") is fits] for fits in (True, False)]
    assert [one.fits == "yes" for one in result.programs] == [True] * len(parts[0]) + [False] * len(parts[1])
    assert all(part == sorted(part) for part in parts)
    assert all(one.miles <= wanted.within + 0.05 for one in result.programs if wanted.within)


@given(wishes)
def test_what_is_not_reported_is_asked_and_never_a_no(wanted):
    for one in found(wanted).programs:
        assert "no" not in one.wishes
        asked = {each.ask for each in one.questions}
        for wish, said in zip(found(wanted).wanted, one.wishes, strict=True):
            assert (wish.words[0] in asked) is (said != "yes") or wish.words[0] == "waiting_days"


@given(wishes)
def test_whatever_was_asked_for_a_caller_asks_of_opening_paying_evenings_and_medications(wanted):
    result = found(wanted)
    for one in result.programs:
        asked, program = [each.ask for each in one.questions], KNOWN.programs[one.id]
        assert len(asked) == len(set(asked))
        assert "waiting_days" in asked
        assert not any(program.says(word) in ("yes", "no") for word in asked)
        pays = [wish for wish in result.wanted if set(wish.words) & {"medicaid", "private", "sliding-fee"}]
        if not pays:
            told = {word for word in ("medicaid", "sliding-fee") if program.says(word) in ("yes", "no")}
            assert {"medicaid", "sliding-fee"} - set(asked) == told
        if not wanted.medications:
            told = any(program.says(word) == "yes" for word in ("buprenorphine", "methadone", "only-alcohol"))
            no = "no" in (program.says("buprenorphine"), program.says("treats-opioids"))
            assert ("buprenorphine" in asked) is not (told or no)
        if wanted.options == ("iop",):
            assert "evening_available" in asked
        if wanted.options == ("residential",):
            assert "evening_available" not in asked


def test_the_hour_of_the_staff():
    wanted = ProgramSearch(
        ("iop",), "medicaid", ("spanish",), ("pregnant",), ("buprenorphine",), near=CENTER, within=20
    )
    result = found(wanted)
    first = next(one for one in result.programs if one.id == "renewal-integrative-01608-kj4k")
    assert dict(zip([wish.words[0] for wish in result.wanted], first.wishes, strict=True)) == {
        "iop": "yes", "medicaid": "yes", "spanish": "yes", "pregnant": "not reported", "buprenorphine": "yes",
    }  # fmt: skip
    assert result.near and result.near.within == 20
    assert result.lists[0].as_of == date(2025, 8, 19)
    assert not result.lists[0].old
    assert "56 percent of them" in result.accuracy
    assert {"findtreatment-2025-08-19", "riley-2024"} <= set(result.sources)


def test_a_no_by_phone_leaves_a_program_out_and_a_yes_brings_it_in():
    wanted = ProgramSearch(("iop",), medications=("buprenorphine",), near=CENTER)
    lake = "lake-avenue-recovery-llc-01605-2d42"
    day = date(2026, 2, 20)
    yes, no = found(wanted, heard(buprenorphine=(True, day))), found(wanted, heard(buprenorphine=(False, day)))
    assert next(one for one in yes.programs if one.id == lake).fits == "yes"
    assert lake not in {one.id for one in no.programs}
    assert no.refused == 1


def test_a_wait_is_said_and_old_answers_are_asked_again():
    wanted = ProgramSearch(("iop",), "medicaid", near=CENTER)
    known = heard(waiting_days=(5, date(2026, 1, 1)), medicaid=(True, date(2025, 1, 1)))
    lake = next(one for one in found(wanted, known).programs if one.id.startswith("lake-avenue"))
    assert (
        lake.remarks[0]
        == "The wait was 5 days when someone called on January 1, 2026. That answer is old, so ask again."
    )
    assert "by phone on January 1, 2025, so ask again" in lake.remarks[1]
    assert {"medicaid", "waiting_days"} <= {one.ask for one in lake.questions}
    result = programs_check(DATASET, known, TODAY)
    assert [(one.word, one.days_old) for one in result.old] == [("medicaid", 424), ("waiting_days", 59)]
    assert result.needs_review


def test_a_program_for_some_only_says_so():
    result = found(ProgramSearch(("residential",), near=CENTER))
    remarks = {one.id: " ".join(one.remarks) for one in result.programs}
    assert "The list names only these people: women and girls." in remarks["living-in-freedom-together-01604-26dt"]
    assert "men and boys" in remarks["catholic-charities-crozier-01610-d4m8"]
    assert "One word" not in remarks["catholic-charities-crozier-01610-d4m8"]
    assert any("3.1, 3.5 and 3.7" in text for text in result.unclear)


def test_a_list_is_old_after_a_year():
    assert [found(ProgramSearch(), today=day).lists[0].old for day in (date(2026, 8, 19), date(2026, 8, 20))] == [
        False,
        True,
    ]
    assert programs_check(DATASET, KNOWN, date(2026, 9, 1)).old_programs == len(KNOWN.programs)


def test_people_without_insurance_ask_for_any_help():
    result = found(ProgramSearch(payer="uninsured"))
    fits = [one for one in result.programs if one.fits == "yes"]
    assert fits
    assert all(any(one.says.get(word) == "yes" for word in ("sliding-fee", "payment-help", "free")) for one in fits)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (ProgramSearch(options=("mutual-help",)), "is not something that lists of programs report"),
        (ProgramSearch(languages=("klingon",)), "is not a word that lists of programs have"),
        (ProgramSearch(groups=("spanish",)), "is not a word that lists of programs have"),
        (ProgramSearch(medications=("aspirin",)), "is not a word that lists of programs have"),
        (ProgramSearch(more=("parking",)), "is not a word that lists of programs have"),
    ],
)
def test_a_word_that_no_list_has_is_refused(wanted, said):
    with pytest.raises(UsageError) as refused:
        found(wanted)
    assert said in refused.value.problems[0].message


def test_every_word_that_is_none_is_said_at_once():
    with pytest.raises(UsageError) as refused:
        found(ProgramSearch(("wait",), languages=("spanisch",), groups=("x",)))
    assert len(refused.value.problems) == 3
    assert "spanish" in refused.value.problems[1].hint


@pytest.mark.parametrize("other", ["ASL", "American Sign Language", "sign language", "sign-language"])
def test_a_word_has_other_names(other):
    assert found(ProgramSearch(languages=(other,))).wanted[0].words == ("sign-language",)


@pytest.mark.parametrize("within", [0.0, -1.0, float("inf"), float("nan")])
def test_a_distance_that_is_none_is_refused(within):
    with pytest.raises(UsageError, match="a number of miles"):
        found(ProgramSearch(near=CENTER, within=within))


def test_a_distance_wants_a_place():
    with pytest.raises(UsageError, match="a number of miles"):
        found(ProgramSearch(within=5))


def test_every_word_that_is_none_is_said_at_once_also_beside_an_option_that_is_none():
    wanted = ProgramSearch(("iopp", "wait"), languages=("spanisch",), groups=("x",))
    with pytest.raises(UsageError) as refused:
        found(wanted)
    places = [one.place for one in refused.value.problems]
    assert places == ["--option `iopp`", "--language spanisch", "--group x"]
    assert "`spanish`" in refused.value.problems[1].hint
    assert "911" in refused.value.hint
    with pytest.raises(UsageError) as refused:
        found(wanted._replace(options=("wait",)))
    assert [one.place for one in refused.value.problems] == ["--option wait", "--language spanisch", "--group x"]
