"""The shape of the dataset: what an option, an attribute, a fact and a source are.

The classes are the schema: msgspec reads TOML into them strictly and writes the JSON Schema for editors from
them. `FACTS` says which class holds the facts of which type of attribute.

Annotations are not postponed here: msgspec would compile each of some 300 anew, at every start.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar, get_args

from msgspec import Meta, Struct, field, structs

from iopcli.logic.conditions import Condition, condition, fields_of

Confidence = Literal["primary", "secondary", "weak", "derived", "judgement"]
Kind = Literal["setting", "withdrawal", "medication", "housing", "support", "baseline"]
CONFIDENCE = get_args(Confidence)
KINDS = get_args(Kind)
ALARM_LINES = ("emergency", "lifeline")
"""The help lines that head every page."""
Type = Literal["range", "money", "scale", "flag", "set", "text"]
Basis = Literal["cash", "medicare", "medicaid", "economic", "estimate"]
SourceKind = Literal[
    "regulation", "agency", "statistics", "study", "review", "guideline",
    "news", "trade", "program", "industry", "article", "editors",
]  # fmt: skip
Read = Literal["whole", "passage", "abstract", "part"]
"""How much of a source was read: all, the passage that its facts rest on, the abstract; `part` if it is not certain."""
FIRST_HAND = ("whole", "passage")
"""Where a number was seen in its place; else it is second-hand."""
HERE = "here:"
"""What stands before a word of a set in a need that only a place that has it there can meet."""
FLAG_WORDS = ("no", "varies", "yes")
"""The words of a flag, from the least to the most."""
Text = Annotated[str, Meta(min_length=1)]
"""Words that people read; never empty."""
State = Literal["known", "not_known", "not_applicable"]

PRIMARY_KINDS = frozenset({"regulation", "agency", "statistics", "study", "review", "guideline"})
WEAK_KINDS = frozenset({"industry", "article"})


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything written in a dataset file: unknown keys are refused."""


# --- values -----------------------------------------------------------------


class Range(Part, frozen=True, kw_only=True):
    """A number with its spread, in the attribute's unit; any of the three may be missing, not all."""

    min: float | None = None
    max: float | None = None
    typical: float | None = None


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


def _of_points(sources: tuple[str, ...], points: Points) -> tuple[str, ...]:
    """Sources, with those that points name for themselves, each once."""
    return tuple(dict.fromkeys([*sources, *(source for point in points for source in point.sources)]))


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
        word, words = needed.removeprefix(HERE), self.value if isinstance(self.value, tuple) else ()
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
        """The same by what kind of price it is, of each kind the first."""
        claims: tuple[Claim[Any], ...] = self.claims
        return {claim.value.basis: claim for claim in reversed(claims)}

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources of the value, of its points and of every other claim, each once."""
        others = [source for claim in (*self.also, *self.disputed) for source in claim.sources]
        return tuple(dict.fromkeys([*_of_points(self.sources, self.points), *others]))


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


# --- the table --------------------------------------------------------------


class Word(Part, frozen=True, kw_only=True):
    """A word that a scale or a set may use, and how it reads."""

    id: str
    says: Text
    brief: str = ""
    """How it reads on a first screen."""
    also: tuple[str, ...] = ()
    """Phrases by which people ask for it."""


class Ask(Part, frozen=True, kw_only=True):
    """What to ask a program, why, and what to listen for."""

    says: Text
    why: Text
    listen_for: Text


class Group(Part, frozen=True, kw_only=True):
    """A heading of the table."""

    id: str
    label: Text


class Attribute(Part, frozen=True, kw_only=True, dict=True):
    """A row of the table."""

    id: str
    label: Text
    meaning: Text
    group: str
    type: Type
    unit: str = ""
    better: Literal["more", "less", ""] = ""
    glance: bool = False
    first: int = 0
    """Its place on a first screen, counted from small to large; 0 is none."""
    brief: str = ""
    """Its label there."""
    apart: str = ""
    """How a sentence on what sets options apart says it, with `{}` for the value."""
    bar: bool = False
    words: Literal["options", ""] = ""
    word: tuple[Word, ...] = ()
    labels: tuple[str, ...] = ()
    labels_required: bool = False
    also: tuple[str, ...] = ()
    """Phrases by which people ask for it."""
    ask: Ask | None = None
    together: Literal["sum", "highest", "lowest", "union", "shared", "each"] = "each"
    """How the facts of a plan's parts become one."""
    with_before: bool = False
    """Whether withdrawal care that comes before a plan counts; the rest of it lasts for days only."""
    intensity: bool = False
    """Whether more of it is more intensive care."""
    amount: bool = True
    """Whether a need for it is a minimum that may rise; who gets in, for one, is more or less of nothing."""
    met_by: Mapping[str, str] = {}
    """Another attribute and the word of its scale from which a need for this one is met, whatever its own fact says."""

    def says(self, word: str) -> str:
        """How a word of this attribute's scale or set reads in a sentence."""
        return next((known.says for known in self.word if known.id == word), word)

    def says_briefly(self, word: str) -> str:
        """The same on a first screen."""
        return next((known.brief or known.says for known in self.word if known.id == word), word)

    @property
    def needed(self) -> tuple[str, ...]:
        """The words that a need may ask of a set: each to be had in any way, and each to be had there."""
        return tuple(form for word in self.word for form in (word.id, f"{HERE}{word.id}"))

    def place(self, value: str | float) -> float:
        """Where a value stands among others: a word on its scale, from 0 on, or the number itself.

        Raises:
            ValueError: it is no word of this attribute.
        """
        if not isinstance(value, str):
            return float(value)
        return self._places.index(value)

    @cached_property
    def _places(self) -> list[str]:
        return list(FLAG_WORDS) if self.type == "flag" else [word.id for word in self.word]


