"""The facts of a plan's parts are combined: hours and money are added, care is the highest, nights are what all allow.

The attribute says how (`together` in attributes.toml). Where a part is not known, the sum of the others is a minimum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from iopcli.dataset.model import Attribute, Claim, Confidence, Fact, Money, Option, Range
from iopcli.facts.wording import BASES, capitalised, text_of

Parts = Sequence[tuple[Option, Fact[Any]]]
"""Options with their facts for one attribute."""


def together(attribute: Attribute, options: Sequence[Option]) -> Fact[Any]:
    """What options have together of an attribute; a part to which it does not apply is left out."""
    parts = [(one, one.facts.get(attribute.id) or Fact(not_known=True)) for one in options]
    applying = [(option, fact) for option, fact in parts if fact.state != "not_applicable"]
    if len(applying) <= 1 or not _known(applying):
        return (applying or parts)[0][1]
    return _TOGETHER[attribute.together](attribute, applying)


def as_one(
    lasting: Sequence[Option],
    before: Sequence[Option],
    facts: Mapping[str, Fact[Any]],
    at_first: Mapping[str, Fact[Any]],
) -> Option:
    """An option that stands for several: `lasting` go on together, after `before`, whose own facts are `at_first`."""
    parts = [*lasting, *before]
    if len(parts) == 1:
        return parts[0]
    return Option(
        id="+".join(one.id for one in parts),
        name=name_of(lasting, before),
        kind=lasting[0].kind,
        order=max(one.order for one in parts),
        as_of=min(one.as_of for one in parts),
        summary=" ".join(one.summary for one in parts),
        facts=facts,
        at_first=at_first,
        stays_first=any(one.stays for one in before),
        layers={key: layer for one in parts for key, layer in one.layers.items() if key in facts},
    )


def name_of(lasting: Sequence[Option], before: Sequence[Option]) -> str:
    """A plan by the names of its options."""
    name = _in_order([one.title for one in lasting], [one.title for one in before])
    return capitalised(name) if before else name


def name_in_sentence(lasting: Sequence[Option], before: Sequence[Option]) -> str:
    """A plan as it is said aloud: `first a detox unit, then outpatient care`."""
    return _in_order([one.in_sentence for one in lasting], [one.in_sentence for one in before])


def _in_order(lasting: Sequence[str], before: Sequence[str]) -> str:
    joint = " and " if " with " in lasting[0] else " with "
    name = joint.join(filter(None, (lasting[0], " and ".join(lasting[1:]))))
    return f"first {' and '.join(before)}, then {name}" if before else name


def _each(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """Each part for itself, named."""
    known = _known(parts)
    if attribute.type == "text":
        points = tuple(
            replace(point, says=f"{option.title}: {point.says}", sources=point.sources or fact.sources)
            for option, fact in known
            for point in fact.points
        )
        return _made(points, known)
    if attribute.type == "set":
        return _union(attribute, parts)
    return replace(known[0][1], note=_by_part(attribute, parts))


def _union(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """Every word that a part has; one has it there as soon as one part has."""
    known = _known(parts)
    facts = [fact for _, fact in known]
    made = _made(tuple(dict.fromkeys(word for fact in facts for word in fact.value or ())), known)
    here = frozenset[str]().union(*(fact.here for fact in facts))
    some = {word: share for fact in facts for word, share in fact.some.items() if word not in here}
    sent = dict.fromkeys(word for fact in facts for word in fact.referral if word not in here and word not in some)
    return replace(made, some=some, referral=tuple(sent))


def _shared(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """What all parts allow: who sleeps at a program sleeps there, whatever the day program says."""
    known = _known(parts)
    nights: list[tuple[str, ...]] = [fact.value or () for _, fact in known]
    left = [word for word in nights[0] if all(word in words for words in nights)]
    left = left or [word for words in nights if "home" not in words for word in words]
    return _made(tuple(dict.fromkeys(left)), known)


def _highest(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """The highest that is known; of numbers the highest least and the highest most."""
    known = _known(parts)
    if attribute.type == "range":
        values = [fact.value for _, fact in known if isinstance(fact.value, Range)]
        lows = [low for value in values if (low := value.ends[0] or 0) or value.min is not None]
        highs = [value.ends[1] for value in values]
        high = max((number for number in highs if number is not None), default=None)
        whole = None not in highs and len(known) == len(parts)
        spread = Range(
            min=max(lows, default=None), max=high if whole else None, typical=None if lows or whole else high
        )
        return _made(spread, known, note=_by_part(attribute, parts))
    option, fact = max(known, key=lambda one: _rank(attribute, one[1].value))
    if len(known) < len(parts) and _rank(attribute, fact.value) == 0:  # what is not known may be higher
        return Fact(not_known=True, note=_by_part(attribute, parts))
    return replace(fact, note=_from(option, fact.note, attribute, parts))


def _lowest(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """The lowest; not known where one part is not, for that may be lower."""
    option, fact = min(_known(parts), key=lambda one: _rank(attribute, one[1].value))
    lowest = _rank(attribute, fact.value) == 0
    if len(_known(parts)) < len(parts) and not lowest:
        return Fact(not_known=True, note=_by_part(attribute, parts))
    return replace(fact, note=_from(option, fact.note, attribute, parts))


def _sum(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """All parts added up; where one is not known or has no upper end, the sum is a least."""
    if attribute.type == "money":
        return _sum_of_money(attribute, parts)
    known = _known(parts)
    values = [fact.value for _, fact in known if isinstance(fact.value, Range)]
    total = _added(values, whole=len(known) == len(parts))
    return _made(Range(**total), known, note=_by_part(attribute, parts))


def _sum_of_money(attribute: Attribute, parts: Parts) -> Fact[Any]:
    """Sums of one kind only: a price is never added to a rate. Without a common kind there is no sum."""
    known, others = _known(parts), [(option, fact) for option, fact in parts if fact.state != "known"]
    prices = [(option, fact.prices) for option, fact in known]
    common = [basis for basis in BASES if all(basis in one for _, one in prices)]
    if not common:
        return Fact(not_known=True, note=_by_part(attribute, parts))
    made = []
    for basis in common:
        chosen = [(option, _alone(one[basis])) for option, one in prices]
        values = [one[basis].value for _, one in prices]
        total = _added(values, whole=not others)
        money = Money(**total, basis=values[0].basis, year=min(value.year for value in values))
        made.append(_made(money, chosen, note=_by_part(attribute, [*chosen, *others])))
    claims = [claim for fact in made[1:] for claim in fact.prices.values()]
    return replace(made[0], also=tuple(claims))


def _alone(claim: Claim[Any]) -> Fact[Any]:
    """A claim as a fact of its own."""
    return Fact(value=claim.value, sources=claim.sources, confidence=claim.confidence)


def _added(values: Sequence[Range], *, whole: bool) -> dict[str, float | None]:
    lows = [value.ends[0] or 0 for value in values]
    highs = [value.ends[1] for value in values]
    high = sum(number for number in highs if number is not None) if whole and None not in highs else None
    return {"min": sum(lows), "max": high}


def _made(value: Any, parts: Parts, note: str = "") -> Fact[Any]:
    sources = tuple(dict.fromkeys(source for _, fact in parts for source in fact.sources))
    return Fact(value=value, sources=sources, confidence=_confidence(fact for _, fact in parts), note=note)


def _confidence(parts: Iterable[Fact[Any] | Claim[Any]]) -> Confidence:
    """As sure as the least sure part: what rests on a weak source or on judgement is no better for being added up."""
    found = {part.confidence for part in parts}
    return "weak" if "weak" in found else "judgement" if "judgement" in found else "derived"


def _known(parts: Parts) -> list[tuple[Option, Fact[Any]]]:
    return [(option, fact) for option, fact in parts if fact.state == "known"]


def _rank(attribute: Attribute, value: Any) -> float:
    if isinstance(value, Range):
        return next(number for number in (value.max, value.typical, value.min) if number is not None)
    return attribute.place(value)


def _from(option: Option, note: str, attribute: Attribute, parts: Parts) -> str:
    """Which part a value comes from, with its own note; where a part is not known, what each has."""
    if len(_known(parts)) < len(parts):
        return _by_part(attribute, parts)
    return f"{option.title}: {note}" if note else f"From: {option.title}."


def _by_part(attribute: Attribute, parts: Parts) -> str:
    """What each part has, by name."""
    values = "; ".join(f"{option.title}: {text_of(attribute, fact)}" for option, fact in parts)
    return f"{values}."


_TOGETHER: Mapping[str, Callable[[Attribute, Parts], Fact[Any]]] = {
    "sum": _sum, "highest": _highest, "lowest": _lowest, "union": _union, "shared": _shared, "each": _each,
}  # fmt: skip
