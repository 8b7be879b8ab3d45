"""The words in which programs are compared: what each means, and the question that asks a program for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    "option", "payer", "help", "language", "group", "age", "gives", "accepts", "withdrawal", "service", "only", "more"
]


class Word(NamedTuple):
    """One thing that a list may say of a program."""

    kind: Kind
    says: str
    ask: str


OPTIONS: Mapping[str, tuple[str, str]] = {
    "outpatient": ("outpatient treatment", "Do you offer outpatient treatment for substance use?"),
    "iop": ("an intensive outpatient program", "Do you offer an intensive outpatient program (IOP) for substance use?"),
    "telehealth-iop": ("an IOP by video", "Do you offer the intensive outpatient program by video?"),
    "php": ("day treatment", "Do you offer day treatment or partial hospitalization for substance use?"),
    "withdrawal-outpatient": ("withdrawal care by day", "Do you treat withdrawal in the daytime, with nights at home?"),
    "detox": ("a detox unit", "Do you have a detox unit where people stay day and night?"),
    "otp": ("an opioid treatment program", "Are you an opioid treatment program that gives methadone?"),
    "residential-low": ("residential level 3.1", "Do you offer low-intensity residential treatment, level 3.1?"),
    "residential": ("residential level 3.5", "Do you offer residential treatment, level 3.5?"),
    "residential-medical": (
        "residential level 3.7",
        "Do you offer residential treatment with medical care, level 3.7?",
    ),
    "inpatient": ("hospital treatment", "Do you treat substance use in a hospital, with nights there?"),
    "recovery-residence": ("a recovery home", "Do you run a recovery home or sober home?"),
}
"""The options that a list of programs can name, from least to most intensive: how each reads, and its question."""
LANGUAGES: Mapping[str, str] = {
    "arabic": "Arabic", "chinese": "Chinese", "creole": "Creole", "farsi": "Farsi", "french": "French",
    "german": "German", "greek": "Greek", "hebrew": "Hebrew", "hindi": "Hindi", "hmong": "Hmong",
    "italian": "Italian", "japanese": "Japanese", "korean": "Korean", "polish": "Polish",
    "portuguese": "Portuguese", "russian": "Russian", "tagalog": "Tagalog", "vietnamese": "Vietnamese",
    "ojibwa": "Ojibwa", "yupik": "Yupik",
}  # fmt: skip
_PAYERS: Mapping[str, str] = {
    "medicaid": "Medicaid", "medicare": "Medicare", "private": "private insurance", "tricare": "TRICARE",
    "va": "VA health care", "state-insurance": "a state health plan other than Medicaid",
    "tribal": "Indian Health Service or tribal funds", "cash": "cash",
}  # fmt: skip
_GROUPS: Mapping[str, tuple[str, str]] = {
    "pregnant": ("pregnant or postpartum people", "people who are pregnant or have a new baby"),
    "adolescents": ("adolescents", "teenagers"),
    "young-adults": ("young adults", "young adults"),
    "older-adults": ("older adults", "older adults"),
    "women": ("women", "women"),
    "men": ("men", "men"),
    "veterans": ("veterans", "veterans"),
    "military": ("active duty military", "people on active duty in the military"),
    "military-families": ("military families", "military families"),
    "courts": ("people sent by a court", "people whom a court has sent"),
    "co-occurring": ("people with a mental health condition too", "people who also have a mental health condition"),
    "pain": ("people with chronic pain too", "people who also have chronic pain"),
    "hiv": ("people with HIV", "people with HIV"),
    "trauma": ("people who have lived through trauma", "people who have lived through trauma"),
    "sexual-abuse": ("people who were sexually abused", "people who were sexually abused"),
    "partner-violence": ("people hurt by a partner", "people who were hurt by a partner"),
}
_AGES: Mapping[str, str] = {
    "age-children": "children and adolescents", "age-young-adults": "young adults", "age-adults": "adults",
    "age-seniors": "people of 65 or older",
}  # fmt: skip
_MEDICATIONS: Mapping[str, str] = {
    "methadone": "methadone", "buprenorphine": "buprenorphine", "naltrexone": "naltrexone",
    "alcohol-medications": "medications for alcohol use",
}  # fmt: skip
_WITHDRAWAL: Mapping[str, str] = {
    "withdrawal-alcohol": "alcohol", "withdrawal-benzodiazepines": "benzodiazepines", "withdrawal-opioids": "opioids",
    "withdrawal-cocaine": "cocaine", "withdrawal-methamphetamine": "methamphetamine",
}  # fmt: skip
_SERVICES: Mapping[str, str] = {
    "assessment": "an assessment", "individual-therapy": "one-on-one counseling", "group-therapy": "group counseling",
    "family-therapy": "family counseling", "education": "classes on substance use",
    "case-management": "case management", "drug-testing": "drug testing",
    "peer-support": "peer support", "mutual-help": "self-help groups",
}  # fmt: skip

WORDS: Mapping[str, Word] = {
    **{id_: Word("option", says, ask) for id_, (says, ask) in OPTIONS.items()},
    **{id_: Word("payer", name, f"Do you take {name}?") for id_, name in _PAYERS.items()},
    "sliding-fee": Word("help", "a sliding fee scale", "Do you have a sliding fee, which goes by income?"),
    "payment-help": Word("help", "other help to pay", "Is there any other help to pay?"),
    "free": Word("help", "no charge", "Is treatment free?"),
    "spanish": Word("language", "Spanish", "Is treatment offered in Spanish?"),
    "sign-language": Word("language", "sign language", "Do you offer sign language for people who are deaf?"),
    "native-languages": Word(
        "language", "an American Indian or Alaska Native language", "Which Native languages are spoken?"
    ),
    "other-languages": Word("language", "other languages", "Which other languages are spoken?"),
    **{id_: Word("language", name, f"Is treatment offered in {name}?") for id_, name in LANGUAGES.items()},
    **{id_: Word("group", says, f"Do you have a program or group for {who}?") for id_, (says, who) in _GROUPS.items()},
    **{id_: Word("age", who, f"Do you treat {who}?") for id_, who in _AGES.items()},
    "female": Word("group", "women and girls accepted", "Do you treat women?"),
    "male": Word("group", "men and boys accepted", "Do you treat men?"),
    **{id_: Word("gives", name, f"Can I start {name} with you, or stay on it?") for id_, name in _MEDICATIONS.items()},
    "alcohol-medications": Word(
        "gives",
        _MEDICATIONS["alcohol-medications"],
        "Can I start medications for alcohol use with you, or stay on them?",
    ),
    "opioid-medication-elsewhere": Word(
        "accepts",
        "people who get medication for opioid use from another place",
        "Can I stay in your program if another place gives me medication for opioid use?",
    ),
    "alcohol-medication-elsewhere": Word(
        "accepts",
        "people who get medication for alcohol use from another place",
        "Can I stay in your program if another place gives me medication for alcohol use?",
    ),
    **{id_: Word("withdrawal", what, f"Do you treat withdrawal from {what}?") for id_, what in _WITHDRAWAL.items()},
    **{id_: Word("service", what, f"Do you offer {what}?") for id_, what in _SERVICES.items()},
    "only-opioids": Word("only", "people with opioid use only", "Do you treat only people with opioid use?"),
    "only-alcohol": Word("only", "people with alcohol use only", "Do you treat only people with alcohol use?"),
    "only-driving": Word(
        "only", "people with a drunk driving charge only", "Do you treat only people with a charge of drunk driving?"
    ),
    "treats-opioids": Word("more", "treatment for opioid use", "Do you treat opioid use?"),
    "treats-alcohol": Word("more", "treatment for alcohol use", "Do you treat alcohol use?"),
    "telehealth": Word("more", "telehealth", "Can some of the treatment be by video or phone?"),
    "childcare": Word("more", "child care", "Is there child care while I am in treatment?"),
    "children-stay": Word("more", "beds for children of clients", "Can my children stay with me there?"),
    "housing-help": Word("more", "help to find housing", "Can you help me find a safe place to live?"),
    "transport": Word("more", "help with rides", "Can you help with rides to treatment?"),
    "mental-health": Word("more", "mental health care", "Do you treat mental health too?"),
    "naloxone": Word("more", "naloxone and overdose education", "Do you give out naloxone?"),
}
"""Every word by its id; the order is the order in which words are shown and asked for."""


def of_kind(*kinds: Kind) -> tuple[str, ...]:
    """The ids of the words of some kinds."""
    return tuple(id_ for id_, word in WORDS.items() if word.kind in kinds)


def in_order(words: Iterable[str]) -> tuple[str, ...]:
    """Words in the order in which they are shown."""
    known = frozenset(words)
    return tuple(id_ for id_ in WORDS if id_ in known)
