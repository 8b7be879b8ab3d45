"""The first screen of a recommendation: what cannot wait, what is decided on, why, what to ask, and what to do now.

`say` is the same as sentences that staff can read to a caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from iopcli.dataset.lines import call
from iopcli.facts.wording import capitalised
from iopcli.match.recommendation import CAN_WAIT, OpenQuestion, Planned, Recommendation
from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Said, ShellHint
from iopcli.report.pages.available import call_first, near_here
from iopcli.report.pages.cost import of_weeks
from iopcli.report.pages.parts import clinician, urgent

FOR_FAMILY = "What you can do yourself, and who can help you: `iopcli topics helping-someone-else`."
HELP_FIRST = "Get help first"
SAID_NOW = "Please get that help first. My other questions can wait."
SAID_LAST = "You decide what you do. I can read any of this again, or give you the numbers to call."
FEW = 3
"""Plans, reasons, and questions that narrow it, on a first screen."""
READ_ON = (
    "Read more: --why, --plans (and what to ask the program), --flips (what one answer would change), --table, --full, "
    "--say (to read aloud)."
)


def decided(result: Recommendation) -> list[Block]:
    """What is urgent, at least and at most, the first plans, three reasons, the next question, and what to do now."""
    wait: list[Block] = [Paragraph(Said(CAN_WAIT, role="alert"))] if result.help_now else []
    body = [*cannot_wait(result), *wait, *ask_again(result), *outcome(result)]
    body += [*_first_plans(result), *of_weeks(result.costs, _payer(result), first=True)]
    body += [*_because(result), *_next(result)]
    body += [*until(result.until, now=result.help_now), *for_family(result)]
    answer = f"To answer: --set {result.ask_next[0]}=... " if result.ask_next and not result.help_now else ""
    return [*body, ShellHint(f"{answer}{READ_ON}")]


def until(texts: Sequence[str], *, now: bool) -> list[Block]:
    """What to do until there is an opening, or, where help comes before any program, until it is there."""
    title = "Until help is there" if now else "Until there is an opening"
    return [Heading(title), Bullets(tuple(Point(Said(text)) for text in texts))] if texts else []


def _payer(result: Recommendation) -> str:
    return str(result.answers.get("payer") or "")


def for_family(result: Recommendation) -> list[Block]:
    """Where someone who cares for the person reads on."""
    return [ShellHint(FOR_FAMILY)] if result.voice == "family" else []


def say(result: Recommendation) -> list[Block]:
    """What to say to a caller, sentence by sentence."""
    if result.stopped:
        return cannot_wait(result)
    sentences = [_least_care(result), *_reasons(result), *result.until]
    asked = [f"May I ask one more thing? {_next_open(result).said}"] if result.ask_next else []
    ends = [SAID_NOW] if result.help_now else [*asked, SAID_LAST]
    said = (*(Said(text, role="alert") for text in _alarms_said(result)), *map(Said, (*sentences, *ends)))
    return [Heading("To say to the caller"), Bullets(tuple(map(Point, said)))]


def _alarms_said(result: Recommendation) -> Iterator[str]:
    """What is urgent as it is said aloud: with each number once."""
    said = ""
    for one in result.urgent:
        said += one.message
        new = [line for line in one.help if line.number not in said]
        said += "".join(line.number for line in new)
        yield f"{one.message} {call(new)}".rstrip()


def _least_care(result: Recommendation) -> str:
    """What comes out of it, as it is said to someone on the phone."""
    least, most = result.at_least.said, result.at_most
    if not result.plans:
        return "No kind of care here meets everything you need. A clinician needs to look at this with you."
    decides = "You and a clinician decide together."
    if result.settled:
        return f"Based on what you told me, the least intensive care that meets every need is {least}. {decides}"
    most_said = bare_plan(most.said) if most.options else "more than any plan I have here"
    if nothing_known(result):
        return f"I do not know enough yet to say how much care you need. You may need as much as {most_said}. {decides}"
    ranged = f"as little as {bare_plan(least)}, or as much as {most_said}" if least != most.said else bare_plan(least)
    return f"I do not know everything yet. Based on what you told me, you may need {ranged}. {decides}"


def _first_plans(result: Recommendation) -> list[Block]:
    """The first plans by name, with what stands against them, each thing said once."""
    if nothing_known(result):
        return []
    plans = result.plans[:FEW] or ([result.nearest] if result.nearest else [])
    name = "Plans to talk over" if result.plans else "The closest plan"
    said = [{one.text for plan in plans[:number] for one in plan.conflicts} for number in range(len(plans))]
    points = tuple(
        Point(Said(capitalised(plan.said), role="strong"), (*_against(plan, before), *near_here(result, plan.options)))
        for plan, before in zip(plans, said, strict=True)
    )
    return [Heading(name), Bullets(points), *call_first(result)]


def _against(plan: Planned, said: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a plan misses, and what of the wishes stands against it, where it was not said of one before."""
    if plan.misses:
        yield "Missing", ", ".join(miss.label.lower() for miss in plan.misses)
    if against := [one.text for one in plan.conflicts if one.certain and one.text not in said]:
        yield "Keep in mind", " ".join(against)


