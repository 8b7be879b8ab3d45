"""Three answers to a question: yes, no, unknown (Kleene 1938). Unknown is `None`, and is never read as no."""

from __future__ import annotations

from collections.abc import Iterable

Answer = bool | None


def both(parts: Iterable[Answer]) -> Answer:
    """No if any part is no; else unknown if any is unknown; else yes. Nothing at all holds."""
    seen = set(parts)
    return False if False in seen else None if None in seen else True


def either(parts: Iterable[Answer]) -> Answer:
    """Yes if any part is yes; else unknown if any is unknown; else no."""
    seen = set(parts)
    return True if True in seen else None if None in seen else False


def opposite(part: Answer) -> Answer:
    """Yes for no, no for yes; unknown stays unknown."""
    return None if part is None else not part
