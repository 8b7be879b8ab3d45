"""Ids and references hold together, or every place where they do not is named."""

from __future__ import annotations

import pytest

GOOD = "use small letters, digits and hyphens"
WORDS = ("a scale or a set lists its words, other types do not", "write [[attribute.word]]")
EDITOR = ("`editor` is not a known source", "did you mean `editors`?")
SLEP = "did you mean `sleep`?"


def option(id_: str) -> dict[str, str]:
    keys = 'like = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'
    return {"options/x.toml": f'id = "{id_}"\n{keys}'}


def source(id_: str, *lines: str) -> dict[str, str]:
    keys = ('title = "T"', 'publisher = "P"', "year = 2026", 'kind = "program"', *lines)
    return {"sources.toml": "\n".join([f'["{id_}"]', *keys])}


SAYS = 'says = "A thing"\nask = "Do you do it?"'


def word(id_: str, *lines: str) -> dict[str, str]:
    return {"programs.toml": "\n".join([f"[{id_}]", *lines])}


def code(id_: str, *lines: str) -> dict[str, str]:
    return {"findtreatment.toml": "\n".join([f"[{id_}]", *lines])}


def topic(id_: str) -> dict[str, str]:
    keys = 'title = "X"\nas_of = 2026-11-22\nconfidence = "weak"\npoint = []\n'
    return {"topics/x.toml": f'id = "{id_}"\n{keys}'}


def privacy(line: str) -> dict[str, str]:
    return {"topics/x.toml": f'id = "privacy"\n{line}\n'}


def term(id_: str, line: str = "") -> dict[str, str]:
    return {"terms.toml": f'[[term]]\nid = "{id_}"\nterm = "X"\nmeans = "A."\n{line}\n'}


def row(id_: str, *lines: str) -> dict[str, str]:
    head = f'[[attribute]]\nid = "{id_}"\nlabel = "Parking"\nmeaning = "Where to park."'
    return {"attributes.toml": "\n".join([head, *lines])}


def line(id_: str, how: str = '"call"', sources: str = '"editors"') -> dict[str, str]:
    keys = 'name = "X"\nnumber = "1"\nsays = "A."\nhours = "Day"\ncost = "Free"\nas_of = 2026-11-22\norder = 1\n'
    return {"help.toml": f'[[line]]\nid = "{id_}"\nhow = [{how}]\nsources = [{sources}]\n{keys}'}


def instrument(points: str, item: str = "", more: str = "", most: int = 0) -> dict[str, str]:
    keys = 'name = "X"\nmeasures = "A."\ngiven_by = "anyone"\nlicence = "A."\nas_of = 2026-11-22\n'
    item = f"[[item]]\nfrom = 1\nto = 1\npoints = [{points}]\n{item}\n"
    score = '[[score]]\nid = "x"\nlabel = "Total"\nitems = [1]\nsources = ["editors"]\n'
    band = f'band = [{{ least = 0, most = {most}, label = "a", means = "A." }}]\n'
    return {"instruments/x.toml": f'id = "x"\nsources = ["editors"]\n{keys}{item}{score}{band}{more}'}


def skip(zero: str, items: str) -> dict[str, str]:
    more = f'[[skip]]\nzero = [{zero}]\nitems = [{items}]\nsources = ["editors"]\n'
    return instrument("0, 1", "[[item]]\nfrom = 2\nto = 2\npoints = [1, 2]", more, 1)


FLAG, SET, PLACE = 'type = "flag"', 'type = "set"', 'group = "place"'
WORD = '[[attribute.word]]\nid = "a"\nsays = "a"'
OPTION, TOPIC, TERM, PARKING = (
    "site/options/x.toml",
    "site/topics/x.toml",
    "site/terms.toml x",
    "site/attributes.toml parking",
)
INSTRUMENT = "site/instruments/x.toml"
CANNOT_SKIP = ("skips by or over an item that cannot have 0 points", "see its points")

