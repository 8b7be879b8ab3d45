"""Texts found by their bytes have the numbers of the texts that they are, also where their keys are the same."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from iopcli.batch.judge.dictionary import Dictionary
from iopcli.batch.read.chunks import Slices, view_of

ALIKE = ["dbbbbbbbbbbbbbbb", "abbbbbbbcbbbbbbb"]
"""Two texts of one key: as numbers the first eight bytes differ by three, and the next, which count three, by one."""
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40) | st.sampled_from([*ALIKE, "", "x" * 600])
columns = st.lists(st.lists(texts, max_size=30), min_size=1, max_size=4)


def slices(some):
    held = "".join(some).encode()
    ends = np.cumsum([len(text.encode()) for text in some], dtype=np.int64)
    whole = held + bytes(8)
    return Slices(whole, view_of(whole), np.concatenate([[0], ends[:-1]]).astype(np.int64), ends)


@given(columns)
@example([ALIKE, ALIKE[::-1], ["dbbbbbbb"]])
@example([[f"{number:020}" for number in range(3000)], ["", *ALIKE]])
def test_cells_in_bytes_and_cells_as_texts_have_the_same_numbers(some):
    in_bytes, as_texts = Dictionary(), Dictionary()
    for column in filter(None, some):
        found = in_bytes.numbers(slices(column))
        assert [in_bytes.texts[number] for number in found] == column
        assert len(set(found.tolist())) == len(set(column)) == len(set(as_texts.numbers(column).tolist()))


def test_many_texts_are_not_remembered_for_long():
    words = Dictionary()
    words.numbers([str(number) for number in range(100)])
    assert not words.full
    words.numbers(["x" * 2**20 + str(number) for number in range(40)])
    assert words.full
