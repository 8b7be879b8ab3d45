"""What tests are made of: a small dataset, facts and pages of any shape, and how to count the words on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.build import parse
from iopcli.dataset.model import Attribute, Checklist, Claim, Dataset, Fact, Money, Option, Point, Question, Range, Rule
from iopcli.dataset.read import Layer, files
from iopcli.facts.wording import BASES, FLAGS
from iopcli.results.compare import Comparison, compare

SMALL: Dataset = parse([files(Layer(Path(__file__).parents[1] / "small", "data"))])
"""Four options and ten attributes that no correction of `data/` touches."""

HOSTILE = (
    "a | b", "<b>bold</b>", "<script>alert(1)</script>", "[x](http://evil.example)", "![x](http://evil.example/i.png)",
    "`code`", "*star* _under_ ~~gone~~", "# heading", "- item", "+ item", "1. item", "> quote", "====", "---",
    "<http://evil.example>", "&lt;b&gt; &amp;", "back\\slash \\| pipe", "two\nlines", "[red]markup[/] :smile:",
    '"quoted"', "</td></table>", "a\\", "|", "<!-- note", "[x]: http://evil.example", "{{ page }} {% raw %}",
)  # fmt: skip
"""Text that some format would act on if it were not kept from it."""

# --- values -----------------------------------------------------------------

numbers = st.one_of(st.integers(0, 400).map(float), st.integers(0, 99_999).map(lambda tenths: tenths / 10))
bases = st.sampled_from(list(BASES))
confidences = st.sampled_from(["primary", "weak", "judgement"])
some_sources = st.lists(st.sampled_from(list(SMALL.sources)), min_size=1, max_size=3, unique=True).map(tuple)
sentences = st.lists(
    st.sampled_from([*["A", "nurse", "is", "there", "by", "day.", "$5", "9%"], *HOSTILE]), min_size=1, max_size=6
)


KEPT = [keys for number in (1, 2, 3) for keys in combinations(("min", "typical", "max"), number)]


def spreads(numbers: st.SearchStrategy[float] = numbers) -> st.SearchStrategy[dict[str, float]]:
    """Any of min, typical and max, in order."""
    return st.sampled_from(KEPT).flatmap(
        lambda keys: st.tuples(*(numbers for _ in keys)).map(lambda drawn: dict(zip(keys, sorted(drawn), strict=True)))
    )


ranges = spreads().map(lambda spread: Range(**spread))
moneys = st.builds(lambda spread, basis, year: Money(**spread, basis=basis, year=year), spreads(), bases, st.just(2020))
points = st.builds(Point, says=sentences.map(" ".join), sources=st.one_of(st.just(()), some_sources))


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Any value that an attribute's type allows."""
    words = [word.id for word in attribute.word] or list(SMALL.options)
    return {
        "range": ranges,
        "money": moneys,
        "flag": st.sampled_from(list(FLAGS)),
        "scale": st.sampled_from(words),
        "set": st.lists(st.sampled_from(words), unique=True, min_size=1, max_size=3).map(tuple),
        "text": st.lists(points, min_size=1, max_size=2).map(tuple),
    }[attribute.type]


def facts(attribute: Attribute) -> st.SearchStrategy[Fact[Any]]:
    """A fact that is known, with other claims beside it, or not known, or that does not apply."""
    claim = st.builds(
        Claim,
        value=values(attribute),
        sources=some_sources,
        confidence=confidences,
        note=st.sampled_from(["", "A note."]),
    )
    claims = st.just(()) | st.tuples(claim)
    known = st.builds(
        Fact,
        value=values(attribute),
        sources=some_sources,
        note=sentences.map(" ".join) | st.just(""),
        also=claims,
        disputed=claims,
        confidence=confidences,
    )
    return st.one_of(known, known, st.just(Fact(not_known=True)), st.just(Fact(applies=False, note="It cannot.")))


@cache
def datasets(attributes: tuple[str, ...] = tuple(SMALL.attributes), most: int = 3) -> st.SearchStrategy[Dataset]:
    """The small dataset with other facts in its options, on these attributes, some of them missing."""
    some_facts = st.fixed_dictionaries({}, optional={id_: facts(SMALL.attributes[id_]) for id_ in attributes})
    options = list(SMALL.options.values())[:most]
    return st.tuples(*(some_facts for _ in options)).map(
        lambda made: with_options(*(replace(one, facts=new) for one, new in zip(options, made, strict=True)))
    )


