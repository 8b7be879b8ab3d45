"""The page of an answer: what cannot wait, the answer, the table or the lines under it, and what else to read."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from msgspec.structs import replace

from iopcli.ask.answer import Alert, Answer, Reading, See
from iopcli.danger.listen import IF_NOW
from iopcli.dataset.lines import call, reach
from iopcli.facts.wording import point_text
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    Heading,
    Lines,
    Numbers,
    Paragraph,
    Point,
    Rows,
    Said,
    ShellHint,
    Table,
    refs_text,
)
from iopcli.report.pages import compare
from iopcli.report.pages.parts import MARK, questions, unsure_rows
from iopcli.results.compare import Comparison


class Much(NamedTuple):
    """How much is shown: points of what is read or lines of a list, topics to see, and what goes further."""

    points: int
    see: int
    further: bool = True


BARE = Much(1, 0, further=False)
MUCH = (Much(3, 2), Much(2, 2), Much(1, 2), Much(1, 1), Much(1, 0), BARE)
MUCH_LISTED = (Much(5, 2), Much(4, 2), Much(3, 2), Much(2, 2), Much(2, 1), Much(2, 0), Much(1, 0), BARE)
"""From the most that is shown to the least, also of what has lines; the rest is a command away."""
ROOM, ROOM_BESIDE, WIDTH = 17, 31, 80
"""Lines of an answer and their columns: with whom to call, and with how old it is, it has 25 lines at most, and 40 as a
first screen of `compare`."""
HEAD = 14
"""Columns of a table that its heads take."""


def blocks(result: Answer) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: as much of the answer as there is room for."""
    urgent = result.kind == "urgent"
    room = ROOM_BESIDE if result.comparison or urgent else ROOM
    levels = MUCH_LISTED if result.lines else MUCH[1:] if urgent else MUCH
    tried = [(result, much) for much in levels] if urgent else _tries(result, levels)
    bodies = (_body(*one) for one in tried)
    return TITLES[result.kind], next((body for body in bodies if _height(body) <= room), _body(*tried[-1]))


def _tries(result: Answer, levels: Sequence[Much]) -> list[tuple[Answer, Much]]:
    """With what is read beside the answer, as long as there is room for both; then with that to be seen only."""
    first = 1 if result.shape == "topic" else 0
    beside = tuple(See(id=one.id, title=one.title) for one in result.readings[first:])
    alone = replace(result, readings=result.readings[:first], see=(*beside, *result.see))
    return [*((result, much) for much in levels if much.see and beside), *((alone, much) for much in levels)]


def _body(result: Answer, much: Much) -> list[Block]:
    numbers = Numbers(result.dataset.as_of)
    urgent = result.kind == "urgent"
    body: list[Block] = []
    for alert in result.alerts:
        body += _alert(alert, urgent=urgent)
    for reading in result.readings if urgent else ():
        body += _reading(reading, numbers, much.points)
    if urgent and result.rests:
        body.append(Heading("When you are safe"))
    if result.perhaps:
        body.append(Paragraph(Said(IF_NOW, role="strong")))
        for alert in result.perhaps:
            body += _alert(alert, urgent=False)
    points_are_said = result.shape == "topic" or (urgent and not result.rests)
    if not points_are_said and not (result.alerts and result.kind == "unknown"):
        elsewhere = result.lines or result.comparison  # the numbers of sources stand there
        body.append(Paragraph(Said(result.said, () if elsewhere else numbers.of(result.rests), "strong")))
    if result.comparison:
        body += _beside(result.comparison, much)
    body += _lines(result, numbers, much.points)
    if not result.lines or much.points > 2:
        body += questions(result.ask)
    if result.shape == "topic" and len(result.readings) > 1:
        body.append(Paragraph(Said(EITHER, role="strong")))
    for reading in () if urgent else result.readings:
        body += _reading(reading, numbers, much.points)
    body += _further(result) if much.further else []
    if result.unread and not result.alerts:
        body.append(Paragraph(Said(f"This tool did not use these words: {', '.join(result.unread)}.")))
    if see := result.see[: much.see]:
        body += [
            Heading("See also"),
            Bullets(tuple(Point(Said(f"{one.title} `iopcli topics {one.id}`")) for one in see)),
        ]
    if result.suggestions:
        examples = tuple(Point(Said(one)) for one in result.suggestions[: much.points])
        body += [Heading("What you can ask here"), Bullets(examples)]
    if result.kind == "unknown":
        body.append(
            ShellHint("Also: `iopcli list`, `iopcli topics`, and `iopcli match` for plans that meet your needs.")
        )
    return [*body, *_sources(numbers)]


def _height(body: Sequence[Block]) -> int:
    """How many lines the blocks take, each after an empty one but for what stands under a heading."""
    under = (isinstance(one, Heading) for one in (Paragraph(Said("")), *body))
    return sum(len(_text(block, WIDTH)) + (not close) for block, close in zip(body, under, strict=False))


def _text(block: Block, width: int) -> list[str]:
    """About how the words of a block break into lines."""
    match block:
        case Paragraph(says):
            return wrap(f"{says.text} {refs_text(says.refs)}", width)
        case Bullets(points):
            said = (f"{one.says.text} {refs_text(one.says.refs)}" for one in points)
            under = (f"{label}: {text}" for one in points for label, text in one.parts)
            return [line for text in (*said, *under) for line in wrap(text, width - 2)]
        case ShellHint(text, before):
            return wrap(f"{before} {text}", width)
        case Lines(says):
            return [line for one in says for line in wrap(one.text, width)]
        case Table():
            column = (width - HEAD) // len(block.columns)
            boxes = (box for part in block.sections for row in part.rows for box in _tallest(row.boxes, column))
            return ["", "", "", *boxes]
    return wrap(block.text, width) if isinstance(block, Heading) else []


