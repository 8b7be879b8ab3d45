"""A record: one person's answers and what came of them, without a name or a date; saved only when asked for.

It carries the dataset's version and hash and a checksum, so that a later day can prove it or say what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from iopcli import __version__
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused
from iopcli.facts.result import Stamp
from iopcli.facts.wording import need_text
from iopcli.match.answers import json_table
from iopcli.match.fits import plan_name
from iopcli.match.needs import judged
from iopcli.match.recommendation import Recommendation

SCHEMA = "iopcli/record/1"


class Saved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is saved."""

    schema: str
    iopcli: str
    dataset: Stamp
    answers: Mapping[str, Any]
    fired: tuple[str, ...]
    needs: Mapping[str, Mapping[str, Any]]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    checksum: str = ""


def saved(dataset: Dataset, recommendation: Recommendation) -> str:
    """A recommendation as the text of a record."""
    record = Saved(
        schema=SCHEMA,
        iopcli=__version__,
        dataset=recommendation.dataset,
        answers=recommendation.answers,
        fired=tuple(rule.id for rule in judged(dataset, recommendation.answers).fired),
        needs={id_: {"at_least": need.at_least, "at_most": need.at_most} for id_, need in recommendation.needs.items()},
        at_least=recommendation.at_least.options,
        at_most=recommendation.at_most.options,
    )
    whole = msgspec.structs.replace(record, checksum=_checksum(record))
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def read_record(content: bytes, shown: str) -> Saved:
    """The record in a file's content.

    Raises:
        InputRefused: it is none, it is not whole, or it was changed after it was saved.
    """
    hint = "records are made with `iopcli match --save FILE` and not edited"
    try:
        table = json_table(content.decode("utf-8-sig"), shown)
        record = msgspec.convert(table, Saved, strict=True)
        whole = record.checksum == _checksum(msgspec.structs.replace(record, checksum=""))
    except (UnicodeError, msgspec.ValidationError):
        raise InputRefused(f"{shown} is not a saved record", hint=hint) from None
    if record.schema != SCHEMA:
        raise InputRefused(f"{shown} is a record of another kind", hint=hint)
    if not whole:
        raise InputRefused(f"{shown} was changed after it was saved", hint="save it again from its answers")
    return record


def _checksum(record: Saved) -> str:
    return hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()


def least_text(dataset: Dataset, attribute: str, least: Any) -> str:
    """A minimum as it was saved, in words where the dataset still has them."""
    if least is None:
        return "nothing"
    try:
        return need_text(dataset.attributes[attribute], least)
    except (KeyError, TypeError, ValueError):
        return str(least)


def options_text(dataset: Dataset, options: Sequence[str]) -> str:
    """A plan as it was saved, by name where all its options are still there."""
    return plan_name(dataset, options) if all(id_ in dataset.options for id_ in options) else "+".join(options)
