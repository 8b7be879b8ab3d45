"""Things find each other: the titles of options and attributes on each attribute and question that names them.

It is done once, when the dataset is built, so that whoever has a word and its attribute or question can say it.
"""

from __future__ import annotations

from msgspec.structs import replace

from iopcli.dataset.answers import words
from iopcli.dataset.find import attribute_ids, option_ids
from iopcli.dataset.model import Dataset


def linked(dataset: Dataset) -> Dataset:
    """The same dataset with `titles` filled in where its words are ids of options or attributes, and all `names`."""
    titles = {
        "options": {id_: option.title for id_, option in dataset.options.items()},
        "attributes": {id_: attribute.label for id_, attribute in dataset.attributes.items()},
    }
    names = {"options": option_ids(dataset), "attributes": attribute_ids(dataset)}
    rows = {id_: replace(row, titles=titles.get(row.words, {})) for id_, row in dataset.attributes.items()}
    questions = {
        id_: replace(one, titles=titles.get(one.type, {}), names=names.get(one.type) or words(one))
        for id_, one in dataset.questions.items()
    }
    return replace(dataset, attributes=rows, questions=questions)