class Option(Part, frozen=True, kw_only=True):
    """Anything a person can be offered: a level of care, housing, medication, support, or waiting."""

    id: str
    name: Text
    kind: Kind
    order: float
    as_of: date
    summary: Text
    short_name: str = ""
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    asam_3: tuple[str, ...] = ()
    asam_4: tuple[str, ...] = ()
    like: str = ""
    facts: Mapping[str, Fact[Any]] = {}
    layers: Mapping[str, str] = {}
    """Attribute id (or a key of the option) to the overlay that set it."""
    inherited: Mapping[str, str] = {}
    """Attributes whose fact is another option's, with the id of that option."""

    @property
    def title(self) -> str:
        """The short name a column is headed with."""
        return self.short_name or self.name

    def listed(self, attribute: str) -> tuple[str, ...]:
        """The words of a set; none where it is not known."""
        fact = self.facts.get(attribute)
        return (fact.value or ()) if fact else ()

    @property
    def local(self) -> str:
        """The overlay that brought this option, if one did."""
        return self.layers.get("id", "")


class Source(Part, frozen=True, kw_only=True):
    """Who said it, where, when, and how much of it was read."""

    id: str = ""
    title: Text
    publisher: Text
    year: int
    kind: SourceKind
    read: Read = "part"
    seen: date | None = None
    """The day by which it had been seen."""
    state: str = ""
    """The two letters of the state whose rule or rate it is."""
    url: str = ""
    note: str = ""


# --- what is not a single fact ----------------------------------------------


class Topic(Part, frozen=True, kw_only=True):
    """An answer that is not a single fact: how payment works, the five steps of an IOP."""

    id: str
    title: Text
    as_of: date
    confidence: Confidence
    point: Points
    also: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    state: str = ""
    """The two letters of the one state that it is about."""

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources of the topic and of its points, each once."""
        return _of_points(self.sources, self.point)


class Term(Part, frozen=True, kw_only=True):
    """A word people meet, in plain words."""

    id: str
    term: Text
    means: Text
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class HelpLine(Part, frozen=True, kw_only=True):
    """Whom to call, when."""

    id: str
    name: Text
    brief: str = ""
    """Its name in the lines that end a first screen."""
    number: Text
    how: tuple[str, ...]
    says: Text
    hours: Text
    cost: Text
    order: int
    as_of: date
    sources: tuple[str, ...]
    everywhere: bool = True
    """Whether every page names it; if not, only what it is for does."""


class Help(Part, frozen=True, kw_only=True):
    """The crisis lines and the statement of what the tool is not; on every page."""

    as_of: date
    review_by: date
    statement: Text
    statement_brief: str = ""
    """The same in the lines that end a first screen."""
    while_waiting: str = ""
    """The topic whose first points say what to do until a place is found."""
    danger: tuple[str, ...]
    line: tuple[HelpLine, ...]

    def lines(self, ids: Iterable[str]) -> tuple[HelpLine, ...]:
        """The lines with these ids, in the order of the ids."""
        by_id = {line.id: line for line in self.line}
        return tuple(by_id[id_] for id_ in ids)


# --- what is asked, and what follows from it --------------------------------


Voice = Literal["person", "staff", "family"]
"""Whom texts speak to: the person, staff about the person, or someone who cares for the person."""


class Voiced(Part, frozen=True, kw_only=True):
    """A text in every voice; where there is none for family, they read what staff do, which is about the person too."""

    person: Text
    staff: Text
    family: str = ""

    def says(self, voice: Voice) -> str:
        """The text in a voice."""
        return {"person": self.person, "staff": self.staff, "family": self.family or self.staff}[voice]


class Choice(Voiced, frozen=True, kw_only=True, dict=True):
    """One answer to a question, in words to each voice, with what one can see or hear."""

    value: int | bool | str
    label: Text
    signs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other words that people type for it."""
    alone: bool = False
    """Whether no other answer goes with it, where several may be chosen."""
    years: tuple[int, int] | None = None
    """The years of age that it stands for, both ends counted, where an age is an answer too."""
    possible: Mapping[str, Any] = {}
    """A condition without which nobody is asked about it; an answer that is given stands."""

    @cached_property
    def could(self) -> Condition:
        """The condition that `possible` writes down; none is always so."""
        return condition(self.possible)


