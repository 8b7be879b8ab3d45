"""Results become pages: which words stand where, for each kind of result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from iopcli.citing import Bibliography
from iopcli.compare import Comparison
from iopcli.dataset.model import HelpLine, Source
from iopcli.listing import Listing
from iopcli.profile import Profile
from iopcli.report.page import (
    Bar, Block, Box, Bullets, ColumnHead, Footnote, Footnotes, Heading, Note, Numbers, Page, Paragraph, Point, Said,
    Section, Table, TableRow,
)  # fmt: skip
from iopcli.result import Cell, OptionCard, Result, Row, SaidElsewhere
from iopcli.soundness import Soundness
from iopcli.topics import Contents, Reading
from iopcli.wording import CONFIDENCE, KINDS, point_text


def page(result: Result) -> Page:
    """The page of any result, with whom to call on top and at the end."""
    title, body = _PAGES[type(result)](result)
    if isinstance(result, Soundness):  # about the dataset, not about care
        return Page(title, tuple(body))
    top = Paragraph(Said(_first_call(result.help), role="alert"))
    return Page(title, (top, *body, *_ending(result)))


# --- compare ----------------------------------------------------------------


def _comparison(result: Comparison) -> tuple[str, list[Block]]:
    numbers = Numbers()
    title = ", ".join(option.short_name for option in result.options)
    table = Table(
        caption=f"{title} side by side",
        corner="",
        columns=tuple(_column(option) for option in result.options),
        sections=_sections(result, result.rows, [option.short_name for option in result.options], numbers),
    )
    blocks: list[Block] = [table]
    if not result.rows:
        blocks = [Paragraph(Said("Nothing to show: on these rows the options do not differ."))]
    blocks.append(Paragraph(Said(f"Columns stand {result.order}. {_KEY}", role="muted")))
    if result.left_out:
        rows = ", ".join(label.lower() for label in result.left_out)
        blocks.append(Paragraph(Said(f"Not shown here: {rows}. Add --all for every row.", role="muted")))
    blocks += _questions(result.ask)
    return title, [*blocks, *_footnotes(numbers, result.sources)]


_KEY = "[1] is a source, (a) a note below. A bar shows a range; all bars of a row share one scale."


def _column(option: OptionCard) -> ColumnHead:
    lines = [option.id, *([f"ASAM {_asam(option)}"] if _asam(option) else [])]
    if option.local:
        lines.append(f"local: {option.local}")
    if option.like:
        lines.append(f"like {option.like}")
    return ColumnHead(option.short_name, tuple(lines))


def _asam(option: OptionCard) -> str:
    """The numbers of both editions, shortly: `1 / 1.5` where they differ."""
    third, fourth = ", ".join(option.asam_3), ", ".join(option.asam_4)
    return third if third == fourth else " / ".join(part for part in (third, fourth) if part)


def _sections(result: Comparison | Profile, rows: Sequence[Row], names: Sequence[str], numbers: Numbers) -> tuple[Section, ...]:
    sections = []
    for group in result.groups:
        inside = tuple(_row(row, names, numbers) for row in rows if row.group == group.id)
        if inside:
            sections.append(Section(group.label, inside))
    return tuple(sections)


def _row(row: Row, names: Sequence[str], numbers: Numbers) -> TableRow:
    top = _top(row) if row.bar else 0
    remark = f"bar: 0 to {top:,.0f}" if top else ""
    boxes = tuple(_box(row, cell, name, top, numbers) for cell, name in zip(row.cells, names, strict=True))
    return TableRow(row.label, remark, boxes)


def _box(row: Row, cell: Cell, name: str, top: float, numbers: Numbers) -> Box:
    if cell.points:
        says = tuple(Said(point_text(point), numbers.of(point.sources)) for point in cell.points)
        own = numbers.of(cell.sources) if not any(point.refs for point in says) else ()
        says = (*says[:-1], Said(says[-1].text, says[-1].refs + own)) if own else says
    else:
        says = (Said(cell.text, numbers.of(cell.sources) if cell.state == "known" else (), "plain" if cell.state == "known" else "muted"),)
    return Box(
        says=says,
        points=bool(cell.points),
        bar=_bar(row, cell, top),
        flags=tuple(_flags(cell)),
        notes=_notes(cell, f"{row.label}, {name}", numbers),
    )


def _flags(cell: Cell) -> Iterable[str]:
    """Words under a value that say how far to trust it and where it comes from."""
    if cell.confidence in ("weak", "judgement"):
        yield CONFIDENCE[cell.confidence]
    if cell.disputed:
        yield "sources differ"
    if cell.local:
        yield f"local: {cell.local}"
    elif cell.like:
        yield f"as {cell.like}"


def _brief_flags(cell: Cell) -> Iterable[str]:
    """The same for the list, where there is room only for what warns."""
    return (flag for flag in _flags(cell) if flag != CONFIDENCE["judgement"])


def _notes(cell: Cell, about: str, numbers: Numbers) -> tuple[Note, ...]:
    says = [Said(cell.note, numbers.of(cell.sources) if cell.state != "known" else ())] if cell.note else []
    says += [_claim("Also", claim, numbers) for claim in cell.also]
    says += [_claim("Differs", claim, numbers) for claim in cell.disputed]
    return (Note(numbers.mark(), about, tuple(says)),) if says else ()


def _claim(lead: str, claim: SaidElsewhere, numbers: Numbers) -> Said:
    weak = " Weak source." if claim.confidence == "weak" else ""
    note = f" {claim.note}" if claim.note else ""
    return Said(f"{lead}: {claim.text}.{note}{weak}", numbers.of(claim.sources))


# --- bars -------------------------------------------------------------------


def _top(row: Row) -> float:
    """The upper end of the row's common scale: the largest number on it."""
    return max((number for cell in row.cells if _on_scale(row, cell) for number in _numbers(cell)), default=0)


