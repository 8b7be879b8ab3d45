"""Where an option meets an attribute: a cell with its words and sources, and the cells of several options as a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from iopcli.dataset.model import Attribute, Claim, Dataset, Fact, Money, Option, Source
from iopcli.dataset.states import STATES, is_own, rate_of
from iopcli.dataset.trust import is_second_hand
from iopcli.facts.prices import claim_of, kinds_for, price_of
from iopcli.facts.result import Cell, Row, SaidElsewhere, ToAsk
from iopcli.facts.wording import (
    BASES,
    NOT_KNOWN,
    brief_price_text,
    brief_text,
    price_label,
    price_text,
    short_text,
    sum_text,
    text_of,
    unknown_price_text,
    value_text,
)

HOURS = "hours_per_week"
STAY, STAY_BRIEFLY = "day and night", "24/7"
"""What stands for the hours a week of a stay where no one says how many of them are treatment."""


def first_rows(dataset: Dataset) -> tuple[str, ...]:
    """The rows of a first screen, by id in their order there; those at a glance where none is chosen."""
    chosen = sorted((one for one in dataset.attributes.values() if one.first), key=lambda one: one.first)
    return tuple(one.id for one in chosen or dataset.attributes.values() if one.first or (not chosen and one.glance))


def cell(dataset: Dataset, option: Option, attribute: Attribute, basis: str = "") -> Cell:
    """The cell where an option meets an attribute; money is shown on `basis` where the option has it."""
    fact = option.facts.get(attribute.id) or Fact(not_known=True)
    first, others = _on_basis(fact, basis)
    text, brief, short = texts = _texts(attribute, fact, first, stays=option.stays)
    if stage := option.at_first.get(attribute.id):
        before = _texts(attribute, stage, stage, stays=option.stays_first)
        pairs = zip(before, texts, strict=True)
        text, brief, short = (then if one == then else f"first: {one}; then: {then}" for one, then in pairs)
    made = Cell(
        option=option.id,
        value=None if first.value is None else msgspec.to_builtins(first.value),
        text=text,
        brief=brief,
        short=short,
        sources=tuple(dict.fromkeys((*(stage.sources if stage else ()), *first.sources))),
        as_of=first.as_of or fact.as_of or option.as_of,
        confidence=(first.confidence or "") if fact.state == "known" else "",
        note=first.note,
        disputed=_claims(attribute, fact.disputed),
        also=_claims(attribute, others),
        state=fact.state,
        points=fact.points,
        local=option.layers.get(attribute.id, ""),
        like=option.inherited.get(attribute.id, ""),
        usual_of=_usual_of(dataset, option, attribute) if fact.state == "known" else "",
        **_trust(dataset, first),
        price=price_of(fact, first.value.basis) if isinstance(first.value, Money) else None,
    )
    return _in_its_state(dataset, made)


def _usual_of(dataset: Dataset, option: Option, attribute: Attribute) -> str:
    """The name of the option that a fact was taken from; nothing where it is the option's own."""
    of = dataset.options.get(option.inherited.get(attribute.id, ""))
    return of.title if of else ""


def _texts(
    attribute: Attribute, fact: Fact[Any], first: Fact[Any] | Claim[Any], *, stays: bool
) -> tuple[str, str, str]:
    """What is shown of a fact: whole, briefly, and in as few words as will do; people may stay there day and night."""
    if stays and attribute.id == HOURS and fact.state == "not_known":
        whole = f"{STAY} (hours of treatment {NOT_KNOWN})"
        return whole, whole, STAY_BRIEFLY
    text = text_of(attribute, fact) if first is fact else value_text(attribute, first.value)
    if first.value is None:
        return text, text, text
    return text, brief_text(attribute, first.value), short_text(attribute, fact, first.value)


def _trust(dataset: Dataset, claim: Fact[Any] | Claim[Any]) -> dict[str, Any]:
    """The keys of a cell that say who makes a claim, and whether its number was not seen in the source itself."""
    own = dataset.state if is_own(dataset, claim) else ""
    return {"rule_of": own, "rate_of": rate_of(dataset, claim), "second_hand": is_second_hand(dataset, claim)}


def _in_its_state(dataset: Dataset, cell: Cell) -> Cell:
    """A Medicaid rate with the name of its state, unless this is the state that the dataset is localized to."""
    if not cell.rate_of or cell.rate_of == dataset.state:
        return cell
    name = STATES[cell.rate_of]
    return replace(cell, text=f"{cell.text} ({name})", brief=f"{cell.brief} ({name})", short=f"{cell.short} ({name})")


def row(dataset: Dataset, options: Sequence[Option], attribute: Attribute) -> Row:
    """One attribute of each option; money on the basis that most of them have."""
    basis = _common_basis(options, attribute)
    cells = tuple(cell(dataset, option, attribute, basis) for option in options)
    return Row(
        attribute=attribute.id,
        label=attribute.label,
        short=attribute.brief or attribute.label,
        meaning=attribute.meaning,
        unit=attribute.unit,
        group=attribute.group,
        type=attribute.type,
        glance=attribute.glance,
        bar=attribute.bar,
        basis=basis,
        differs=len({_compared(attribute, each) for each in cells}) > 1,
        cells=cells,
        ask=attribute.ask,
    )