QuestionType = Literal["rating", "choice", "choices", "yesno", "number", "options", "attributes"]


class Question(Voiced, frozen=True, kw_only=True):
    """What is asked, in each voice; a rating goes from 0 (no problem) to 4 (severe)."""

    id: str
    order: int
    type: QuestionType
    part: Literal["safety", "needs", "about", "wishes"]
    label: Text
    why: Text
    why_about: str = ""
    """The same about the person, for staff and family."""
    sources: tuple[str, ...]
    unit: str = ""
    least: float = 0
    most: float = 0
    choice: tuple[Choice, ...] = ()

    def reason(self, voice: Voice) -> str:
        """Why it is asked, in a voice."""
        return self.why if voice == "person" else self.why_about or self.why

    @property
    def many(self) -> bool:
        """Whether the answer is a list."""
        return self.type in ("choices", "options", "attributes")

    @property
    def wish(self) -> bool:
        """Whether it is a wish, which only puts plans in order."""
        return self.part == "wishes"


class Urgent(Part, frozen=True, kw_only=True):
    """What to do at once, and whom to call; `stop` where comparing stops."""

    message: Text
    lines: tuple[str, ...]
    stop: bool = False


class Offered(Part, frozen=True, kw_only=True):
    """An option that a rule offers whatever the plan, and why."""

    option: str
    because: Text


class AskAgain(Part, frozen=True, kw_only=True):
    """A question to ask again where answers pull against each other, and what to say then."""

    question: str
    says: Text


FIGURE = re.compile(r"\{(?P<names>[a-z0-9_.|]+)(?::(?P<form>[^{}]*))?\}")
"""A figure of a plan in a wish: names of which the first that is known counts, and how it is written."""
FIGURES = frozenset({
    "answer", "begins_away", "beginning", "cash", "cash.least", "cash.most", "free", "goes_there", "kind", "lives_in",
    "nights", "payer_rate", "road", "video",
})  # fmt: skip
"""What can be said of a plan besides its attributes."""
FIGURES_OF_EACH = {"": frozenset[str](), "refused": frozenset({"payer", "payer_name", "part", "point"}),
                   "ordered_other": frozenset({"option", "name"})}  # fmt: skip
"""What can be said of each thing in a plan's lists."""


