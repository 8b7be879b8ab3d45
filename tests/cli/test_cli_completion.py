"""Completion in real shells: option ids, with those of overlays, and quickly read even from a broken folder."""

import os
import shutil
import subprocess

import pexpect
import pytest
from running import COMMAND, ROOT, environment, shell

NORTHSIDE = str(ROOT / "examples" / "northside")
RE = ["recovery-residence", "residential", "residential-low", "residential-medical"]


def in_bash(line, **env):
    """What bash offers for a line, by the function that the printed script defines."""
    words = line.split(" ")
    script = f"""
eval "$(_IOPCLI_COMPLETE=source_bash iopcli)"
complete -p iopcli | grep -q _iopcli_completion || exit 9
COMP_WORDS=({" ".join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}
_iopcli_completion iopcli
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = shell(script, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def in_fish(line, **env):
    """What fish offers for a line."""
    script = "_IOPCLI_COMPLETE=source_fish iopcli | source; complete -C $argv[1]"
    command = ["fish", "--no-config", "-c", script, line]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(**env), timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return [offer.split("\t")[0] for offer in done.stdout.splitlines()]


def in_zsh(line, **env):
    """What zsh, in front of a terminal, lists after a tab."""
    child = pexpect.spawn(
        "zsh", ["-f", "-i"], env=environment(TERM="dumb", **env), encoding="utf-8", dimensions=(60, 200), timeout=20
    )
    child.sendline("PROMPT='READY''> '; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D")
    child.expect("READY> ")
    child.sendline('eval "$(_IOPCLI_COMPLETE=source_zsh iopcli)"; LISTMAX=0; echo LOA""DED')
    child.expect("LOADED")
    child.expect("READY> ")
    child.send(f"{line}\t")
    child.expect(r"residential-medical +-- ")
    offered = child.before + child.after
    child.sendcontrol("u")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    return [word for word in offered.split() if word.startswith("re")]


SHELLS = {"bash": in_bash, "fish": in_fish, "zsh": in_zsh}


@pytest.fixture(params=SHELLS)
def offers(request):
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return SHELLS[request.param]


def test_a_shell_offers_the_ids_that_start_so(offers):
    assert set(RE) <= set(offers("iopcli compare re"))
    assert set(RE) <= set(offers("iopcli show re"))


@pytest.mark.parametrize("shell_name", ["bash", "fish"])
def test_a_shell_offers_what_is_not_on_the_line_yet(shell_name):
    if shutil.which(shell_name) is None:
        pytest.skip(f"{shell_name} is not installed")
    offered = SHELLS[shell_name]("iopcli compare residential iop re")
    assert sorted(offered) == ["recovery-residence", "residential-low", "residential-medical"]


@pytest.mark.parametrize("shell_name", ["bash", "fish"])
def test_a_shell_offers_the_programs_of_an_overlay(shell_name):
    if shutil.which(shell_name) is None:
        pytest.skip(f"{shell_name} is not installed")
    offers = SHELLS[shell_name]
    assert offers("iopcli show north") == []
    assert offers("iopcli show north", IOPCLI_DATA=NORTHSIDE) == ["northside-evening"]
    assert offers(f"iopcli show --data {NORTHSIDE} north") == ["northside-evening"]
    assert offers("iopcli sources --option har", IOPCLI_DATA=NORTHSIDE) == ["harbor-house"]


@pytest.mark.parametrize("shell_name", ["bash", "fish"])
def test_a_shell_offers_commands(shell_name):
    if shutil.which(shell_name) is None:
        pytest.skip(f"{shell_name} is not installed")
    assert SHELLS[shell_name]("iopcli co") == ["compare"]
    assert set(SHELLS[shell_name]("iopcli data ")) == {"check", "schema", "path"}


def completed(line, **env):
    words = {"_IOPCLI_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    done = subprocess.run([*COMMAND], env=environment(**words, **env), capture_output=True, text=True, timeout=60)
    return done.stdout.split(), done.stderr


def test_completion_offers_every_id_and_nothing_where_none_starts_so(dataset):
    assert completed("iopcli compare ") == (sorted(dataset.options), "")
    assert completed("iopcli compare zzz") == ([], "")


def test_a_broken_overlay_does_not_break_completion(overlay, dataset):
    folder = overlay({"options/bad.toml": "a = = b", "options/worse.toml": b"\xff", "options/new.toml": 'id = "new"'})
    for data in (str(folder), f"/nonexistent{os.pathsep}{folder}"):
        assert completed("iopcli show ", IOPCLI_DATA=data) == (sorted([*dataset.options, "new"]), "")


@pytest.mark.parametrize("line", ['id = "zz$(touch${IFS}owned)"', 'id = "zz-escape"\nname = "\\u001b[31m red"'])
def test_an_overlay_that_would_be_refused_offers_nothing_that_acts_on_the_shell(line, overlay):
    folder = overlay({"options/bad.toml": line})
    for name in ("bash", "fish"):
        if shutil.which(name):
            offered = "".join(SHELLS[name]("iopcli show zz", IOPCLI_DATA=str(folder)))
            assert not set(offered) & set("$(){};|&\x1b")


def test_printing_a_script_changes_no_file(tmp_path):
    for name in ("bash", "zsh", "fish"):
        done = shell(f"_IOPCLI_COMPLETE=source_{name} iopcli", HOME=str(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")
        assert "_IOPCLI_COMPLETE=complete_" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_states_are_offered_by_their_letters_in_any_case():
    assert in_bash("iopcli list --state v") == ["vt", "va"]
    assert in_bash("iopcli list --state V") == ["VT", "VA"]
    assert len(in_bash("iopcli compare iop php --state ")) == 52
