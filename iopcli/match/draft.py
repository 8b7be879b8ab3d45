"""A draft: the answers of an interview that is not at its end, kept only when asked for, without a name or a date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from iopcli import __version__
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, ResumeRefused
from iopcli.facts.result import Stamp, stamp
from iopcli.match.answers import checked, json_table

SCHEMA = "iopcli/draft/1"


class InterviewDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept."""

    schema: str
    iopcli: str
    dataset: Stamp
    asked: tuple[str, ...]
    """The questions that were answered or skipped, in their order."""
    answers: Mapping[str, Any]
    checksum: str = ""


def draft_text(dataset: Dataset, asked: Sequence[str], answers: Mapping[str, Any]) -> str:
    """Answers as the text of a draft."""
    draft = InterviewDraft(
        schema=SCHEMA, iopcli=__version__, dataset=stamp(dataset), asked=tuple(asked), answers=dict(answers)
    )
    whole = msgspec.structs.replace(draft, checksum=_checksum(draft))
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def read_draft(dataset: Dataset, content: bytes, shown: str) -> InterviewDraft:
    """The draft in a file's content, with its answers typed.

    Raises:
        ResumeRefused: it is none, it is not whole, it was changed, or another dataset asked the questions.
    """
    anew = "give another name to start over; this file was left as it is"
    try:
        draft = msgspec.convert(json_table(content.decode("utf-8-sig"), shown), InterviewDraft, strict=True)
        whole = draft.schema == SCHEMA and draft.checksum == _checksum(msgspec.structs.replace(draft, checksum=""))
    except (UnicodeError, InputRefused, msgspec.ValidationError):
        raise ResumeRefused(f"{shown} is not a draft of an interview, or only part of one", hint=anew) from None
    if not whole:
        raise ResumeRefused(f"{shown} was changed after it was kept", hint=anew)
    if draft.dataset.sha256 != stamp(dataset).sha256:
        made = f"{shown} was made with another dataset ({draft.dataset.version}, as of {draft.dataset.as_of})"
        raise ResumeRefused(f"{made}, whose questions may mean something else", hint=anew)
    answers, problems = checked(dataset, draft.answers, shown)
    if problems or not set(draft.asked) <= dataset.questions.keys():
        raise ResumeRefused(f"{shown} does not fit the questions of this dataset", hint=anew)
    return msgspec.structs.replace(draft, answers=answers)


def _checksum(draft: InterviewDraft) -> str:
    return hashlib.sha256(msgspec.json.encode(draft, order="sorted")).hexdigest()