DANGER = "site/dangers/x.toml"
WOKE = "did you mean `wake`?"


def danger(sign: str = 'hear = ["wake"]', *lines: str, parts: str = 'wake = "wake"') -> dict[str, str]:
    head = ('id = "x"', 'title = "X"', 'message = "Call 911."', 'lines = ["emergency"]', *lines)
    return {"dangers/x.toml": "\n".join([*head, "[parts]", parts, "[[sign]]", 'says = "X."', sign])}


def asked(line: str) -> dict[str, str]:
    return {"asked/x.toml": f'id = "x"\ntitle = "X"\n[[question]]\nasks = "why"\n{line}\n'}


PROBLEMS = {
    "part of a sign": (danger('hear = ["-wakee + other"]'), DANGER, "`wakee` is not a known part", WOKE),
    "part that takes a sign back": (
        danger('hear = ["wake"]\nunless = ["wakee"]'),
        DANGER,
        "`wakee` is not a known part",
        WOKE,
    ),
    "circumstance of a sign": (
        danger('hear = ["wake"]\neven = ["pasd"]'),
        DANGER,
        "`pasd` is not a known circumstance",
        "did you mean `past`?",
    ),
    "parts of a sign with nothing between them": (
        danger('hear = ["wake other"]'),
        DANGER,
        "has no parts, or not with + or > between them",
        'write "took + poison"',
    ),
    "part in a part": (
        danger(parts='wake = "my @othre is"'),
        DANGER,
        "`othre` is not a known part",
        "did you mean `other` or `here`?",
    ),
    "part in a shared part": (
        {"parts.toml": '[[part]]\nid = "y"\nwords = "@othre"\n'},
        "site/parts.toml y",
        "`othre` is not a known part",
        "did you mean `other` or `here`?",
    ),
    "danger without a sign": (
        {"dangers/x.toml": 'id = "x"\ntitle = "X"\nmessage = "Call."\nlines = ["emergency"]\n'},
        DANGER,
        "has no sign, or no line to call",
        "give it both",
    ),
    "line of a danger": (
        {"dangers/overdose.toml": 'id = "overdose"\nlines = ["emergancy"]\n'},
        "site/dangers/overdose.toml",
        "`emergancy` is not a known line",
        "did you mean `emergency`?",
    ),
    "source of what to do while waiting": (
        {"waiting.toml": '[[tip]]\nid = "meetings"\nsources = ["editor"]\n'},
        "site/waiting.toml meetings",
        "`editor` is not a known source",
        "did you mean `editors`?",
    ),
    "question in what to do while waiting": (
        {"waiting.toml": '[[tip]]\nid = "meetings"\nwhen.withdrawl = 2\n'},
        "site/waiting.toml meetings when.withdrawl",
        "`withdrawl` is not a known question",
        "did you mean `withdrawal` or `withdrawal_history`?",
    ),
    "option of a coverage": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\noptions = ["inpatint"]\n'},
        "site/coverage.toml medicare-part-a",
        "`inpatint` is not a known option",
        "did you mean `inpatient` or `outpatient`?",
    ),
    "payer of a coverage": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\npayer = "medicar"\n'},
        "site/coverage.toml medicare-part-a",
        "`medicar` is not a known payer",
        "did you mean `medicare` or `medicaid`?",
    ),
    "deductible of a coverage": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\ndeductible = -5\n'},
        "site/coverage.toml medicare-part-a",
        "deductible is below 0 or not a number",
        "write an amount in US dollars",
    ),
    "deductible of a coverage that is none": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\ndeductible_of = "part-c"\n'},
        "site/coverage.toml medicare-part-a",
        "`part-c` is not a known coverage",
        "",
    ),
    "coinsurance of a coverage": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\ncoinsurance = 120\n'},
        "site/coverage.toml medicare-part-a",
        "coinsurance is not between 0 and 100",
        "write a percentage, such as 20",
    ),
    "first day of a copay": (
        {"coverage.toml": '[[coverage]]\nid = "medicare-part-a"\ncopay_from_day = 0\n'},
        "site/coverage.toml medicare-part-a",
        "copay_from_day is below 1",
        "days count from 1",
    ),
    "question of a word of programs": (
        word("spanish", 'ask = "Say if Spanish is spoken."'),
        "site/programs.toml spanish",
        "ask is not a question",
        "end it with a question mark",
    ),
    "kind of a word of programs": (
        word("spanish", 'kind = "langauge"'),
        "site/programs.toml spanish",
        "kind: `langauge` is not one of option, payer, help, language, group, age, gives, accepts, withdrawal, "
        "service, only, more",
        "did you mean `language`?",
    ),
    "option among words of programs": (
        word("detoxx", 'kind = "option"', SAYS),
        "site/programs.toml detoxx",
        "`detoxx` is not a known option",
        "did you mean `detox`?",
    ),
    "medication among words of programs": (
        word("methadon", 'kind = "gives"', SAYS),
        "site/programs.toml methadon",
        "`methadon` is not a known word of medications",
        "did you mean `methadone`?",
    ),
    "service among words of programs": (
        word("acupuncture", 'kind = "service"', SAYS),
        "site/programs.toml acupuncture",
        "`acupuncture` is not a known word of services",
        "",
    ),
    "name that two words of programs have": (
        word("young-adults", 'also = ["teens"]'),
        "site/programs.toml young-adults",
        "`teens` stands for `adolescents` already",
        "give each name to one of them",
    ),
    "label that two codes have": (
        code("zz", 'labels = ["Medicaid"]', 'yes = ["medicare"]'),
        "site/findtreatment.toml zz",
        "`medicaid` stands for `md` already",
        "give each name to one of them",
    ),
    "word of a code": (
        code("md", 'yes = ["sliding-fe"]'),
        "site/findtreatment.toml md",
        "`sliding-fe` is not a known word of programs",
        "did you mean `sliding-fee`?",
    ),
    "narrower code": (
        code("op", 'narrower = ["oitt"]'),
        "site/findtreatment.toml op",
        "`oitt` is not a known code",
        "did you mean `oit`?",
    ),
    "level of a code": (
        code("oit", 'level = ["spanish"]'),
        "site/findtreatment.toml oit",
        "level names `spanish`, which is no care option",
        'give it a word with kind = "option", or move it to `yes`',
    ),
    "suggestion without its question": (
        {"asking.toml": '[[suggestion]]\nid = "x"\n'},
        "site/asking.toml x",
        "has no `asks`",
        "",
    ),
    "topic of a danger": (
        {"dangers/overdose.toml": 'id = "overdose"\ntopic = "overdos"\n'},
        "site/dangers/overdose.toml",
        "`overdos` is not a known topic",
        "did you mean `overdose`?",
    ),
    "row of a question that was asked": (
        asked('attributes = ["slep"]'),
        "site/asked/x.toml",
        "`slep` is not a known attribute",
        SLEP,
    ),
    "topic of a question that was asked": (
        asked('topics = ["privcy"]'),
        "site/asked/x.toml",
        "`privcy` is not a known topic or term",
        "did you mean `privacy` or `parity`?",
    ),
    "option id": (option("Evening care"), OPTION, "`Evening care` is not a good id", GOOD),
    "option id with a slash": (option("iop/sleep"), OPTION, "`iop/sleep` is not a good id", GOOD),
    "option id of many hyphens": (option("a--b"), OPTION, "`a--b` is not a good id", GOOD),
    "source id": (source("Price list"), "site/sources.toml Price list", "`Price list` is not a good id", GOOD),
    "topic id": (topic("X"), TOPIC, "`X` is not a good id", GOOD),
    "term id": (term("-a"), "site/terms.toml -a", "`-a` is not a good id", GOOD),
    "attribute id": (row("Sleep", FLAG, PLACE), "site/attributes.toml Sleep", "`Sleep` is not a good id", GOOD),
    "help line id": (line("Our Line"), "site/help.toml Our Line", "`Our Line` is not a good id", GOOD),
    "group id": (
        {"attributes.toml": '[[group]]\nid = "Our Rows"\nlabel = "Ours"\n'},
        "site/attributes.toml Our Rows",
        "`Our Rows` is not a good id",
        GOOD,
    ),
    "unknown group": (
        row("parking", FLAG, 'group = "plce"'),
        PARKING,
        "`plce` is not a known group",
        "did you mean `place`?",
    ),
    "scale without words": (row("parking", 'type = "scale"', PLACE), PARKING, *WORDS),
    "set without words": (row("parking", SET, PLACE), PARKING, *WORDS),
    "flag with words": (row("parking", FLAG, PLACE, WORD), PARKING, *WORDS),
    "options and words": (row("parking", SET, PLACE, 'words = "options"', WORD), PARKING, *WORDS),
    "option of a topic": (privacy('options = ["otpp"]'), TOPIC, "`otpp` is not a known option", "did you mean `otp`?"),
    "attribute of a topic": (privacy('attributes = ["slep"]'), TOPIC, "`slep` is not a known attribute", SLEP),
    "source of a topic": (privacy('sources = ["editor"]'), TOPIC, *EDITOR),
    "source of a point": (privacy('[[point]]\nsays = "A."\nsources = ["editor"]'), TOPIC, *EDITOR),
    "see of a term": (term("x", 'see = ["slep"]'), TERM, "`slep` is not a known option or attribute", SLEP),
    "source of a term": (term("x", 'sources = ["editor"]'), TERM, *EDITOR),
    "source of a help line": (line("x", sources='"editor"'), "site/help.toml x", *EDITOR),
    "address of a source": (
        source("new", 'url = "javascript:alert(1)"'),
        "site/sources.toml new",
        "has an address that is not one",
        "write https://…",
    ),
    "item without points": (
        instrument(""),
        INSTRUMENT,
        "has points that are not in order",
        "such as points = [0, 1, 2, 3]",
    ),
    "yes that is not one of two points": (
        instrument("0, 1", "yes = 2", most=1),
        INSTRUMENT,
        "has a yes that is not one of two points",
        "such as points = [0, 1] and yes = 1",
    ),
    "skip by an item that is not there": (skip("3", "1"), INSTRUMENT, "has no item 3", "use the numbers of its items"),
    "skip over an item that is not there": (
        skip("1", "3"),
        INSTRUMENT,
        "has no item 3",
        "use the numbers of its items",
    ),
    "skip by nothing": (skip("", "1"), INSTRUMENT, *CANNOT_SKIP),
    "skip by an item with no 0": (skip("2", "1"), INSTRUMENT, *CANNOT_SKIP),
    "skip over an item with no 0": (skip("1", "2"), INSTRUMENT, *CANNOT_SKIP),
    "line that heads every page": (
        line("lifeline", how='"text"'),
        "site/help.toml lifeline",
        "cannot be called",
        'its `how` needs "call"',
    ),
}


@pytest.mark.parametrize("what", PROBLEMS)
def test_what_does_not_hold_together_is_named_where_it_was_written(what, refused):
    files, *problem = PROBLEMS[what]
    assert refused(files) == [tuple(problem)]


@pytest.mark.parametrize(
    "files",
    [
        option("evening-care_2.1"),
        source("new", 'url = "https://example.org/a?b=c#d"'),
        topic("x"),
        privacy('options = ["iop"]\nattributes = ["sleep"]\nsources = ["editors"]'),
        term("x", 'see = ["sleep", "iop"]'),
        row("parking", FLAG, PLACE),
        row("parking", SET, PLACE, 'words = "options"'),
        row("parking", SET, PLACE, WORD),
        line("lifeline", how='"text", "call"'),
        line("county"),
    ],
)
def test_what_holds_together_is_let_through(files, laid):
    assert laid(files).overlays == ("site",)
