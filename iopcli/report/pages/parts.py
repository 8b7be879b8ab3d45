"""What several pages are built from: columns, cells with their notes, questions, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from iopcli.dataset.lines import call
from iopcli.dataset.model import WEAK_KINDS, Group, Source
from iopcli.errors import count
from iopcli.facts.numbers import sum_of
from iopcli.facts.result import Cell, OptionCard, Row, SaidElsewhere, ToAsk
from iopcli.facts.wording import CONFIDENCE, RATES, READ, listed, point_text
from iopcli.report.bars import bar, top_of
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    ColumnHead,
    Footnote,
    Footnotes,
    Heading,
    Lines,
    Note,
    Numbers,
    Paragraph,
    Point,
    Role,
    Said,
    Section,
    ShellHint,
    TableRow,
)

if TYPE_CHECKING:
    from iopcli.match.recommendation import Alarm, Given, Reason


MARK, USUAL = "*", "~"
"""What stands behind a value whose sources differ, or are weak or second-hand; and behind one that is only usual."""


def first_row(row: Row, *, main: bool = True) -> TableRow:
    """A row of a first screen: as few words as will do, and of a text its first point unless it was asked for whole."""
    top = top_of(row) if row.bar else 0
    top = top if sum(bar(row, cell, top) is not None for cell in row.cells) > 1 else 0
    return TableRow(row.short if main else row.label, "", tuple(_first_box(row, cell, top, main) for cell in row.cells))


def _first_box(row: Row, cell: Cell, top: float, main: bool) -> Box:
    role: Role = "plain" if cell.state == "known" else "muted"
    points = cell.points[:1] if main else cell.points
    texts = [point.says if main else point_text(point) for point in points] or [cell.short]
    says = tuple(Said(text, role=role) for text in (*texts[:-1], f"{texts[-1]}{marks(cell, USUAL)}"))
    return Box(says, points=len(says) > 1, bar=bar(row, cell, top))


def marks(cell: Cell, usual: str = "") -> str:
    """What stands behind a value on a first screen: how sure it is, whether it is only usual, and whose rule it is."""
    sure = f"{MARK if cell.unsure else ''}{usual if cell.usual_of else ''}"
    return f"{sure}{f' ({cell.rule_of})' if cell.rule_of else ''}"


def cells_of(rows: Iterable[Row]) -> Iterable[Cell]:
    """The cells that people see of some rows."""
    return (cell for row in rows for one in row.shown for cell in one.cells)


def usual(cells: Iterable[Cell], options: Iterable[OptionCard]) -> list[Block]:
    """What the mark of a usual value means, by option; nothing where every value is the option's own."""
    names = {one.id: one.short_name for one in options}
    found = dict.fromkeys((names[cell.option], cell.usual_of) for cell in cells if cell.usual_of)
    return [Paragraph(Said(f"Facts marked {USUAL} are {text}")) for text in usual_texts(found)]


def usual_texts(found: Iterable[tuple[str, str]]) -> list[str]:
    """Whose usual values stand under the names of local options, each kind once."""
    by_kind: dict[str, list[str]] = {}
    for name, of in found:
        by_kind.setdefault(of, []).append(name)
    return [
        f"typical of care like this ({of}). Ask {listed(names)} whether they are true there."
        for of, names in by_kind.items()
    ]


def which_level(options: Iterable[OptionCard]) -> list[Block]:
    """Which local programs are shown as their least intensive care, since no level was named; nothing where none is."""
    by_care: dict[str, list[str]] = {}
    for one in options:
        if one.stands_for:
            by_care.setdefault(one.stands_for, []).append(one.short_name)
    named = {care: f"{listed(names)}{': each' if len(names) > 1 else ''} {care}" for care, names in by_care.items()}
    return [Paragraph(Said(f"{text} and is shown that way. Ask which level it would be.")) for text in named.values()]


def unsure_rows(rows: Iterable[Row]) -> int:
    """On how many rows sources differ, or are weak or second-hand."""
    return sum(any(cell.unsure for one in row.shown for cell in one.cells) for row in rows)


