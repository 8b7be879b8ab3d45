"""What the codes of a row of FindTreatment.gov say; `data/findtreatment.toml` has each with its labels in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from iopcli.dataset.model import Dataset
from iopcli.programs.model import Said
from iopcli.programs.words import together

SUBSTANCE, MENTAL = "su", "mh"
"""The two types of place: a code such as `res` is of mental health care on a row of the second."""
TREATS = "sa"
"""The code of a place that treats substance use."""
SPECIAL = "SG"
"""The category of JSON that holds special programs."""


class Codes:
    """The codes of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self._words, self.known = dataset.program_words, dataset.codes
        self._labels = {plain_label(label): code.id for code in self.known.values() for label in code.labels}
        special = {plain_label(label): code.id for code in self.known.values() for label in code.special}
        self._special = {**self._labels, **special}

    def meaning(self, codes: Set[str], type_: str) -> dict[str, Said]:
        """What the codes of one row say, by word, in the order of the words; a word that none names is not there."""
        row = [self.known[code] for code in codes if code in self.known]
        yes = {word for code in row for word in code.yes}
        no = {word for code in row for word in code.no} - yes
        maybe: set[str] = set()
        if type_ == MENTAL:
            yes.add("mental-health")
            if TREATS in codes:
                maybe |= {word for code in row for word in code.mental}
        else:
            yes |= {word for code in row for word in code.level}
            maybe |= {word for code in row if codes.isdisjoint(code.narrower) for word in code.maybe}
            maybe |= {word for code in row if yes.isdisjoint(code.one_of) for word in code.one_of}
            if "iop" in yes and "telehealth" in yes:
                maybe.add("telehealth-iop")
        maybe -= yes | no
        said: tuple[tuple[set[str], Said], ...] = ((yes, "yes"), (maybe, "maybe"), (no, "no"))
        return together(self._words, *(dict.fromkeys(words, its) for words, its in said))

    def of(self, category: str, labels: Iterable[str]) -> set[str]:
        """The codes of the labels of a category; those that say nothing here are passed over."""
        known = self._special if category == SPECIAL else self._labels
        return {code for label in labels if (code := known.get(plain_label(label)))}


def plain_label(label: str) -> str:
    """A label without case, doubled spaces or trade marks."""
    return re.sub(r"\s+", " ", label.replace("®", "").replace("’", "'")).strip().casefold()
