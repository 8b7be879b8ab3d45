"""Laws of laying: nothing laid changes nothing, and what is laid twice is laid once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.load import load

EVENING = "options/evening.toml"
NIGHT = "options/night.toml"


def option(id_="evening", like="iop", *more: str) -> str:
    keys = f'id = "{id_}"\nname = "{id_.title()} care"\norder = 61\nsummary = "Care at a set time."\n'
    return keys + (f'like = "{like}"\n' if like else "") + "".join(f"{line}\n" for line in more)


def test_an_overlay_that_says_nothing_changes_nothing_but_hash_and_name(laid, dataset):
    changed = laid({"terms.toml": "# nothing\n"})
    assert changed.sha256 != dataset.sha256
    assert replace(changed, sha256=dataset.sha256, overlays=()) == dataset


FACTS = st.dictionaries(st.sampled_from(["hours_per_week", "sessions_per_week", "length_days"]), st.integers(0, 99))


@settings(max_examples=15)
@given(local=FACTS, shipped=FACTS, chained=FACTS)
def test_laying_an_overlay_twice_is_laying_it_once(tmp_path_factory, local, shipped, chained):
    def facts(numbers):
        return "".join(
            f'\n[facts.{id_}]\nmin = {n}\nsources = ["editors"]\nconfidence = "judgement"\n'
            for id_, n in numbers.items()
        )

    folder = tmp_path_factory.mktemp("twice")
    (folder / "options").mkdir()
    (folder / EVENING).write_text(option() + facts(local))
    (folder / NIGHT).write_text(option("night", "evening") + facts(chained))
    (folder / "options" / "iop.toml").write_text('id = "iop"\n' + facts(shipped))
    once, twice = load([folder]), load([folder, folder])
    assert set(twice.overlays) == {*once.overlays, f"{once.overlays[0]} (2)"}
    unmarked = {"sha256": "", "overlays": (), "places": {}, "layers": {}}
    for made in (once, twice):
        made.options.update({id_: replace(option, layers={}) for id_, option in made.options.items()})
    assert replace(once, **unmarked) == replace(twice, **unmarked)