def read_on(rows: Iterable[Row], *names: str) -> ShellHint:
    """The line that ends a first screen: what its mark means, and what to type to read on."""
    unsure = unsure_rows(rows)
    mark = f"{MARK} On {count(unsure, 'row')}, sources differ or are weak or secondhand." if unsure else ""
    return ShellHint(f"Read more: {', '.join(names)}.", mark)


def column(option: OptionCard, *, briefly: bool = False) -> ColumnHead:
    """The head of an option's column: name, id, ASAM numbers, and where it comes from; `briefly` in one line."""
    if briefly:
        numbers = ", ".join(option.asam_4 or option.asam_3)
        lines = [", ".join([option.id, *([f"ASAM {numbers}"] if numbers else [])])]
    else:
        lines = [option.id, *([f"ASAM {asam(option)}"] if asam(option) else [])]
    level = [f"{option.stands_for}; ask which level"] if option.stands_for else []
    return ColumnHead(option.short_name, (*lines, *origin(option), *level))


def origin(option: OptionCard) -> list[str]:
    """Words that say which overlay an option or its naming comes from; none for the dataset's own."""
    local = [f"local: {option.local}"] if option.local else []
    like = [f"like {option.like}"] if option.like else []
    changed = [f"{key.replace('_', ' ')} local: {overlay}" for key, overlay in option.reworded.items()]
    return [*local, *like, *changed]


def asam(option: OptionCard) -> str:
    """The numbers of both editions, shortly: `1 / 1.5` where they differ."""
    third, fourth = ", ".join(option.asam_3), ", ".join(option.asam_4)
    return third if third == fourth else " / ".join(part for part in (third, fourth) if part)


def sections(
    groups: Sequence[Group], rows: Sequence[Row], names: Sequence[str], numbers: Numbers, local: Mapping[str, str]
) -> tuple[Section, ...]:
    """The rows by group, with a cell for each of the names; `local` says which heads an overlay has changed."""
    by_group = ((group, [one for row in rows if row.group == group.id for one in row.shown]) for group in groups)
    return tuple(
        Section(group.label, tuple(_row(row, names, numbers, local) for row in inside))
        for group, inside in by_group
        if inside
    )


def _row(row: Row, names: Sequence[str], numbers: Numbers, local: Mapping[str, str]) -> TableRow:
    top = top_of(row) if row.bar else 0
    top = top if sum(bar(row, cell, top) is not None for cell in row.cells) > 1 else 0  # one bar alone shows nothing
    boxes = tuple(_box(row, cell, name, top, numbers) for cell, name in zip(row.cells, names, strict=True))
    overlay = local.get(f"attribute/{row.attribute}")
    end = sum_of(top) if row.type == "money" else top
    return TableRow(row.label, f"local: {overlay}" if overlay else "", boxes, row.meaning, end)


def _box(row: Row, cell: Cell, name: str, top: float, numbers: Numbers) -> Box:
    if cell.points:
        says = tuple(Said(point_text(point), numbers.of(point.sources)) for point in cell.points)
        if any(one.refs for one in says):
            says = tuple(one if one.refs else one._replace(refs=numbers.of(cell.sources)) for one in says)
        else:
            says = (*says[:-1], says[-1]._replace(refs=numbers.of(cell.sources)))
    else:
        known = cell.state == "known"
        says = (Said(cell.text, numbers.of(cell.sources) if known else (), "plain" if known else "muted"),)
    return Box(
        says=says,
        points=bool(cell.points),
        bar=bar(row, cell, top),
        flags=tuple(_flags(cell)),
        notes=_notes(cell, f"{row.label}, {name}", numbers),
    )


def _flags(cell: Cell) -> Iterable[str]:
    """Words under a value that say how far to trust it and where it comes from."""
    if cell.confidence in ("weak", "judgement"):
        yield CONFIDENCE[cell.confidence]
    if cell.rule_of:
        yield f"{cell.rule_of}'s own"
    if cell.second_hand:
        yield "secondhand"
    if cell.disputed:
        yield "sources differ"
    if cell.local:
        yield f"local: {cell.local}"
    elif cell.usual_of:
        yield f"{USUAL} typical of care like this ({cell.usual_of}), so ask"


