"""The help lines in a few words: on top of every page, and under every name that was not understood."""

from __future__ import annotations

from collections.abc import Iterable

from iopcli.dataset.model import ALARM_LINES, HelpLine


def reach(line: HelpLine) -> str:
    """How to reach a help line in a few words: `Call or text 988`."""
    channels = [channel for channel in line.how if channel in ("call", "text")]
    return f"{' or '.join(channels).capitalize()} {line.number}"


def call(lines: Iterable[HelpLine]) -> str:
    """How to reach help lines, each with its name, unless that is its number: `Call 911 (Emergency). Call 211.`"""
    return " ".join(f"{reach(one)}{'' if one.name == one.number else f' ({one.name})'}." for one in lines)


def first_call(lines: Iterable[HelpLine]) -> str:
    """The lines for danger in one breath."""
    return "In danger now? " + " ".join(f"{reach(line)}." for line in lines if line.id in ALARM_LINES)