class Wish(Part, frozen=True, kw_only=True, dict=True):
    """How plans of one sort sit with one wish; of a wish's rows the first that holds is what is said."""

    id: str
    asks: str
    """The question whose answer is the wish."""
    plan: Mapping[str, Any] = {}
    """Which plans it is about: a condition on what they have; none is every plan."""
    when: Mapping[str, Any] = {}
    """Which answers it is about; a value in braces is a figure of the plan."""
    each: Literal["", "refused", "ordered_other"] = ""
    """A list of the plan's for each of which it is said."""
    stands: Literal["fits", "conflict", "ask", "not_known"]
    row: str = ""
    """The attribute that stands against the wish."""
    says: Text | tuple[Text, ...] = ()

    @cached_property
    def plans(self) -> Condition:
        """The condition that `plan` writes down."""
        return condition(self.plan)

    @cached_property
    def condition(self) -> Condition:
        """The condition that `when` writes down, its figures still by name."""
        return condition(self.when)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be said, the fullest first."""
        return (self.says,) if isinstance(self.says, str) else self.says


class Rule(Part, frozen=True, kw_only=True, dict=True):
    """When a condition holds: needs, options to offer alongside, what is urgent, advice, or a contradiction."""

    id: str
    title: Text
    when: Mapping[str, Any]
    because: Text
    sources: tuple[str, ...]
    needs: Mapping[str, Any] = {}
    alongside: tuple[str | Offered, ...] = ()
    """Options to offer whatever the plan; one that is only named is offered for the rule's own reason."""
    urgent: Urgent | None = None
    advice: str = ""
    meanwhile: bool = False
    """Whether the advice is what to do until a place is found."""
    clinician: str = ""
    ask_again: AskAgain | None = None
    """What to ask at once where answers pull against each other and nobody but the person can say which holds."""
    assume: Mapping[str, Text] = {}
    """Questions whose missing answer is taken for the dangerous one until it is given, with what is then assumed."""
    possible: Mapping[str, Any] = {}
    """A condition without which missing answers cannot make the rule hold; answers that were given stand."""
    less_than: tuple[str, ...] = ()
    """Options after which less care may be enough, by this rule's own reason."""

    @cached_property
    def condition(self) -> Condition:
        """The condition that `when` writes down."""
        return condition(self.when)

    @cached_property
    def could(self) -> Condition:
        """The condition that `possible` writes down; none is always so."""
        return condition(self.possible)

    @cached_property
    def asks(self) -> frozenset[str]:
        """The questions whose answers decide it."""
        return fields_of(self.condition)

    @cached_property
    def offers(self) -> Mapping[str, str]:
        """The options that it offers, each with the reason."""
        given = (Offered(option=one, because=self.because) if isinstance(one, str) else one for one in self.alongside)
        return {one.option: one.because for one in given}


class Expected(Part, frozen=True, kw_only=True):
    """What must come out of a vignette; what is left out is not looked at."""

    at_least: tuple[str, ...] | None = None
    at_most: tuple[str, ...] | None = None
    settled: bool | None = None
    urgent: tuple[str, ...] | None = None
    clinician: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] | None = None
    """Wishes that stand against the first plan."""
    alongside: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    misses: Mapping[str, tuple[str, ...]] = {}
    """Option to the needs that it alone does not meet."""


class Vignette(Part, frozen=True, kw_only=True):
    """A short case with the expected outcome: a test that a clinician can read."""

    id: str
    title: Text
    story: Text
    answers: Mapping[str, Any]
    expect: Expected


# --- scores of tests that were given elsewhere ------------------------------


