"""Completion in real shells: option ids, with those of overlays, and quickly read even from a broken folder."""

import os
import shutil
import subprocess

import pexpect
import pytest
from support.command_line import COMMAND, shell
from support.environment import ROOT, environment

NORTHSIDE = str(ROOT / "examples" / "northside")
RE = ["recovery-residence", "residential", "residential-low", "residential-medical"]


SHIPPED = ROOT / "share"
PRINTED = 'eval "$(_IOPCLI_COMPLETE=source_bash iopcli)"'
FROM_WHEEL = f"source {SHIPPED}/bash-completion/completions/iopcli"


def in_bash(line, script=PRINTED, **env):
    """What bash offers for a line, by the function that a script defines."""
    words = line.split(" ")
    script = f"""
{script}
complete -p iopcli | grep -q _iopcli_completion || exit 9
COMP_WORDS=({" ".join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}
_iopcli_completion iopcli
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = shell(script, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def in_fish(line, script="_IOPCLI_COMPLETE=source_fish iopcli | source", **env):
    """What fish offers for a line."""
    command = ["fish", "--no-config", "-c", f"{script}; complete -C $argv[1]", line]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(**env), timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return [offer.split("\t")[0] for offer in done.stdout.splitlines()]


def in_zsh(line, *, shipped=False, last="residential-medical", **env):
    """What zsh, in front of a terminal, lists after a tab: by what is printed, or by its folder of functions."""
    folder = f"fpath=({SHIPPED}/zsh/site-functions $fpath); " if shipped else ""
    load = "" if shipped else 'eval "$(_IOPCLI_COMPLETE=source_zsh iopcli)"; '
    child = pexpect.spawn(
        "zsh", ["-f", "-i"], env=environment(TERM="dumb", **env), encoding="utf-8", dimensions=(60, 200), timeout=20
    )
    child.sendline(f"PROMPT='READY''> '; unsetopt zle_bracketed_paste; {folder}autoload -Uz compinit; compinit -u -D")
    child.expect("READY> ")
    child.sendline(f'{load}LISTMAX=0; echo LOA""DED')
    child.expect("LOADED")
    child.expect("READY> ")
    child.send(f"{line}\t")
    child.expect(rf"{last} +-- ")
    offered = child.before + child.after
    child.sendcontrol("u")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    return offered.split()


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
    assert SHELLS[shell_name]("iopcli com") == ["compare"]
    assert set(SHELLS[shell_name]("iopcli data ")) == {"check", "schema", "path"}


SHIPPED_IN = {
    "bash": lambda line, last: in_bash(line, FROM_WHEEL),
    "fish": lambda line, last: in_fish(line, f"source {SHIPPED}/fish/vendor_completions.d/iopcli.fish"),
    "zsh": lambda line, last: in_zsh(line, shipped=True, last=last),
}


@pytest.mark.parametrize("shell_name", SHIPPED_IN)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("iopcli compare re", RE),
        ("iopcli topics pa", ["parity-law", "payment"]),
        ("iopcli score ", ["phq-2", "phq-9"]),
        ("iopcli help co", ["compare", "config"]),
    ],
)
def test_what_comes_in_the_wheel_completes_options_topics_instruments_and_commands(shell_name, line, offered):
    if shutil.which(shell_name) is None:
        pytest.skip(f"{shell_name} is not installed")
    assert set(offered) <= set(SHIPPED_IN[shell_name](line, offered[-1]))


def test_a_topic_is_offered_once_and_one_of_an_overlay_too(overlay):
    folder = overlay({"topics/own.toml": 'id = "payment-here"\ntitle = "Payment here"\n'})
    assert completed("iopcli topics pay", IOPCLI_DATA=str(folder)) == (["payment", "payment-here"], "")
    assert completed("iopcli topics payment pa")[0] == []


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
