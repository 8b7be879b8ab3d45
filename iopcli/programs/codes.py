"""What the codes of FindTreatment.gov mean, in the words of this program; JSON names them by labels.

The codes are those of its service code list. A code that says nothing on which people choose is passed over. Where a
code cannot tell levels of care apart, each of them is a *maybe*, and `UNCLEAR` says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from iopcli.programs.model import Said
from iopcli.programs.words import WORDS

SUBSTANCE, MENTAL = "su", "mh"
"""The two types of place: a code such as `res` is of mental health care on a row of the second."""

YES: Mapping[str, tuple[str, ...]] = {
    "md": ("medicaid",), "mc": ("medicare",), "pi": ("private",), "mi": ("tricare",), "vaf": ("va",),
    "si": ("state-insurance",), "itu": ("tribal",), "sf": ("cash",), "np": ("free",), "ss": ("sliding-fee",),
    "pa": ("payment-help",),
    "sp": ("spanish",), "ah": ("sign-language",), "nx": ("native-languages",), "fx": ("other-languages",),
    "f4": ("arabic",), "f17": ("chinese",), "f19": ("creole",), "f25": ("farsi",), "f28": ("french",),
    "f30": ("german",), "f31": ("greek",), "f35": ("hebrew",), "f36": ("hindi",), "f37": ("hmong",),
    "f42": ("italian",), "f43": ("japanese",), "f47": ("korean",), "f66": ("polish",), "f67": ("portuguese",),
    "f70": ("russian",), "f81": ("tagalog",), "f92": ("vietnamese",), "n24": ("ojibwa",), "n40": ("yupik",),
    "pw": ("pregnant",), "ad": ("adolescents",), "tay": ("young-adults",), "se": ("older-adults",), "wn": ("women",),
    "mn": ("men",), "vet": ("veterans",), "adm": ("military",), "mf": ("military-families",), "cj": ("courts",),
    "co": ("co-occurring",), "copsu": ("pain",), "hv": ("hiv",), "trma": ("trauma",), "xa": ("sexual-abuse",),
    "dv": ("partner-violence",), "fem": ("female",), "male": ("male",),
    "chld": ("age-children",), "yad": ("age-young-adults",), "adlt": ("age-adults",), "snr": ("age-seniors",),
    "mu": ("methadone",), "meth": ("methadone",), "mm": ("methadone",),
    "bu": ("buprenorphine",), "bum": ("buprenorphine",), "ub": ("buprenorphine",), "bwn": ("buprenorphine",),
    "bwon": ("buprenorphine",), "beri": ("buprenorphine",), "bsdm": ("buprenorphine",),
    "nu": ("naltrexone",), "un": ("naltrexone",), "nxn": ("naltrexone",), "vtrl": ("naltrexone",),
    "rpn": ("naltrexone",),
    "acm": ("alcohol-medications",), "dsf": ("alcohol-medications",), "pmat": ("alcohol-medications",),
    "moa": ("opioid-medication-elsewhere",), "acma": ("alcohol-medication-elsewhere",),
    "adtx": ("withdrawal-alcohol",), "bdtx": ("withdrawal-benzodiazepines",), "cdtx": ("withdrawal-cocaine",),
    "mdtx": ("withdrawal-methamphetamine",), "odtx": ("withdrawal-opioids",),
    "csaa": ("assessment",), "ico": ("individual-therapy",), "gco": ("group-therapy",), "fco": ("family-therapy",),
    "sae": ("education",), "cm": ("case-management",), "daut": ("drug-testing",), "peer": ("peer-support",),
    "shg": ("mutual-help",),
    "tele": ("telehealth",), "ct": ("telehealth",), "ccc": ("childcare",), "bc": ("children-stay",),
    "hs": ("housing-help",), "ta": ("transport",), "mhs": ("mental-health",), "sumh": ("mental-health",),
    "oudo": ("only-opioids",), "audo": ("only-alcohol",), "duo": ("only-driving",),
    "mh": ("mental-health",), "noe": ("naloxone",),
}  # fmt: skip
"""What a code says on a row of any type."""
NO: Mapping[str, tuple[str, ...]] = {
    "noop": ("treats-opioids",), "naut": ("treats-alcohol",), "nmoa": ("methadone", "buprenorphine"),
    "nmaut": ("alcohol-medications",),
}  # fmt: skip
"""What a code denies: these say it in so many words."""
LEVELS: Mapping[str, tuple[str, ...]] = {
    "ort": ("outpatient",), "omb": ("outpatient",), "oit": ("iop",), "odt": ("php",), "od": ("withdrawal-outpatient",),
    "rd": ("detox",), "hit": ("inpatient",), "hid": ("inpatient",), "otp": ("otp",), "mm": ("otp",),
}  # fmt: skip
"""The options that a code of a substance use row stands for."""
MAYBE: Mapping[str, tuple[str, ...]] = {
    "res": ("residential-low", "residential", "residential-medical"),
    "rl": ("residential-low", "residential"),
    "rs": ("residential", "residential-medical"),
    "hh": ("recovery-residence", "residential-low"),
    "hi": ("inpatient",),
    "dt": ("withdrawal-outpatient", "detox", "inpatient"),
    "op": ("outpatient", "iop", "php"),
}
"""The options that a code of a substance use row may stand for."""
NARROWER: Mapping[str, frozenset[str]] = {
    "res": frozenset({"rl", "rs", "rd"}),
    "hi": frozenset({"hit", "hid"}),
    "dt": frozenset({"od", "rd", "hid"}),
    "op": frozenset({"ort", "omb", "oit", "odt", "od"}),
}
"""Codes that say more narrowly what a wide one says: where one of them stands, the wide one adds nothing."""
MENTAL_MAYBE: Mapping[str, tuple[str, ...]] = {
    "op": ("outpatient",), "phdt": ("php",), "res": ("residential-low", "residential", "residential-medical"),
    "hi": ("inpatient",),
}  # fmt: skip
"""What a row of mental health care may mean for substance use, where it says that it treats that too."""
UNCLEAR: Mapping[str, str] = {
    "residential": "The list has one word for residential levels 3.1, 3.5 and 3.7, so ask which it is.",
    "recovery-residence": "The list has one word for halfway houses, sober homes and transitional housing, so ask.",
    "telehealth-iop": "The list does not say whether the IOP itself is by video, so ask.",
    "outpatient": "This is listed for mental health care and for substance use, so ask whether both are in one place.",
    "methadone": "The list does not say which medication for opioid use is given, so ask.",
}
"""What the codes cannot tell apart, by the option or word that is only a maybe."""
_SAME_CODE = {"residential-low": "residential", "residential-medical": "residential"}


def unclear(word: str) -> str:
    """What the codes cannot tell apart about a word; nothing where they can."""
    return UNCLEAR.get(_SAME_CODE.get(word, word), "")


OPIOID_MEDICATIONS = ("methadone", "buprenorphine", "naltrexone")


def meaning(codes: Collection[str], type_: str) -> dict[str, Said]:
    """What the codes of one row say, by word, in the order of the words; a word that none names is not there."""
    yes = {word for code in codes for word in YES.get(code, ())}
    no = {word for code in codes for word in NO.get(code, ())} - yes
    maybe: set[str] = set()
    if type_ == MENTAL:
        yes.add("mental-health")
        if "sa" in codes:
            maybe |= {word for code, words in MENTAL_MAYBE.items() if code in codes for word in words}
    else:
        yes |= {word for code in codes for word in LEVELS.get(code, ())}
        wide = (code for code in codes if code in MAYBE and not NARROWER.get(code, frozenset()) & set(codes))
        maybe |= {word for code in wide for word in MAYBE[code]}
        if "omb" in codes and not yes & set(OPIOID_MEDICATIONS):
            maybe |= set(OPIOID_MEDICATIONS)
        if "iop" in yes and "telehealth" in yes:
            maybe.add("telehealth-iop")
    return together(dict.fromkeys(yes, "yes"), dict.fromkeys(maybe - yes - no, "maybe"), dict.fromkeys(no, "no"))


def together(*said: Mapping[str, Said]) -> dict[str, Said]:
    """What several rows say of one place: a `yes` of any stands, then a `maybe`, then a `no`."""
    found: dict[str, Said] = {}
    for what in _WEAKEST_FIRST:
        found |= {id_: its for one in said for id_, its in one.items() if its == what}
    return {id_: found[id_] for id_ in sorted(found, key=_PLACE.__getitem__)}


_WEAKEST_FIRST: tuple[Said, ...] = ("no", "maybe", "yes")
_PLACE = {id_: number for number, id_ in enumerate(WORDS)}


# --- labels, as JSON has them ------------------------------------------------

_LABELS: Mapping[str, str] = {
    "Substance use treatment": "sa", "Detoxification": "dt", "Mental health treatment": "mh",
    "Transitional housing, halfway house, or sober home": "hh", "Transitional housing or halfway house": "hh",
    "Treatment for co-occurring substance use plus serious mental health illness": "sumh",
    "Hospital inpatient": "hi", "Hospital inpatient/24-hour hospital inpatient": "hi", "Outpatient": "op",
    "Residential": "res", "Residential/24-hour residential": "res", "Hospital inpatient detoxification": "hid",
    "Hospital inpatient treatment": "hit", "Outpatient detoxification": "od",
    "Outpatient day treatment or partial hospitalization": "odt", "Intensive outpatient treatment": "oit",
    "Outpatient methadone/buprenorphine or naltrexone treatment": "omb", "Regular outpatient treatment": "ort",
    "Residential detoxification": "rd", "Long-term residential": "rl", "Short-term residential": "rs",
    "Partial hospitalization/day treatment": "phdt", "Telemedicine/telehealth": "tele",
    "Telemedicine/telehealth therapy": "tele", "Computerized treatment/telemedicine": "ct",
    "Methadone used in Treatment": "mu", "Buprenorphine used in Treatment": "bu", "Naltrexone used in Treatment": "nu",
    "Does not treat alcohol use disorder": "naut",
    "Does not use medication assisted treatment for alcohol use disorder": "nmaut",
    "Accepts clients using medication assisted treatment for alcohol use disorder but prescribed elsewhere": "acma",
    "This facility administers/prescribes medication for alcohol use disorder": "pmat",
    "Buprenorphine maintenance": "bum", "Buprenorphine maintenance for predetermined time": "bum",
    "Federally-certified Opioid Treatment Program": "otp", "SAMHSA-certified Opioid Treatment Program": "otp",
    "Methadone maintenance": "mm", "Methadone maintenance for predetermined time": "mm",
    "Prescribes buprenorphine": "ub", "Prescribes/administers buprenorphine": "ub", "Prescribes naltrexone": "un",
    "Prescribes/administers naltrexone": "un", "Relapse prevention with naltrexone": "rpn",
    "Relapse prevention from naltrexone": "rpn", "Accepts clients using MAT but prescribed elsewhere": "moa",
    "Accepts clients on opioid medication": "moa", "Does not use MAT for opioid use disorders": "nmoa",
    "Do not use medication for opioid addiction": "nmoa", "Does not treat opioid use disorders": "noop",
    "Does not treat opioid addiction": "noop",
    "Acamprosate (Campral®)": "acm", "Disulfiram": "dsf", "Disulfiram (Antabuse®)": "dsf", "Methadone": "meth",
    "Buprenorphine sub-dermal implant": "bsdm", "Buprenorphine with naloxone": "bwn",
    "Buprenorphine with naloxone (Suboxone®)": "bwn", "Buprenorphine without naloxone": "bwon",
    "Buprenorphine (extended-release, injectable)": "beri",
    "Buprenorphine (extended-release, injectable, for example, Sublocade®)": "beri", "Naltrexone (oral)": "nxn",
    "Naltrexone (extended-release, injectable)": "vtrl",
    "Extended-release, injectable Naltrexone (Vivitrol®)": "vtrl",
    "IHS/Tribal/Urban (ITU) funds": "itu", "Medicare": "mc", "Medicaid": "md",
    "Federal military insurance (e.g., TRICARE)": "mi", "Military insurance (e.g., TRICARE)": "mi",
    "No payment accepted": "np", "Private health insurance": "pi", "Cash or self-payment": "sf",
    "State-financed health insurance plan other than Medicaid": "si", "U.S. Department of VA funds": "vaf",
    "Payment assistance (check with facility for details)": "pa",
    "Sliding fee scale (fee is based on income and other factors)": "ss",
    "Adolescents": "ad", "Young adults in special programs": "tay", "Transitional age young adults": "tay",
    "Adult women": "wn", "Pregnant/postpartum women": "pw", "Adult men": "mn", "Seniors or older adults": "se",
    "Veterans": "vet", "Active duty military": "adm", "Members of military families": "mf", "Military families": "mf",
    "Criminal justice (other than DUI/DWI)/Forensic clients": "cj",
    "Clients referred from the court/judicial system": "cj",
    "Clients with co-occurring mental and substance use disorders": "co",
    "Persons with co-occurring mental and substance use disorders": "co",
    "Clients with co-occurring pain and substance use disorders": "copsu", "Clients with HIV or AIDS": "hv",
    "Persons with HIV or AIDS": "hv", "Clients who have experienced sexual abuse": "xa",
    "Persons who have experienced sexual abuse": "xa",
    "Clients who have experienced intimate partner violence, domestic violence": "dv",
    "Persons who have experienced intimate partner violence, domestic violence": "dv",
    "Clients who have experienced trauma": "trma", "Persons who have experienced trauma": "trma",
    "Comprehensive substance use assessment": "csaa", "Individual counseling offered": "ico",
    "Individual counseling": "ico", "Group counseling offered": "gco", "Group counseling": "gco",
    "Family counseling offered": "fco", "Family counseling": "fco", "Substance abuse education": "sae",
    "Substance use disorder education": "sae", "Case management": "cm", "Case management service": "cm",
    "Drug or alcohol urine screening": "daut", "Consumer-run (peer-support) services": "peer",
    "Mentoring/peer support": "peer", "Self-help groups": "shg", "Child care for clients' children": "ccc",
    "Residential beds for clients' children": "bc", "Housing services": "hs", "Transportation assistance": "ta",
    "Mental health services": "mhs", "Naloxone and overdose education": "noe",
    "Alcohol Detoxification": "adtx", "Benzodiazepines Detoxification": "bdtx", "Cocaine Detoxification": "cdtx",
    "Methamphetamines detoxification": "mdtx", "Methamphetamine Detoxification": "mdtx",
    "Opioids detoxification": "odtx", "Opioid Detoxification": "odtx",
    "Children/adolescents": "chld", "Young adults": "yad", "Adults": "adlt", "Seniors": "snr",
    "Seniors (65 or older)": "snr", "Female": "fem", "Male": "male",
    "Spanish": "sp", "Services for the deaf and hard of hearing": "ah",
    "Sign language services for the deaf and hard of hearing": "ah",
    "American Indian or Alaska Native languages": "nx", "Other languages (excluding Spanish)": "fx", "Arabic": "f4",
    "Any Chinese Language": "f17", "Creole": "f19", "Farsi": "f25", "French": "f28", "German": "f30", "Greek": "f31",
    "Hebrew": "f35", "Hindi": "f36", "Hmong": "f37", "Italian": "f42", "Japanese": "f43", "Korean": "f47",
    "Polish": "f66", "Portuguese": "f67", "Russian": "f70", "Tagalog": "f81", "Vietnamese": "f92", "Ojibwa": "n24",
    "Yupik": "n40", "Opioid use disorder clients only": "oudo", "Alcohol use disorder clients only": "audo",
    "Methadone and buprenorphine clients only": "oudo", "Serves only DUI/DWI clients": "duo",
}  # fmt: skip
_SPECIAL = {"young adults": "tay", "seniors": "se"}
"""Labels that mean another code among special programs than among ages."""


def plain_label(label: str) -> str:
    """A label without case, doubled spaces or trade marks."""
    return re.sub(r"\s+", " ", label.replace("®", "").replace("’", "'")).strip().casefold()


LABELS: Mapping[str, str] = {plain_label(label): code for label, code in _LABELS.items()}


def codes_of(category: str, labels: Iterable[str]) -> set[str]:
    """The codes of the labels of a category; those that say nothing here are passed over."""
    plain = [plain_label(label) for label in labels]
    special = _SPECIAL if category == "SG" else {}
    return {code for label in plain if (code := special.get(label) or LABELS.get(label))}
