"""The nearest known words to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

PART = 70
"""Likeness (0 to 100) from which a name counts of which a word is nearly a part."""


def near(word: str, known: Iterable[str], most: int = 3, *, parts: bool = False) -> list[str]:
    """Up to `most` known words that are spelled much like `word`, the likest first.

    With `parts` also names of which it is a part: `cost` is near to `cost per week`.
    """
    known = list(known)
    found = scored(word, known, at_least=60)
    found += scored(word, known, at_least=PART, by_words=True) if parts and len(word) > 2 else []
    return list(dict.fromkeys(choice for choice, _ in found))[:most]


def scored(word: str, known: Iterable[str], at_least: float, *, by_words: bool = False) -> list[tuple[str, float]]:
    """The known words at least so like `word` (0 to 100) with how like they are, the likest first.

    `by_words` also counts words in another order, and names of which one is a part of the other.
    """
    from rapidfuzz import fuzz, process

    scorer = fuzz.WRatio if by_words else fuzz.ratio
    found = process.extract(word[:200], list(dict.fromkeys(known)), scorer=scorer, score_cutoff=at_least, limit=8)
    return [(choice, score) for choice, score, _ in found]


def did_you_mean(word: str, known: Iterable[str], most: int = 3, *, parts: bool = False) -> str:
    """A hint that names the nearest known words, or nothing."""
    return suggest(near(word, known, most, parts=parts))


def suggest(found: Iterable[str]) -> str:
    """A hint that names some words; nothing for none."""
    named = " or ".join(f"`{choice}`" for choice in found)
    return f"did you mean {named}?" if named else ""
