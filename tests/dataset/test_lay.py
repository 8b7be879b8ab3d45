"""Overlays change the dataset by id, in layers; `like` starts a new option from another."""

from __future__ import annotations

import contextlib

import pytest
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.dataset.model import Range
from iopcli.errors import DatasetError
from iopcli.facts.cells import cell

EVENING = "options/evening.toml"
NIGHT = "options/night.toml"
UNSAFE = '[[rule]]\nid = "unsafe-home"\nbecause = "Home comes first."\n'
PAYER = 'id = "payer"\nlabel = "Payer"\n'
CASE = '[[vignette]]\nid = "x"\ntitle = "X"\nstory = "A case."\nanswers = {}\nexpect = {}\n'
SOURCE = '[price-list]\ntitle = "Prices"\npublisher = "A program"\nyear = 2026\nkind = "program"\n'


def option(id_="evening", like="iop", *more: str) -> str:
    keys = f'id = "{id_}"\nname = "{id_.title()} care"\norder = 61\nsummary = "Care at a set time."\n'
    return keys + (f'like = "{like}"\n' if like else "") + "".join(f"{line}\n" for line in more)


def hours(id_: str, number: int, *more: str) -> str:
    return (
        f'id = "{id_}"\n[facts.hours_per_week]\nmin = {number}\nsources = ["va-5090"]\nconfidence = "primary"\n'
        + "\n".join(more)
    )


def test_an_overlay_changes_one_fact_and_nothing_else(laid, dataset):
    changed = laid({"options/php.toml": hours("php", 17)})
    assert changed.options["php"].facts["hours_per_week"].value == Range(min=17)
    for id_, fact in dataset.options["php"].facts.items():
        assert id_ == "hours_per_week" or changed.options["php"].facts[id_] == fact
    assert {**changed.options, "php": None} == {**dataset.options, "php": None}
    assert changed.sources == dataset.sources
    assert changed.overlays == ("site",)


def test_the_later_of_two_overlays_wins(laid):
    first, second = {"options/php.toml": hours("php", 17)}, {"options/php.toml": hours("php", 18)}
    changed = laid(first, second).options["php"]
    assert changed.facts["hours_per_week"].value == Range(min=18)
    assert changed.layers["hours_per_week"] == "town"
    assert laid(second, first).options["php"].facts["hours_per_week"].value == Range(min=17)


def test_two_overlays_that_change_different_things_both_count(laid):
    changed = laid({"options/php.toml": hours("php", 17)}, {"options/any-name.toml": 'id = "php"\nname = "Day care"'})
    php = changed.options["php"]
    assert (php.name, php.facts["hours_per_week"].value) == ("Day care", Range(min=17))
    assert php.layers == {"hours_per_week": "site", "name": "town"}
    assert php.local == ""
    assert changed.overlays == ("site", "town")


def test_a_fact_that_is_replaced_is_replaced_whole(laid, dataset):
    disputed = next(
        (option.id, id_)
        for option in dataset.options.values()
        for id_, fact in option.facts.items()
        if fact.disputed and fact.note and dataset.attributes[id_].type == "range"
    )
    text = f'id = "{disputed[0]}"\n[facts.{disputed[1]}]\nmin = 5\nsources = ["editors"]\nconfidence = "judgement"\n'
    fact = laid({EVENING: text}).options[disputed[0]].facts[disputed[1]]
    assert fact == type(fact)(value=Range(min=5), sources=("editors",), confidence="judgement")


def test_an_option_like_another_takes_what_it_does_not_say_itself(laid, dataset):
    own = '[facts.hours_per_week]\nmin = 6\nsources = ["editors"]\nconfidence = "judgement"'
    changed = laid({EVENING: option("evening", "iop", own)})
    iop, evening = dataset.options["iop"], changed.options["evening"]
    assert evening.facts == {**iop.facts, "hours_per_week": evening.facts["hours_per_week"]}
    assert evening.facts["hours_per_week"].value == Range(min=6)
    assert (evening.kind, evening.as_of) == (iop.kind, iop.as_of)
    assert (evening.abbreviation, evening.aliases, evening.asam_3) == ("", (), ())
    assert evening.local == "site"