def row_for(dataset: Dataset, options: Sequence[Option], attribute: Attribute, payer: str | None) -> Row:
    """The same for someone with this payer, or with none known: for money with a row for each kind of price to show.

    Without a payer its own cells stay as each fact states them first, on no common kind.
    """
    whole = row(dataset, options, attribute)
    if attribute.type != "money":
        return whole
    kinds = kinds_for(payer)
    prices = tuple(_of_kind(dataset, options, whole, kind, kinds, payer) for kind in kinds)
    if not payer:
        priced = zip(whole.cells, prices[0].cells, strict=True)
        return replace(whole, cells=tuple(replace(cell, price=first.price) for cell, first in priced), prices=prices)
    own = _of_kind(dataset, options, whole, kinds[0], kinds[:1], payer)
    differs = any(one.differs for one in prices)
    return replace(whole, basis=own.basis, cells=own.cells, differs=differs, prices=prices)


def _of_kind(
    dataset: Dataset, options: Sequence[Option], whole: Row, kind: str, kinds: Sequence[str], payer: str | None
) -> Row:
    """A row of one kind of price; the first of `kinds` also carries what is said of kinds that have no row."""
    attribute, first = dataset.attributes[whole.attribute], kind == kinds[0]
    own = payer if first else None
    label = price_label(dataset, attribute, kind, own)
    cells = tuple(_priced(dataset, option, attribute, kind, kinds, own) for option in options)
    return replace(
        whole,
        label=label,
        short=label,
        meaning=whole.meaning if first else "",
        basis=kind,
        differs=len({_compared(attribute, each) for each in cells}) > 1,
        cells=cells,
    )


UNPRICED: Mapping[str, Any] = {
    "value": None, "state": "not_known", "sources": (), "confidence": "", "second_hand": False,
    "usual_of": "", "rule_of": "", "rate_of": "",
}  # fmt: skip
"""What a cell says of no price."""


def _priced(
    dataset: Dataset, option: Option, attribute: Attribute, kind: str, kinds: Sequence[str], payer: str | None
) -> Cell:
    """A cell of one kind of price, which is not known rather than filled with another kind."""
    fact = option.facts.get(attribute.id) or Fact(not_known=True)
    claims, first = fact.claims, kind == kinds[0]
    found, price = claim_of(claims, kind), price_of(fact, kind)
    here = {*BASES} - {*kinds[1:]} if first else {kind}
    others = [claim for claim in claims if claim is not found and claim.value.basis in here]
    made = replace(
        cell(dataset, option, attribute),
        price=price,
        also=_claims(attribute, others),
        disputed=_claims(attribute, [claim for claim in fact.disputed if claim.value.basis in here]),
    )
    if fact.state == "not_applicable":
        return made
    if found is None:
        text = unknown_price_text(kind, payer)
        note = fact.note if first and fact.state == "not_known" else ""
        return replace(made, **UNPRICED, note=note, text=text, brief=text, short=NOT_KNOWN)
    texts = price_text(attribute, found.value), brief_price_text(found.value), sum_text(found.value)
    text, brief, short = texts if found.value.basis == kind else (price.kind, price.kind, price.kind)
    made = replace(
        made,
        value=msgspec.to_builtins(found.value),
        text=text,
        brief=brief,
        short=short,
        sources=found.sources,
        as_of=found.as_of or fact.as_of or option.as_of,
        confidence=found.confidence,
        note=found.note,
        **_trust(dataset, found),
    )
    return _in_its_state(dataset, made)


def _compared(attribute: Attribute, cell: Cell) -> object:
    """What two cells are compared by: their words (of a set, in any order), not their sources."""
    if attribute.type == "set" and cell.value is not None:
        return cell.state, frozenset(cell.value)
    return cell.state, cell.text


def _common_basis(options: Sequence[Option], attribute: Attribute) -> str:
    """The payer basis that most options state, so that like stands beside like; on a tie the first of `BASES`."""
    stated: Counter[str] = Counter()
    for option in options:
        fact = option.facts.get(attribute.id)
        stated.update(fact.prices.keys() if fact else ())
    return max(sorted(stated, key=list(BASES).index), key=lambda basis: stated[basis], default="")


def _on_basis(fact: Fact[Any], basis: str) -> tuple[Fact[Any] | Claim[Any], tuple[Claim[Any], ...]]:
    """What is shown first, and the claims that stand beside it."""
    prices = fact.prices
    if not isinstance(fact.value, Money) or fact.value.basis == basis or basis not in prices:
        return fact, fact.also
    first, own = prices[basis], prices[fact.value.basis]
    return first, (own, *(claim for claim in fact.also if claim is not first))


def _claims(attribute: Attribute, claims: Iterable[Claim[Any]]) -> tuple[SaidElsewhere, ...]:
    return tuple(
        SaidElsewhere(
            value=msgspec.to_builtins(claim.value),
            text=value_text(attribute, claim.value),
            note=claim.note,
            sources=claim.sources,
            confidence=claim.confidence,
        )
        for claim in claims
    )


def cited(dataset: Dataset, cells: Iterable[Cell]) -> Mapping[str, Source]:
    """The sources that cells rest on, in the order they first come up."""
    return dataset.cited(source for each in cells for source in each.every_source)


def unknown_to_ask(rows: tuple[Row, ...]) -> tuple[ToAsk, ...]:
    """A question for every row where some cell is not known."""
    return tuple(
        ToAsk(attribute=one.attribute, ask=one.ask)
        for one in rows
        if one.ask is not None and any(each.state == "not_known" for each in one.shown[0].cells)
    )