def brief_flags(cell: Cell) -> Iterable[str]:
    """The same for the list, where there is room only for what warns."""
    return (flag for flag in _flags(cell) if flag not in (CONFIDENCE["judgement"], "secondhand"))


def _notes(cell: Cell, about: str, numbers: Numbers) -> tuple[Note, ...]:
    says = [Said(cell.note, numbers.of(cell.sources) if cell.state != "known" else ())] if cell.note else []
    says += [_claim("Also", claim, numbers) for claim in cell.also]
    says += [_claim("Another source", claim, numbers) for claim in cell.disputed]
    if cell.as_of and numbers.as_of and cell.as_of != numbers.as_of:
        says.append(Said(f"As of {cell.as_of}."))
    return (Note(numbers.mark(), about, tuple(says)),) if says else ()


def _claim(lead: str, claim: SaidElsewhere, numbers: Numbers) -> Said:
    weak = " Weak source." if claim.confidence == "weak" else ""
    note = f" {claim.note}" if claim.note else ""
    return Said(f"{lead}: {claim.text}.{note}{weak}", numbers.of(claim.sources))


def about_prices(rows: Sequence[Row]) -> list[Block]:
    """What a payer's own kind of price means for the person; nothing where only cash is shown."""
    kinds = dict.fromkeys(one.basis for row in rows if row.type == "money" for one in row.shown)
    return [Paragraph(Said(RATES[kind], role="muted")) for kind in kinds if kind in RATES]


def questions(asks: Sequence[ToAsk], *, briefly: bool = False) -> list[Block]:
    """What to ask a program, under its own heading; nothing if all is known."""
    if not asks:
        return []
    points = tuple(question(one, briefly=briefly) for one in asks)
    return [Heading("What this tool does not know, so ask the program"), Bullets(points)]


def question(one: ToAsk, *, briefly: bool = False) -> Point:
    """A question to a program; with why to ask it and what to listen for, unless `briefly`."""
    parts = () if briefly else (("Why", one.ask.why), ("Listen for", one.ask.listen_for))
    return Point(Said(one.ask.says), parts)


def source_text(source: Source) -> str:
    """A source in one line."""
    warned = [*(["weak source"] if source.kind in WEAK_KINDS else []), *READ[source.read]]
    warning = f" ({', '.join(warned)})" if warned else ""
    return f"{source.publisher}: {source.title}, {source.year}{warning}"


def footnotes(numbers: Numbers, sources: Mapping[str, Source]) -> list[Block]:
    """The sources that were numbered, in that order; nothing if none was."""
    notes = tuple(
        Footnote(number, id_, source_text(sources[id_]), sources[id_].url) for id_, number in numbers.sources.items()
    )
    return [Footnotes(notes)] if notes else []


def bare(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks without the numbers of sources, and without the sources."""
    return [_bare(block) for block in blocks if not isinstance(block, Footnotes)]


def _bare(block: Block) -> Block:
    match block:
        case Paragraph(says):
            return Paragraph(says._replace(refs=()))
        case Bullets(points):
            return Bullets(tuple(point._replace(says=point.says._replace(refs=())) for point in points))
    return block


def urgent(alarms: Sequence[Alarm], title: str = "Urgent", *, once: bool = False) -> list[Block]:
    """What cannot wait, each with whom to call, or under the last of those with the same; nothing if there is none."""
    found: list[Block] = []
    for alarm, after in zip_longest(alarms, alarms[1:]):
        numbers = () if once and after and after.help == alarm.help else (Said(call(alarm.help), role="strong"),)
        found.append(Lines((Said(alarm.message, role="alert"), *numbers)))
    return [Heading(title), *found] if found else []


def clinician(reasons: Sequence[Reason]) -> list[Block]:
    """What a clinician has to look at, with the answers it comes from; nothing if there is nothing."""
    said = ((Said(one.clinician, role="alert"), used(one.answers)) for one in reasons)
    points = tuple(Point(alert, (("Answers", answers),)) for alert, answers in said)
    return [Heading("A clinician needs to look at this"), Bullets(points)] if points else []


def used(answers: Iterable[Given]) -> str:
    """Answers in one line."""
    return "; ".join(f"{one.label}: {one.text}" for one in answers)
