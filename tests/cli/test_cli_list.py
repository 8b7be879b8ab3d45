"""`iopcli list` and its filters: a filter has four answers, and what does not fit is named, never dropped."""

import json

import pytest

OPTION = """\
id = "{id}"
like = "iop"
name = "{id} program"
order = 60
"""
SAID = 'sources = ["editors"]\nconfidence = "judgement"\n'
FACTS = {
    "cost_per_week": 'basis = "cash"\nyear = 2026\n',
    "hours_per_week": "",
    "length_days": "",
    "sleep": "",
    "supervision": "",
    "medications": "",
    "evening_available": "",
    "keeps_job": "",
}


def fact(attribute, text):
    return f"[facts.{attribute}]\n{text}\n" + (FACTS[attribute] + SAID if text != "not_known = true" else "")


@pytest.fixture
def listed(run, overlay):
    """How options that differ in one fact fit a filter: `yes`, `for some`, `not known`, or the rows they miss."""

    def listed(attribute, facts, *words):
        files = {
            f"options/{id_}.toml": OPTION.format(id=id_) + (fact(attribute, text) if text else "")
            for id_, text in facts.items()
        }
        done = run("list", *words, "-f", "json", "--data", str(overlay(files)))
        assert (done.returncode, done.stderr) == (0, "")
        result = json.loads(done.stdout)
        fits = {one["option"]["id"]: one["fits"] for one in result["options"]}
        out = {one["option"]["id"]: one["because"] for one in result["left_out"]}
        assert not fits.keys() & out.keys()
        return {id_: {**fits, **out}[id_] for id_ in facts}

    return listed


NUMBERS = {
    "below": "min = 5\nmax = 9",
    "at": "min = 10\nmax = 20",
    "across": "min = 10\nmax = 20.5",
    "above": "min = 20.5\nmax = 40",
    "no-top": "min = 10",
    "only-top": "max = 20",
    "typical": "typical = 20",
    "nobody-knows": "not_known = true",
}


@pytest.mark.parametrize(
    ("flag", "attribute"),
    [("--max-cost", "cost_per_week"), ("--max-hours", "hours_per_week"), ("--max-days", "length_days")],
)
def test_at_most_asks_for_the_whole_range(flag, attribute, listed, dataset):
    assert listed(attribute, NUMBERS, flag, "20") == {
        "below": "yes",
        "at": "yes",
        "across": "for some",
        "above": [dataset.attributes[attribute].label],
        "no-top": "for some",
        "only-top": "yes",
        "typical": "yes",
        "nobody-knows": "not known",
    }


def test_a_large_limit_is_not_rounded(listed, dataset):
    facts = {"just-below": "typical = 1234567", "just-above": "typical = 1234569"}
    left_out = [dataset.attributes["cost_per_week"].label]
    assert listed("cost_per_week", facts, "--max-cost", "1234568") == {"just-below": "yes", "just-above": left_out}


def test_sleep_and_medication_ask_for_one_of_the_words(listed, dataset):
    facts = {"one": 'value = ["home"]', "two": 'value = ["program", "home"]', "other": 'value = ["program"]'}
    left_out = [dataset.attributes["sleep"].label]
    assert listed("sleep", facts, "--sleep", "home") == {"one": "yes", "two": "yes", "other": left_out}
    facts = {"gives": 'value = ["methadone"]', "does-not": 'value = ["naltrexone"]', "nobody-knows": "not_known = true"}
    left_out = [dataset.attributes["medications"].label]
    assert listed("medications", facts, "--medication", "methadone") == {
        "gives": "yes",
        "does-not": left_out,
        "nobody-knows": "not known",
    }


def test_supervision_asks_for_that_much_or_more(listed, dataset):
    words = [word.id for word in dataset.attributes["supervision"].word]
    facts = {f"has-{word}": f'value = "{word}"' for word in words}
    for number, word in enumerate(words):
        left_out = [dataset.attributes["supervision"].label]
        expected = {f"has-{one}": "yes" if index >= number else left_out for index, one in enumerate(words)}
        assert listed("supervision", facts, "--supervision", word) == expected


@pytest.mark.parametrize(("flag", "attribute"), [("--evenings", "evening_available"), ("--keeps-job", "keeps_job")])
def test_what_varies_fits_for_some(flag, attribute, listed, dataset):
    facts = {word: f'value = "{word}"' for word in ("yes", "no", "varies")} | {"nobody-knows": "not_known = true"}
    left_out = [dataset.attributes[attribute].label]
    assert listed(attribute, facts, flag) == {
        "yes": "yes",
        "no": left_out,
        "varies": "for some",
        "nobody-knows": "not known",
    }


def test_several_filters_must_all_be_met_and_all_that_are_missed_are_named(listed, dataset):
    facts = {"both": "typical = 10", "one": "typical = 30"}
    words = ("--max-hours", "20", "--kind", "housing")
    hours = dataset.attributes["hours_per_week"].label
    assert listed("hours_per_week", facts, *words) == {"both": ["kind"], "one": ["kind", hours]}


@pytest.mark.parametrize("kind", ["setting", "withdrawal", "medication", "housing", "support", "baseline"])
def test_a_kind_lists_those_of_that_kind_and_names_the_rest(kind, run, dataset):
    result = json.loads(run("list", "--kind", kind, "-f", "json").stdout)
    of_kind = [option.id for option in dataset.in_order if option.kind == kind]
    assert of_kind
    assert [one["option"]["id"] for one in result["options"]] == of_kind
    assert {one["option"]["id"] for one in result["left_out"]} == dataset.options.keys() - of_kind


def test_with_no_filter_every_option_stands_in_order_of_intensity(run, dataset):
    result = json.loads(run("list", "-f", "json").stdout)
    assert [one["option"]["id"] for one in result["options"]] == [option.id for option in dataset.in_order]
    assert (result["left_out"], result["wanted"], result["order"]) == ([], [], dataset.about.order)


def test_the_page_says_the_order_what_is_left_out_and_why(run, dataset):
    page = " ".join(run("list", "--kind", "housing", "--max-cost", "200", "--all").stdout.split())
    assert f"in order {dataset.about.order}." in page
    assert "Your filters left out " in page
    assert f"{dataset.options['iop'].title} (kind, weekly cost)" in page


def test_filters_that_nothing_meets_say_so(run):
    done = run("list", "--kind", "baseline", "--supervision", "physician")
    assert done.returncode == 0
    assert "No option fits all of this. Take out one filter." in done.stdout
