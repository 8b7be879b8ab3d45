"""The shape of the dataset: what an option, an attribute, a fact, a rule and a source are.

The classes are the schema: msgspec reads TOML into them strictly and writes the JSON Schema for editors from
them. `FACTS` says which class holds the facts of which type of attribute. Each file holds what belongs together;
all of it is imported from here.

Annotations are not postponed in these files: msgspec would compile each of some 300 anew, at every start.
"""

from iopcli.dataset.model.asking import Asked, AskedQuestion, Asking, Cue, Refusal, Spelling, Suggestion, WordList
from iopcli.dataset.model.dangers import CIRCUMSTANCES, Danger, DangerSign, Sentences, SpokenPart
from iopcli.dataset.model.dataset import About, Dataset, Decision
from iopcli.dataset.model.instruments import Band, Flag, Instrument, Items, Score, Skip
from iopcli.dataset.model.part import ON_SITE, Part, Text, Thing
from iopcli.dataset.model.programs import Code, ProgramWord, ProgramWordKind
from iopcli.dataset.model.questions import Choice, Question, QuestionType, Voice, Voiced
from iopcli.dataset.model.rules import AskAgain, AskFirst, Expected, Offered, Rule, Urgent, Vignette
from iopcli.dataset.model.selfcheck import BandWords, Checklist, Extra, ForFamily, Leads, Severity, Sign, Tip
from iopcli.dataset.model.table import (
    FLAG_WORDS,
    OPTION_KINDS,
    Ask,
    Attribute,
    Group,
    Kind,
    Option,
    Sessions,
    Visit,
    Word,
)
from iopcli.dataset.model.texts import (
    ALARM_LINES,
    FIRST_HAND,
    PRIMARY_KINDS,
    WEAK_KINDS,
    Help,
    HelpLine,
    Read,
    Source,
    SourceKind,
    Term,
    Topic,
)
from iopcli.dataset.model.values import (
    CONFIDENCE,
    FACTS,
    INLINE,
    Basis,
    Claim,
    Confidence,
    Fact,
    Money,
    Point,
    Points,
    Range,
    State,
    Type,
    Words,
)
from iopcli.dataset.model.way import Coverage, WaitingTip
from iopcli.dataset.model.wishes import FIGURE, FIGURES, FIGURES_OF_EACH, Wish

__all__ = [
    "ALARM_LINES", "CIRCUMSTANCES", "CONFIDENCE", "FACTS", "FIGURE", "FIGURES", "FIGURES_OF_EACH", "FIRST_HAND",
    "FLAG_WORDS", "INLINE", "ON_SITE", "OPTION_KINDS", "PRIMARY_KINDS", "WEAK_KINDS",
    "About", "Ask", "AskAgain", "AskFirst", "Asked", "AskedQuestion", "Asking", "Attribute", "Band", "BandWords",
    "Basis", "Checklist", "Choice", "Claim", "Code", "Confidence", "Coverage", "Cue", "Danger", "DangerSign", "Dataset",
    "Decision", "Expected", "Extra", "Fact", "Flag", "ForFamily", "Group", "Help", "HelpLine", "Instrument", "Items",
    "Kind", "Leads", "Money", "Offered", "Option", "Part", "Point", "Points", "ProgramWord", "ProgramWordKind",
    "Question", "QuestionType", "Range", "Read", "Refusal", "Rule", "Score", "Sentences", "Sessions", "Severity",
    "Sign", "Skip", "Source", "SourceKind", "Spelling", "SpokenPart", "State", "Suggestion", "Term", "Text", "Thing",
    "Tip", "Topic", "Type", "Urgent", "Vignette", "Visit", "Voice", "Voiced", "WaitingTip", "Wish", "Word", "WordList",
    "Words",
]  # fmt: skip
