"""What a plan asks of a person comes in, from words and from a file, or every problem of it is said at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.errors import InputRefused, UsageError
from iopcli.facts.payer import AMOUNTS, StatedTerms
from iopcli.match.coverage import CoverageFile, read_coverage, stated

DATASET = load()
SILVER = b'[coverage]\nname = "Silver"\npayer = "private"\nyear = 2026\ndeductible = 3000\ncoinsurance = 20\n'


def read(text: str | bytes) -> CoverageFile:
    return read_coverage(DATASET, text if isinstance(text, bytes) else text.encode(), "plan.toml")


def refused(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(InputRefused) as caught:
        read(text)
    return [(problem.place, problem.message) for problem in caught.value.problems] or [("", caught.value.summary)]


def wrong(who: str | None = None, kept: CoverageFile | None = None, **words: str) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        stated({key: words.get(key) for key in AMOUNTS}, kept, who)
    return [(problem.place, problem.message) for problem in caught.value.problems]


def test_a_file_states_what_a_plan_asks():
    kept = read(SILVER)
    assert kept.payer == "private"
    assert kept.given == StatedTerms(name="Silver", year=2026, deductible=Decimal(3000), coinsurance=Decimal(20))


def test_words_go_over_a_file_and_the_payer_of_a_command_over_its_own():
    payer, given_ = stated({"deductible": "100.50"}, read(SILVER), "tricare")
    assert (payer, given_.deductible, given_.coinsurance, given_.name) == (
        "tricare", Decimal("100.50"), Decimal(20), "Silver",
    )  # fmt: skip


def test_what_a_plan_does_not_cover_is_kept():
    assert read('[coverage]\nnot_covered = ["residential"]\n').given.not_covered == ("residential",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("deductible = 1", "plan.toml has no [coverage] table"),
        ("coverage = 3", "plan.toml has no [coverage] table"),
        ("[coverage", "plan.toml is not TOML: line 1"),
        (b"\xff", "plan.toml is not UTF-8"),
    ],
)
def test_a_file_without_the_table_is_refused(text: str | bytes, problem: str):
    assert refused(text) == [("", problem)]


def test_every_problem_of_a_file_is_said_with_its_place():
    text = """[coverage]
deductable = 5
deductible = "1,500"
coinsurance = 120
copay_per_day = true
out_of_pocket_max = "$50"
name = 3
year = "2026"
payer = "nobody"
not_covered = ["rehabb"]
"""
    assert refused(text) == [
        ("plan.toml deductable", "is not a key of [coverage]"),
        ("plan.toml deductible", "has a comma in it"),
        ("plan.toml coinsurance", "is more than 100"),
        ("plan.toml copay_per_day", "is not an amount"),
        ("plan.toml out_of_pocket_max", "has a sign in it"),
        ("plan.toml name", "is not text"),
        ("plan.toml year", "is not a year"),
        ("plan.toml payer", "is not one of its answers"),
        ("plan.toml not_covered", "`rehabb` is not an option"),
    ]


def test_a_list_that_is_none_is_refused():
    assert refused("[coverage]\nnot_covered = 3\n") == [("plan.toml not_covered", "is not a list")]


def test_what_contradicts_is_refused_in_a_file_too():
    text = "[coverage]\ndeductible = 100\ndeductible_met = 200\nout_of_pocket_max = 50\n"
    assert refused(text) == [
        ("plan.toml deductible", "is less than what was met of it"),
        ("plan.toml out_of_pocket_max", "is less than the deductible"),
    ]


NO_AMOUNTS = ("abc", "", "1.005", "1e3", "٣", "12345678901")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,500", "has a comma in it"),
        *((text, "has a sign in it") for text in ("$20", "-5", "+5", "€5", "20%")),
        *((text, "is not an amount") for text in NO_AMOUNTS),
    ],
)
def test_an_amount_is_digits_and_cents_alone(text: str, message: str):
    assert wrong(deductible=text) == [("--deductible", message)]


def test_a_percentage_is_one():
    assert wrong(coinsurance="twenty") == [("--coinsurance", "is not a percentage")]
    assert wrong(coinsurance="101") == [("--coinsurance", "is more than 100")]


def test_what_was_met_needs_a_deductible_and_is_no_more_than_it():
    assert wrong(deductible_met="5") == [("--deductible-met", "says how much was met of no deductible")]
    assert wrong(deductible="5", deductible_met="6") == [("--deductible", "is less than what was met of it")]


def test_nobody_shares_the_bill_of_a_person_without_insurance():
    assert wrong("uninsured", coinsurance="20") == [("--coinsurance", "is of a health plan, and there is none")]


@given(st.dictionaries(st.sampled_from(AMOUNTS), st.text(max_size=12)))
def test_whatever_is_typed_is_read_or_refused_and_never_said_again(words: dict[str, str]):
    try:
        stated(words, None, None)
    except UsageError as error:
        said = " ".join(part for problem in error.problems for part in problem[1:3])
        assert not any(len(text.strip()) > 4 and text.strip() in said for text in words.values())
