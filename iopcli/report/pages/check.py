"""The page of a self-check: what was found, whom one can talk to, and every option beside what the person wishes."""

from __future__ import annotations

from iopcli.dataset.model import Severity
from iopcli.errors import count
from iopcli.facts.wording import capitalised
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import bare, footnotes, question, urgent, used
from iopcli.report.pages.rows import ending_rows, urgent_rows
from iopcli.results.check import CheckResult, OptionFit, SignCount

NUMBERS = (
    "Prices are rough, and some come from weak sources, so ask each program. To see where a number comes from: "
    "`iopcli show iop`, or the same for another option."
)


def blocks(result: CheckResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: only what to do now where the rest can wait."""
    if result.stopped:
        after: list[Block] = [
            Paragraph(Said(result.after_urgent)),
            ShellHint("To see every kind of care later: `iopcli list`."),
        ]
        return "Get help first", [*urgent(result.urgent), *after]
    numbers = Numbers()
    body = [*urgent(result.urgent), *_unanswered(result), *_found(result.found, numbers), *_advice(result, numbers)]
    body += [*_you_can(result, numbers), *_tips(result, numbers)]
    body += [*_options(result), *_questions(result), Paragraph(Said(result.closing))]
    return "What came up", [*body, *footnotes(numbers, result.sources)]


def first(result: CheckResult) -> tuple[str, list[Block]]:
    """What was found and whom to talk to, how to stay safe, what may help, and what to ask a program about."""
    if result.stopped:
        return blocks(result)
    numbers = Numbers()
    body = [*urgent(result.urgent), *_unanswered(result), *_found(result.found, numbers), *_advice(result, numbers)]
    body += _tips(result, numbers)
    return "What came up", [*bare(body), *_wishes(result), Paragraph(Said(result.closing))]


def last(result: CheckResult) -> list[Block]:
    """What a terminal still shows when all has scrolled by."""
    found = result.found
    if result.stopped:
        return []
    if not found.answered:
        return [
            Paragraph(
                Said(f"In short: you answered none of the questions about signs. {found.bands[0].talk}", role="strong")
            )
        ]
    *others, highest = (band.label for band in found.bands)
    bands = f"{', '.join(others)} or {highest}" if others else highest
    means = f"Only a clinician can say what that means for {'them' if result.voice == 'family' else 'you'}."
    summary = f"In short: {_signs(found.least, found.most)}, {bands}. {means} {found.bands[-1].talk}"
    return [Paragraph(Said(summary, role="strong"))]


def _wishes(result: CheckResult) -> list[Block]:
    """What the person said matters, to ask each program about."""
    if not result.wishes:
        return []
    these = "this" if len(result.wishes) == 1 else "these"
    return [Paragraph(Said(f"What you said. {used(result.wishes)}. Ask each program about {these} before you start."))]


def _signs(least: int, most: int) -> str:
    return count(most, "sign") if least == most else f"{least} to {count(most, 'sign')}"


def _unanswered(result: CheckResult) -> list[Block]:
    """Safety questions that were skipped."""
    labels = ", ".join(result.unanswered).lower()
    return [Paragraph(Said(f"Not answered yet, but may be urgent: {labels}.", role="alert"))] if labels else []


def _found(found: SignCount, numbers: Numbers) -> list[Block]:
    """The count in plain words, the signs themselves, and each band that the count may be in."""
    labels = ", ".join(one.label.lower() for one in found.yes)
    return [
        Paragraph(Said(_counted(found), role="strong")),
        *([Paragraph(Said(f"Signs you said yes to: {labels}."))] if labels else []),
        Paragraph(Said(found.guide, numbers.of(found.sources))),
        Bullets(tuple(_band(band, numbers) for band in found.bands)),
        *([Paragraph(Said(found.several, role="strong"))] if found.several else []),
    ]


def _counted(found: SignCount) -> str:
    if not found.answered:
        return "You answered none of the questions about signs. Here is what different numbers of signs would mean."
    yes, no, skipped = len(found.yes), len(found.no), len(found.skipped)
    said = f"yes to {yes}, no to {no} and skipped {skipped}" if skipped else f"yes to {yes} and no to {no}"
    counted = f"{found.least} to {found.most}" if skipped else f"{found.least}"
    return f"You said {said}. That makes {counted} of {count(yes + no + skipped, 'sign')} in {found.over}."


def _band(band: Severity, numbers: Numbers) -> Point:
    means = Said(f"{_signs(band.least, band.most)}: {band.label}. {band.means}", numbers.of(band.sources))
    return Point(means, (("Who you can talk to", band.talk),))


def _advice(result: CheckResult, numbers: Numbers) -> list[Block]:
    points = tuple(Point(Said(one.says, numbers.of(one.sources))) for one in result.advice)
    return [Heading("To keep them safe" if result.voice == "family" else "To stay safe"), Bullets(points)]


def _you_can(result: CheckResult, numbers: Numbers) -> list[Block]:
    """What someone who cares for the person can do."""
    points = tuple(Point(Said(one.says, numbers.of(one.sources))) for one in result.you_can)
    return [Heading("What you can do"), Bullets(points)] if points else []


def _tips(result: CheckResult, numbers: Numbers) -> list[Block]:
    """What was chosen under each extra question, with what may be done."""
    found: list[Block] = []
    for about in dict.fromkeys(tip.about for tip in result.tips):
        tips = [tip for tip in result.tips if tip.about == about]
        points = tuple(Point(Said(f"{capitalised(tip.label)}: {tip.says}", numbers.of(tip.sources))) for tip in tips)
        found += [Heading(about), Bullets(points)]
    return found


def _options(result: CheckResult) -> list[Block]:
    """Every option in the usual order, each beside the wishes."""
    body: list[Block] = [Heading("All care options"), Paragraph(Said(result.choosing))]
    points = Bullets(tuple(_option(one) for one in result.options))
    if not result.wishes:
        return [*body, points, ShellHint("Read more: `iopcli show iop`, or `iopcli compare iop php`.")]
    stated = Paragraph(Said(f"What you said. {used(result.wishes)}."))
    return [*body, stated, points, Paragraph(Said(NUMBERS, role="muted"))]


def _option(one: OptionFit) -> Point:
    against = "What to know" if one.for_safety else "Against a wish"
    parts = tuple((against if each.certain else "Ask", each.text) for each in one.conflicts)
    return Point(Said(f"{one.option.short_name}: {one.option.summary}"), parts)


def _questions(result: CheckResult) -> list[Block]:
    points = tuple(question(one, briefly=True) for one in result.ask_program)
    return [Heading("Questions to ask a program"), Bullets(points)] if points else []


def rows(result: CheckResult) -> Rows:
    """A line for each thing said, what is urgent first."""
    said = urgent_rows(result.urgent)
    found = result.found
    said.append(("signs", "", f"{found.least} to {found.most}", found.several))
    for kind, signs in (("yes", found.yes), ("no", found.no), ("skipped", found.skipped)):
        said += [(kind, one.id, one.label, "") for one in signs]
    said += [("band", "", band.label, f"{band.means} {band.talk}") for band in found.bands]
    said += [("advice", "", one.says, ";".join(one.sources)) for one in result.advice]
    said += [("wish", one.question, one.label, one.text) for one in result.wishes]
    said += [(one.about, one.id, one.label, one.says) for one in result.tips]
    for one in result.options:
        said.append(("option", one.option.id, one.option.name, "; ".join(each.text for each in one.conflicts)))
    return ("kind", "id", "says", "more"), [*said, *ending_rows(result)]