class Items(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A run of items of an instrument, by number, and the points that each can have; never their wording."""

    from_: int
    to: int
    points: tuple[int, ...]
    yes: int | None = None
    """The points of a yes, where the answer is yes or no; a no has the other points."""


class Band(Part, frozen=True, kw_only=True):
    """What a range of scores is called and means; `for` women or men where the cut-offs differ."""

    least: int
    most: int
    label: Text
    means: Text
    for_: Literal["", "women", "men"] = field(default="", name="for")


class Score(Part, frozen=True, kw_only=True):
    """A sum of items, and the bands that it falls into."""

    id: str
    label: Text
    items: tuple[int, ...]
    sources: tuple[str, ...]
    band: tuple[Band, ...]

    def ends(self, points: Mapping[int, Sequence[int]]) -> tuple[int, int]:
        """The least and the most that it can be, where these are the points that each item can have."""
        known = [points.get(number, ()) for number in self.items]
        return sum(min(can, default=0) for can in known), sum(max(can, default=0) for can in known)


class Flag(Part, frozen=True, kw_only=True):
    """What any of some items with so many points calls for, whatever the total."""

    items: tuple[int, ...]
    at_least: int
    message: Text
    lines: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Skip(Part, frozen=True, kw_only=True):
    """Items that the form itself passes over where all the items in `zero` have no points; they count as 0."""

    zero: tuple[int, ...]
    items: tuple[int, ...]
    sources: tuple[str, ...]


class Instrument(Part, frozen=True, kw_only=True):
    """A standard test that was given elsewhere: item counts, ranges and bands, and no item wording."""

    id: str
    name: Text
    measures: Text
    given_by: Literal["anyone", "clinician"]
    licence: Text
    as_of: date
    item: tuple[Items, ...]
    score: tuple[Score, ...]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    note: str = ""
    flag: tuple[Flag, ...] = ()
    skip: tuple[Skip, ...] = ()

    @property
    def runs(self) -> Mapping[int, Items]:
        """Item number to the run it is in."""
        return {number: run for run in self.item for number in range(run.from_, run.to + 1)}

    @property
    def points(self) -> Mapping[int, tuple[int, ...]]:
        """Item number to the points it can have."""
        return {number: run.points for number, run in self.runs.items()}

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources of the instrument, its scores, its flags and its skips, each once."""
        parts: tuple[Score | Flag | Skip, ...] = (*self.score, *self.flag, *self.skip)
        return tuple(dict.fromkeys([*self.sources, *(source for one in parts for source in one.sources)]))


# --- the private self-check -------------------------------------------------


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


class Checklist(Part, frozen=True, kw_only=True):
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

    def to(self, voice: Voice) -> "Checklist":
        """The same in the words for a voice; nobody else is asked what matters to the person."""
        own = self.family
        if voice != "family" or own is None:
            return self
        signs = tuple(structs.replace(one, asks=one.family, note="") if one.family else one for one in self.sign)
        words = {one.label: structs.asdict(one) for one in own.band}
        bands = tuple(structs.replace(one, **words.get(one.label, {})) for one in self.band)
        told = {key: getattr(own, key) for key in own.__struct_fields__ if key not in ("topic", "band")}
        return structs.replace(self, sign=signs, band=bands, matters=(), **told)

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources of the signs, of their bands, of what is safe and of the tips, each once."""
        bands = (source for band in self.band for source in band.sources)
        tips = (source for extra in self.extra for tip in extra.choice for source in tip.sources)
        return tuple(dict.fromkeys([*self.sources, *bands, *self.safe.sources, *tips]))


# --- how people ask ---------------------------------------------------------


class WordList(Part, frozen=True, kw_only=True):
    """Words that a phrase may name together: `@self` is any of the list `self`."""

    id: str
    words: tuple[str, ...]


class Spelling(Part, frozen=True, kw_only=True):
    """A word, its id, and other ways in which people type it."""

    id: str
    typed: tuple[str, ...]


class Cue(Part, frozen=True, kw_only=True):
    """Phrases that say what shape a question has, or whom it is about; a topic then stands beside the answer."""

    id: str
    any: tuple[str, ...]
    topic: str = ""


CIRCUMSTANCES = ("past", "general", "over", "story")
"""The parts that take a sign of danger back, unless it counts even then."""


class SpokenPart(Part, frozen=True, kw_only=True):
    """Words and short phrases, with commas between, that mean much the same wherever danger is spoken of."""

    id: str
    words: Text


class DangerSign(Part, frozen=True, kw_only=True):
    """Parts that say danger where they stand near each other: `-wake + other` is someone who will not wake.

    `+` joins parts in any order, `>` in this one, `>>` right after; `a|b` is either; `-` wants the part denied, `~`
    takes it either way.
    """

    says: Text
    hear: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    """What is not enough by itself: it gives a number to call, and is a danger if the second ear hears it as well."""
    even: tuple[str, ...] = ()
    """Circumstances that do not take it back."""
    unless: tuple[str, ...] = ()
    """Parts that take it back where they stand in the same sentence."""
    wide: bool = False
    """Whether its parts may stand far from each other."""
    alone: bool = False
    """Whether it counts only where nothing else is said."""


class Sentences(Part, frozen=True, kw_only=True):
    """What must raise a danger and what must not, as people say it.

    `faint` are said so indirectly that no sign finds them: the second ear has to hear those.
    """

    must: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


class Danger(Part, frozen=True, kw_only=True):
    """A life may be at risk: what is said then, the signs by which it is heard, and sentences that prove them.

    `parts` are its own, beside those that all dangers share. The topic, if there is one, says what to do until help
    comes.
    """

    id: str
    title: Text
    message: Text
    lines: tuple[str, ...]
    topic: str = ""
    parts: Mapping[str, Text] = {}
    sign: tuple[DangerSign, ...] = ()
    sentences: Sentences = Sentences()


class Refusal(Part, frozen=True, kw_only=True):
    """Phrases for what no table should answer; `lines` are whom to ask, `instead` what can be asked here.

    One that is not firm gives way where the rest of the question can be answered.
    """

    id: str
    any: tuple[str, ...]
    message: Text
    lines: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    firm: bool = True


class AskedQuestion(Part, frozen=True, kw_only=True):
    """A question in people's words, and what a good answer is about; `missing` are words that nothing here knows."""

    asks: Text
    kind: Literal["answer", "unknown", "urgent"] = "answer"
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics or terms."""
    missing: tuple[str, ...] = ()


class Asked(Part, frozen=True, kw_only=True):
    """Questions of one kind, such as those about cost."""

    id: str
    title: Text
    question: tuple[AskedQuestion, ...]


class Asking(Struct, frozen=True, kw_only=True):
    """How people ask: everything that `ask` has to recognise besides dangers and the names of things."""

    refusal: Mapping[str, Refusal] = {}
    cue: Mapping[str, Cue] = {}
    list: Mapping[str, WordList] = {}
    spelling: Mapping[str, Spelling] = {}


class Decision(Part, frozen=True, kw_only=True):
    """The decision that the dataset is about."""

    condition: Text
    question: Text


class About(Part, frozen=True, kw_only=True):
    """Who made the dataset, when, for which decision, and how it is kept up."""

    name: Text
    version: Text
    as_of: date
    review_by: date
    decision: Decision
    funding: Text
    conflicts: Text
    authors: tuple[str, ...]
    update_policy: Text
    order: Text
    rules: str = ""
    """For whom the rules are, and what a result of them is not."""
    misread: dict[str, str] = {}
    """Words that this audience takes for something else, each with what to say instead."""


class Resting(NamedTuple):
    """Something other than a fact that rests on sources: its kind, its id, and how it is called."""

    kind: str
    id: str
    text: str
    sources: tuple[str, ...]


class Dataset(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was loaded, checked for shape, with overlays laid over it."""

    about: About
    groups: Mapping[str, Group]
    attributes: Mapping[str, Attribute]
    options: Mapping[str, Option]
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    terms: Mapping[str, Term]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    wishes: Mapping[str, Wish]
    vignettes: Mapping[str, Vignette]
    instruments: Mapping[str, Instrument]
    checklist: Checklist
    asking: Asking
    parts: Mapping[str, SpokenPart]
    dangers: Mapping[str, Danger]
    asked: Mapping[str, Asked]
    help: Help
    overlays: tuple[str, ...]
    sha256: str
    places: Mapping[str, str]
    """Where each thing was read: `option/iop` to its file, `option/iop/sleep` to the file of an overlay that set it."""
    layers: Mapping[str, str] = {}
    """Which overlay brought a thing, `topic/paying`, or changed a key of it, `topic/paying/title`."""
    state: str = ""
    """The state that it is looked at from, by its two letters; empty for the whole country."""

    @cached_property
    def in_order(self) -> tuple[Option, ...]:
        """The options from least to most intensive care."""
        return tuple(sorted(self.options.values(), key=lambda option: (option.order, option.id)))

    @cached_property
    def local(self) -> Mapping[str, str]:
        """What an overlay added or changed besides options, `line/county` or `topic/paying`, with its name."""
        things = ((key.split("/"), overlay) for key, overlay in self.layers.items())
        return {"/".join(key[:2]): overlay for key, overlay in things if key[0] != "option"}

    @cached_property
    def lists(self) -> frozenset[str]:
        """The questions whose answer is a list."""
        return frozenset(id_ for id_, one in self.questions.items() if one.many)

    @cached_property
    def by_wish(self) -> Mapping[str, tuple[Wish, ...]]:
        """The questions that are wishes, in the order they are spoken of, each with how plans sit with it."""
        asked = dict.fromkeys(one.asks for one in self.wishes.values() if one.asks in self.questions)
        return {id_: tuple(one for one in self.wishes.values() if one.asks == id_) for id_ in asked}

    @property
    def beside_facts(self) -> Iterator[Resting]:
        """Everything that rests on sources and is no fact of an option."""
        for topic in self.topics.values():
            yield Resting("topic", topic.id, topic.title, topic.every_source)
        for term in self.terms.values():
            yield Resting("term", term.id, term.term, term.sources)
        for line in self.help.line:
            yield Resting("help line", line.id, line.name, line.sources)
        for question in self.questions.values():
            yield Resting("question", question.id, question.label, question.sources)
        for rule in self.rules.values():
            yield Resting("rule", rule.id, rule.title, rule.sources)
        for test in self.instruments.values():
            yield Resting("instrument", test.id, test.name, test.every_source)
        yield Resting("self-check", "selfcheck", "The private self-check", self.checklist.every_source)
