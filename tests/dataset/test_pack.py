"""The packed dataset equals the one that is read, and is used only while it was made from the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset import load as loading
from iopcli.dataset import pack as packing
from iopcli.dataset.load import load
from iopcli.dataset.pack import checksum, pack, unpack
from iopcli.errors import DatasetError

ROOT = Path(__file__).resolve().parents[2]
MARK = "packed"


def unpacked(content: bytes):
    return unpack(content, loading.shipped())


@pytest.fixture
def installed(tmp_path, monkeypatch, dataset):
    """A copy of the dataset with its packed form beside it, as in the wheel; the packed one says so in its version."""
    data = tmp_path / "data"
    shutil.copytree(loading.folder(), data)
    monkeypatch.setattr(loading, "folder", lambda: data)
    monkeypatch.setattr(packing, "place", lambda: tmp_path / "data.msgpack")
    marked = replace(dataset, about=replace(dataset.about, version=MARK))
    (tmp_path / "data.msgpack").write_bytes(pack(marked, loading.shipped()))
    return data


def test_what_is_unpacked_is_what_was_packed(dataset):
    made = unpacked(pack(dataset, loading.shipped()))
    assert made == dataset
    assert [list(option.facts) for option in made.options.values()] == [
        list(option.facts) for option in dataset.options.values()
    ]
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            assert type(made.options[option.id].facts[id_].value) is type(fact.value)


def test_the_same_with_the_example_overlay(laid):
    for folders in ([ROOT / "examples" / "northside"], [ROOT / "examples" / "northside"] * 2):
        made = load(folders)
        assert unpacked(pack(made, loading.shipped())) == made
    thin = laid({"terms.toml": "# nothing\n"})
    assert unpacked(pack(thin, loading.shipped())) == thin


def test_the_same_dataset_gives_the_same_bytes_after_its_checksum(dataset):
    base = loading.shipped()
    assert pack(dataset, base) == pack(load(), base)
    assert pack(dataset, base)[:4] == checksum(base.stream)


def test_the_packed_dataset_is_used_while_its_files_are_the_same(installed):
    assert load().about.version == MARK


FILES = [path.relative_to(loading.folder()) for path in sorted(loading.folder().rglob("*.toml"))]


@pytest.fixture(scope="module")
def copied(tmp_path_factory, dataset) -> Path:
    """The same for the law below, which puts back what each example changes."""
    place = tmp_path_factory.mktemp("installed")
    shutil.copytree(loading.folder(), place / "data")
    marked = replace(dataset, about=replace(dataset.about, version=MARK))
    (place / "data.msgpack").write_bytes(pack(marked, loading.shipped()))
    return place


@given(data=st.data(), file=st.sampled_from(FILES))
def test_after_any_byte_of_the_files_changes_they_are_read_instead(copied, data, file):
    kept = (copied / "data" / file).read_bytes()
    content = bytearray(kept)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "folder", lambda: copied / "data")
        patch.setattr(packing, "place", lambda: copied / "data.msgpack")
        assert load().about.version == MARK
        (copied / "data" / file).write_bytes(content)
        try:
            assert load().about.version != MARK
        except DatasetError as error:
            assert error.problems
        finally:
            (copied / "data" / file).write_bytes(kept)


@pytest.mark.parametrize("change", ["new", "gone", "renamed"])
def test_a_file_more_or_less_is_a_change_too(change, installed):
    test = installed / "instruments" / "gad-2.toml"
    if change == "new":
        (installed / "instruments" / "new.toml").write_text(test.read_text().replace('"gad-2"', '"new"'))
    elif change == "gone":
        test.unlink()
    else:
        test.rename(test.with_name("other.toml"))
    assert load().about.version != MARK
    assert ("new" in load().instruments, "gad-2" in load().instruments) == (change == "new", change != "gone")


def test_a_file_that_cannot_be_read_is_a_problem_though_the_rest_is_packed(installed):
    (installed / "options" / "folder.toml").mkdir()
    with pytest.raises(DatasetError) as caught:
        load()
    assert [problem.message for problem in caught.value.problems] == ["is not a file"]


def test_with_an_overlay_the_files_are_read(installed, overlay):
    made = load([overlay({"terms.toml": "# nothing\n"})])
    assert made.about.version != MARK


@pytest.mark.parametrize("content", [b"", b"\0" * 100, "half", "only the checksum", "cut short", "of another shape"])
def test_a_packed_dataset_that_is_broken_is_passed_over(content, installed, tmp_path, dataset):
    packed = pack(dataset, loading.shipped())
    broken = {
        "half": packed[: len(packed) // 2],
        "only the checksum": packed[:4],
        "cut short": packed[:-1],
        "of another shape": packed[:4] + msgspec.msgpack.encode({"an": "older version"}),
    }
    (tmp_path / "data.msgpack").write_bytes(broken.get(content, content))
    assert load() == dataset
