"""The private self-check: what it asks, and what it says to the answers."""

from datetime import date

from msgspec import structs

from iopcli.dataset.model.part import Part, Text, Thing
from iopcli.dataset.model.questions import Voice
from iopcli.dataset.model.rules import Rule
from iopcli.dataset.model.values import Point


class Sign(Part, frozen=True, kw_only=True):
    """A sign of a substance use disorder, asked about with yes or no; `note` says what does not count."""

    id: str
    label: Text
    asks: Text
    why: Text
    note: str = ""
    family: str = ""
    """What is asked of someone who cares for the person, with what does not count."""
    why_about: str = ""
    """Why, to them."""


class Severity(Part, frozen=True, kw_only=True):
    """What a number of signs is called, what is known of it, and whom one can talk to."""

    least: int
    most: int
    label: Text
    means: Text
    talk: Text
    sources: tuple[str, ...]


class Tip(Part, frozen=True, kw_only=True):
    """Something that helps a person or gets in their way, and what may be done with it."""

    value: str
    label: Text
    says: Text
    sources: tuple[str, ...]
    also: tuple[str, ...] = ()
    alone: bool = False


class Extra(Part, frozen=True, kw_only=True):
    """A question that only the self-check asks; any of its tips may be chosen."""

    id: str
    label: Text
    asks: Text
    why: Text
    choice: tuple[Tip, ...]


class Leads(Part, frozen=True, kw_only=True):
    """What is said before each part."""

    safety: Text
    signs: Text
    matters: str = ""


class BandWords(Part, frozen=True, kw_only=True):
    """What a band with this label says in other words."""

    label: Text
    means: Text
    talk: Text
    sources: tuple[str, ...]


class ForFamily(Part, frozen=True, kw_only=True):
    """What the self-check says in other words to someone who cares for the person, and the topic for them."""

    topic: str
    opening: tuple[str, ...]
    lead: Leads
    guide: Text
    several: Text
    choosing: Text
    closing: Text
    safe: Point
    band: tuple[BandWords, ...]


class Checklist(Thing, frozen=True, kw_only=True):
    """The private self-check: what it asks, and what it says to the answers."""

    as_of: date
    opening: tuple[str, ...]
    lead: Leads
    over: Text
    """The time that each sign is asked about."""
    safety: tuple[str, ...]
    """The questions that are asked first."""
    warnings: tuple[str, ...] = ()
    """The rules whose advice is repeated, since a life may hang on it."""
    before_stopping: tuple[str, ...] = ()
    """The urgent rules that say what to do before someone stops: they come first, and the check goes on."""
    for_safety: tuple[str, ...] = ()
    """The options that someone goes to in danger, of which it is never said that they go against a wish."""
    sign: tuple[Sign, ...]
    band: tuple[Severity, ...]
    matters: tuple[str, ...]
    """The wishes and extra questions that are asked last."""
    extra: tuple[Extra, ...]
    ask: tuple[str, ...]
    """The rows whose question to a program is shown whatever was answered."""
    guide: Text
    safe: Point
    several: Text
    choosing: Text
    urgent: Text
    closing: Text
    sources: tuple[str, ...]
    family: ForFamily | None = None

    @property
    def title(self) -> str:
        """How it is called where sources are listed."""
        return "The private self-check"

    def ends_with(self, rule: Rule) -> bool:
        """Whether what a rule says is so urgent that the rest can wait."""
        return rule.urgent is not None and rule.id not in self.before_stopping

    def to(self, voice: Voice) -> "Checklist":
        """The same in the words for a voice; nobody else is asked what matters to the person."""
        own = self.family
        if voice != "family" or own is None:
            return self
        signs = tuple(structs.replace(one, asks=one.family, note="") if one.family else one for one in self.sign)
        words = {one.label: structs.asdict(one) for one in own.band}
        bands = tuple(structs.replace(one, **words.get(one.label, {})) for one in self.band)
        texts = {key: said for key, said in structs.asdict(own).items() if key not in ("topic", "band")}
        return structs.replace(self, sign=signs, band=bands, matters=(), **texts)
