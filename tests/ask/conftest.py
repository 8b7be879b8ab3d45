"""What the tests of `ask` have in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iopcli.ask.answer import Answer
from iopcli.ask.ask import Asker
from iopcli.dataset.model import Dataset


@pytest.fixture(scope="session")
def afresh(dataset: Dataset) -> Callable[[str], Answer]:
    """Answers one text as if it were the first."""
    asker = Asker(dataset)

    def first(text: str) -> Answer:
        asker.forget()
        return asker.ask(text)

    return first