def with_options(*options: Option) -> Dataset:
    """The small dataset with these options laid over its own."""
    return replace(SMALL, options={**SMALL.options, **{one.id: one for one in options}})


def with_fact(option: str, attribute: str, **fact: Any) -> Dataset:
    """The small dataset with one fact changed."""
    old = SMALL.options[option]
    return with_options(replace(old, facts={**old.facts, attribute: Fact(**{"confidence": "primary", **fact})}))


def side_by_side(dataset: Dataset = SMALL, ids: Iterable[str] = ("iop", "php"), **asked: Any) -> Comparison:
    """A comparison of options by id."""
    return compare(dataset, [dataset.options[id_] for id_ in ids], **asked)


def hostile(calm: Dataset = SMALL) -> Dataset:
    """A dataset with text that a format could act on, everywhere that text can stand."""
    rows = {
        id_: replace(one, label=f"{one.label} {HOSTILE[number]}")
        for number, (id_, one) in enumerate(calm.attributes.items())
    }
    dataset = replace(
        calm,
        about=replace(calm.about, rules=" ".join(HOSTILE)),
        attributes=rows,
        groups={id_: replace(one, label=f"{HOSTILE[0]} {id_}") for id_, one in calm.groups.items()},
        sources={id_: replace(one, title=" ".join(HOSTILE)) for id_, one in calm.sources.items()},
        questions={id_: _hostile_question(one) for id_, one in calm.questions.items()},
        rules={id_: _hostile_rule(one) for id_, one in calm.rules.items()},
        checklist=_hostile_checklist(calm.checklist),
        help=replace(calm.help, statement=" ".join(HOSTILE)),
        overlays=("<i>site</i> | *x*",),
    )
    said = Fact(
        value=tuple(Point(says=text) for text in HOSTILE),
        sources=("rule-one",),
        note=" ".join(HOSTILE),
        confidence="primary",
    )
    options = {
        id_: replace(
            one,
            name=f"{one.name} {HOSTILE[2]} {HOSTILE[3]}",
            short_name=f"{one.title} {HOSTILE[1]} {HOSTILE[0]}",
            facts={**one.facts, "advantages": said},
            layers={"id": "<i>site</i> | *x*", "advantages": "`site`"},
        )
        for id_, one in calm.options.items()
    }
    return replace(dataset, options=options)


def _hostile_question(calm: Question) -> Question:
    every = " ".join(HOSTILE)
    choices = tuple(replace(one, label=f"{one.label} {HOSTILE[2]}", staff=every) for one in calm.choice)
    return replace(calm, label=f"{calm.label} {every}", person=every, why=every, choice=choices)


def _hostile_rule(calm: Rule) -> Rule:
    every = " ".join(HOSTILE)
    said = {key: every for key in ("advice", "clinician") if getattr(calm, key)}
    urgent = replace(calm.urgent, message=every) if calm.urgent else None
    return replace(calm, title=f"{calm.title} {every}", because=every, urgent=urgent, **said)


def _hostile_checklist(calm: Checklist) -> Checklist:
    every = " ".join(HOSTILE)
    signs = tuple(replace(one, label=f"{one.label} {every}", asks=every) for one in calm.sign)
    bands = tuple(replace(one, label=f"{one.label} {HOSTILE[2]}", means=every, talk=every) for one in calm.band)
    extras = tuple(
        replace(one, label=f"{one.label} {every}", choice=tuple(replace(tip, says=every) for tip in one.choice))
        for one in calm.extra
    )
    texts = dict.fromkeys(("guide", "several", "choosing", "urgent", "closing"), every)
    return replace(calm, sign=signs, band=bands, extra=extras, safe=Point(says=every), **texts)


# --- words ------------------------------------------------------------------


def words(text: str) -> Counter[str]:
    """The letters and digits of a text, word by word; bars, rules, bullets, brackets and room to write are none."""
    return Counter(re.findall(r"\w+", re.sub(r"\b__+(?!\w)", "", text)))
