"""Names in words beside the ids of results, for people who filter them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from iopcli.batch.judge.texts import Texts, TextTable
from iopcli.batch.write.result_texts import OK, OPEN, REJECTED, URGENT, ColumnTexts
from iopcli.dataset.answers import SEPARATOR
from iopcli.dataset.model import Dataset
from iopcli.match.fits import plan_name

_IN_WORDS = {OK: "settled", OPEN: "open", URGENT: "urgent", REJECTED: "rejected"}
_OF = (
    "status", "at_least", "at_most", "plan", "reasons", "alongside", "urgent", "ask_next", "conflicts",
    "conflicts_certain", "clinician",
)  # fmt: skip
LABELS = tuple(f"{name}_in_words" for name in _OF)
"""The columns that `--labels` adds, behind all others."""


class Labeler:
    """Words for the ids of results; each text is put into words once."""

    def __init__(self, dataset: Dataset) -> None:
        rules = {id_: rule.title for id_, rule in dataset.rules.items()}
        questions = {id_: question.label for id_, question in dataset.questions.items()}
        options = {id_: option.name for id_, option in dataset.options.items()}
        names: dict[str, Mapping[str, str]] = {
            "reasons": rules, "urgent": rules, "clinician": rules, "alongside": options, "ask_next": questions,
            "conflicts": questions, "conflicts_certain": questions, "status": _IN_WORDS,
        }  # fmt: skip
        self._dataset, self._names = dataset, names
        self._known: dict[tuple[str, str], str] = {}

    def added(self, by_column: ColumnTexts) -> ColumnTexts:
        """Results, followed by the columns in words."""
        return {
            **by_column,
            **{f"{name}_in_words": [self._texts(name, one) for one in by_column[name]] for name in _OF},
        }

    def _texts(self, name: str, one: Texts) -> Texts:
        return Texts(TextTable([self._words(name, text) for text in one.table.texts]), one.places)

    def _words(self, name: str, text: str) -> str:
        if (found := self._known.get((name, text))) is None:
            found = self._known[name, text] = self._in_words(name, text)
        return found

    def _in_words(self, name: str, text: str) -> str:
        if not text:
            return ""
        if name not in self._names:
            label = plan_name(self._dataset, text.split("+"))
        else:
            label = "; ".join(self._names[name].get(id_, id_) for id_ in text.split(SEPARATOR))
        return label.replace('"', "'")
