"""What care costs whom: one kind of price a row, the payer's own first, and never one kind in place of another."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, moneys, side_by_side, with_fact

from iopcli.dataset.load import load
from iopcli.dataset.model import Claim, Dataset, Fact, Money
from iopcli.dataset.states import STATES, in_state, rate_of
from iopcli.facts.cells import row_for
from iopcli.facts.prices import KIND_OF, Price, claim_of, is_free, kinds_for, price_for
from iopcli.facts.result import Cell, Row
from iopcli.match.match import match
from iopcli.match.plans import Plan
from iopcli.report.writers.json import json
from iopcli.results.list import ListFilter, list_options

SHIPPED = load()
PAYERS = [str(choice.value) for choice in SHIPPED.questions["payer"].choice]
payers = st.sampled_from([None, *PAYERS, "a-new-plan"])
IDS = list(SMALL.options)


def money(basis: str, **spread: float) -> Money:
    return Money(**spread, basis=basis, year=2020)


def fact(value: Money, *others: Money, **more: Any) -> Fact[Any]:
    claims = tuple(Claim(value=one, sources=("rule-one",), confidence="weak") for one in others)
    return Fact(**{"value": value, "sources": ("rule-one",), "confidence": "primary", "also": claims, **more})


# --- the price for a payer --------------------------------------------------


@pytest.mark.parametrize(
    ("payer", "kinds"),
    [
        (None, ("cash",)), ("uninsured", ("cash",)), ("medicare", ("medicare", "cash")),
        ("medicaid", ("medicaid", "cash")), ("private", ("", "cash")), ("va", ("", "cash")),
        ("tricare", ("", "cash")), ("a-new-plan", ("", "cash")),
    ],
)  # fmt: skip
def test_a_payer_has_its_own_kind_of_price_and_cash_comes_second(payer: str | None, kinds: tuple[str, ...]):
    assert kinds_for(payer) == kinds


def test_every_payer_with_a_kind_of_its_own_can_be_answered():
    assert set(KIND_OF) <= set(PAYERS)


CASH, RATE = money("cash", min=269, max=846), money("medicaid", typical=508.53)


@pytest.mark.parametrize(
    ("payer", "price"),
    [
        (None, Price(kind="cash", known=True, year=2020, min=269, max=846)),
        ("uninsured", Price(kind="cash", known=True, year=2020, min=269, max=846)),
        ("medicaid", Price(kind="medicaid", known=True, year=2020, min=508.53, max=508.53, weak=True)),
        ("medicare", Price(kind="medicare")),
        ("private", Price(kind="")),
    ],
)
def test_the_price_is_the_payers_own_or_not_known(payer: str | None, price: Price):
    assert price_for(fact(CASH, RATE), payer) == price


@pytest.mark.parametrize("one", [Fact(not_known=True), Fact(applies=False), fact(money("economic", min=1))])
@pytest.mark.parametrize("payer", [None, *PAYERS])
def test_without_a_price_of_its_kind_there_is_none(one: Fact[Any], payer: str | None):
    assert price_for(one, payer) == Price(kind=kinds_for(payer)[0])


@pytest.mark.parametrize(
    ("spread", "ends"),
    [
        ({"typical": 5}, (5, 5)), ({"min": 5}, (5, None)), ({"max": 5}, (None, 5)), ({"min": 5, "max": 7}, (5, 7)),
        ({"min": 5, "typical": 6}, (5, None)), ({"typical": 4, "max": 5}, (None, 5)),
    ],
)  # fmt: skip
def test_a_number_alone_is_both_ends_and_an_end_that_is_not_known_is_none(spread: Any, ends: Any):
    price = price_for(fact(money("cash", **spread)), None)
    assert (price.min, price.max) == ends


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "private", "va", "a-new-plan"])
def test_what_is_free_in_cash_is_free_whoever_pays(payer: str):
    free = price_for(fact(money("cash", typical=0)), payer)
    assert (free.kind, free.known, free.min, free.max) == ("free", True, 0, 0)
    assert not price_for(fact(money("cash", min=0)), payer).known  # `at least $0` has no end


@given(moneys)
def test_only_what_has_no_number_above_0_and_an_end_is_free(value: Money):
    price = price_for(fact(replace(value, basis="cash")), None)
    assert is_free(value) == (price.max == 0)


# --- rows -------------------------------------------------------------------


def cost(dataset: Dataset, payer: str | None, ids: Any = IDS) -> Row:
    (row,) = side_by_side(dataset, ids, attributes=["cost_per_week"], payer=payer).rows
    return row


@given(datasets(("cost_per_week",)), payers)
def test_a_row_has_one_kind_of_price_and_never_another_in_its_place(dataset: Dataset, payer: str | None):
    row = cost(dataset, payer)
    assert tuple(one.basis for one in row.prices) == kinds_for(payer)
    for one in row.prices:
        for cell in one.cells:
            stated = dataset.options[cell.option].facts.get("cost_per_week") or Fact(not_known=True)
            claim = claim_of(stated.claims, one.basis)
            assert cell.price is not None
            assert cell.price.kind in (one.basis, "free")
            assert cell.price.known == (claim is not None) == (cell.state == "known")
            if claim is None:
                assert (cell.value, cell.sources, cell.confidence) == (None, (), "")
            elif cell.price.kind != "free":
                assert cell.value["basis"] == one.basis
                assert str(claim.value.year) in cell.text
            else:
                assert cell.text == "free"


@given(datasets(("cost_per_week",)), payers)
def test_every_claim_is_still_said_and_none_twice(dataset: Dataset, payer: str | None):
    row = cost(dataset, payer)
    for place, id_ in enumerate(IDS):
        stated = dataset.options[id_].facts.get("cost_per_week") or Fact(not_known=True)
        cells = [one.cells[place] for one in row.prices]
        said = [cell.value for cell in cells if cell.value and cell.price and cell.price.kind != "free"]
        said += [claim.value for cell in cells for claim in cell.also]
        expected = [msgspec.to_builtins(claim.value) for claim in stated.claims]
        free = [claim for claim in stated.claims if claim.value.basis == "cash" and is_free(claim.value)]
        assert sorted(map(str, said)) == sorted(map(str, expected)) or free
        assert sum(len(cell.disputed) for cell in cells) == len(stated.disputed)


@given(datasets(), payers)
def test_every_source_of_a_price_is_there(dataset: Dataset, payer: str | None):
    result = side_by_side(dataset, IDS, payer=payer)
    used = {id_ for row in result.rows for one in row.shown for cell in one.cells for id_ in cell.every_source}
    assert used <= set(result.sources)


@given(datasets(), st.sampled_from(PAYERS))
def test_a_payer_changes_nothing_but_money(dataset: Dataset, payer: str):
    without, with_payer = (side_by_side(dataset, IDS, payer=one).rows for one in (None, payer))
    for one, other in zip(without, with_payer, strict=True):
        assert one == other or one.type == "money"


def shown(row: Row) -> list[tuple[str, list[str]]]:
    return [(one.label, [cell.text for cell in one.cells]) for one in row.prices]


def test_a_row_names_its_kind_and_what_is_not_known_says_whom_to_ask():
    ids = ("wait", "iop", "residential")
    assert shown(cost(SMALL, "medicare", ids)) == [
        ("Weekly cost, Medicare rate", ["free", "about $310 a week, 2019", "not known, so ask the plan"]),
        ("Weekly cost, cash price", ["$0 a week, 2020", "$250 to $350 a week, 2020", "not known"]),
    ]
    cash = ["$0 a week, 2020", "$250 to $350 a week, 2020", "not known"]
    assert shown(cost(SMALL, None, ids)) == [("Weekly cost, cash price", cash)]
    cash[-1] = "not known, so ask the program"
    assert shown(cost(SMALL, "uninsured", ids)) == [("Weekly cost, cash price", cash)]


def test_a_payer_without_prices_here_is_named_by_its_answer():
    dataset = replace(SMALL, questions=SHIPPED.questions)
    assert [one.label for one in cost(dataset, "private").prices] == [
        "Weekly cost, private insurance",
        "Weekly cost, cash price",
    ]


def test_a_new_payer_needs_no_code():
    asked = SHIPPED.questions["payer"]
    new = replace(asked.choice[0], value="tribal", label="Indian Health Service")
    dataset = replace(SMALL, questions={"payer": replace(asked, choice=(*asked.choice, new))})
    assert shown(cost(dataset, "tribal", ("iop", "php")))[0] == (
        "Weekly cost, Indian Health Service",
        ["not known, so ask the plan", "not known, so ask the plan"],
    )


def test_what_does_not_apply_has_no_price_of_any_kind():
    dataset = with_fact("iop", "cost_per_week", applies=False, note="It cannot.", confidence=None)
    for one in cost(dataset, "medicare", ("iop", "php")).prices:
        assert (one.cells[0].state, one.cells[0].text) == ("not_applicable", "does not apply")


# --- what programs read -----------------------------------------------------


def told(dataset: Dataset, payer: str | None) -> Any:
    (row,) = msgspec.json.decode(
        json(side_by_side(dataset, ("iop", "php"), attributes=["cost_per_week"], payer=payer))
    )["rows"]
    return row


def test_without_a_payer_values_stay_as_they_were_and_the_price_stands_beside_them():
    dear = with_fact("iop", "cost_per_week", **{k: getattr(fact(RATE), k) for k in ("value", "sources")})
    row = told(dear, None)
    assert row["cells"][0]["value"]["basis"] == "medicaid"
    assert row["cells"][0]["price"] == {
        "kind": "cash", "known": False, "year": None, "min": None, "max": None, "weak": False,
    }  # fmt: skip
    assert [cell["text"] for cell in row["prices"][0]["cells"]] == ["not known", "at least $1,500 a week, 2020"]


def test_with_a_payer_values_and_prices_are_of_its_kind():
    row = told(SMALL, "medicare")
    assert row["basis"] == "medicare"
    assert [cell["value"]["basis"] for cell in row["cells"]] == ["medicare", "medicare"]
    assert [cell["price"]["max"] for cell in row["cells"]] == [312.5, 2000]
    assert [one["basis"] for one in row["prices"]] == ["medicare", "cash"]


# --- match ------------------------------------------------------------------

ANSWERS = {"relapse_risk": 2, "living_situation": 3, "withdrawal": 0}


def priced(payer: str | None) -> Row:
    known = {**ANSWERS, **({"payer": payer} if payer else {})}
    return next(row for row in match(SHIPPED, known).rows if row.attribute == "cost_per_week")


def test_match_shows_the_price_of_the_answered_payer():
    for payer in (None, *PAYERS):
        row = priced(payer)
        assert tuple(one.basis for one in row.prices) == kinds_for(payer)
        known = [cell for one in row.prices for cell in one.cells if cell.state == "known"]
        assert known
        assert all(cell.value["basis"] == one.basis for one in row.prices for cell in one.cells if cell.value)


def test_a_sum_is_of_one_kind_or_not_known():
    """The rent of a recovery home has a cash price only, so no Medicaid rate is added to it."""
    together = Plan(SHIPPED, [SHIPPED.options[id_] for id_ in ("iop", "recovery-residence")])
    alone = Plan(SHIPPED, [SHIPPED.options["iop"]])
    assert price_for(alone.fact("cost_per_week"), "medicaid").kind == "medicaid"
    assert not price_for(together.fact("cost_per_week"), "medicaid").known
    cash = price_for(together.fact("cost_per_week"), None)
    rent, care = (price_for(SHIPPED.options[id_].facts["cost_per_week"], None) for id_ in ("recovery-residence", "iop"))
    assert None not in (rent.min, rent.max, care.min, care.max)
    assert (cash.min, cash.max) == (rent.min + care.min, rent.max + care.max)  # type: ignore[operator]


# --- list -------------------------------------------------------------------


def most(limit: int) -> list[ListFilter]:
    return [ListFilter(attribute="cost_per_week", test="at most", value=str(limit))]


@given(datasets(("cost_per_week",)), payers)
def test_a_list_has_a_price_of_each_kind_for_every_option(dataset: Dataset, payer: str | None):
    result = list_options(dataset, payer=payer)
    assert tuple(one.basis for one in result.prices) == kinds_for(payer)
    for one in result.prices:
        assert [cell.option for cell in one.cells] == [each.option.id for each in result.options]
    listed: list[Cell] = [each.cells[-1] for each in result.options]
    assert [cell.price for cell in listed] == [cell.price for cell in result.prices[0].cells]


@given(datasets(("cost_per_week",)), st.integers(0, 400), st.sampled_from(["private", "medicare", "medicaid", "va"]))
def test_a_rate_that_is_too_high_leaves_nothing_out_since_it_is_not_the_bill(dataset: Dataset, limit: int, payer: str):
    assert list_options(dataset, most(limit), payer).left_out == ()


def test_a_limit_looks_at_the_kind_of_price_that_is_shown():
    fits = {one.option.id: one.fits for one in list_options(SMALL, most(320), "medicare").options}
    assert fits == {"wait": "yes", "iop": "yes", "php": "not known", "residential": "not known"}
    fits = {one.option.id: one.fits for one in list_options(SMALL, most(320)).options}
    assert fits == {"wait": "yes", "iop": "for some", "residential": "not known"}


STATE_RATES = [
    (option, claim)
    for option in SHIPPED.options.values()
    for fact in [option.facts.get("cost_per_week")]
    for claim in ([claim_of(fact.claims, "medicaid")] if fact is not None and fact.state == "known" else [])
    if claim is not None and rate_of(SHIPPED, claim)
]


@pytest.mark.parametrize(("option", "claim"), STATE_RATES, ids=[option.id for option, _ in STATE_RATES])
def test_a_medicaid_rate_of_one_state_names_it_but_where_that_state_was_asked_for(option, claim):
    code = rate_of(SHIPPED, claim)
    (state,) = {SHIPPED.sources[id_].state for id_ in claim.sources} - {""}
    assert code == state

    def priced(dataset):
        return (
            row_for(dataset, [dataset.options[option.id]], dataset.attributes["cost_per_week"], "medicaid")
            .prices[0]
            .cells[0]
        )

    elsewhere = priced(in_state(SHIPPED, "WY"))
    assert elsewhere.rate_of == code
    assert all(text.endswith(f"({STATES[code]})") for text in (elsewhere.text, elsewhere.brief, elsewhere.short))
    here = priced(in_state(SHIPPED, code))
    assert STATES[code] not in here.text
    assert here.value == elsewhere.value


def test_a_rate_of_several_states_or_of_none_names_no_state():
    there = replace(SHIPPED, sources={id_: replace(one, state="") for id_, one in SHIPPED.sources.items()})
    assert {rate_of(there, claim) for _, claim in STATE_RATES} == {""}
    two = replace(STATE_RATES[0][1], sources=("md-10-09-80", "ahcccs-iop-2023"))
    assert rate_of(SHIPPED, two) == ""