def _bar(row: Row, cell: Cell, top: float) -> Bar | None:
    numbers = _numbers(cell)
    if not top or not numbers or not _on_scale(row, cell):
        return None
    open_ended = cell.value.get("max") is None and cell.value.get("min") is not None
    end = 1.0 if open_ended else max(numbers) / top
    start = min(numbers) / top if len(numbers) > 1 or open_ended else 0.0
    return Bar(start, end, open_ended)


def _numbers(cell: Cell) -> list[float]:
    value = cell.value if isinstance(cell.value, Mapping) else {}
    return [value[key] for key in ("min", "typical", "max") if value.get(key) is not None]


def _on_scale(row: Row, cell: Cell) -> bool:
    """Whether a cell can stand on the row's scale: sums of another kind of price cannot."""
    bases = [other.value["basis"] for other in row.cells if _numbers(other) and "basis" in other.value]
    return bool(_numbers(cell)) and (not bases or cell.value["basis"] == max(bases, key=bases.count))


# --- show -------------------------------------------------------------------


def _profile(result: Profile) -> tuple[str, list[Block]]:
    numbers = Numbers()
    option = result.option
    blocks: list[Block] = [Paragraph(Said(option.summary, role="strong")), Paragraph(Said(_about(result)))]
    asked = {"questions_to_ask"}
    table = Table(
        caption=f"{option.name} in full",
        corner="",
        columns=(ColumnHead(option.short_name, (option.id,)),),
        sections=_sections(result, [row for row in result.rows if row.attribute not in asked], [option.short_name], numbers),
    )
    blocks += [table, Paragraph(Said(_KEY.split(" A bar")[0], role="muted"))]
    for row in result.rows:
        if row.attribute in asked and row.cells[0].points:
            points = tuple(Point(Said(p.says), (("Why", p.why), ("Listen for", p.listen_for))) for p in row.cells[0].points)
            blocks += [Heading("Questions to ask a program"), Bullets(points)]
    blocks += _questions(result.ask)
    if result.topics:
        points = tuple(Point(Said(topic.title), (("Read", f"iopcli topics {topic.id}"),)) for topic in result.topics)
        blocks += [Heading("More on this"), Bullets(points)]
    return option.name, [*blocks, *_footnotes(numbers, result.sources)]


