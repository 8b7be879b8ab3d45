"""CSV: the cells of JSON, a row each, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, side_by_side, with_fact

from iopcli.dataset.model import Dataset, Point
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.json import json
from iopcli.results.data_check import data_check
from iopcli.results.list import ListFilter, list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

STARTS = "=+-@\t\r\n＝＋－＠"


def rows(result) -> list[dict[str, str]]:
    """The rows as any reader of CSV sees them."""
    found = list(csv.DictReader(io.StringIO(csv_text(result), newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def harmful(text: str) -> bool:
    return text.startswith(tuple(STARTS)) or text.lstrip(" '\"").startswith(tuple(STARTS))


def back(text: str) -> str:
    """The text that was meant: without the sign that keeps a formula from running."""
    return text[1:] if text.startswith("'") and harmful(text[1:]) else text


@given(datasets(), st.permutations(list(SMALL.options)))
def test_csv_has_the_cells_of_json(dataset: Dataset, ids: list[str]):
    result = side_by_side(dataset, ids)
    told = msgspec.json.decode(json(result))
    shown = [one for row in told["rows"] for one in row["prices"] or [row]]
    cells = [(row, cell) for row in shown for cell in row["cells"]]
    read = rows(result)
    assert len(read) == len(cells)
    for (row, cell), line in zip(cells, read, strict=True):
        assert (line["attribute"], line["option"], line["state"]) == (row["attribute"], cell["option"], cell["state"])
        assert (back(line["label"]), back(line["unit"])) == (row["label"], row["unit"])
        assert (back(line["value"]), back(line["note"])) == (cell["text"], cell["note"])
        assert (line["confidence"], line["as_of"]) == (cell["confidence"], cell["as_of"])
        for key in ("also", "disputed"):
            claims = [
                f"{claim['text']} [{claim['confidence']}; {', '.join(claim['sources'])}] {claim['note']}".strip()
                for claim in cell[key]
            ]
            assert back(line[key]) == " | ".join(claims)
        assert set(cell["sources"]) <= set(line["sources"].split(";"))


printable = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"))


@given(
    printable | st.builds(str.__add__, st.sampled_from([*STARTS.replace("\r", ""), " =", "'=", '"@', "' ="]), printable)
)
@example("'=1+1")
@example("''=1+1")
def test_a_formula_gets_a_sign_before_it_and_any_text_comes_back(text: str):
    point = Point(says=text or "x")
    (row,) = rows(profile_of(point))
    assert not row["value"].startswith(tuple(STARTS))
    assert back(row["value"]) == (text or "x")


def profile_of(point: Point):
    dataset = with_fact("iop", "advantages", value=(point,), sources=("rule-one",))
    result = show(dataset, dataset.options["iop"])
    return replace(result, rows=tuple(row for row in result.rows if row.attribute == "advantages"))


@pytest.mark.parametrize("text", [*(f"{start}1" for start in STARTS if start != "\r"), " =1", '"=1', "'=1", "=1+1"])
def test_each_start_of_a_formula_is_made_harmless(text: str):
    (row,) = rows(profile_of(Point(says=text)))
    assert row["value"] == f"'{text}"


@pytest.mark.parametrize("text", ["1-2", "a=b", "$5", "'quoted'", "(-1)", " x"])
def test_text_that_is_no_formula_stays_as_it_is(text: str):
    (row,) = rows(profile_of(Point(says=text)))
    assert row["value"] == text


def test_a_list_has_a_row_for_every_option_it_lists():
    wanted = [ListFilter(attribute="evening_available", test="has", value="yes")]
    read = rows(list_options(SMALL, wanted))
    assert [(row["option"], row["fits"]) for row in read] == [("iop", "yes"), ("php", "for some")]
    assert read[1]["asam_4"] == "2.5;2.7"
    assert read[0]["hours_per_week"] == "9 to 19 hours a week"


def test_a_list_has_the_price_of_the_payer_and_the_cash_price_in_numbers():
    read = {row["option"]: row for row in rows(list_options(SMALL, payer="medicare"))}
    numbers = ("cost_kind", "cost_year", "cost_per_week_min", "cost_per_week_max", "cost_weak")
    cash = ("cash_year", "cash_per_week_min", "cash_per_week_max", "cash_weak")
    assert [read["iop"][key] for key in numbers] == ["medicare", "2019", "312.5", "312.5", "no"]
    assert [read["iop"][key] for key in cash] == ["2020", "250.0", "350.0", "yes"]
    assert [read["php"][key] for key in cash] == ["2020", "1500.0", "", "yes"]
    assert [read["wait"][key] for key in numbers] == ["free", "2020", "0.0", "0.0", "no"]
    assert {read["residential"][key] for key in (*numbers, *cash)} == {""}
    assert read["residential"]["cost_per_week"] == "not known, so ask the plan"
    without = {row["option"]: row for row in rows(list_options(SMALL))}
    assert [without["iop"][key] for key in numbers] == ["cash", "2020", "250.0", "350.0", "yes"]
    assert without["residential"]["cost_per_week"] == "not known"


def test_a_comparison_has_a_line_for_each_kind_of_price():
    read = rows(side_by_side(attributes=["cost_per_week"], payer="medicare"))
    assert [(row["option"], row["label"], row["price_kind"], row["price_min"], row["price_max"]) for row in read] == [
        ("iop", "Weekly cost, Medicare rate", "medicare", "312.5", "312.5"),
        ("php", "Weekly cost, Medicare rate", "medicare", "1250.0", "2000.0"),
        ("iop", "Weekly cost, cash price", "cash", "250.0", "350.0"),
        ("php", "Weekly cost, cash price", "cash", "1500.0", ""),
    ]


def test_sources_have_a_row_for_everything_that_rests_on_them():
    result = sources(SMALL)
    read = [
        (row["source"], row["rests_kind"], row["rests_on"], row["attribute"])
        for row in rows(result)
        if row["rests_kind"]
    ]
    assert read == [(c.source.id, r.kind, r.option or r.id, r.attribute) for c in result.citations for r in c.rests]


def test_a_source_on_which_nothing_rests_has_a_row_too():
    assert "unused" in {row["source"] for row in rows(sources(SMALL))}


def test_topics_and_words_have_a_row_each():
    assert [(row["kind"], row["id"], row["title"]) for row in rows(topics(SMALL))] == [
        ("topic", "payment", "How can I pay?"),
        ("term", "iop", "Intensive outpatient program (IOP)"),
    ]
    assert [(row["says"], row["sources"]) for row in rows(topic(SMALL, "payment"))] == [
        ("Ask about a payment plan.", "price-page"),
        ("Not proven: One page says it is cheap.", "rule-one"),
    ]
    assert [(row["says"], row["sources"]) for row in rows(topic(SMALL, "iop"))] == [
        ("Care on some days of the week. You sleep at home.", "rule-one")
    ]


def test_a_check_has_a_row_for_every_finding_and_every_criterion():
    result = data_check(SMALL, date(2999, 1, 1))
    read = [row["kind"] for row in rows(result)]
    assert read.count("problem") + read.count("warning") == len(result.findings)
    assert read.count("met") + read.count("not met") == len(result.audit)
