"""Options side by side: the same attributes of each, in the same order, with what differs marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iopcli.dataset.find import named_twice
from iopcli.dataset.model import Attribute, Dataset, Group, Option, Source
from iopcli.errors import Problem, UsageError
from iopcli.facts.bill import CostOf, WeeksCost, weeks_of
from iopcli.facts.cells import cited, first_rows, row_for, unknown_to_ask
from iopcli.facts.result import OptionCard, Result, Row, ToAsk, card, common
from iopcli.results.apart import apart

AXES = ("hours_per_week", "cost_per_week")
"""The axes of a picture, across and up, where none were chosen."""
ORDERED = ("range", "money", "scale")
"""Types of row that have an order, so that they can be an axis."""


class Comparison(Result, frozen=True, kw_only=True, omit_defaults=True, tag="iopcli/comparison/1"):
    """Options side by side; `rows` in the order of the dataset, `cells` in the order of `options`."""

    options: tuple[OptionCard, ...]
    payer: str
    """Whose prices come first, by id; empty where no payer was given, and prices are cash."""
    order: str
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    """Labels of the rows that a first look leaves out."""
    first: tuple[str, ...]
    """The rows of a first screen, by id: those asked for, else those that decide."""
    asked: bool
    """Whether rows were asked for by name."""
    axes: tuple[str, ...]
    """The rows that are the axes of a picture, across and up."""
    scales: Mapping[str, tuple[tuple[str, str], ...]]
    """The words of an axis in their order, each with how it reads."""
    apart: tuple[str, ...]
    """What sets the options apart, in two or three sentences."""
    ask: tuple[ToAsk, ...]
    sources: Mapping[str, Source]
    costs: tuple[WeeksCost, ...] = ()
    """What some weeks of each option cost, where that was asked for."""


def compare(
    dataset: Dataset,
    options: Sequence[Option],
    attributes: Sequence[str] | None = None,
    *,
    payer: str | None = None,
    glance: bool = False,
    differences: bool = False,
    axes: Sequence[str] = AXES,
    asked: CostOf | None = None,
) -> Comparison:
    """Two or more options on the attributes named; with none named on all, or with `glance` on those for a first look.

    Raises:
        UsageError: fewer than two options, or the same one twice; axes that are not two rows with an order.

    """
    _refuse_odd_choices(options)
    drawn = [dataset.attributes[id_] for id_ in axes if id_ in dataset.attributes]
    _refuse_odd_axes(axes, drawn)
    first_look = glance and attributes is None
    chosen = [
        attribute
        for id_, attribute in dataset.attributes.items()
        if (attribute.glance if first_look else attributes is None or id_ in attributes)
    ]
    every = (row_for(dataset, options, attribute, payer) for attribute in chosen)
    rows = tuple(one for one in every if one.differs or not differences)
    return Comparison(
        **common(dataset),
        options=tuple(card(option) for option in options),
        payer=payer or "",
        order="in the order you typed them",
        groups=tuple(dataset.groups.values()),
        rows=rows,
        left_out=tuple(one.label for one in dataset.attributes.values() if first_look and not one.glance),
        first=tuple(one.attribute for one in rows) if attributes is not None else first_rows(dataset),
        asked=attributes is not None,
        axes=tuple(one.id for one in drawn) if len(drawn) == len(AXES) else (),
        scales={one.id: tuple((word.id, word.brief or word.says) for word in one.word) for one in drawn if one.word},
        apart=apart(dataset, options, rows),
        ask=unknown_to_ask(rows),
        sources=cited(dataset, (each for one in rows for each in one.cells)),
        costs=tuple(weeks_of(asked.payer, one.title, [one], [], asked.weeks) for one in options if asked),
    )


def _refuse_odd_axes(axes: Sequence[str], drawn: Sequence[Attribute]) -> None:
    hint = "name two, such as --axes supervision,hours_per_week"
    if len(set(axes)) != len(AXES):
        raise UsageError("a picture has two different axes, across and up", hint=hint)
    no_order = [
        Problem(f"`{one.id}`", "has no order, so it cannot be an axis") for one in drawn if one.type not in ORDERED
    ]
    if no_order:
        raise UsageError("an axis needs numbers or a scale", no_order, hint)


def _refuse_odd_choices(options: Sequence[Option]) -> None:
    ids = [option.id for option in options]
    if len(ids) < 2:
        one = ids[0] if ids else "iop"
        raise UsageError(
            "compare needs two options or more", hint=f"add another, or read one in full: `iopcli show {one}`"
        )
    if problems := named_twice(options):
        raise UsageError("compare needs different options", problems)