def _tallest(boxes: Sequence[Box], width: int) -> list[str]:
    """The lines of the box that takes the most of them."""
    return max(([line for one in box.says for line in wrap(one.text, width)] for box in boxes), key=len)


WHOLE_COMMAND = 5
"""Options that a command names; of more than these, some are to be chosen."""
EITHER = "Two topics come close to your question."
SELF_CHECKED = ("diagnosis", "which-one")
"""Refusals of what the self-check helps to see."""
TITLES = {"answer": "Answer", "unknown": "No answer here", "urgent": "Get help first"}


def _alert(alert: Alert, *, urgent: bool) -> list[Block]:
    """What cannot wait, or why there is no answer, and whom to call."""
    said: list[Block] = [Paragraph(Said(alert.message, role="alert" if urgent else "strong"))]
    calls = call(alert.lines)
    return [*said, *([Paragraph(Said(calls, role="strong"))] if calls else [])]


def _lines(result: Answer, numbers: Numbers, most: int) -> list[Block]:
    """The first lines of what the answer rests on, and the command that has all of them."""
    if not result.lines:
        return []
    shown = result.lines[:most]
    body: list[Block] = [
        Bullets(tuple(Point(Said(f"{one.label}: {one.text}", numbers.of(one.sources))) for one in shown))
    ]
    if len(shown) < len(result.lines):
        options = list(dict.fromkeys(one.option for one in result.lines))
        named = " ".join(options if len(options) <= WHOLE_COMMAND else [*options[most : most + 2], "..."])
        rows = ",".join(dict.fromkeys(one.attribute for one in result.lines))
        command = f"iopcli compare {named} -a {rows}" if len(options) > 1 else f"iopcli show {named}"
        body.append(ShellHint(f"These are {len(shown)} of {len(result.lines)}. For the others: `{command}`."))
    return body


def _beside(table: Comparison, much: Much) -> list[Block]:
    """The rows asked for, or those that decide, as `compare` shows them first; where it is tall, the table alone.

    A cell that is a list shows its first points; a command that has all of them stands below, here or further on.
    """
    left_out = (ShellHint,) if much.see else (ShellHint, Lines)
    first = [block for block in compare.first(table)[1] if not isinstance(block, left_out)]
    shown = [_with_points(block, much.points) if isinstance(block, Table) else block for block in first]
    if shown != first and not much.further:
        whole = f"iopcli compare {' '.join(one.id for one in table.options)} --all"
        shown.append(ShellHint(f"This is not the whole answer. To read it all: `{whole}`."))
    return shown


def _with_points(table: Table, most: int) -> Table:
    """The table with so many points in a cell at most."""
    return table._replace(
        sections=tuple(
            section._replace(
                rows=tuple(
                    row._replace(
                        boxes=tuple(box._replace(says=box.says[:most]) if box.points else box for box in row.boxes)
                    )
                    for row in section.rows
                )
            )
            for section in table.sections
        )
    )


def _reading(reading: Reading, numbers: Numbers, most: int) -> list[Block]:
    """The beginning of a topic, or a word, with its sources."""
    shown = reading.points[:most]
    points = tuple(Point(Said(point_text(point), numbers.of(point.sources or reading.sources))) for point in shown)
    more = len(reading.points) > len(shown)
    return [
        Heading(reading.title),
        Bullets(points),
        *([ShellHint(f"To read the rest: `iopcli topics {reading.id}`.")] if more else []),
    ]


def _further(result: Answer) -> list[Block]:
    """The command that goes further than an answer can."""
    if "which-level" in result.topics or any(alert.id in SELF_CHECKED for alert in result.alerts):
        return [ShellHint("`iopcli check` is a private self-check. It explains its result.")]
    if result.comparison:
        unsure = f"{MARK} Sources differ or are weak or secondhand." if unsure_rows(result.comparison.rows) else ""
        whole = f"iopcli compare {' '.join(result.options)} --all"
        return [ShellHint(f"For all rows, with notes and sources: `{whole}`.", unsure)]
    more = (
        one.also or one.disputed or any(point_text(each) not in result.said for each in one.points)
        for one in result.cells
    )
    if len(result.options) == 1 and result.attributes and not result.lines and any(more):
        rows = ",".join(result.attributes)
        return [ShellHint(f"For more about this: `iopcli show {result.options[0]} -a {rows}`.")]
    return []


def _sources(numbers: Numbers) -> list[Block]:
    """The sources that were numbered, in one line; each can be read in full."""
    if not numbers.sources:
        return []
    named = ", ".join(f"[{number}] {id_}" for id_, number in numbers.sources.items())
    return [Paragraph(Said(f"Sources: {named}. `iopcli sources ID` shows one in full.", role="muted"))]


def rows(result: Answer) -> Rows:
    """One line for each thing said, what cannot wait first."""
    said: list[tuple[Any, ...]] = [
        (result.kind, one.id, one.message, "; ".join(reach(line) for line in one.lines)) for one in result.alerts
    ]
    said.append((result.kind, result.shape, result.text, ";".join(result.rests)))
    said += [(f"{one.option} {one.attribute}", one.label, one.text, ";".join(one.sources)) for one in result.lines]
    for reading in result.readings:
        said += [
            (reading.kind, reading.id, point_text(point), ";".join(point.sources or reading.sources))
            for point in reading.points
        ]
    said += [("see also", one.id, one.title, "") for one in result.see]
    said += [("not used", "", word, "") for word in result.unread]
    said += [("ask the program", one.attribute, one.ask.says, "") for one in result.ask]
    said += [("can be asked", "", one, "") for one in result.suggestions]
    return ("kind", "id", "says", "more"), said