def test_inherited_facts_are_marked_and_own_facts_are_not(laid):
    own = '[facts.hours_per_week]\nmin = 6\nsources = ["editors"]\nconfidence = "judgement"'
    changed = laid({EVENING: option("evening", "iop", own)})
    evening, attributes = changed.options["evening"], changed.attributes
    assert evening.inherited == dict.fromkeys(set(changed.options["iop"].facts) - {"hours_per_week"}, "iop")
    assert (evening.like, evening.layers.get("hours_per_week"), evening.layers.get("sleep")) == ("iop", "site", None)
    own_cell, taken = (cell(changed, evening, attributes[id_]) for id_ in ("hours_per_week", "sleep"))
    assert (own_cell.local, own_cell.like) == ("site", "")
    assert (taken.local, taken.like) == ("", "iop")


@pytest.mark.parametrize("name", ["options/aa.toml", "options/zz.toml"], ids=["read before it", "read after it"])
def test_like_takes_a_fact_that_the_same_overlay_changed_and_says_it_is_local(name, laid):
    evening = laid({name: option(), "options/iop.toml": hours("iop", 4)}).options["evening"]
    assert evening.facts["hours_per_week"].value == Range(min=4)
    assert evening.layers["hours_per_week"] == "site"
    assert "hours_per_week" in evening.inherited


