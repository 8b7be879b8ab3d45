from pathlib import Path

import pytest
from support.program_lists import imported, written

from iopcli.programs.store import list_text


@pytest.fixture
def town(tmp_path):
    """Make an overlay with a list of some rows; gives its folder."""

    def town(rows, name: str = "list-2025-08-19.csv", folder: str = "town") -> Path:
        place = tmp_path / folder / "programs"
        place.mkdir(parents=True, exist_ok=True)
        found = imported(written(tmp_path, rows, name))
        (place / f"{found.list.id}.toml").write_text(list_text(found), "utf-8")
        return tmp_path / folder

    return town
