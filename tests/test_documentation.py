"""What is written about the program agrees with it, and names nothing of the machine it was written on."""

import re
from pathlib import Path

import pytest

from iopcli import __version__

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *("docs/architecture.md", "docs/commands.md", "docs/batch.md", "docs/voice.md"),
    "examples/northside/README.md",
)
MACHINE = re.compile(r"(?<![\w.])/(tmp|work|home|root|Users|mnt)/|file://|C:\\\\|localhost|127\.0\.0\.1")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|index-url|PIP_INDEX|artifactory|nexus|devpi|_PROXY", re.IGNORECASE)


def read(name):
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_no_path_of_a_machine_and_no_registry(name):
    text = read(name)
    assert [line for line in text.splitlines() if MACHINE.search(line) or REGISTRY.search(line)] == []


def test_the_patterns_above_find_what_they_look_for():
    for text in ("see /tmp/a", "`/work/main/data`", "(/home/me/x)", "/root/.config", "http://localhost:80"):
        assert MACHINE.search(text)
    for text in ("https://pypi.org/simple", "--index-url x", "https://files.pythonhosted.org"):
        assert REGISTRY.search(text)
    assert not MACHINE.search("docs/work/a and example.org/home/page")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_link_to_a_file_finds_it(name):
    links = re.findall(r"\]\((?!https?://|#)([^)\s#]+)", read(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_the_changelog_tells_software_and_dataset_apart_for_this_version(dataset):
    _, *releases = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)
    (release,) = [text for text in releases if re.match(rf"\[?{re.escape(__version__)}\b", text)]
    assert dataset.about.version in release.splitlines()[0]
    parts = re.split(r"^### ", release, flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0].strip() for part in parts] == ["Software", "Dataset"]
    assert all(re.search(r"^- \S", part, re.MULTILINE) for part in parts)


def commands_of(help_text):
    return re.findall(r"^  ([a-z]+)  +[A-Z]", help_text, re.MULTILINE)


def test_every_command_and_every_flag_is_in_the_reference(run):
    reference = read("docs/commands.md")
    commands = commands_of(run("--help").stdout)
    assert len(commands) > 4
    inner = [f"{group} {one}" for group in ("data", "programs") for one in commands_of(run(group, "--help").stdout)]
    assert len(inner) == 7
    for command in [*commands, *inner]:
        _, found, after = reference.partition(f"\n## iopcli {command}\n")
        assert found, command
        section = after.partition("\n## ")[0]
        flags = re.findall(r"--[a-z][a-z-]+", run(*command.split(), "--help").stdout)
        assert set(flags) <= set(re.findall(r"--[a-z][a-z-]+", section))


def test_every_command_that_the_readme_shows_runs(run):
    """Only what needs no overlay of one's own and writes no file; the rest is made by cog."""
    typed = re.findall(r"^(?:\$ |    )?iopcli (.+)$", read("README.md"), re.MULTILINE)
    plain = {
        line.split(" #")[0].strip() for line in typed if not re.search(r"[<>|]|-o |--output|FILE|DIR|install", line)
    }
    assert len(plain) > 3
    for line in sorted(plain):
        done = run(*[word.strip("'\"") for word in re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line)])
        if line.startswith(("match --staff", "match --for")):  # it asks on a terminal, and here there is none
            assert "asks its questions on a terminal" in done.stderr
        elif line.startswith("check"):
            assert done.returncode == 3
        else:
            assert done.returncode == 0, f"iopcli {line}: {done.stderr}"


def test_the_readme_says_whom_to_call_and_what_it_is_not():
    text = " ".join(read("README.md").split())
    assert "911" in text
    assert "988" in text
    assert re.search(r"not (a diagnosis|medical advice)|not .{0,40}(diagnos|medical advice)", text)
