"""Words in which programs are compared, and what the codes of FindTreatment.gov mean in them."""

from typing import Literal

from iopcli.dataset.model.part import Text, Thing

ProgramWordKind = Literal[
    "option", "payer", "help", "language", "group", "age", "gives", "accepts", "withdrawal", "service", "only", "more"
]


class ProgramWord(Thing, frozen=True, kw_only=True):
    """One thing that a list may say of a program, and the question that asks a program for it."""

    id: str = ""
    kind: ProgramWordKind
    says: Text
    ask: Text
    also: tuple[str, ...] = ()
    """What else people type for it."""
    unclear: str = ""
    """What the codes of lists cannot tell apart, where it is only a maybe."""


class Code(Thing, frozen=True, kw_only=True):
    """A service code of FindTreatment.gov, in words of programs; JSON names it by a label."""

    id: str = ""
    labels: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    """Labels that mean it among special programs only."""
    yes: tuple[str, ...] = ()
    """What it says on a row of any type."""
    no: tuple[str, ...] = ()
    """What it denies, in so many words."""
    level: tuple[str, ...] = ()
    """The options that it stands for on a row of treatment for substance use."""
    maybe: tuple[str, ...] = ()
    """The options that it may stand for there."""
    narrower: tuple[str, ...] = ()
    """Codes that say this more narrowly: where one of them stands, this one adds no maybe."""
    one_of: tuple[str, ...] = ()
    """Words of which one is so: where the row names none of them, each is a maybe."""
    mental: tuple[str, ...] = ()
    """What it may mean on a row of mental health care, where that says that it treats substance use too."""
