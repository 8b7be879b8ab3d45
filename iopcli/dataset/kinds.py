"""The registry: every kind of thing that a dataset is made of, one entry a kind.

To add a kind, write its class in a file of its own in `iopcli/dataset/model/`, and its entry in `KINDS`. The entry says
in which folder or file things of this kind stand, and how; where the `Dataset` holds them, in `others` if it has no
field for them; and which of their keys are ids of other things. Only what such links cannot say needs a check, a
function in `iopcli/dataset/verify/`. The rest follows from the entry: reading, overlays, links, the JSON Schema, the
packed file, reading grades, and the list of what rests on a source.

Keys stand side by side with spaces between, and lead to what stands within: `title point.says|why` is the `title`, and
the `says` and the `why` of each `point`. Classes and checks are named as in `module:name`, and imported when they are
first asked for: shell completion needs the names of files only, and a packed dataset no checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

Form = Literal["one a file", "listed", "by id", "the file"]
"""How things stand in files: a file each; as `[[kind]]`; as `[id]`; or the file itself is the one thing."""


class Kind(NamedTuple):
    """One kind of thing; `name` is how messages call it and, where it is listed, the `[[name]]` it is written under."""

    name: str
    home: str
    """The file, or the folder of files, that it is written in."""
    form: Form
    class_: str
    held: str
    """Where the dataset holds it: `topics`, or `others.recipe` for a kind without a field."""
    sort: str = ""
    """The keys that it is sorted by; without any, things stay in the order in which they were written."""
    links: Mapping[str, str] = MappingProxyType({})
    """Another kind, such as `topic or term`, to the keys that are ids of it."""
    texts: str = ""
    """The keys under which people read something."""
    check: str = ""
    """The function that finds what else is wrong with one of them."""
    filled: str = ""
    """Fields of its class that are filled when the dataset is loaded, and may not be written."""
    cited: tuple[str, str] = ("", "")
    """How a list of what rests on sources calls it, and its key that is the title there; empty if it is not listed."""

    @property
    def shape(self) -> Any:
        """The class that its tables become."""
        return _imported(self.class_)

    def things(self, dataset: Dataset) -> Mapping[str, Any]:
        """All of this kind in a dataset, by id."""
        found: Any = dataset
        for key in self.held.split("."):
            found = found.get(key, {}) if isinstance(found, Mapping) else getattr(found, key)
        if isinstance(found, tuple):
            return {one.id: one for one in found}
        return {self.name: found} if self.form == "the file" else found

    def sources(self, thing: Any) -> tuple[str, ...]:
        """The sources that one of them rests on, each once."""
        return tuple(dict.fromkeys(id_ for keys in self.links.get("source", "").split() for id_ in under(thing, keys)))

    def problems(self, whole: Any, thing: Any, place: Any) -> Any:
        """What its own check finds wrong with one of them; nothing where it has none."""
        return _imported(self.check)(whole, thing, place) if self.check else ()


def under(thing: Any, keys: str) -> list[Any]:
    """What stands under keys of a thing, through lists and tables; of a table its own keys. What is empty is not."""
    found = [thing]
    for names in _steps(keys):
        within: list[Any] = []
        for one in found:
            for name in names:
                value = getattr(one, name)
                if isinstance(value, str) or not isinstance(value, _MANY):
                    within.append(value)
                else:
                    within.extend(value)
        found = list(filter(None, within))
    return found


_MANY = (tuple, Mapping)


@cache
def _steps(keys: str) -> tuple[tuple[str, ...], ...]:
    """The names of each step: `word.says|label` has two names in its second."""
    return tuple(tuple(step.split("|")) for step in keys.split("."))


@cache
def _imported(name: str) -> Any:
    module, _, name = name.partition(":")
    return getattr(import_module(module, __package__), name)


KINDS = [
    Kind("dataset.toml", "dataset.toml", "the file", ".model:About", "about"),
    Kind("group", "attributes.toml", "listed", ".model:Group", "groups"),
    Kind(
        "attribute", "attributes.toml", "listed", ".model:Attribute", "attributes",
        links={"group": "group", "attribute": "met_by"}, texts="meaning|label word.says ask.says|why|listen_for",
        check=".verify.table:attribute", filled="titles",
    ),
    Kind(
        "option", "options", "one a file", ".model:Option", "options", sort="order id",
        texts="name|short_name|said|summary", check=".verify.table:option",
        filled="layers inherited at_first stays_first stands_for",
        cited=("times of", "name"),
    ),
    Kind("source", "sources.toml", "by id", ".model:Source", "sources", check=".verify.texts:source"),
    Kind(
        "topic", "topics", "one a file", ".model:Topic", "topics", sort="id",
        links={"option": "options", "attribute": "attributes", "source": "sources point.sources"},
        texts="title point.says|why|listen_for", check=".verify.texts:topic", cited=("topic", "title"),
    ),
    Kind(
        "term", "terms.toml", "listed", ".model:Term", "terms",
        links={"option or attribute": "see", "source": "sources"}, texts="term|means", cited=("term", "term"),
    ),
    Kind(
        "refusal", "asking.toml", "listed", ".model:Refusal", "asking.refusal", links={"line": "lines"},
        texts="message", check=".verify.asking:refusal",
    ),
    Kind(
        "cue", "asking.toml", "listed", ".model:Cue", "asking.cue", links={"topic": "topic"},
        check=".verify.asking:cue",
    ),
    Kind("list", "asking.toml", "listed", ".model:WordList", "asking.list"),
    Kind("spelling", "asking.toml", "listed", ".model:Spelling", "asking.spelling"),
    Kind("suggestion", "asking.toml", "listed", ".model:Suggestion", "asking.suggestion", texts="asks"),
    Kind("part", "parts.toml", "listed", ".model:SpokenPart", "parts", check=".verify.asking:part"),
    Kind(
        "line", "help.toml", "listed", ".model:HelpLine", "help.line", sort="order", links={"source": "sources"},
        texts="name|says", check=".verify.texts:line", cited=("help line", "name"),
    ),
    Kind(
        "help.toml", "help.toml", "the file", ".model:Help", "help", texts="statement|danger",
        check=".verify.texts:help_",
    ),
    Kind(
        "question", "questions", "one a file", ".model:Question", "questions", sort="order id",
        links={"source": "sources"},
        texts="person|staff|family|label|why|why_about|amounts choice.label|person|staff|family|every_sign|at_home",
        check=".verify.questions:question", filled="titles names", cited=("question", "label"),
    ),
    Kind(
        "rule", "rules", "listed", ".model:Rule", "rules",
        links={"source": "sources", "option": "less_than", "line": "urgent.lines", "attribute": "ask.attribute"},
        texts="title|because|advice|clinician urgent.message ask.says|why|listen_for", check=".verify.rules:rule",
        cited=("rule", "title"),
    ),
    Kind(
        "wish", "wishes.toml", "listed", ".model:Wish", "wishes", links={"question": "asks", "attribute": "row"},
        texts="says", check=".verify.wishes:wish",
    ),
    Kind(
        "vignette", "vignettes", "listed", ".model:Vignette", "vignettes", texts="title|story",
        check=".verify.rules:vignette",
    ),
    Kind(
        "instrument", "instruments", "one a file", ".model:Instrument", "instruments", sort="id",
        links={"source": "sources score.sources flag.sources skip.sources", "line": "flag.lines"},
        texts="measures|licence|note flag.message score.band.means", check=".verify.instruments:instrument",
        cited=("instrument", "name"),
    ),
    Kind(
        "selfcheck.toml", "selfcheck.toml", "the file", ".model:Checklist", "checklist",
        links={
            "source": "sources band.sources safe.sources extra.choice.sources family.safe.sources family.band.sources",
            "question": "safety", "attribute": "ask", "option": "for_safety", "topic": "family.topic",
        },
        texts="sign.label|asks|why|note|family|why_about extra.label|asks|why extra.choice.label|says urgent "
        "opening|guide|several|choosing|closing safe.says lead.safety|signs|matters band.label|means|talk "
        "family.opening|guide|several|choosing|closing family.safe.says family.lead.safety|signs|matters "
        "family.band.label|means|talk",
        check=".verify.selfcheck:checklist", cited=("self-check", "title"),
    ),
    Kind(
        "danger", "dangers", "one a file", ".model:Danger", "dangers", sort="id",
        links={"topic": "topic", "line": "lines"}, texts="message", check=".verify.asking:danger",
    ),
    Kind(
        "tip", "waiting.toml", "listed", ".model:WaitingTip", "waiting", links={"source": "sources"},
        texts="label|says", check=".verify.way:tip", cited=("while waiting", "label"),
    ),
    Kind(
        "coverage", "coverage.toml", "listed", ".model:Coverage", "coverage",
        links={"source": "sources", "option": "options", "coverage": "deductible_of"}, texts="label|note",
        check=".verify.way:coverage", cited=("coverage", "label"),
    ),
    Kind(
        "word of programs", "programs.toml", "by id", ".model:ProgramWord", "program_words", texts="says|ask|unclear",
        check=".verify.programs:word",
    ),
    Kind(
        "code", "findtreatment.toml", "by id", ".model:Code", "codes",
        links={"word of programs": "yes no level maybe one_of mental", "code": "narrower"},
        check=".verify.programs:code",
    ),
    Kind(
        "asked", "asked", "one a file", ".model:Asked", "asked", sort="id",
        links={"option": "question.options", "attribute": "question.attributes", "topic or term": "question.topics"},
    ),
]  # fmt: skip
"""In the order in which they are converted: a thing comes after those that it is made with."""


def homes() -> dict[str, list[Kind]]:
    """Every file and folder of a dataset, with the kinds of thing that are written there."""
    found: dict[str, list[Kind]] = {}
    for kind in KINDS:
        found.setdefault(kind.home, []).append(kind)
    return found


class Resting(NamedTuple):
    """Something other than a fact that rests on sources: its kind, its id, and how it is called."""

    kind: str
    id: str
    text: str
    sources: tuple[str, ...]


def beside_facts(dataset: Dataset) -> Iterator[Resting]:
    """Everything that rests on sources and is no fact of an option."""
    for kind in KINDS:
        called, title = kind.cited
        for id_, thing in kind.things(dataset).items() if called else ():
            if thing.every_source:
                yield Resting(called, id_.removesuffix(".toml"), getattr(thing, title), thing.every_source)
