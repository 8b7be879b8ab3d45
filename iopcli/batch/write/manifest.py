"""The manifest of a batch: what was read, with which dataset and rules, and how every record ended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from iopcli import __version__
from iopcli.facts.result import Result, common

if TYPE_CHECKING:
    from iopcli.batch.run import Records


class Counts(Struct, frozen=True, kw_only=True):
    """How every record ended: `read` is `reported`, `rejected` and `not_reached` together; blank lines stand beside."""

    read: int
    reported: int
    rejected: int
    not_reached: int
    blank: int
    urgent: int
    """Of those reported, how many have an urgent answer."""
    urgent_unread: int
    """Of these, how many could not be read whole: they stand among the rejects too, with the reason."""
    problems: Mapping[str, int]
    """How often a record or a field of it could not be read, by reason."""
    read_as: Mapping[str, int] = {}
    """How many cells were read in a form that no single answer has: `missing` are those taken as not known."""


class Manifest(Result, frozen=True, kw_only=True, tag="iopcli/batch-manifest/1"):
    """Written last: where it stands, the run is complete."""

    iopcli: str
    input: Mapping[str, Any]
    """Kind, bytes and SHA-256 of what was read; no name, which could be somebody's."""
    map: Mapping[str, Any]
    options: Mapping[str, Any]
    rules: Sequence[str]
    columns: Sequence[str]
    """The questions that the input had a column for."""
    counts: Counts
    outputs: Mapping[str, Mapping[str, Any]]
    """What was written, with bytes and SHA-256."""


def manifest(records: Records, options: Mapping[str, Any], outputs: Mapping[str, Path]) -> Manifest:
    """The manifest of a run; no clock goes into it, so the same run gives the same bytes."""
    hashed = {"results": records.results.digest.hexdigest()}
    given = records.given
    return Manifest(
        **common(records.dataset),
        iopcli=__version__,
        input={"kind": given.kind, "bytes": records.size, "sha256": records.sha256},
        map={"title": given.map.title, "source": given.map.source, "as_of": given.map.as_of} if given.map else {},
        options=options,
        rules=tuple(records.dataset.rules),
        columns=sorted({one.to for one in records.columns.answers}),
        counts=records.counts,
        outputs={
            name: {"bytes": path.stat().st_size, "sha256": hashed.get(name) or _sha256(path)}
            for name, path in outputs.items()
        },
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
