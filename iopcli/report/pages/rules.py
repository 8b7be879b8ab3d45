"""The page of the rules in words."""

from __future__ import annotations

from iopcli.errors import count
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    ColumnHead,
    Heading,
    Numbers,
    Paragraph,
    Point,
    Rows,
    Said,
    Section,
    ShellHint,
    Table,
    TableRow,
)
from iopcli.report.pages.parts import bare, footnotes
from iopcli.results.rules import RuleCard, RulesResult


def blocks(result: RulesResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    body: list[Block] = []
    if asked := result.question:
        body += [Paragraph(Said(asked.person, role="strong")), Paragraph(Said(asked.why))]
        if asked.choices:
            body += [Heading("Answers"), Bullets(tuple(Point(Said(choice)) for choice in asked.choices))]
        body.append(Heading(_does(result)))
    body += [Bullets(tuple(_rule(rule, numbers) for rule in result.rules))] if result.rules else []
    title = asked.label if asked else result.rules[0].title if len(result.rules) == 1 else "The rules"
    if result.questions:
        named = ", ".join(f"{one.id} ({one.label.lower()})" for one in result.questions)
        body = [Paragraph(Said(f"Questions: {named}.")), *body]
    hint = ShellHint(
        "For one question: `iopcli rules --question withdrawal`. For one rule: `iopcli rules unsafe-home`."
    )
    return title, [*body, hint, *footnotes(numbers, result.sources)]


def first(result: RulesResult) -> tuple[str, list[Block]]:
    """How many rules read each question; of one question its rules by what they do; one rule without its sources."""
    title, body = blocks(result)
    if len(result.rules) == 1:
        return title, [*bare(body), ShellHint("For the sources, add --all.")]
    if asked := result.question:
        answers = Bullets(tuple(Point(Said(choice)) for choice in asked.choices))
        about: list[Block] = [Paragraph(Said(asked.person, role="strong")), *([answers] if asked.choices else [])]
        about.append(Heading(_does(result)))
        return title, [
            *about,
            *_by_effect(result),
            ShellHint("For one rule: `iopcli rules unsafe-home`. Read more: --all."),
        ]
    lines = [(one, sum(one.id in rule.questions for rule in result.rules)) for one in result.questions]
    rows = tuple(
        TableRow(
            one.id, "", (Box((Said(one.label.lower()),)), Box((Said(str(number) if number else "none (a wish)"),)))
        )
        for one, number in lines
    )
    heads = (ColumnHead("What it is about"), ColumnHead("Rules"))
    table = Table("Questions, and how many rules use them", "Question", heads, (Section("", rows),), tight=True)
    summary = f"{count(len(result.rules), 'rule')} use the answers to these questions."
    return title, [
        Paragraph(Said(summary)),
        table,
        ShellHint("Read more: --question withdrawal, or --all for every rule."),
    ]


def _does(result: RulesResult) -> str:
    return "What an answer can do" if result.rules else "No rule uses this answer, which only puts plans in order"


def _by_effect(result: RulesResult) -> list[Block]:
    """The ids of rules by the first thing that they do."""
    by_effect: dict[str, list[str]] = {}
    for rule in result.rules:
        by_effect.setdefault(rule.effects[0].does, []).append(rule.id)
    points = tuple(Point(Said(f"{kind}: {', '.join(ids)}.")) for kind, ids in by_effect.items())
    return [Bullets(points)] if points else []


def _rule(rule: RuleCard, numbers: Numbers) -> Point:
    local = [("Local", rule.local)] if rule.local else []
    parts = (("When", rule.when), *((one.does, one.says) for one in rule.effects), ("Because", rule.because), *local)
    return Point(Said(f"{rule.title} ({rule.id})", numbers.of(rule.sources)), parts)


def rows(result: RulesResult) -> Rows:
    """A line a rule."""
    header = ("rule", "title", "when", "then", "because", "questions", "sources", "local")
    return header, (
        (
            *(one.id, one.title, one.when, one.effect, one.because),
            *(";".join(one.questions), ";".join(one.sources), one.local),
        )
        for one in result.rules
    )
