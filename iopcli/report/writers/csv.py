"""CSV renders the result itself: a header, and one row per fact or thing, each with the dataset it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from iopcli.dataset.lines import reach
from iopcli.facts.wording import FORMULA_SIGNS, gap_text, point_text
from iopcli.report.writers import csv_programs
from iopcli.results.sources import Rests

if TYPE_CHECKING:
    from iopcli.ask.answer import Answer
    from iopcli.batch.report import BatchReport
    from iopcli.facts.prices import Price
    from iopcli.facts.result import Cell, OptionCard, Result, Row, SaidElsewhere
    from iopcli.match.recommendation import Recommendation
    from iopcli.results.check import SelfCheck
    from iopcli.results.compare import Comparison
    from iopcli.results.data_check import Soundness
    from iopcli.results.list import Listing
    from iopcli.results.replay import Replay
    from iopcli.results.review import Review
    from iopcli.results.rules import Rulebook
    from iopcli.results.score import Scoring
    from iopcli.results.show import Profile
    from iopcli.results.sources import Bibliography
    from iopcli.results.topics import Contents, Reading


_STAMP = ("dataset", "dataset_as_of", "overlays")
_PRICED = ("price_kind", "price_year", "price_min", "price_max", "price_weak")
_FACT = (
    "option",
    "name",
    "attribute",
    "label",
    "state",
    "value",
    "unit",
    "confidence",
    "sources",
    "as_of",
    "note",
    "also",
    "disputed",
    "local",
    "like",
    *_PRICED,
    "rule_of",
    "second_hand",
)


def csv_text(result: Result) -> str:
    """The result as CSV with a header; a cell that a spreadsheet would run as a formula gets a leading `'`."""
    header, rows = _TABLES[type(result).__name__](result)
    stamp = (result.dataset.version, result.dataset.as_of, ";".join(result.dataset.overlays))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*header, *_STAMP])
    writer.writerows([_harmless(str(part)) for part in (*row, *stamp)] for row in rows)
    return stream.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text.lstrip(" '\"").startswith(FORMULA_SIGNS) or text.startswith(FORMULA_SIGNS) else text


Rows = tuple[Iterable[str], Iterable[Iterable[Any]]]


def _comparison(result: Comparison) -> Rows:
    shown = (one for row in result.rows for one in row.shown)
    return _FACT, (
        _fact(option, row, cell) for row in shown for option, cell in zip(result.options, row.cells, strict=True)
    )


def _profile(result: Profile) -> Rows:
    return _FACT, (_fact(result.option, row, row.cells[0]) for row in result.rows)


def _fact(option: OptionCard, row: Row, cell: Cell) -> Iterable[Any]:
    return (
        cell.option, option.name, row.attribute, row.label, cell.state, cell.text, row.unit, cell.confidence,
        ";".join(cell.every_source), cell.as_of or "", cell.note, _claims(cell.also), _claims(cell.disputed),
        cell.local, cell.like, *_price(cell.price), cell.rule_of, "yes" if cell.second_hand else "no",
    )  # fmt: skip


def _price(price: Price | None) -> Iterable[Any]:
    """A price in numbers: its kind, year, ends, and whether it rests on a weak source; empty where none is known."""
    if price is None or not price.known:
        return ("", "", "", "", "")
    return tuple(
        "" if part is None else part
        for part in (price.kind, price.year, price.min, price.max, "yes" if price.weak else "no")
    )


def _claims(claims: Iterable[SaidElsewhere]) -> str:
    """Claims in one cell, each with how sure it is, its sources and its note."""
    told = (f"{claim.text} [{claim.confidence}; {', '.join(claim.sources)}] {claim.note}".rstrip() for claim in claims)
    return " | ".join(told)


def _listing(result: Listing) -> Rows:
    """One line for each option; the price of the payer, or cash, and then the cash price, each in numbers too."""
    header = (
        *("option", "name", "kind", "asam_3", "asam_4", "fits"),
        *(column.attribute for column in result.columns),
        *("sources", "local", "like"),
        *("cost_kind", "cost_year", "cost_per_week_min", "cost_per_week_max", "cost_weak"),
        *("cash_year", "cash_per_week_min", "cash_per_week_max", "cash_weak"),
    )
    first, cash = result.prices[0], result.prices[-1]
    return header, (
        (
            *(one.option.id, one.option.name, one.option.kind),
            *(";".join(one.option.asam_3), ";".join(one.option.asam_4), one.fits),
            *(cell.text for cell in (*one.cells[:-1], priced)),
            ";".join(dict.fromkeys(source for cell in (*one.cells[:-1], priced, in_cash) for source in cell.sources)),
            *(one.option.local, one.option.like),
            *_price(priced.price),
            *list(_price(in_cash.price))[1:],
        )
        for one, priced, in_cash in zip(result.options, first.cells, cash.cells, strict=True)
    )


def _bibliography(result: Bibliography) -> Rows:
    header = ("source", "publisher", "title", "year", "kind", "read", "url", "rests_kind", "rests_on", "attribute")
    resting = [
        (citation.source, rest.kind, rest.option or rest.id, rest.attribute)
        for citation in result.citations
        for rest in citation.rests or (Rests(kind=""),)
    ]
    return header, (
        (one.id, one.publisher, one.title, one.year, one.kind, one.read, one.url, *rest) for one, *rest in resting
    )


def _contents(result: Contents) -> Rows:
    named = [("topic", one) for one in result.topics] + [("term", one) for one in result.terms]
    return ("kind", "id", "title"), ((kind, one.id, one.title) for kind, one in named)


def _reading(result: Reading) -> Rows:
    term, topic = result.term, result.topic
    said = [(term.id, term.term, term.means, term.sources)] if term else []
    if topic:
        said += [(topic.id, topic.title, point_text(point), point.sources or topic.sources) for point in topic.point]
    return ("id", "title", "says", "sources"), ((*words, ";".join(sources)) for *words, sources in said)


def _soundness(result: Soundness) -> Rows:
    findings = (("warning" if one.warning else "problem", one.place, one.message, one.hint) for one in result.findings)
    criteria = (("met" if one.met else "not met", one.id, one.asks, one.by) for one in result.audit)
    return ("kind", "place", "message", "hint"), (*findings, *criteria)


def _recommendation(result: Recommendation) -> Rows:
    """One line for each thing said, what is urgent first."""
    said: list[tuple[Any, ...]] = [
        ("urgent", one.rule, one.message, "; ".join(reach(line) for line in one.help)) for one in result.urgent
    ]
    said += [("needs a clinician", one.rule, one.clinician, "") for one in result.clinician]
    said += [("settled", "", "yes" if result.settled else "no", "")] if not result.stopped else []
    said += [("at least", "+".join(result.at_least.options), "", "")] if not result.stopped else []
    said += [("at most", "+".join(result.at_most.options), "", "")] if not result.stopped else []
    for id_, need in result.needs.items():
        said.append(("need", id_, need.at_least_text, need.at_most_text))
    for plan in result.plans:
        told = [f"score {plan.score:g}", *(one.text for one in plan.conflicts)]
        said.append(("plan", "+".join(plan.options), plan.fit, "; ".join(told)))
    for price in (one for row in result.rows if row.type == "money" for one in row.shown):
        said += [("price", cell.option, f"{price.label}: {cell.text}", cell.note) for cell in price.cells]
    if result.nearest:
        missed = "; ".join(f"{miss.label}: {gap_text(miss.needs, miss.has)}" for miss in result.nearest.misses)
        said.append(("nearest plan", "+".join(result.nearest.options), "does not meet every need", missed))
    said += [("alongside", one.option, one.because, one.rule) for one in result.alongside]
    said += [("reason", one.rule, one.because, ";".join(one.sources)) for one in result.reasons]
    said += [("ask next", id_, "", "") for id_ in result.ask_next]
    said += [("flip", one.question, one.text, "+".join(one.at_least.options)) for one in result.flips]
    said += [("whom to call", line.id, f"{line.name}: {reach(line)}", line.says) for line in result.help]
    said.append(("what this is not", "", f"{result.scope} {result.statement}".strip(), ""))
    return ("kind", "id", "says", "more"), said


def _replay(result: Replay) -> Rows:
    said = [("urgent", one.message, "", "") for one in result.urgent]
    said += [("needs a clinician", one.clinician, "", "") for one in result.clinician]
    said.append(("result", "", "still holds" if result.same else "has changed", ""))
    said += [(one.about, one.was, one.now, one.why) for one in result.changes]
    return ("about", "was", "now", "why"), said


def _review(result: Review) -> Rows:
    said = [("urgent", one.rule, "", one.message) for one in result.urgent]
    said += [("needs a clinician", one.rule, "", one.clinician) for one in result.clinician]
    said.append(("direction", result.direction, "+".join(result.earlier.options), "+".join(result.later.options)))
    said += [(one.change, one.question, one.earlier, one.later) for one in result.areas]
    said += [(f"need {one.change}", one.attribute, one.earlier, one.later) for one in result.needs]
    return ("kind", "id", "earlier", "later"), said


def _rulebook(result: Rulebook) -> Rows:
    header = ("rule", "title", "when", "then", "because", "questions", "sources", "local")
    return header, (
        (
            *(one.id, one.title, one.when, one.effect, one.because),
            *(";".join(one.questions), ";".join(one.sources), one.local),
        )
        for one in result.rules
    )


def _scoring(result: Scoring) -> Rows:
    said: list[tuple[Any, ...]] = [("instrument", one.id, one.name, one.licence) for one in result.instruments]
    said += [
        ("flag" if one.certain else "look at", ";".join(map(str, one.items)), one.message, "") for one in result.flags
    ]
    for one in result.scores:
        said.append(("score", one.id, f"{one.least} to {one.most}", ";".join(map(str, one.missing))))
        said += [("skipped by the form", one.id, "counts as 0", ";".join(map(str, one.skipped)))] if one.skipped else []
        said += [
            ("band", one.id, f"{band.label}{f' ({band.for_})' if band.for_ else ''}", band.means) for band in one.bands
        ]
    return ("kind", "id", "says", "more"), said


def _selfcheck(result: SelfCheck) -> Rows:
    said: list[tuple[Any, ...]] = [
        ("urgent", one.rule, one.message, "; ".join(reach(line) for line in one.help)) for one in result.urgent
    ]
    found = result.found
    said.append(("signs", "", f"{found.least} to {found.most}", found.several))
    for kind, signs in (("yes", found.yes), ("no", found.no), ("skipped", found.skipped)):
        said += [(kind, one.id, one.label, "") for one in signs]
    said += [("band", "", band.label, f"{band.means} {band.talk}") for band in found.bands]
    said += [("advice", "", one.says, ";".join(one.sources)) for one in result.advice]
    said += [("wish", one.question, one.label, one.text) for one in result.wishes]
    said += [(one.about, one.id, one.label, one.says) for one in result.tips]
    for one in result.options:
        said.append(("option", one.option.id, one.option.name, "; ".join(each.text for each in one.conflicts)))
    said += [("whom to call", line.id, f"{line.name}: {reach(line)}", line.says) for line in result.help]
    said.append(("what this is not", "", result.statement, ""))
    return ("kind", "id", "says", "more"), said


def _batch(result: BatchReport) -> Rows:
    """One line for each count; empty where it is not shown."""
    said: list[tuple[Any, ...]] = [
        ("records", "", id_, getattr(result, id_)) for id_ in ("read", "blank", "reported", "rejected")
    ]
    said += [("rejected", one.problem, one.says, one.times) for one in result.faults]
    said += [("status", one.id, one.label, one.people) for one in result.status]
    said += [("people", id_, "", getattr(result, id_)) for id_ in _HEADLINES]
    said += [("not asked", "", label, "") for label in result.unasked]
    said += [("collect", one.question, one.label, one.open) for one in result.collect]
    said += [("cells read as", one.form, one.says, one.cells) for one in result.read_as]
    for plan in result.plans:
        ids = "+".join(plan.options)
        said += [("first plan", ids, plan.name, plan.first), ("least plan", ids, plan.name, plan.at_least)]
    for need in result.needs:
        for one in need.levels:
            told = f"{need.label}: {one.label}"
            said += [
                ("need at least", need.attribute, told, one.at_least),
                ("need at most", need.attribute, told, one.at_most),
            ]
    said += [("rule", one.rule, one.title, one.people) for one in result.rules]
    for asked in result.ask_next:
        said += [
            ("first to ask", asked.question, asked.label, asked.first),
            ("open", asked.question, asked.label, asked.open),
        ]
    for wish in result.wishes:
        said += [
            ("against a wish", wish.question, wish.label, wish.certain),
            ("perhaps against a wish", wish.question, wish.label, wish.may),
        ]
    if result.cost:
        said += [("cash price of a week", id_, "", getattr(result.cost, id_)) for id_ in result.cost.__struct_fields__]
    if result.agreement:
        for went in result.agreement.outcomes:
            said += [(f"went, {of}", went.id, went.label, getattr(went, of)) for of in ("people", "settled", "open")]
        said += [("went without", one.id, one.label, one.people) for one in result.agreement.misses]
        said += [("went against a rule", one.id, one.label, one.people) for one in result.agreement.by_rule]
    for groups in result.groups:
        for group in groups.groups:
            kind, name = f"group by {groups.by}", group.name or "not known"
            said += [(kind, name, id_, getattr(group, id_)) for id_ in _OF_GROUP]
            said += [(kind, name, f"went: {id_}", people) for id_, people in group.agreement.items()]
        said.append((f"group by {groups.by}", "", "in groups not shown", groups.not_shown))
    said.append(("what this is not", "", result.statement, ""))
    return ("kind", "id", "says", "people"), ((*words, "" if people is None else people) for *words, people in said)


_HEADLINES = ("settled", "stopped", "clinician", "open", "too_little", "planned")
_OF_GROUP = ("people", "ok", "open", "urgent", "settled", "clinician", "too_little", "planned")


def _answer(result: Answer) -> Rows:
    """One line for each thing said, what cannot wait first."""
    said: list[tuple[Any, ...]] = [
        (result.kind, one.id, one.message, "; ".join(reach(line) for line in one.lines)) for one in result.alerts
    ]
    said.append((result.kind, result.shape, result.text, ";".join(result.rests)))
    said += [(f"{one.option} {one.attribute}", one.label, one.text, ";".join(one.sources)) for one in result.lines]
    for reading in result.readings:
        said += [
            (reading.kind, reading.id, point_text(point), ";".join(point.sources or reading.sources))
            for point in reading.points
        ]
    said += [("see also", one.id, one.title, "") for one in result.see]
    said += [("not used", "", word, "") for word in result.unread]
    said += [("ask the program", one.attribute, one.ask.says, "") for one in result.ask]
    said += [("can be asked", "", one, "") for one in result.suggestions]
    return ("kind", "id", "says", "more"), said


_TABLES: Mapping[str, Callable[[Any], Rows]] = {
    "Comparison": _comparison,
    "Profile": _profile,
    "Listing": _listing,
    "Bibliography": _bibliography,
    "Contents": _contents,
    "Reading": _reading,
    "Soundness": _soundness,
    "Recommendation": _recommendation,
    "Replay": _replay,
    "Review": _review,
    "Rulebook": _rulebook,
    "Scoring": _scoring,
    "SelfCheck": _selfcheck,
    "BatchReport": _batch,
    "Answer": _answer,
    "Programs": csv_programs.programs,
    "ImportReport": csv_programs.imported,
    "HeardReport": csv_programs.heard,
    "ProgramsCheck": csv_programs.checked,
    "Gaps": csv_programs.gaps,
}