def _because(result: Recommendation) -> list[Block]:
    points = tuple(Point(Said(text)) for text in _reasons(result))
    return [Heading("Why"), Bullets(points)] if points else []


def _reasons(result: Recommendation) -> list[str]:
    """The reasons that a life may hang on, then those of the needs that most options leave unmet, a need each."""
    first = [one.because for one in result.reasons if one.first]
    because = {one.rule: one.because for one in result.reasons}
    unmet = Counter(miss.attribute for verdict in result.options for miss in verdict.misses)
    known = [(id_, need) for id_, need in result.needs.items() if need.at_least is not None]
    telling = sorted(known, key=lambda one: -unmet[one[0]])
    return list(dict.fromkeys([*first, *(because[need.rules[0]] for _, need in telling if need.rules)]))[:FEW]


def _next(result: Recommendation) -> list[Block]:
    """The question whose answer would narrow it most; none where help comes first."""
    if not result.ask_next or result.help_now:
        return []
    return [Paragraph(Said(f"Ask next: {_next_open(result).asks}", role="strong"))]


def _next_open(result: Recommendation) -> OpenQuestion:
    """The question that would narrow it most."""
    return next(one for one in result.unanswered if one.question == result.ask_next[0])


def title(result: Recommendation) -> str:
    """What the page is, to the person or to staff."""
    return "What the rules say about these answers" if to_staff(result) else "What to talk over, based on these answers"


def to_staff(result: Recommendation) -> bool:
    """Whether the page speaks to staff about the person."""
    return result.voice == "staff"


def cannot_wait(result: Recommendation) -> list[Block]:
    """What is urgent, and what a clinician has to look at."""
    alarms = urgent(result.urgent, "Urgent: tell the person" if to_staff(result) else "Urgent")
    return alarms if result.stopped else [*alarms, *clinician(result.clinician)]


def outcome(result: Recommendation) -> list[Block]:
    """What may be urgent and is not known, unless help comes first anyway; and what comes out of it."""
    open_ones = ", ".join(one.label.lower() for one in result.unanswered if one.urgent and not result.help_now)
    first = [Paragraph(Said(f"Not answered yet, but may be urgent: {open_ones}.", role="alert"))] if open_ones else []
    return [*first, Paragraph(Said(in_a_sentence(result), role="strong"))]


def summary(result: Recommendation) -> list[Block]:
    """The same, with what would narrow it most."""
    labels = {one.question: one.label for one in result.unanswered}
    asks = ", ".join(labels[id_].lower() for id_ in result.ask_next[:FEW])
    more = (
        [Paragraph(Said(f"Most helpful to answer next: {asks}."))]
        if asks and not (result.settled or result.help_now)
        else []
    )
    return [*outcome(result), *more]


def in_a_sentence(result: Recommendation) -> str:
    """What comes out of it; to the person as what to talk over, to staff as what the rules say."""
    least, most, staff = result.at_least.said, result.at_most.said, to_staff(result)
    if not result.plans:
        return "No plan here meets every need. Talk to a clinician about the closest plan."
    decides = "The person and a clinician decide together." if staff else "Talk it over with a doctor or a counselor."
    if result.settled:
        return f"Based on these answers, the least intensive care that meets every need is {least}. {decides}"
    if nothing_known(result):
        return f"{_nothing_asked_for(result)} {decides}"
    who = "The person" if staff else "They" if result.voice == "family" else "You"
    why = "A clinician needs to look at these answers first" if result.clinician else "Some answers are missing"
    ends = (
        f"Based on these answers, the least intensive care is {least}."
        if least == most
        else f"{who} may need as little as {bare_plan(least)}, or as much as {_most(result)}."
    )
    return f"{why}. {ends} {decides}"


def nothing_known(result: Recommendation) -> bool:
    """Whether no need is known and yet nothing is settled: then no plan is one to talk over."""
    asked = any(need.at_least is not None for need in result.needs.values())
    return bool(result.plans) and not result.settled and not asked


def _nothing_asked_for(result: Recommendation) -> str:
    """What is said where no need is known and yet nothing is settled: never that no treatment would be enough."""
    if result.at_most.options == result.at_least.options:
        return "These answers alone do not call for treatment. A clinician needs to look at them first."
    return f"There are not enough answers yet. The care needed may be as much as {_most(result)}."


def bare_plan(said: str) -> str:
    """A plan inside a sentence that puts no *first* before it: `a detox unit, then outpatient care`."""
    return said.removeprefix("first ")


def _most(result: Recommendation) -> str:
    return bare_plan(result.at_most.said) if result.at_most.options else "more than any plan here"


def ask_again(result: Recommendation) -> list[Block]:
    """Answers that pull against each other, and what to ask; what is taken for true until it is answered."""
    points = tuple(Point(Said(one.says, role="strong")) for one in result.ask_again)
    title = "Ask the person again" if to_staff(result) else "Ask this again"
    found: list[Block] = [Heading(title), Bullets(points)] if points else []
    taken = (f"We assume this until we know more: {one.text}" for one in result.assumed)
    return [*found, *(Paragraph(Said(text, role="alert")) for text in taken)]