def _about(result: Profile) -> str:
    option = result.option
    parts = [f"Kind: {KINDS[option.kind]}."]
    if _asam(option):
        editions = "3rd and 4th edition" if option.asam_3 and option.asam_4 else "3rd edition" if option.asam_3 else "4th edition"
        parts.append(f"ASAM number ({editions}): {_asam(option)}.")
    if result.aliases:
        parts.append(f"Also called: {', '.join(result.aliases)}.")
    if option.local:
        parts.append(f"Added by the overlay {option.local}{f', like {option.like}' if option.like else ''}.")
    return " ".join(parts)


def _questions(asks: Sequence[Any]) -> list[Block]:
    if not asks:
        return []
    points = tuple(
        Point(Said(one.ask.says), (("Why", one.ask.why), ("Listen for", one.ask.listen_for))) for one in asks
    )
    return [Heading("Not known here, so ask the program"), Bullets(points)]


# --- list -------------------------------------------------------------------

_FITS = {"for some": "fits for some", "not known": "not known if it fits"}


def _listing(result: Listing) -> tuple[str, list[Block]]:
    rows = []
    for listed in result.options:
        option = listed.option
        remark = ", ".join([option.id, *([f"ASAM {_asam(option)}"] if _asam(option) else [])])
        fits = f"\n{_FITS[listed.fits]}" if listed.fits in _FITS else ""
        local = f"\nlocal: {option.local}" if option.local else ""
        boxes = tuple(Box((Said(cell.brief),), flags=tuple(_brief_flags(cell))) for cell in listed.cells)
        rows.append(TableRow(option.short_name, remark + local + fits, boxes))
    table = Table(
        caption="Care options at a glance",
        corner="Option",
        columns=tuple(ColumnHead(column.label) for column in result.columns),
        sections=(Section("", tuple(rows)),),
    )
    blocks: list[Block] = [table] if rows else [Paragraph(Said("No option meets all of this. Try one filter less."))]
    rests = f"These numbers rest on {len(result.sources)} sources: `iopcli show iop` and `iopcli sources` name them."
    blocks.append(Paragraph(Said(f"In order {result.order}. {rests}", role="muted")))
    if result.left_out:
        left = ", ".join(f"{one.option.short_name} ({', '.join(one.because).lower()})" for one in result.left_out)
        blocks.append(Paragraph(Said(f"Left out by what you asked for: {left}.")))
    blocks.append(Paragraph(Said("Next: `iopcli compare iop php residential`, or `iopcli show iop`.", role="muted")))
    return "Care options", blocks


# --- sources ----------------------------------------------------------------


def _bibliography(result: Bibliography) -> tuple[str, list[Block]]:
    points = []
    for citation in result.citations:
        source = citation.source
        parts = [("Id", source.id), ("Kind", f"{source.kind}; read: {source.read}")]
        parts += [("Where", source.url)] if source.url else []
        parts += [("Note", source.note)] if source.note else []
        resting = [f"{r.option} {r.attribute}".strip() or f"{r.kind} {r.id}" for r in citation.rests]
        parts.append(("Rests on it", ", ".join(resting) or "nothing"))
        points.append(Point(Said(_source_text(source), role="strong"), tuple(parts)))
    title = f"Sources behind {result.option}" if result.option else "Sources"
    return title, [Bullets(tuple(points)) if points else Paragraph(Said("No source."))]


def _source_text(source: Source) -> str:
    weak = " (weak source)" if source.kind in ("industry", "article") else ""
    return f"{source.publisher}: {source.title}, {source.year}{weak}"


def _footnotes(numbers: Numbers, sources: Mapping[str, Source]) -> list[Block]:
    notes = tuple(
        Footnote(number, id_, _source_text(sources[id_]), sources[id_].url) for id_, number in numbers.sources.items()
    )
    return [Footnotes(notes)] if notes else []


# --- topics -----------------------------------------------------------------


def _contents(result: Contents) -> tuple[str, list[Block]]:
    topics = tuple(Point(Said(topic.title), (("Read", f"iopcli topics {topic.id}"),)) for topic in result.topics)
    words = ", ".join(term.title for term in result.terms)
    return "Topics and words", [
        Heading("Topics"),
        Bullets(topics),
        Heading("Words explained"),
        Paragraph(Said(f"{words}. Read one: `iopcli topics WORD`.")),
    ]


