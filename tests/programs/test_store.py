"""Programs on disk: several lists lie side by side, the newest says what is so, and a broken file is named."""

import pytest
from support.program_lists import known, row

from iopcli.dataset.load import load
from iopcli.errors import DatasetError


def test_of_two_lists_the_newest_says_what_is_so(town):
    town([row(md="1", phone="508-555-0001")], "old-2024-01-01.csv")
    folder = town([row(sp="1", phone="508-555-0002")], "new-2025-01-01.csv")
    (program,) = known([folder]).programs.values()
    assert (program.list, program.phone, program.says("medicaid")) == ("new-2025-01-01", "508-555-0002", "not reported")
    assert set(known([folder]).lists) == {"old-2024-01-01", "new-2025-01-01"}


def test_of_two_lists_of_one_day_what_either_says_is_so(town):
    town([row(md="1")], "one-2025-01-01.csv")
    folder = town([row(sp="1")], "two-2025-01-01.csv")
    (program,) = known([folder]).programs.values()
    assert program.says("medicaid") == program.says("spanish") == "yes"


def test_programs_change_nothing_of_the_dataset(town):
    folder = town([row()])
    plain, over = load(), load([folder])
    assert over.options.keys() == plain.options.keys()
    assert (over.overlays, plain.overlays) == (("town",), ())
    assert over.attributes == plain.attributes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("42.26\t", ""), "has 13 cells of 14"),
        (lambda text: text.replace("42.26", "north"), "latitude and longitude are not numbers"),
        (lambda text: text.replace("\tiop", "\tfree-lunch"), "`free-lunch` is not a word for a program"),
        (lambda text: text.replace("columns = [", 'columns = ["more", '), "has no lines with the columns"),
        (lambda text: text.replace("as_of = 2025-08-19", 'as_of = "soon"'), "is not a list of programs"),
        (lambda text: text.replace("[list]", "[list"), "cannot be read"),
        (lambda text: "", "has no lines with the columns"),
    ],
)
def test_a_broken_list_is_named_with_its_place(change, said, town):
    folder = town([row()])
    (path,) = (folder / "programs").iterdir()
    path.write_text(change(path.read_text()))
    with pytest.raises(DatasetError) as refused:
        known([folder])
    assert any(said in one.message for one in refused.value.problems), refused.value.problems
    assert refused.value.problems[0].place.startswith("programs/list-2025-08-19.toml")


def test_what_was_written_by_hand_is_no_markup_either(town):
    folder = town([row()])
    (path,) = (folder / "programs").iterdir()
    path.write_text(path.read_text().replace("Elm House", "Elm\u202e House"))
    assert [one.name for one in known([folder]).programs.values()] == ["Elm House"]
