"""A name becomes an option: by id, name, alias or ASAM number, in any case, or nearly spelled."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iopcli.dataset.find import FoundOption, find, find_attributes, names_of, normalized
from iopcli.dataset.load import load
from iopcli.errors import UsageError
from iopcli.results.topics import topic

DATASET = load()
EVERY_NAME = [(name, option.id) for option in DATASET.in_order for name in (option.id, *names_of(option))]
EVERY_NUMBER = sorted({number for option in DATASET.in_order for number in (*option.asam_3, *option.asam_4)})
ANY_TEXT = st.text(st.characters(exclude_categories=()))
EVENING = (
    'id = "evening"\nlike = "iop"\nname = "Evening program"\nabbreviation = "EVP"\naliases = ["nights out", "9.9"]\n'
    'asam_3 = ["8.8"]\norder = 61\nsummary = "A."\n'
)


def one(dataset, name: str) -> tuple[str, bool]:
    [found] = find(dataset, [name])
    return found.option.id, found.guessed


def refusal(dataset, *names: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        find(dataset, names)
    return caught.value


@pytest.fixture
def local(laid):
    return laid({"options/evening.toml": EVENING})


@pytest.mark.parametrize(("name", "id_"), EVERY_NAME)
def test_every_id_name_and_alias_finds_its_option_as_written(name, id_):
    assert one(DATASET, name) == (id_, False)


@pytest.mark.parametrize("sign", [" ", "-", "_", "_-", " - ", "__", "-_-", " (", "\u2014", "\u00a0"])
def test_signs_between_words_are_one_space(sign):
    assert normalized(f"Intensive{sign}outpatient") == "intensive outpatient"


@given(st.sampled_from(EVERY_NAME), st.sampled_from([str.upper, str.title, str.swapcase]), st.sampled_from(" _-/,"))
def test_case_and_signs_make_no_difference(named, case, sign):
    name, id_ = named
    words = case(name).replace("-", " ").replace(" ", sign)
    assert one(DATASET, f" {words}{sign} ") == (id_, False)


@pytest.mark.parametrize("number", [number for number in EVERY_NUMBER if number[0].isdigit()])
@pytest.mark.parametrize("form", ["{}", "ASAM {}", "level {}", "asam level {}", "ASAM Level {}", "Level-{}"])
def test_every_asam_number_finds_its_option_or_names_all_that_have_it(number, form):
    owners = [option.id for option in DATASET.in_order if number in (*option.asam_3, *option.asam_4)]
    named = [option.id for option in DATASET.in_order if number in option.aliases]
    if len(named or owners) == 1:
        assert one(DATASET, form.format(number)) == ((named or owners)[0], False)
    else:
        [problem] = refusal(DATASET, form.format(number)).problems
        assert problem.message == "can mean more than one option"
        assert all(f"`{id_}`" in problem.hint for id_ in owners)


@pytest.mark.parametrize("name", ["ASAM OTP", "Level OTP", "ASAM RR", "asam level rr"])
def test_the_levels_of_asam_that_are_words_are_found_like_its_numbers(name):
    assert one(DATASET, name) == (one(DATASET, name.split()[-1])[0], False)


def test_the_numbers_that_the_design_names_find_what_it_says():
    assert [one(DATASET, name)[0] for name in ("2.1", "PHP", "day treatment")] == ["iop", "php", "php"]


@pytest.mark.parametrize(
    ("name", "guessed"),
    [
        ("evening", False),
        ("Evening Program", False),
        ("evening programs", False),
        ("evp", False),
        ("EVPs", False),
        ("nights  out", False),
        ("night out", True),
        ("9.9", False),
        ("level 8.8", False),
        ("evening progam", True),
        ("eveningprogram", True),
    ],
)
def test_a_local_program_is_found_by_every_name_it_gives_itself(name, guessed, local):
    assert one(local, name) == ("evening", guessed)


def test_a_plural_finds_the_one(local):
    for plural, id_ in (
        ("IOPs", "iop"),
        ("recovery residences", "recovery-residence"),
        ("support groups", "mutual-help"),
    ):
        assert one(local, plural) == (id_, False)


@pytest.mark.parametrize("name", ["evq", "iopp", "detx", "8.7", "2.11"])
def test_a_short_name_is_never_guessed(name, local):
    [problem] = refusal(local, name).problems
    assert problem.message == "is not an option"


@pytest.mark.parametrize("name", ["eve ning prog", "evnig prgm", "something else"])
def test_a_name_that_is_not_near_enough_is_never_guessed(name, local):
    assert refusal(local, name).problems[0].message == "is not an option"


def test_a_name_as_near_to_two_options_is_never_guessed(laid):
    night = EVENING.replace("evening", "morning").replace("Evening program", "Evening programm").replace("EVP", "MVP")
    night = night.replace("nights out", "mornings out").replace("9.9", "9.8").replace("8.8", "8.9")
    made = laid({"options/evening.toml": EVENING, "options/morning.toml": night})
    [problem] = refusal(made, "evening progra").problems
    assert problem.message == "is not an option"
    assert "`evening`" in problem.hint
    assert "`morning`" in problem.hint


def test_an_id_wins_over_a_name_and_a_name_over_a_number(laid):
    text = EVENING.replace('"nights out", "9.9"', '"2.5", "iop"').replace("8.8", "3.5")
    made = laid({"options/evening.toml": text})
    assert one(made, "2.5") == ("evening", False)
    assert one(made, "iop") == ("iop", False)


def test_a_name_that_two_options_have_names_both(laid):
    made = laid({"options/a.toml": EVENING, "options/b.toml": EVENING.replace('"evening"', '"later"')})
    [problem] = refusal(made, "nights out").problems
    assert problem == ("`nights out`", "can mean more than one option", "say `evening` or `later`", False)


def test_all_names_that_are_not_understood_are_listed_at_once_with_the_nearest(local):
    error = refusal(local, "iop", "evq", "qqqqqq", "evp", "")
    assert str(error) == "3 names not understood"
    assert [problem.place for problem in error.problems] == ["`evq`", "`qqqqqq`", "``"]
    assert {problem.message for problem in error.problems} == {"is not an option"}
    assert "`evening`" in error.problems[0].hint
    assert error.problems[1].hint == error.problems[2].hint == ""
    assert (
        error.hint
        == "`iopcli list` shows every option; quotes keep words together. In danger now? Call 911. Call or text 988."
    )
    assert error.exit_code == 2
    assert str(refusal(local, "qqqqqq")) == "1 name not understood"


@pytest.mark.parametrize(
    ("name", "kind"), [("Suboxone", "word"), ("naloxone", "word"), ("no-insurance", "topic"), ("Narcan!", "word")]
)
def test_a_name_that_is_no_option_but_is_explained_says_where_to_read_it(name, kind):
    [problem] = refusal(DATASET, name).problems
    assert problem.message == "is not an option"
    assert problem.hint == f"it is a {kind} explained here: `iopcli topics {normalized(name)}`"
    assert topic(DATASET, normalized(name))


def test_names_keep_their_order_and_may_repeat(local):
    assert [found.option.id for found in find(local, ["php", "evp", "iop", "2.5"])] == ["php", "evening", "iop", "php"]
    assert find(local, []) == []


@pytest.mark.parametrize("alias", ["\u0432\u0435\u0447\u0435\u0440", "\u65e5\u6d3e", "jour\u00e9e", "\u4e2d"])
def test_a_name_in_any_language_finds_its_option_and_no_other(alias, laid):
    other = EVENING.replace('"evening"', '"other"').replace("Evening", "Other").replace("EVP", "OTH")
    files = {
        "options/evening.toml": EVENING.replace("nights out", alias),
        "options/other.toml": other.replace('"nights out", "9.9"', '"\u043d\u043e\u0447\u044c", "9.7"'),
    }
    made = laid(files)
    assert one(made, alias) == ("evening", False)
    assert refusal(made, "???").problems[0].message == "is not an option"


@given(ANY_TEXT)
@example("level .5")
@example("\u0130" * 300)
def test_any_text_finds_an_option_or_is_refused_and_nothing_else(text):
    try:
        [found] = find(DATASET, [text])
    except UsageError as error:
        assert [problem.place for problem in error.problems] == [f"`{text}`"]
    else:
        assert isinstance(found, FoundOption)
        assert DATASET.options[found.option.id] is found.option


@given(ANY_TEXT | st.lists(st.sampled_from(["asam", "level", "2", ".5", "wm", "ASAM ", " ", ".", "-"])).map(" ".join))
@example("level .5")
@example("\ufdfa" * 200)
@example("asam level level 2.1 wm")
def test_a_plain_name_is_plain_already(text):
    assert normalized(normalized(text)) == normalized(text)


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("ASAM Level 2.1", "2.1"),
        ("Intensive  Out-Patient!", "intensive out patient"),
        ("Level of care", "level of care"),
        ("3.7-WM", "3.7 wm"),
        ("ASAM 3.7-WM", "3.7 wm"),
        ("...", ""),
        ("", ""),
        ("asam", "asam"),
    ],
)
def test_a_plain_name_has_no_case_signs_or_filling_words(name, result):
    assert normalized(name) == result


def test_attributes_are_found_by_id_label_and_group_in_the_order_of_the_table(dataset):
    sleep, hours = dataset.attributes["sleep"], dataset.attributes["hours_per_week"]
    assert find_attributes(dataset, [sleep.id.upper(), hours.label]) == ["hours_per_week", "sleep"]
    assert find_attributes(dataset, ["sleep", "Hours per week"]) == ["hours_per_week", "sleep"]
    money = [one.id for one in dataset.attributes.values() if one.group == "money"]
    assert find_attributes(dataset, [], ["Money"]) == money
    assert find_attributes(dataset, ["sleep"], ["money"]) == ["sleep", *money]
    assert find_attributes(dataset, []) == []


def test_all_attributes_and_groups_that_are_not_known_are_listed_with_the_nearest(dataset):
    with pytest.raises(UsageError) as caught:
        find_attributes(dataset, ["slep", "sleep", "qqqq"], ["mony"])
    assert str(caught.value) == "3 names not understood"
    assert caught.value.problems == (
        ("`slep`", "is not an attribute", "did you mean `sleep`?", False),
        ("`qqqq`", "is not an attribute", "", False),
        ("`mony`", "is not a group", "did you mean `money`?", False),
    )
    assert "groups: time, place" in caught.value.hint
    assert "`iopcli show iop` shows every row" in caught.value.hint


@given(st.lists(ANY_TEXT, max_size=3), st.lists(ANY_TEXT, max_size=3))
def test_any_text_finds_attributes_or_is_refused_and_nothing_else(names, groups):
    try:
        assert set(find_attributes(DATASET, names, groups)) <= set(DATASET.attributes)
    except UsageError as error:
        assert 1 <= len(error.problems) <= len(names) + len(groups)