def _reading(result: Reading) -> tuple[str, list[Block]]:
    numbers = Numbers()
    if result.topic is not None:
        points = tuple(Point(Said(point_text(point), numbers.of(point.sources))) for point in result.topic.point)
        numbers.of(result.topic.sources)
        about = ", ".join(result.topic.options)
        more: list[Block] = [Paragraph(Said(f"About: {about}. See `iopcli show` or `iopcli compare`.", role="muted"))] if about else []
        return result.topic.title, [Bullets(points), *more, *_footnotes(numbers, result.sources)]
    term = result.term
    assert term is not None  # noqa: S101 - a reading is of a topic or of a term
    blocks: list[Block] = [Paragraph(Said(term.means, numbers.of(term.sources)))]
    if term.see:
        blocks.append(Paragraph(Said(f"See: {', '.join(term.see)}.", role="muted")))
    return term.term, [*blocks, *_footnotes(numbers, result.sources)]


# --- data check -------------------------------------------------------------


def _soundness(result: Soundness) -> tuple[str, list[Block]]:
    problems = [one for one in result.findings if not one.warning]
    warnings = [one for one in result.findings if one.warning]
    blocks: list[Block] = []
    for title, findings in (("Problems", problems), ("Warnings", warnings)):
        if findings:
            points = tuple(Point(Said(f"{one.place}: {one.message}"), (("Hint", one.hint),)) for one in findings)
            blocks += [Heading(f"{title} ({len(findings)})"), Bullets(points)]
    if not result.findings:
        blocks.append(Paragraph(Said("No problem found.", role="strong")))
    met = sum(criterion.met for criterion in result.audit)
    criteria = tuple(Point(Said(f"{one.id} {'met' if one.met else 'NOT met'}: {one.asks}"), (("By", one.by),)) for one in result.audit)
    blocks += [Heading(f"Decision-aid self-audit: {met} of {len(criteria)} criteria met (IPDAS 4)"), Bullets(criteria)]
    held = ", ".join(f"{number} {name}" for name, number in result.counts.items())
    grades = result.reading_grade
    blocks += [
        Heading("What it holds"),
        Paragraph(Said(f"{held}.")),
        Paragraph(Said(f"Reading grade: {grades['average']} on average, {grades['highest']} at most (Flesch-Kincaid).")),
    ]
    return "Is the dataset sound? " + ("Yes." if result.sound else "No."), blocks


# --- top and end of every page ----------------------------------------------


def _first_call(lines: Sequence[HelpLine]) -> str:
    """The first two help lines in one breath."""
    return "In danger now? " + " ".join(f"{_reach(line)}." for line in lines[:2])


def _reach(line: HelpLine) -> str:
    """How to reach a line in a few words: `Call or text 988`."""
    plain = [way for way in line.how if way in ("call", "text")]
    return f"{' or '.join(plain).capitalize()} {line.number}"


def _other_ways(line: HelpLine) -> list[str]:
    return [way for way in line.how if way not in ("call", "text")]


def _ending(result: Result) -> list[Block]:
    lines = tuple(
        Point(Said(f"{line.name}: {'; '.join([_reach(line).lower(), *_other_ways(line)])}. {line.says} {line.hours}. {line.cost}."))
        for line in result.help
    )
    stamp = result.dataset
    over = f" With the overlay {', '.join(stamp.overlays)} on top." if stamp.overlays else ""
    dated = f"Dataset {stamp.version}, as of {stamp.as_of}, to be reviewed by {stamp.review_by}.{over}"
    return [Heading("Whom to call"), Bullets(lines), Paragraph(Said(result.statement)), Paragraph(Said(dated, role="muted"))]


_PAGES: Mapping[type[Result], Callable[[Any], tuple[str, list[Block]]]] = {
    Comparison: _comparison,
    Profile: _profile,
    Listing: _listing,
    Bibliography: _bibliography,
    Contents: _contents,
    Reading: _reading,
    Soundness: _soundness,
}
