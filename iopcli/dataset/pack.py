"""The dataset as one binary file beside the program, so that no command has to parse sixty files of TOML.

It is made when the wheel is built, from the same files, and used only while its checksum is theirs; after any edit, and
in a checkout, the TOML is read. What is unpacked equals what would have been loaded. Most of it is unpacked when it is
first asked for: no command needs all of it.
"""

import zlib
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from functools import cached_property
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from iopcli.dataset.kinds import KINDS
from iopcli.dataset.model import FACTS, Attribute, Dataset, Fact, Money, Option, Points, Range, Words
from iopcli.dataset.read import LayerFiles

T = TypeVar("T")
_TYPES = {field.name: field.type for field in fields(Dataset)}


class ByType(Struct, array_like=True):
    """One option's facts, apart by type, so that each is decoded as what it is."""

    range: dict[str, Fact[Range]]
    money: dict[str, Fact[Money]]
    scale: dict[str, Fact[str]]
    flag: dict[str, Fact[str]]
    set: dict[str, Fact[Words]]
    text: dict[str, Fact[Points]]


class Packed(Struct, array_like=True):
    """The options without their facts, these by option, and the rest of a dataset by name."""

    options: dict[str, Option]
    facts: dict[str, ByType]
    rest: dict[str, msgspec.Raw]


class UnpackedWhenAsked(Mapping[str, T]):
    """Things by their ids, unpacked when the first of them is asked for."""

    def __init__(self, packed: bytes | msgspec.Raw, kind: Any) -> None:
        self._packed, self._kind = packed, kind

    @cached_property
    def _held(self) -> dict[str, T]:
        found: dict[str, T] = msgspec.msgpack.decode(self._packed, type=self._kind)
        return found

    def __getitem__(self, id_: str) -> T:
        return self._held[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def keys(self) -> KeysView[str]:
        """As of a dict, without a detour for each."""
        return self._held.keys()

    def values(self) -> ValuesView[T]:
        """As of a dict."""
        return self._held.values()

    def items(self) -> ItemsView[str, T]:
        """As of a dict."""
        return self._held.items()

    def __reduce__(self) -> Any:
        return UnpackedWhenAsked, (bytes(self._packed), self._kind)


def place() -> Path:
    """Where the packed dataset is, if there is one."""
    return Path(__file__).resolve().parents[1] / "data.msgpack"


def checksum(parts: Iterable[bytes | memoryview]) -> bytes:
    """Four bytes (CRC-32) that change with any change of the parts."""
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    return crc.to_bytes(4)


def pack(dataset: Dataset, base: LayerFiles) -> bytes:
    """The dataset as bytes, after the checksums of the files it was loaded from and of itself."""
    bare = {id_: msgspec.structs.replace(option, facts={}) for id_, option in dataset.options.items()}
    facts = {id_: _by_type(option.facts, dataset.attributes) for id_, option in dataset.options.items()}
    others = {name: getattr(dataset, name) for name in _TYPES if name != "options"}
    rest = {name: dict(one) if isinstance(one, Mapping) else one for name, one in others.items()}
    packed = {name: msgspec.Raw(msgspec.msgpack.encode(one)) for name, one in rest.items()}
    body = msgspec.msgpack.encode(Packed(bare, facts, packed))
    return checksum(base.stream) + checksum([body]) + body


def unpack(content: bytes, base: LayerFiles) -> Dataset | None:
    """The dataset that was packed from just these files; None if it was not, or is not whole."""
    body = memoryview(content)[8:]
    if content[:8] != checksum(base.stream) + checksum([body]):
        return None
    try:
        packed = msgspec.msgpack.decode(body, type=Packed)
    except msgspec.MsgspecError:  # of another version of the program
        return None
    attributes = _unpacked(packed.rest["attributes"], _TYPES["attributes"])
    options = {
        id_: msgspec.structs.replace(option, facts=_in_order(packed.facts[id_], attributes))
        for id_, option in packed.options.items()
    }
    others = _others(packed.rest.pop("others"))
    rest = {name: _unpacked(raw, _TYPES[name]) for name, raw in packed.rest.items()}
    return Dataset(options=options, others=others, **rest)


def _others(packed: msgspec.Raw) -> dict[str, UnpackedWhenAsked[Any]]:
    """Things of the kinds that have no field of their own."""
    others = msgspec.msgpack.decode(packed, type=dict[str, msgspec.Raw])
    shapes = {kind.held: kind.shape for kind in KINDS} if others else {}
    types = {name: GenericAlias(dict, (str, shapes[f"others.{name}"])) for name in others}
    return {name: UnpackedWhenAsked(raw, types[name]) for name, raw in others.items()}


def _unpacked(packed: msgspec.Raw, kind: Any) -> Any:
    """A part of a dataset; mappings by id are unpacked when it is first asked for."""
    if get_origin(kind) is Mapping:
        return UnpackedWhenAsked(packed, kind)
    return msgspec.msgpack.decode(packed, type=kind)


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
