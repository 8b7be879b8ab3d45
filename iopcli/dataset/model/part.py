"""What every class of the model shares: its base, and what several of them use."""

from typing import Annotated

from msgspec import Meta, Struct

from iopcli.dataset.kinds import KINDS

Text = Annotated[str, Meta(min_length=1)]
"""Words that people read; never empty."""
ON_SITE = "here:"
"""In a need, it stands before a word of a set that the place must have itself, as in `here:methadone`."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything written in a dataset file: unknown keys are refused."""


class Thing(Part, frozen=True, kw_only=True):
    """A thing of some kind: `iopcli/dataset/kinds.py` has one entry a kind."""

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources that it rests on, each once, wherever `KINDS` says that it names some."""
        return next((kind.sources(self) for kind in KINDS if kind.shape is type(self)), ())
