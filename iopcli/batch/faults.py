"""Why a record or a cell of it cannot be read, by code; and how far what is left of a record may be used."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_ID = 128
CODES: Mapping[str, str] = {
    "BAD_UTF8": "has bytes that are not UTF-8",
    "CONTROL_CHAR": "has a control character",
    "TOO_FEW_FIELDS": "has fewer fields than the first line",
    "TOO_MANY_FIELDS": "has more fields than the first line",
    "BAD_QUOTE": "has text after a closing quote",
    "LONE_CR": "has half a line end (CR) in a cell",
    "FIELD_TOO_LONG": "has a field of more than 1 MiB",
    "LINE_TOO_LONG": "is longer than 4 MiB",
    "REPEATED_HEADER": "repeats the first line",
    "TOTAL_ROW": "is a total from a spreadsheet, not a person",
    "BAD_JSON": "is not JSON",
    "TRUNCATED_LINE": "ends in the middle: is the file complete?",
    "NOT_OBJECT": "is not a JSON object",
    "DUP_KEY": "has a key twice",
    "TOO_DEEP": "is nested too deeply",
    "BAD_VALUE": "holds a value that is not text, a number, yes or no, or a list of words",
    "NO_ID": "has no id",
    "ID_TOO_LONG": f"is longer than {LONGEST_ID} characters",
    "ID_CHARS": "has characters that cannot be seen",
    "ID_NOT_TEXT": "is true or false: an id is a text or a number",
    "EXCEL_SCIENTIFIC": "was cut by a spreadsheet: 1.23E+11",
    "DUP_ROW": "repeats an earlier record",
    "DUP_ID_CONFLICT": "is the id of another record with other answers",
    "BAD_CODE": "is a code that the map does not know",
    "NOT_AN_ANSWER": "is not one of the answers",
    "NOT_A_NUMBER": "is not a number",
    "OUT_OF_RANGE": "is out of range",
    "NAMED_TWICE": "names one thing twice",
}
"""Why a record or a cell cannot be used; never what stands in it."""
UNUSABLE_IDS = ("NO_ID", "ID_TOO_LONG", "ID_CHARS", "ID_NOT_TEXT", "EXCEL_SCIENTIFIC")
"""The id cannot be used and the answers beside it can: such a record is named by its row."""
DUPLICATES = ("DUP_ROW", "DUP_ID_CONFLICT")
"""The id can be used and comes twice."""
OF_ID = (*UNUSABLE_IDS, *DUPLICATES)
"""Reasons that are about the id."""
NO_PERSON = ("REPEATED_HEADER", "TOTAL_ROW", "DUP_ROW")
"""No record of another person: whoever a row repeats word for word stands in the results already."""

TOTALS = ("total", "totals", "total:", "totals:", "subtotal", "grand total", "total result")
"""What spreadsheets call a row of sums where an id should stand."""
SUM = r"[ ]*[-+$]?[0-9.,]*[ %]*"
"""What stands in the other cells of such a row: a number, or nothing. A word there would be somebody's answer."""
