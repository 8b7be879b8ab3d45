"""The nearest known words to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def near(word: str, known: Iterable[str], at_least: float = 60, most: int = 3) -> list[str]:
    """Up to `most` known words at least so like `word` (0 to 100), the likest first."""
    return [choice for choice, _ in scored(word, known, at_least, most)]


def scored(word: str, known: Iterable[str], at_least: float, most: int) -> list[tuple[str, float]]:
    """The same with the likeness of each."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        word[:200], list(dict.fromkeys(known)), scorer=fuzz.ratio, score_cutoff=at_least, limit=most
    )
    return [(choice, score) for choice, score, _ in found]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known words, or nothing."""
    found = near(word, known)
    return f"did you mean {' or '.join(f'`{choice}`' for choice in found)}?" if found else ""
