"""A page as Markdown, for notes, wikis and issue trackers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iopcli.facts.result import Result
from iopcli.report.lines import said
from iopcli.report.page import (
    TYPED,
    Block,
    Box,
    Bullets,
    Footnotes,
    Form,
    Heading,
    Lines,
    Notes,
    Page,
    Paragraph,
    Picture,
    ShellHint,
    Table,
    Timeline,
    Timetable,
)
from iopcli.report.pages import page
from iopcli.report.timetable import days_in_words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#&@]|:(?=\S))")
_LIST_AT_START = re.compile(r"^(?P<sign>[-+=])|^(?P<number>\d+)(?P<dot>[.)])")

RULE = "\\_" * 24
"""A line to write on."""


def written(result: Result, _width: int) -> str:
    """The whole result as Markdown."""
    return markdown(page(result))


def markdown(page: Page) -> str:
    """The page as GitHub-flavoured Markdown; words of the dataset are never read as markup."""
    blocks = (block for block in page.blocks if not _for_a_shell(block))
    parts = [f"# {safe(page.title)}", *("\n".join(_lines(block)) for block in blocks)]
    return "\n\n".join(parts) + "\n"


def _for_a_shell(block: Block) -> bool:
    return (isinstance(block, ShellHint) and not block.before) or (isinstance(block, Table) and block.typed)


def safe(text: str) -> str:
    """Text with every sign escaped that Markdown would act on, but for a command to type, which is code."""
    parts = enumerate(TYPED.split(" ".join(text.split())))
    escaped = "".join(f"`{part}`" if at % 2 else _SPECIAL.sub(r"\\\1", part) for at, part in parts)
    return _LIST_AT_START.sub(lambda at: f"\\{at['sign']}" if at["sign"] else rf"{at['number']}\{at['dot']}", escaped)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {safe(text)}"
        case ShellHint(before=before):
            yield safe(before)
        case Paragraph(says):
            text = safe(said(says))
            yield f"**{text}**" if says.role in ("alert", "strong") else text
        case Lines(says):
            yield "\\\n".join(safe(said(one)) for one in says)
        case Bullets(points):
            for point in points:
                yield f"- {safe(said(point.says))}"
                yield from (f"  - {label}: {safe(text)}" for label, text in point.parts if text)
        case Form(blanks):
            for blank in blanks:
                yield f"- {safe(said(blank.says))}"
                yield from (f"  - {' '.join(_ruled(label) for label in row)}" for row in blank.rows)
        case Picture():
            yield safe(f"Up: {block.up.label}. Across: {block.across.label}.") + "\n"
            yield from (f"- {safe(f'{spot.name}: {spot.says}')}" for spot in block.spots)
            yield from (f"- {safe(f'Not in the picture: {text}.')}" for text in block.beside)
        case Timeline():
            for track in block.tracks:
                yield f"- **{safe(track.name)}**: {safe('; '.join(leg.says for leg in track.legs))}"
            yield from (f"\n{safe(text)}" for text in block.says)
        case Timetable():
            yield from (f"{safe(said(one))}\n" for one in block.above)
            yield from (f"- {safe(text)}" for text in days_in_words(block))
            yield from (f"\n{safe(said(one))}" for one in block.below)
        case Notes(notes):
            yield "## Notes\n"
            for note in notes:
                yield f"- ({note.mark}) {safe(note.about)}: {safe(' '.join(said(one) for one in note.says))}"
        case Footnotes(sources):
            yield "## Sources\n"
            for source in sources:
                yield f"{source.number}. {safe(source.text)}. {f'<{source.url}>' if source.url else ''}".rstrip()
        case Table():
            yield from _table(block)


def _ruled(label: str) -> str:
    """A label with room to write behind it; the line is no sign of Markdown."""
    return f"{safe(label)}: {RULE}" if label else RULE


def _table(table: Table) -> Iterator[str]:
    if key := table.key(bars=False):
        yield f"{safe(key)}\n"
    heads = ["<br>".join([f"**{safe(column.title)}**", *map(safe, column.lines)]) for column in table.columns]
    for section in table.sections:
        if section.title:
            yield f"## {safe(section.title)}\n"
        yield f"| {safe(table.corner)} | {' | '.join(heads)} |"
        yield "|" + " --- |" * (len(heads) + 1)
        for row in section.rows:
            remark = "".join(f"<br>{safe(line)}" for line in row.remark.splitlines())
            cells = " | ".join(_cell(box, table.notes_inside) for box in row.boxes)
            yield f"| **{safe(row.head)}**{remark} | {cells} |"
        yield ""
    if table.notes:
        yield from _lines(Notes(table.notes))


def _cell(box: Box, notes_inside: bool) -> str:
    lead = "• " if box.points else ""
    lines = [lead + safe(said(one)) for one in box.says]
    if not notes_inside:
        lines[-1] += "".join(f" ({note.mark})" for note in box.notes)
    notes = (safe(said(one)) for note in box.notes if notes_inside for one in note.says)
    return "<br>".join([*lines, *(f"*{safe(flag)}*" for flag in box.flags), *notes])
