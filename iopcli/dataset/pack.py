"""The dataset as one binary file beside the program, so that no command has to parse sixty files of TOML.

It is made when the wheel is built, from the same files, and used only while its checksum is theirs; after any edit, and
in a checkout, the TOML is read. What is unpacked equals what would have been loaded.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from iopcli.dataset.model import FACTS, Attribute, Dataset, Fact, Money, Points, Range, Words
from iopcli.dataset.read import Files


class ByType(Struct, array_like=True):
    """One option's facts, apart by type, so that each is decoded as what it is."""

    range: dict[str, Fact[Range]]
    money: dict[str, Fact[Money]]
    scale: dict[str, Fact[str]]
    flag: dict[str, Fact[str]]
    set: dict[str, Fact[Words]]
    text: dict[str, Fact[Points]]


class Packed(Struct, array_like=True):
    """A dataset without its facts, and the facts by option."""

    dataset: Dataset
    facts: dict[str, ByType]


def place() -> Path:
    """Where the packed dataset is, if there is one."""
    return Path(__file__).resolve().parents[1] / "data.msgpack"


def checksum(parts: Iterable[bytes | memoryview]) -> bytes:
    """Four bytes (CRC-32) that change with any change of the parts."""
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    return crc.to_bytes(4)


def pack(dataset: Dataset, base: Files) -> bytes:
    """The dataset as bytes, after the checksums of the files it was loaded from and of itself."""
    bare = {id_: msgspec.structs.replace(option, facts={}) for id_, option in dataset.options.items()}
    facts = {id_: _by_type(option.facts, dataset.attributes) for id_, option in dataset.options.items()}
    body = msgspec.msgpack.encode(Packed(msgspec.structs.replace(dataset, options=bare), facts))
    return checksum(base.stream) + checksum([body]) + body


def unpack(content: bytes, base: Files) -> Dataset | None:
    """The dataset that was packed from just these files; None if it was not, or is not whole."""
    body = memoryview(content)[8:]
    if content[:8] != checksum(base.stream) + checksum([body]):
        return None
    try:
        packed = msgspec.msgpack.decode(body, type=Packed)
    except msgspec.MsgspecError:  # of another version of the program
        return None
    dataset = packed.dataset
    options = {
        id_: msgspec.structs.replace(option, facts=_in_order(packed.facts[id_], dataset.attributes))
        for id_, option in dataset.options.items()
    }
    return msgspec.structs.replace(dataset, options=options)


def _by_type(facts: Mapping[str, Fact[Any]], attributes: Mapping[str, Attribute]) -> ByType:
    sorted_out: dict[str, dict[str, Fact[Any]]] = {type_: {} for type_ in FACTS}
    for id_, fact in facts.items():
        sorted_out[attributes[id_].type][id_] = fact
    return ByType(**sorted_out)


def _in_order(facts: ByType, attributes: Mapping[str, Attribute]) -> dict[str, Fact[Any]]:
    every: dict[str, Fact[Any]] = {}
    for type_ in FACTS:
        every |= getattr(facts, type_)
    return {id_: every[id_] for id_ in attributes if id_ in every}
