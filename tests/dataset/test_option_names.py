"""The names for shell completion: those of the dataset, whatever state the files are in."""

from __future__ import annotations

from pathlib import Path

from iopcli.dataset.load import load, names_of_kind

ROOT = Path(__file__).resolve().parents[2]
EVENING = "options/evening.toml"
LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'


def test_names_for_completion_are_those_of_the_dataset(overlay):
    northside = ROOT / "examples" / "northside"
    made = load([northside, overlay({EVENING: b"\xef\xbb\xbf" + LOCAL.encode()})])
    names = names_of_kind("options", [northside, overlay({EVENING: b"\xef\xbb\xbf" + LOCAL.encode()})])
    assert names == sorted((option.id, option.name) for option in made.options.values())


def test_names_for_completion_pass_over_what_cannot_be_read(overlay, tmp_path):
    site = overlay(
        {
            "options/a.toml": b"\xff",
            "options/b.toml": "id =",
            "options/c.toml": f"a = {'[' * 2000}{']' * 2000}",
            "options/d.toml": f"a = {'9' * 5000}",
            "options/e.toml": "id = 3\nname = []",
        }
    )
    (site / "options" / "f.toml").mkdir()
    assert set(names_of_kind("options")) <= set(names_of_kind("options", [site, tmp_path / "gone"]))
