"""Facts and claims: a value, with where it comes from, how sure it is, and who says otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Generic, Literal, TypeVar, get_args

from msgspec import field

from iopcli.dataset.model.part import ON_SITE, Part, Text

Confidence = Literal["primary", "secondary", "weak", "derived", "judgement"]


CONFIDENCE = get_args(Confidence)


Type = Literal["range", "money", "scale", "flag", "set", "text"]
Basis = Literal["cash", "medicare", "medicaid", "economic", "estimate"]


State = Literal["known", "not_known", "not_applicable"]


class Range(Part, frozen=True, kw_only=True):
    """A number with its spread, in the attribute's unit; any of the three may be missing, not all."""

    min: float | None = None
    max: float | None = None
    typical: float | None = None

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The least and the most, where they are known; a number that stands alone is both."""
        alone = self.typical if self.min is None and self.max is None else None
        return (self.min, self.max) if alone is None else (alone, alone)

    @property
    def zero(self) -> bool:
        """Whether it is none at all."""
        return not (self.min or self.max or self.typical)


class Money(Range, frozen=True, kw_only=True):
    """US dollars of one year on one payer basis; different bases never merge."""

    basis: Basis
    year: int


class Point(Part, frozen=True, kw_only=True):
    """One short sentence, with its own sources where they are narrower than the fact's."""

    says: Text
    sources: tuple[str, ...] = ()
    label: str = ""
    is_: Literal["yes", "no", "varies", ""] = field(default="", name="is")
    why: str = ""
    listen_for: str = ""


Words = tuple[str, ...]
Points = tuple[Point, ...]
V = TypeVar("V")


class Claim(Part, Generic[V], frozen=True, kw_only=True):
    """What one source says, where it differs from the fact or stands on another basis."""

    value: V
    note: str = ""
    sources: tuple[str, ...]
    confidence: Confidence
    as_of: date | None = None


class Fact(Part, Generic[V], frozen=True, kw_only=True):
    """One option's value for one attribute, with where it comes from and who says otherwise."""

    value: V | None = None
    not_known: bool = False
    applies: bool = True
    note: str = ""
    sources: tuple[str, ...] = ()
    confidence: Confidence | None = None
    as_of: date | None = None
    review_by: date | None = None
    also: tuple[Claim[V], ...] = ()
    disputed: tuple[Claim[V], ...] = ()
    referral: tuple[str, ...] = ()
    """Words of a set that it sends people elsewhere for."""
    some: Mapping[str, str] = {}
    """Words of a set that only some places have, each with how many: `33 of 100 places had it in 2017`."""

    @property
    def here(self) -> frozenset[str]:
        """The words of a set that it gives itself, everywhere."""
        words = self.value if isinstance(self.value, tuple) else ()
        return frozenset(word for word in words if word not in self.referral and word not in self.some)

    def has(self, needed: str) -> bool:
        """Whether a word that a need asks of a set may be had: there alone if it asks for that, else in any way."""
        word, words = needed.removeprefix(ON_SITE), self.value if isinstance(self.value, tuple) else ()
        return word in words and not (needed != word and word in self.referral)

    @property
    def state(self) -> State:
        """Whether there is a value, none is known, or none makes sense here."""
        if not self.applies:
            return "not_applicable"
        return "not_known" if self.not_known else "known"

    @property
    def points(self) -> Points:
        """The points of a text; none for any other value."""
        value = self.value
        return value if isinstance(value, tuple) and value and isinstance(value[0], Point) else ()

    @property
    def claims(self) -> tuple[Claim[V], ...]:
        """What it says of money, its own value first, then the other kinds of price; none for any other value."""
        if not isinstance(self.value, Money) or self.confidence is None:
            return ()
        own: Claim[Any] = Claim(
            value=self.value, note=self.note, sources=self.sources, confidence=self.confidence, as_of=self.as_of
        )
        return (own, *self.also)

    @property
    def prices(self) -> Mapping[str, Claim[Any]]:
        """Its prices by kind, the first of each kind."""
        claims: tuple[Claim[Any], ...] = self.claims
        return {claim.value.basis: claim for claim in reversed(claims)}

    @property
    def said(self) -> tuple["Fact[V] | Claim[V]", ...]:
        """Itself and every other claim: the other kinds of price, then what is disputed."""
        return (self, *self.also, *self.disputed)

    @property
    def texts(self) -> Iterator[str]:
        """What people read of it: its notes, and the points of a text."""
        yield from (claim.note for claim in self.said)
        for claim in self.said:
            points = [one for one in claim.value if isinstance(one, Point)] if isinstance(claim.value, tuple) else []
            yield from (text for one in points for text in (one.says, one.why, one.listen_for))

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources of the value, of its points and of every other claim, each once."""
        parts: tuple[Point | Claim[V], ...] = (*self.points, *self.also, *self.disputed)
        return tuple(dict.fromkeys([*self.sources, *(source for part in parts for source in part.sources)]))


FACTS: Mapping[Type, Any] = {
    "range": Fact[Range],
    "money": Fact[Money],
    "scale": Fact[str],
    "flag": Fact[Literal["yes", "no", "varies"]],
    "set": Fact[Words],
    "text": Fact[Points],
}
INLINE: Mapping[str, tuple[str, ...]] = {
    "range": ("min", "max", "typical"),
    "money": ("min", "max", "typical", "basis", "year"),
}
"""Keys that a fact's file writes beside `sources`, not under `value`."""
