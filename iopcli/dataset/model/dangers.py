"""Signs that a life may be at risk, and what is said then."""

from collections.abc import Mapping

from iopcli.dataset.model.part import Part, Text, Thing

CIRCUMSTANCES = ("past", "general", "over", "story")
"""The parts that take a sign of danger back, unless it counts even then."""


class SpokenPart(Thing, frozen=True, kw_only=True):
    """Words and short phrases, with commas between, that mean much the same wherever danger is spoken of."""

    id: str
    words: Text


class DangerSign(Part, frozen=True, kw_only=True):
    """Parts that say danger where they stand near each other: `-wake + other` is someone who will not wake.

    `+` joins parts in any order, `>` in this one, `>>` right after; `a|b` is either; `-` wants the part denied, `~`
    takes it either way.
    """

    says: Text
    hear: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    """What is not enough by itself: it gives a number to call, and is a danger if the classifier agrees."""
    even: tuple[str, ...] = ()
    """Circumstances that do not take it back."""
    unless: tuple[str, ...] = ()
    """Parts that take it back where they stand in the same sentence."""
    wide: bool = False
    """Whether its parts may stand far from each other."""
    alone: bool = False
    """Whether it counts only where nothing else is said."""


class Sentences(Part, frozen=True, kw_only=True):
    """What must raise a danger and what must not, as people say it.

    `faint` are said so indirectly that no sign finds them: the classifier has to hear those.
    """

    must: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


class Danger(Thing, frozen=True, kw_only=True):
    """A life may be at risk: what is said then, the signs by which it is heard, and sentences that prove them.

    `parts` are its own, beside those that all dangers share. The topic, if there is one, says what to do until help
    comes.
    """

    id: str
    title: Text
    message: Text
    lines: tuple[str, ...]
    topic: str = ""
    parts: Mapping[str, Text] = {}
    sign: tuple[DangerSign, ...] = ()
    sentences: Sentences = Sentences()
