"""The page of the rules in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Said, ShellHint
from iopcli.report.pages.parts import footnotes

if TYPE_CHECKING:
    from iopcli.rulebook import Rulebook, RuleCard


def blocks(result: Rulebook) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    body: list[Block] = []
    if asked := result.question:
        body += [Paragraph(Said(asked.person, role="strong")), Paragraph(Said(asked.why))]
        if asked.choices:
            body += [Heading("Answers"), Bullets(tuple(Point(Said(choice)) for choice in asked.choices))]
        does = "What an answer can do" if result.rules else "No rule uses it: it only puts plans in order"
        body.append(Heading(does))
    body += [Bullets(tuple(_rule(rule, numbers) for rule in result.rules))] if result.rules else []
    title = asked.label if asked else result.rules[0].title if len(result.rules) == 1 else "The rules"
    if result.questions:
        named = ", ".join(f"{one.id} ({one.label.lower()})" for one in result.questions)
        body = [Paragraph(Said(f"Questions: {named}.")), *body]
    hint = ShellHint("One question: `iopcli rules --question withdrawal`. One rule: `iopcli rules unsafe-home`.")
    return title, [*body, hint, *footnotes(numbers, result.sources)]


def _rule(rule: RuleCard, numbers: Numbers) -> Point:
    local = [("Local", rule.local)] if rule.local else []
    parts = (("When", rule.when), ("Then", rule.effect), ("Because", rule.because), *local)
    return Point(Said(f"{rule.title} ({rule.id})", numbers.of(rule.sources)), parts)
