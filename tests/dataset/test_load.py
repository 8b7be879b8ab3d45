"""`load()` gives the dataset whole, from every layer, or everything that is wrong with it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from iopcli.dataset import load as loading
from iopcli.dataset.build import parse
from iopcli.dataset.check import check
from iopcli.dataset.load import folder, load, overlays_from_environment
from iopcli.dataset.read import Layer, files
from iopcli.errors import DatasetError

ROOT = Path(__file__).resolve().parents[2]
EVENING = "options/evening.toml"
LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'

OPTIONS = [
    "wait",
    "outpatient",
    "iop",
    "php",
    "telehealth-iop",
    "residential-low",
    "residential",
    "residential-medical",
    "inpatient",
    "withdrawal-outpatient",
    "detox",
    "otp",
    "recovery-residence",
    "mutual-help",
    "aftercare",
]
ATTRIBUTES = [
    "hours_per_week",
    "sessions_per_week",
    "length_days",
    "sleep",
    "keeps_job",
    "evening_available",
    "supervision",
    "medical_care",
    "withdrawal_management",
    "mental_health_care",
    "medications",
    "housing",
    "cost_per_week",
    "cost_per_episode",
    "coverage",
    "services",
    "resources",
    "family_involvement",
    "suits",
    "not_for",
    "advantages",
    "disadvantages",
    "evidence",
    "daily_life",
    "step_up",
    "step_down",
    "questions_to_ask",
]


def test_the_ids_that_scripts_rely_on_are_there(dataset):
    assert set(OPTIONS) <= set(dataset.options)
    assert set(ATTRIBUTES) <= set(dataset.attributes)


def test_every_id_is_the_one_it_is_kept_under(dataset):
    for kept in (
        dataset.options, dataset.attributes, dataset.groups, dataset.sources, dataset.topics, dataset.terms,
        dataset.questions, dataset.rules, dataset.vignettes,
    ):  # fmt: skip
        assert all(thing.id == id_ for id_, thing in kept.items())


def test_facts_stand_in_the_order_of_the_table(dataset):
    for option in dataset.options.values():
        assert list(option.facts) == [id_ for id_ in dataset.attributes if id_ in option.facts]


def test_options_stand_from_least_to_most_intensive(dataset):
    order = [option.order for option in dataset.in_order]
    assert order == sorted(order)
    assert dataset.in_order[0].kind == "baseline"


def test_the_hash_is_the_same_each_time_and_changes_with_any_layer(laid, dataset):
    assert load().sha256 == dataset.sha256
    one, other = laid({EVENING: LOCAL}), laid({EVENING: LOCAL.replace("evening.", "morning.")})
    assert len({dataset.sha256, one.sha256, other.sha256}) == 3
    assert all(len(made.sha256) == 64 for made in (dataset, one, other))


def test_where_an_overlay_lies_changes_nothing_in_the_dataset(overlay, tmp_path):
    one = load([overlay({EVENING: LOCAL}, "a/site")])
    other = load([overlay({EVENING: LOCAL}, "b/site")])
    assert one.sha256 == other.sha256
    assert one.overlays == other.overlays == ("site",)
    assert not any(str(tmp_path) in name for name in one.overlays)


def test_an_overlay_given_with_a_slash_or_through_a_link_has_its_folders_name(overlay, tmp_path):
    site = overlay({EVENING: LOCAL})
    (tmp_path / "link").symlink_to(site)
    assert load([Path(f"{site}/")]).overlays == load([tmp_path / "link"]).overlays == ("site",)


@pytest.mark.parametrize("name", ["\x1b[31mred", "\u202egnineve", "a\nb", os.fsdecode(b"\xff")])
def test_the_name_of_an_overlay_cannot_change_a_page(name, overlay):
    made = load([overlay({EVENING: LOCAL}, name)])
    assert made.overlays[0].isprintable()
    assert made.options["evening"].local == made.overlays[0]


def test_an_overlay_laid_over_everything_else_says_so_in_its_problems(refused):
    found = refused({EVENING: "id = 3"}, {"options/night.toml": "id ="})
    assert {place for place, _, _ in found} == {"site/options/evening.toml", "town/options/night.toml"}


NOTHING_WRITTEN = {
    "missing": ({"dataset.toml": None}, [("data/dataset.toml", "is missing")]),
    "missing help": ({"help.toml": None}, [("data/help.toml", "is missing")]),
    "missing self-check": ({"selfcheck.toml": None}, [("data/selfcheck.toml", "is missing")]),
    "both": (
        {"dataset.toml": None, "help.toml": None},
        [("data/dataset.toml", "is missing"), ("data/help.toml", "is missing")],
    ),
    "option twice": (
        {"options/second.toml": 'id = "iop"\n'},
        [("data/options/second.toml", "option `iop` is there twice")],
    ),
}


@pytest.mark.parametrize("what", NOTHING_WRITTEN)
def test_a_broken_shipped_dataset_says_what_is_wrong(what, tmp_path, monkeypatch, problems_in):
    files, expected = NOTHING_WRITTEN[what]
    _copy_of_the_dataset(tmp_path, monkeypatch, files)
    assert [found[:2] for found in problems_in()] == expected


def test_a_shipped_dataset_that_is_not_there_is_one_problem_not_many(tmp_path, monkeypatch, problems_in):
    monkeypatch.setattr(loading, "folder", lambda: tmp_path / "gone")
    assert problems_in()[0][:2] == ("data", "cannot be read as a folder: No such file or directory")


def _copy_of_the_dataset(tmp_path, monkeypatch, files):
    import shutil

    copy = tmp_path / "data"
    shutil.copytree(folder(), copy)
    for name, text in files.items():
        (copy / name).unlink() if text is None else (copy / name).write_text(text)
    monkeypatch.setattr(loading, "folder", lambda: copy)


MISPLACED = {
    "attributes.toml": ('[[atribute]]\nid = "x"\n', "atribute is not a known key", "did you mean `attribute`?"),
    "terms.toml": ('[[terms]]\nid = "x"\n', "terms is not a known key", "did you mean `term`?"),
    "help.toml": ('[[lines]]\nid = "x"\n', "lines is not a known key", "did you mean `line`?"),
    "dataset.toml": ('[decison]\ncondition = "x"\n', "decison is not a known key", "did you mean `decision`?"),
    "sources.toml": ('editors = "x"\n', "`editors` is not a table", "write [editors] on a line of its own"),
    "options/x.toml": ('name = "X"\n', "option number 1 has no id", 'give it one: id = "short-name"'),
    "topics/x.toml": ("id = 3\n", "topic number 1 has no id", 'give it one: id = "short-name"'),
    "questions/x.toml": ('label = "X"\n', "question number 1 has no id", 'give it one: id = "short-name"'),
    "rules/x.toml": ('[[rules]]\nid = "x"\n', "rules is not a known key", "did you mean `rule`?"),
    "vignettes/x.toml": ('[[case]]\nid = "x"\n', "case is not a known key", ""),
}


@pytest.mark.parametrize("file", MISPLACED)
def test_what_stands_at_the_top_of_a_file_and_should_not_is_a_problem(file, refused):
    text, message, hint = MISPLACED[file]
    assert refused({file: text}) == [(f"site/{file}", message, hint)]


@pytest.mark.parametrize(
    ("file", "name", "text"),
    [
        ("attributes.toml", "attribute", "attribute = 3"),
        ("attributes.toml", "group", "group = {}"),
        ("terms.toml", "term", 'term = "x"'),
        ("help.toml", "line", "line = true"),
        ("rules/x.toml", "rule", 'rule = "x"'),
        ("vignettes/x.toml", "vignette", "vignette = {}"),
    ],
)
def test_a_list_that_is_no_list_is_a_problem(file, name, text, refused):
    hint = f"write [[{name}]] with two brackets"
    assert refused({file: text}) == [(f"site/{file}", f"`{name}` is not a list of tables", hint)]


@pytest.mark.parametrize("number", [1, 2])
def test_a_thing_without_an_id_is_named_by_its_number(number, refused):
    text = '[[term]]\nid = "x"\nterm = "X"\nmeans = "A."\n' * (number - 1) + '[[term]]\nterm = "Y"\nmeans = "B."\n'
    message, hint = f"term number {number} has no id", 'give it one: id = "short-name"'
    assert refused({"terms.toml": text}) == [("site/terms.toml", message, hint)]


@pytest.mark.parametrize("text", ['id = "iop"\nfacts = 3\n', f"{LOCAL}facts = []\n"], ids=["shipped", "new"])
def test_facts_that_are_no_table_are_a_problem(text, refused):
    assert [message for _, message, _ in refused({EVENING: text})] == ["facts is not a table"]


@pytest.mark.parametrize("key", ["layers = { sleep = 'x' }", "inherited = ['sleep']"])
def test_what_the_loader_keeps_for_itself_cannot_be_written(key, refused):
    message = f"{key.split()[0]} is not a known key"
    assert [found[1] for found in refused({EVENING: f"{LOCAL}{key}\n"})] == [message]


@pytest.mark.parametrize(
    "markup", ["[bold]Care[/bold]", "[link=http://x.example]Care", "<b>Care</b>", ":smile: Care", "Care [/] here"]
)
def test_markup_in_text_is_loaded_as_it_is_and_reported_by_the_check(markup, laid):
    made = laid({EVENING: LOCAL.replace("Care in the evening.", markup)})
    assert made.options["evening"].summary == markup
    found = [problem for problem in check(made, made.about.as_of) if "looks like markup" in problem.message]
    assert [problem.place.endswith(EVENING) for problem in found] == [True]


def test_overlays_in_the_environment_are_folders_in_order(monkeypatch):
    monkeypatch.setenv("IOPCLI_DATA", os.pathsep.join(["/a", "", "b c", "/a"]))
    assert overlays_from_environment() == [Path("/a"), Path("b c"), Path("/a")]
    monkeypatch.delenv("IOPCLI_DATA")
    assert overlays_from_environment() == []


SLIPS = ["attributes.toml", "dataset.toml", "help.toml", "options/iop.toml", "sources.toml", "topics/payment.toml"]


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_in_a_file_is_one_problem_and_not_one_for_each_thing_that_rests_on_it(name, tmp_path):
    shutil.copytree(folder(), tmp_path / "data")
    with (tmp_path / "data" / name).open("a") as file:
        file.write("\nx = = 1\n")
    with pytest.raises(DatasetError) as caught:
        parse([files(Layer(tmp_path / "data", "data"))])
    (problem,) = caught.value.problems
    assert problem.place == f"data/{name}"
    assert problem.message.startswith("is not TOML")
