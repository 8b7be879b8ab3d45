"""The words of a page to take home that depend on whom it is for: the person, staff, or family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iopcli.dataset.model import Voice

Words = Mapping["Voice", str]
TITLE: Words = {
    "person": "To take home", "staff": "Handout, with the sheet for staff", "family": "To take home, for the family",
}  # fmt: skip
WHAT_WAS_SAID: Words = {
    "person": "What you said",
    "staff": "What the person said",
    "family": "What was said about them",
}
MATTERS: Words = {
    "person": "What matters to you", "staff": "What matters to the person", "family": "What matters to them",
}  # fmt: skip
MOST_OF_ALL: Words = {
    "person": "What matters most to you? Write it in your own words.",
    "staff": "What matters most to the person, in their own words?",
    "family": "What matters most to them? What matters most to you?",
}
STEPS: Mapping[Voice, Sequence[str]] = {
    "person": (
        "Call a program. You can ask someone to sit with you while you call.",
        "Ask the questions on this page, and write down the answers.",
        "Visit the program, or meet the staff by video.",
        "Decide with a doctor or a counselor.",
        "Follow up. Talk about how it is going, and what to change.",
    ),
    "staff": (
        "Call a program with the person.",
        "Ask the questions on this page, and write down the answers.",
        "Arrange a visit to the program, or a meeting by video.",
        "Decide with the person and a clinician.",
        "Follow up with the person, whether or not they started.",
    ),
    "family": (
        "Call a program with them, or ask them first whether you may call.",
        "Ask the questions on this page, and write down the answers.",
        "Offer to visit the program with them.",
        "Let them decide with a doctor or a counselor, and tell them you will help.",
        "Follow up. Ask how it is going for them, and for you.",
    ),
}
