"""A picture as SVG: a box for each range, a letter in it, and the letters in words below; it loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from iopcli.facts.result import Result
from iopcli.report.formats import PICTURE
from iopcli.report.lines import columns
from iopcli.report.page import Bar, Block, Heading, Page, Paragraph, Picture, Said, Timeline
from iopcli.report.pages import screen
from iopcli.report.plot import LETTERS, legend
from iopcli.report.timeline import with_letters
from iopcli.report.writers.text import block_lines

WIDTH, HEIGHT, LETTER, LINE = 560, 340, 7.6, 20
"""Of the field with its axes; what a letter and a line of 14 take."""
INK, SOFT, LINES, FILL = "#1c2430", "#4d5866", "#c9d1da", "#2b6f9e"
FONT = 'font-family="system-ui, Segoe UI, Liberation Sans, Arial, sans-serif" font-size="14"'
FILLS = {"away": "#1d5680", "home": "#a9cbe2", "light": "#dfeaf2", "wait": "#fff"}
DASHED = ' stroke-dasharray="4 3"'
TRACK = 70
"""What a track of a timeline takes, with its name and its marks."""
COLUMNS = 76
"""Letters of a line of words."""
SMALLEST = 7
"""What a box is wide and high at the least, so that a single number is seen."""


def written(result: Result, _width: int) -> str:
    """The picture of a result alone."""
    return svg_of(screen(result, [PICTURE]))


def svg_of(page: Page) -> str:
    """A page as one SVG file: its pictures drawn, and its words in lines above and below them."""
    parts: list[str] = []
    y = LINE
    for block in (Paragraph(Said(page.title)), *page.blocks):
        if isinstance(block, Picture):
            parts.append(f'<g transform="translate(0 {y})">{"".join(_parts(block))}</g>')
            y += HEIGHT + LINE
        if isinstance(block, Timeline):
            parts.append(f'<g transform="translate(0 {y})">{"".join(_timeline(block))}</g>')
            y += TRACK * len(block.tracks) + 2 * LINE
        if isinstance(block, Heading):
            continue
        lines = _words(block)
        weight = "bold" if isinstance(block, Paragraph) else "normal"
        parts += [_text(8, y + LINE * number, line, weight=weight) for number, line in enumerate(lines)]
        y += LINE * (len(lines) + 1)
    inside = f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}'
    return _svg(inside, WIDTH + 40, y, page.title, ' xmlns="http://www.w3.org/2000/svg"') + "\n"


def _words(block: Block) -> list[str]:
    """What stands below a drawing, or a block in lines."""
    if isinstance(block, Picture):
        return legend(block, COLUMNS)
    return with_letters(block, COLUMNS) if isinstance(block, Timeline) else block_lines(block, COLUMNS)


def drawn(picture: Picture, title: str) -> str:
    """The drawing alone, for a page that says the rest in words."""
    return _svg("".join(_parts(picture)), WIDTH, HEIGHT, title)


def _svg(inside: str, width: int, height: int, title: str, space: str = "") -> str:
    head = f'<svg{space} viewBox="0 0 {width} {height}" role="img" {FONT}>'
    return f"{head}<title>{escape(title)}</title>{inside}</svg>"


def _parts(picture: Picture) -> Iterator[str]:
    """Axes with what is written beside them, then boxes, the largest first so that none hides another."""
    left = 12 + LETTER * max((columns(text) for _, text in picture.up.ticks), default=0)
    right, top, bottom = WIDTH - 16, 30, HEIGHT - 64
    wide, high = right - left, bottom - top
    for at, text in picture.up.ticks:
        y = bottom - at * high
        yield f'<path d="M{left:.1f} {y:.1f}H{right}" stroke="{LINES}"/>'
        yield _text(left - 6, y + 5, text, anchor="end")
    ends = [-1.0, -1.0]  # of two lines of words, so that none runs into another
    for at, text in picture.across.ticks:
        x, half = left + at * wide, columns(text) * LETTER / 2
        yield f'<path d="M{x:.1f} {top}V{bottom}" stroke="{LINES}"/>'
        if (line := next((number for number, end in enumerate(ends) if x - half > end), None)) is not None:
            yield _text(min(x, right - half + 10), bottom + 20 + 18 * line, text, anchor="middle")
            ends[line] = x + half + LETTER
    yield _text(8, 16, picture.up.label, weight="bold")
    yield _text(right, HEIGHT - 6, picture.across.label, anchor="end", weight="bold")
    named = list(zip(LETTERS, picture.spots, strict=False))
    for letter, spot in sorted(named, key=lambda one: -_area(one[1].across, one[1].up)):
        x, w = left + spot.across.start * wide, max((spot.across.end - spot.across.start) * wide, SMALLEST)
        h = max((spot.up.end - spot.up.start) * high, SMALLEST)
        yield _box(letter, (x, bottom - spot.up.start * high - h, w, h), across=spot.across.open, up=spot.up.open)


def _timeline(timeline: Timeline) -> Iterator[str]:
    """A line of time on top, then a bar for each track with its name above and its marks below."""
    left, right = 8, WIDTH + 24
    wide, high = right - left, TRACK * len(timeline.tracks)
    for at, text in timeline.ticks:
        x = left + at * wide
        yield f'<path d="M{x:.1f} {LINE}V{LINE + high}" stroke="{LINES}"/>'
        last = x + columns(text) * LETTER > right
        yield _text(min(x, right), 14, text, anchor="end" if last else "start")
    for number, track in enumerate(timeline.tracks):
        top = LINE + TRACK * number
        yield _text(left, top + 18, track.name, weight="bold")
        for leg in track.legs:
            x, w = left + leg.start * wide, max((leg.end - leg.start) * wide, SMALLEST)
            yield (
                f'<rect x="{x:.1f}" y="{top + 24}" width="{w:.1f}" height="20" fill="{FILLS[leg.fill]}" '
                f'stroke="{FILL}" stroke-width=".8"{DASHED if leg.fill == "wait" else ""}/>'
            )
            ink = "#fff" if leg.fill == "away" else INK
            if w > 1.5 * LETTER:
                place = f'x="{x + 4:.1f}" y="{top + 39}" fill="{ink}" font-weight="bold"'
                yield f"<text {place}>{escape(leg.letter)}</text>"
            if leg.open:
                yield _arrow(x + w, top + 34, "l-7 -6v12z")
        for at, text in track.marks:
            yield _text(left + at * wide, top + 60, text)


def _area(across: Bar, up: Bar) -> float:
    return (across.end - across.start) * (up.end - up.start)


def _box(letter: str, place: tuple[float, float, float, float], *, across: bool, up: bool) -> str:
    """A box with its letter; an arrow on the side where no end is known."""
    x, y, w, h = place
    box = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="3" fill="{FILL}" fill-opacity=".22" '
        f'stroke="{FILL}" stroke-width="1.5"/>'
    )
    arrows = [_arrow(x + w, y + h / 2, "l-7 -6v12z")] if across else []
    arrows += [_arrow(x + w / 2, y, "l-6 7h12z")] if up else []
    inside = w > 2 * LETTER and h > LETTER * 2
    where = (x + w / 2, y + h / 2 + 5) if inside else (x + w + LETTER, y + h / 2 + 5)
    return box + "".join(arrows) + _text(*where, letter, anchor="middle", weight="bold")


def _arrow(x: float, y: float, shape: str) -> str:
    return f'<path d="M{x:.1f} {y:.1f}{shape}" fill="{FILL}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    ink = INK if weight == "bold" else SOFT
    attributes = f'x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="{anchor}" font-weight="{weight}"'
    return f"<text {attributes}>{escape(text)}</text>"