@pytest.mark.parametrize("ids", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_like_may_go_through_other_new_options_in_any_order_of_files(ids, laid):
    first, second, third = ids
    changed = laid(
        {
            "options/a.toml": option(
                first, "iop", '[facts.hours_per_week]\nmin = 4\nsources = ["editors"]\nconfidence = "judgement"'
            ),
            "options/b.toml": option(
                second, first, '[facts.sleep]\nvalue = ["program"]\nsources = ["editors"]\nconfidence = "judgement"'
            ),
            "options/c.toml": option(third, second),
        }
    ).options
    assert changed[third].facts["hours_per_week"].value == Range(min=4)
    assert changed[third].facts["sleep"].value == ("program",)
    assert changed[third].facts["advantages"] == changed["iop"].facts["advantages"]
    whose = {**dict.fromkeys(changed["iop"].facts, "iop"), "hours_per_week": first, "sleep": second}
    assert changed[third].inherited == whose


def test_like_may_name_an_option_of_an_earlier_overlay(laid):
    changed = laid({EVENING: option()}, {NIGHT: option("night", "evening")}).options
    assert changed["night"].facts == changed["iop"].facts
    assert (changed["night"].local, changed["evening"].local) == ("town", "site")


def test_an_option_that_is_there_already_cannot_become_like_another(refused):
    assert refused({"options/php.toml": 'id = "php"\nlike = "iop"\n'}) == [
        ("site/options/php.toml", "`php` is there already and cannot be like another", "give it a new id")
    ]


@pytest.mark.parametrize(
    "later",
    [{"options/iop.toml": hours("iop", 4)}, {EVENING: 'id = "evening"\nlike = "php"'}],
    ids=["the other option is changed", "it is like another option now"],
)
def test_what_a_later_overlay_changes_reaches_the_options_that_are_like_it(later, laid):
    options = laid({EVENING: option()}, later).options
    evening = options["evening"]
    assert evening.inherited
    for id_ in evening.inherited:
        assert evening.facts[id_] == options[evening.like].facts[id_]


def test_a_later_overlay_may_give_a_new_option_its_own_fact(laid):
    evening = laid({EVENING: option()}, {EVENING: hours("evening", 5)}).options["evening"]
    assert evening.facts["hours_per_week"].value == Range(min=5)
    assert "hours_per_week" not in evening.inherited
    assert evening.layers["hours_per_week"] == "town"


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_options_like_one_another_in_a_circle_are_named(length, refused):
    ids = [f"o{number}" for number in range(length)]
    files = {f"options/{id_}.toml": option(id_, like) for id_, like in zip(ids, [*ids[1:], ids[0]], strict=True)}
    named = [(place, message) for place, message, _ in refused(files) if message.startswith("like")]
    circle = [
        (f"site/options/{id_}.toml", f"like = `{like}` leads back to itself")
        for id_, like in zip(ids, [*ids[1:], ids[0]], strict=True)
    ]
    assert named
    assert set(named) <= set(circle)


def test_a_long_chain_of_likes_is_followed_or_refused_and_never_a_crash(overlay):
    ids = [f"o{number:04}" for number in range(1500)]
    chain = zip(ids, [*ids[1:], "iop"], strict=True)
    folder = overlay({f"options/{id_}.toml": option(id_, like) for id_, like in chain})
    with contextlib.suppress(DatasetError):
        assert load([folder]).options["o0000"].facts == load().options["iop"].facts


@pytest.mark.parametrize("like", ['["iop"]', "3", "true", "2026-11-22"])
def test_like_that_is_not_a_name_is_a_problem(like, refused):
    text = option("evening", "").replace("order", f"like = {like}\norder")
    assert any("like" in message for _, message, _ in refused({EVENING: text}))


def test_like_that_names_no_option_is_a_problem_with_its_place(refused):
    problem = ("site/options/evening.toml", "like = `ipo` is not an option's id", "did you mean `iop`?")
    assert problem in refused({EVENING: option("evening", "ipo")})


def test_an_option_like_one_that_is_broken_is_no_second_problem(refused):
    found = refused({EVENING: option("evening", "ipo"), NIGHT: option("night", "evening")})
    assert [place for place, _, _ in found] == ["site/options/evening.toml"]


def test_terms_topics_sources_help_lines_attributes_and_the_dataset_itself_are_changed_by_id(laid, dataset):
    term, topic, source, line = next(iter(dataset.terms)), "privacy", "editors", dataset.help.line[0].id
    changed = laid(
        {
            "terms.toml": f'[[term]]\nid = "{term}"\nmeans = "A word."\n[[term]]\nid = "zz"\nterm = "Z"\nmeans = "A."',
            "topics/any.toml": f'id = "{topic}"\ntitle = "Who will know?"\n',
            "sources.toml": f'[{source}]\nyear = 1999\n\n{SOURCE}',
            "help.toml": f'statement = "Facts only."\n[[line]]\nid = "{line}"\nnumber = "112"\n',
            "attributes.toml": '[[group]]\nid = "money"\nlabel = "Price"\n[[attribute]]\nid = "sleep"\nlabel = "Bed"\n',
            "dataset.toml": 'version = "2026.11+site"\n',
        }
    )  # fmt: skip
    assert changed.terms[term] == replace(dataset.terms[term], means="A word.")
    assert list(changed.terms) == [*dataset.terms, "zz"]
    assert changed.topics[topic] == replace(dataset.topics[topic], title="Who will know?")
    assert changed.sources[source] == replace(dataset.sources[source], year=1999)
    assert changed.sources["price-list"].id == "price-list"
    assert changed.help.statement == "Facts only."
    assert changed.help.line == (replace(dataset.help.line[0], number="112"), *dataset.help.line[1:])
    assert changed.help.danger == dataset.help.danger
    assert changed.groups["money"].label == "Price"
    assert changed.attributes["sleep"] == replace(dataset.attributes["sleep"], label="Bed")
    assert list(changed.attributes) == list(dataset.attributes)
    assert changed.about == replace(dataset.about, version="2026.11+site")
    assert changed.options == dataset.options


def test_a_source_has_the_id_it_is_written_under(laid):
    assert laid({"sources.toml": f'{SOURCE}id = "another"\n'}).sources["price-list"].id == "price-list"


def test_help_lines_stand_in_their_order_and_options_too(laid):
    line = (
        '[[line]]\nid = "county"\nname = "County"\nnumber = "555-0100"\nhow = ["call"]\nsays = "Call."\nhours = "Day"\n'
        'cost = "Free"\nsources = ["editors"]\nas_of = 2026-11-22\norder = -1\n'
    )
    changed = laid({"help.toml": line, EVENING: option().replace("61", "-5")})
    assert changed.help.line[0].id == "county"
    assert changed.in_order[0].id == "evening"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"options/a.toml": option("x"), "options/b.toml": option("x")}, "option `x` is there twice"),
        ({"options/a.toml": hours("iop", 1), "options/b.toml": hours("iop", 2)}, "option `iop` is there twice"),
        ({"terms.toml": '[[term]]\nid = "x"\nterm = "X"\nmeans = "A."\n' * 2}, "term `x` is there twice"),
        ({"rules/a.toml": UNSAFE, "rules/b.toml": UNSAFE}, "rule `unsafe-home` is there twice"),
        ({"questions/a.toml": PAYER, "questions/b.toml": PAYER}, "question `payer` is there twice"),
        ({"vignettes/a.toml": CASE * 2}, "vignette `x` is there twice"),
    ],
)
def test_one_overlay_may_not_say_the_same_thing_twice(files, problem, refused):
    assert [message for _, message, _ in refused(files)] == [problem]
