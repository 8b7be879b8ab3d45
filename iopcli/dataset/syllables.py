"""How many syllables a text takes when it is read aloud: words, numbers and abbreviations.

Flesch's rule (1948): count figures and symbols as they are said, two for *$5* and four for *1918*, but leave lengthy
figures out of the count. Here those count for no more than a year.
"""

from __future__ import annotations

import re
from functools import cache

WORD = re.compile(r"\$?\d[\d,]*(?:\.\d+)?%?|[A-Za-z][A-Za-z'’-]*")
"""A number as it is written, or a word; a word with hyphens is one."""
_FIGURE = re.compile(r"(\$?)(\d[\d,]*)(?:\.(\d+))?(%?)")
_SOUNDED_LE = re.compile(r"[^aeiouyb]le$")
_YEAR = re.compile(r"(?:19|20)\d\d")

_ONES = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
"""Syllables of zero to nineteen."""
_TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
_SIGN = 2
"""Syllables of *dollars* and of *percent*; of *hundred*, *thousand* and *million*, too."""
_YEAR_SAID = 4
"""Syllables of a year, and the most that a figure counts: the eye takes in a longer one at once."""
_LONGEST = 5
"""Letters of an abbreviation that is spelled when it is read, such as IOP; longer ones are read as a word."""


@cache
def syllables(word: str) -> int:
    """The syllables of one word, number or abbreviation."""
    if word[0] in "$0123456789":
        return min(_of_figure(word), _YEAR_SAID)
    if word.isupper() and 1 < len(word) <= _LONGEST:
        return len(word) + 2 * word.count("W")
    return sum(_of_word(part) for part in word.lower().split("-") if part)


def _of_word(word: str) -> int:
    """The library's count, mended: it drops a final e, so *the* would have none and *people* one."""
    from readability.langdata import countsyllables_en

    return max(1, int(countsyllables_en(word)) + bool(_SOUNDED_LE.search(word)))


def _of_figure(word: str) -> int:
    if _YEAR.fullmatch(word):
        first, last = int(word[:2]), int(word[2:])
        return _of_number(first) + (_of_number(last) if last else _SIGN)
    found = _FIGURE.fullmatch(word)
    assert found is not None  # noqa: S101 - WORD and _FIGURE say the same
    dollar, whole, rest, percent = found.groups()
    said = _of_number(int(whole.replace(",", "")))
    said += 1 + sum(_ONES[int(digit)] for digit in rest) if rest else 0
    return said + _SIGN * (bool(dollar) + bool(percent))


def _of_number(number: int) -> int:
    """The syllables of a whole number: *two hundred fifty-nine*."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (_ONES[ones] if ones else 0)
    unit = next(one for one in (10**6, 1000, 100) if number >= one)
    count, rest = divmod(number, unit)
    return _of_number(count) + _SIGN + (_of_number(rest) if rest else 0)
