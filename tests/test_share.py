"""The man page and the completions that go into the wheel: as the commands are now, and read as they should."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from iopcli.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]

SPEC = importlib.util.spec_from_file_location("share", ROOT / "docs" / "share.py")
share = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(share)
FILES = [*share.COMPLETIONS.values(), "man/man1/iopcli.1"]


def rendered(width=80):
    """The man page as a reader sees it, with what groff complains of."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    command = ["groff", "-man", "-ww", "-Tascii", f"-rLL={width}n", str(ROOT / "share" / "man" / "man1" / "iopcli.1")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout), done.stderr


def test_the_files_are_as_the_commands_are_now(tmp_path):
    share.write(tmp_path)
    made = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(FILES)
    assert made == {name: (ROOT / "share" / name).read_text() for name in FILES}, "make docs writes them anew"


def test_the_man_page_names_every_command_every_option_every_code_and_whom_to_call(run):
    text, complaints = rendered()
    assert complaints == ""
    plain = " ".join(text.split())
    assert "In the US call 911. In crisis, call or text 988." in plain
    helped = {name: run("help", *name.split()).stdout for name in COMMANDS}
    for name, said in helped.items():
        _, head, section = re.split(rf"^( {{3}}iopcli {name}(?: [A-Z\[].*)?)$", text, maxsplit=1, flags=re.MULTILINE)
        assert head, name
        options = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", said, re.MULTILINE)) - {"--help"}
        assert options <= set(re.findall(r"--[a-z-]+", section.partition("\n   iopcli ")[0])), name
    assert re.findall(r"^ {7}(\d+)\b", text.partition("EXIT STATUS")[2], re.MULTILINE) == [
        "0", "1", "2", "3", "4", "5", "6", "10", "129", "141",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [60, 120])
def test_the_man_page_keeps_to_its_width(width):
    text, complaints = rendered(width)
    assert complaints == ""
    typed = (line for line in text.splitlines() if not line.lstrip().startswith("iopcli "))
    assert [line for line in typed if len(line) > width] == []
