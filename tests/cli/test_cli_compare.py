"""`iopcli compare`: which rows and columns stand there, in which order, under which names."""

import json
import re

import pytest

PAIR = ("compare", "iop", "php")


def result_of(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def rows_shown(done, dataset):
    """The rows of a comparison as text, where each row's label is a line of its own."""
    assert done.returncode == 0
    labels = {attribute.label: id_ for id_, attribute in dataset.attributes.items()}
    labels |= {f"{one.label}, cash price": id_ for id_, one in dataset.attributes.items() if one.type == "money"}
    return [labels[line] for line in done.stdout.splitlines() if line in labels]


def in_order(dataset, asked):
    return [id_ for id_, attribute in dataset.attributes.items() if asked(attribute)]


def test_a_first_screen_has_the_rows_that_decide_in_their_order_and_names_those_that_are_equal(run, dataset):
    ranked = sorted((one for one in dataset.attributes.values() if one.first), key=lambda one: one.first)
    result = result_of(run(*PAIR, "-f", "json"))
    assert result["first"] == [one.id for one in ranked]
    rows = [next(row for row in result["rows"] if row["attribute"] == one.id) for one in ranked]
    heads = {(row["prices"] or [row])[0]["short"]: row["differs"] for row in rows}
    page = run(*PAIR, "-f", "text").stdout
    starts = [line.partition(". ")[0] for line in page.splitlines()]
    assert [head for head in starts if head in heads] == [head for head, differs in heads.items() if differs]
    (same,) = [text for text in page.split("\n\n") if text.startswith("The same for both: ")]
    assert all(f"{head.lower()} (" in " ".join(same.split()) for head, differs in heads.items() if not differs)


def test_what_sets_options_apart_is_two_or_three_sentences_of_their_facts(run):
    result = result_of(run("compare", "iop", "residential", "-f", "json"))
    assert 2 <= len(result["apart"]) <= 3
    assert "you sleep at home or in a recovery home; with residential treatment, at the program." in result["apart"][1]
    page = " ".join(run("compare", "iop", "residential").stdout.split())
    assert all(text in page for text in result["apart"])


def test_a_site_chooses_the_rows_that_decide_in_its_attributes(run, overlay):
    rows = {"family_involvement": 1, "hours_per_week": 0}
    text = "".join(f'[[attribute]]\nid = "{id_}"\nfirst = {place}\n' for id_, place in rows.items())
    site = overlay({"attributes.toml": text})
    first = result_of(run(*PAIR, "-f", "json", "--data", str(site)))["first"]
    assert first[0] == "family_involvement"
    assert "hours_per_week" not in first


def test_all_shows_every_row_and_says_nothing_is_left_out(run, dataset):
    done = run(*PAIR, "--all", "-f", "text")
    assert rows_shown(done, dataset) == list(dataset.attributes)
    assert "Not shown here" not in done.stdout


def test_groups_and_rows_that_are_named_are_shown_in_the_datasets_order(run, dataset):
    expected = in_order(dataset, lambda one: one.group in ("time", "money") or one.id == "sleep")
    for words in (
        ("-g", "money,time", "-a", "sleep"),
        ("--group", "money", "--group", "TIME", "--attributes", " Sleep ,"),
        ("-g", "time", "-g", "money", "-a", dataset.attributes["sleep"].label.upper()),
    ):
        assert rows_shown(run(*PAIR, "-f", "text", "--all", *words), dataset) == expected


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_programs_get_every_row_unless_they_name_some(format_, run, dataset):
    def attributes(*words):
        out = run(*PAIR, "-f", format_, *words).stdout
        if format_ == "json":
            return [row["attribute"] for row in json.loads(out)["rows"]]
        return [line.split(",")[2] for line in out.splitlines()[1:] if line.startswith("iop,")]

    assert attributes() == attributes("--all") == list(dataset.attributes)
    assert attributes("-a", "sleep,hours_per_week") == ["hours_per_week", "sleep"]


def test_differences_leaves_the_rows_that_differ(run, dataset):
    every = result_of(run(*PAIR, "-f", "json"))["rows"]
    differ = [row["attribute"] for row in every if row["differs"]]
    assert 0 < len(differ) < len(every)
    assert [row["attribute"] for row in result_of(run(*PAIR, "-f", "json", "-d"))["rows"]] == differ
    assert rows_shown(run(*PAIR, "--all", "-d", "-f", "text"), dataset) == differ


def test_options_that_do_not_differ_say_so(run, overlay):
    twin = 'like = "iop"\nname = "{0}"\norder = 60\n'
    folder = overlay({f"options/{id_}.toml": f'id = "{id_}"\n' + twin.format(id_) for id_ in ("left", "right")})
    done = run("compare", "left", "right", "--differences", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert "There is nothing to show, because these options do not differ on these rows." in done.stdout


def test_columns_stand_in_the_order_they_were_typed(run):
    for ids in (("php", "residential", "iop"), ("iop", "php", "residential")):
        result = result_of(run("compare", *ids, "-f", "json"))
        assert [option["id"] for option in result["options"]] == list(ids)
        assert all([cell["option"] for cell in row["cells"]] == list(ids) for row in result["rows"])
        assert result["order"] == "in the order you typed them"
        page = run("compare", *ids, "-a", "sleep", "--all", env={"COLUMNS": "120"}).stdout
        assert "The columns are in the order you typed them." in " ".join(page.split())
        assert re.search(r"\s+".join(ids), page)


def test_names_aliases_numbers_and_any_case_give_the_same_bytes(run):
    expected = run("compare", "iop", "php", "residential", "-a", "sleep")
    assert (expected.returncode, expected.stderr) == (0, "")
    for names in (
        ("2.1", "2.5", "3.5"),
        ("IOP", "Day Treatment", "RESIDENTIAL"),
        ("asam level 2.1", "PHP", "level 3.5"),
    ):
        done = run("compare", *names, "-a", "sleep")
        assert (done.returncode, done.stdout, done.stderr) == (0, expected.stdout, "")


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_a_guessed_spelling_is_said_on_stderr_and_the_result_stays_clean(format_, run, dataset):
    done = run("compare", "iop", "residental", "-a", "sleep", "-f", format_)
    name = dataset.options["residential"].name
    assert (done.returncode, done.stderr) == (0, f"note: read `residental` as `residential` ({name})\n")
    assert done.stdout == run("compare", "iop", "residential", "-a", "sleep", "-f", format_).stdout


def test_a_guess_and_the_name_it_means_are_the_same_option_twice(run):
    done = run("compare", "residential", "residental")
    assert (done.returncode, done.stdout) == (2, "")
    assert "  `residential`  is named twice\n" in done.stderr


def test_a_number_that_two_options_share_asks_which_is_meant(run, overlay):
    text = 'id = "{0}"\nlike = "iop"\nname = "{0} program"\norder = 60\nasam_3 = ["9.9"]\n'
    folder = overlay({f"options/{id_}.toml": text.format(id_) for id_ in ("left", "right")})
    done = run("compare", "9.9", "iop", "zzzzzzzz", "--data", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == """\
error: 2 names not understood

  `9.9`       can mean more than one option
              -> say `left` or `right`
  `zzzzzzzz`  is not an option

hint: `iopcli list` shows every option; quotes keep words together. In danger now? Call 911. Call or text 988.
"""
    )


def test_lines_hold_the_words_of_the_table(run):
    """The table adds the letters that lead to its notes, the scale of its bars, and the rows the notes are about."""
    words = ("compare", "iop", "php", "residential", "--all")
    both = [run(*words, "-f", format_) for format_ in ("table", "text")]
    assert [done.returncode for done in both] == [0, 0]
    table, lines = (set(re.findall(r"\w+", done.stdout)) for done in both)
    assert lines - table == set()
    added = {word for word in table - lines if not re.fullmatch(r"[a-z]{1,2}|\d+", word)}
    assert added <= set(
        re.findall(
            r"\w+", "Notes bar note below the table. A bar shows a range; all bars of a row share one scale 000 A B C"
        )
    )


def test_every_cell_of_the_page_is_a_cell_of_the_json(run):
    result = result_of(run(*PAIR, "-g", "time,money", "-f", "json"))
    page = " ".join(run(*PAIR, "-g", "time,money", "-f", "text", "--all").stdout.split())
    rows = [row for row in result["rows"] if row["type"] != "text"]
    assert len(rows) > 3
    for shown in (one for row in rows for one in row["prices"] or [row]):
        for option, cell in zip(result["options"], shown["cells"], strict=True):
            assert f"{option['short_name']}: {cell['text']}" in page


def test_a_picture_stands_alone_and_its_axes_are_those_typed(run):
    done = run(*PAIR, "--picture")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Up: Weekly cost, cash price. Across: Hours a week." in done.stdout
    assert "Main advantage" not in done.stdout
    done = run(*PAIR, "--axes", "hours_per_week,supervision")
    assert "Up: Supervision. Across: Hours a week." in done.stdout
    assert run(*PAIR, "--picture", "-f", "svg").stdout.startswith("<svg ")


def test_a_picture_of_options_without_numbers_says_so_and_ends_with_3(run):
    done = run("compare", "aftercare", "telehealth-iop", "--picture")
    assert (done.returncode, done.stderr) == (3, "")
    assert "No option here has a place on both of these axes." in done.stdout
    assert "Not in the picture: Aftercare: weekly cost, cash price is not known." in done.stdout


def test_axes_that_are_not_understood_are_named_all_at_once(run):
    done = run(*PAIR, "--axes", "slep,zzzz")
    assert (done.returncode, done.stdout) == (2, "")
    assert all(f"`{name}`" in done.stderr for name in ("slep", "zzzz"))
    done = run(*PAIR, "--axes", "sleep,hours_per_week")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`sleep`  has no order, so it cannot be an axis" in done.stderr
