"""Numbers become words: lists of texts that columns of places point into, each text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals as nw

from iopcli.batch.packed import Packed, total
from iopcli.dataset.answers import SEPARATOR


class Texts:
    """Texts by their places in a list that has each once."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: dict[str, int] = {}
        self.of = [found.setdefault(text, len(found)) for text in texts]
        """The place of each."""
        self.texts = list(found)


class Spoken:
    """The names of the digits that say something, with `;` between them, put together from a few columns of texts.

    There is one for each whole number; those after the first start with a `;` where something stands before them.
    """

    def __init__(self, kind: str, packed: Packed) -> None:
        self.names = packed.names
        """Columns of the numbers."""
        self.places: dict[str, nw.Expr] = {}
        """Columns of places, besides those of the numbers themselves."""
        self.words: dict[str, tuple[str, Sequence[str]]] = {}
        """Columns of texts, each with its column of places and what stands there."""
        before: list[nw.Expr] = []
        for whole in packed.names:
            texts = [SEPARATOR.join(name for name, digit in digits.items() if digit) for digits in packed.every(whole)]
            if before:
                told = total((one > 0).cast(nw.Int64) for one in before) > 0
                self.places[f"_place_{kind}_{whole}"] = nw.col(whole) + told.cast(nw.Int64) * len(texts)
                texts += [SEPARATOR + text if text else "" for text in texts]
            self.words[f"_{kind}_{whole}"] = f"_place_{kind}_{whole}" if before else whole, texts
            before.append(nw.col(whole))

    @property
    def whole(self) -> nw.Expr:
        """The text of all."""
        columns = [nw.col(name) for name in self.words]
        return nw.concat_str(columns, ignore_nulls=True) if len(columns) > 1 else columns[0] if columns else nw.lit("")
