"""The questions of the self-check: some are the dataset's own, the signs and the extra ones are made from its texts."""

from __future__ import annotations

from iopcli.dataset.model import Checklist, Choice, Dataset, Extra, Question, Sign, Voice

YES_NO = (
    Choice(value=True, label="yes", person="Yes.", staff="Yes"),
    Choice(value=False, label="no", person="No.", staff="No"),
)


def check_questions(dataset: Dataset, voice: Voice = "person") -> dict[str, Question]:
    """Every question of the self-check by id, in the order they are asked."""
    one = dataset.checklist.to(voice)
    made = [_of_sign(one, sign) for sign in one.sign], [_of_extra(one, extra) for extra in one.extra]
    known = {**dataset.questions, **{question.id: question for part in made for question in part}}
    return {id_: known[id_] for id_ in (*one.safety, *(sign.id for sign in one.sign), *one.matters)}


def _of_sign(one: Checklist, sign: Sign) -> Question:
    says = f"In {one.over}: {sign.asks} {sign.note}".rstrip()
    return Question(
        id=sign.id, order=0, type="yesno", part="about", label=sign.label, person=says, staff=says, family=says,
        why=sign.why, why_about=sign.why_about, sources=one.sources, choice=YES_NO,
    )  # fmt: skip


def _of_extra(one: Checklist, extra: Extra) -> Question:
    choices = tuple(
        Choice(value=tip.value, label=tip.label, person="", staff="", also=tip.also, alone=tip.alone)
        for tip in extra.choice
    )
    return Question(
        id=extra.id, order=0, type="choices", part="wishes", label=extra.label, person=extra.asks, staff=extra.asks,
        why=extra.why, sources=one.sources, choice=choices,
    )  # fmt: skip
