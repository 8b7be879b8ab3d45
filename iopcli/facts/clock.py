"""Times, lengths and days of a week in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from iopcli.errors import count
from iopcli.facts.wording import listed
from iopcli.logic.week import DAY, DAYS, HOUR, NAMES, Minutes, spans

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date_text(day: date) -> str:
    """A day as it is said: `August 19, 2025`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def time_text(minute: int) -> str:
    """A time of day as it is said: `6 pm`, `5:30 am`, `noon`, `midnight`."""
    hour, rest = divmod(minute % DAY, HOUR)
    if not rest and hour in (0, 12):
        return "noon" if hour else "midnight"
    return f"{(hour - 1) % 12 + 1}{f':{rest:02}' if rest else ''} {'pm' if hour >= 12 else 'am'}"


def from_to(start: int, end: int) -> str:
    """Two times, with am or pm once where both have it: `6 to 9 pm`."""
    first, last = time_text(start), time_text(end)
    if first[-3:] == last[-3:] and first[-3:] in (" am", " pm"):
        first = first[:-3]
    return f"{first} to {last}"


def digits(minute: int, *, end: bool = False) -> str:
    """A time as programs read it, `18:00`; the end of a day is `24:00`."""
    of_day = minute % DAY or (DAY if end else 0)
    return f"{of_day // HOUR:02}:{of_day % HOUR:02}"


def length_text(minutes: int) -> str:
    """How long something takes: `3 hours`, `1 hour 20 minutes`; `no time` for none."""
    hours, rest = divmod(minutes, HOUR)
    parts = [*([count(hours, "hour")] if hours else []), *([count(rest, "minute")] if rest else [])]
    return " ".join(parts) or "no time"


def days_text(days: Iterable[int]) -> str:
    """Days in words: `Monday to Friday`, `Monday, Tuesday and Thursday`, `every day`."""
    numbers = sorted(set(days))
    if len(numbers) == len(DAYS):
        return "every day"
    return f"{NAMES[numbers[0]]} to {NAMES[numbers[-1]]}" if _row(numbers) else listed([NAMES[one] for one in numbers])


def short_days(days: Iterable[int]) -> str:
    """The same shortly: `Mon to Fri`, `Mon, Tue, Thu`, `every day`."""
    numbers = sorted(set(days))
    if len(numbers) == len(DAYS):
        return "every day"
    names = [NAMES[number][:3] for number in numbers]
    return f"{names[0]} to {names[-1]}" if _row(numbers) else ", ".join(names)


def _row(numbers: Sequence[int]) -> bool:
    """Whether these are three or more days in a row."""
    return len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1))


def hours_text(minutes: Minutes) -> str:
    """Minutes of a week by their hours, the days of each together: `Mon to Fri, 9 am to 3 pm`."""
    by_hours: dict[tuple[int, int], list[int]] = {}
    for start, end in spans(minutes):
        day = start // DAY
        by_hours.setdefault((start - day * DAY, end - day * DAY), []).append(day)
    return "; ".join(f"{short_days(days)}, {from_to(*hours)}" for hours, days in by_hours.items())
