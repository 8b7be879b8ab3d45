"""A week's sums, clashes and choices, as laws over any work and care, and as cases that a reader can check."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.hours import minutes_of
from iopcli.dataset.load import load
from iopcli.dataset.model import Sessions, Visit
from iopcli.logic.week import DAY, DAYS, WEEK, stretch
from iopcli.match.hours import Life
from iopcli.match.match import match
from iopcli.results.week import TIME_KINDS, OptionWeek, Weeks, week

DATASET = load()
TIMED = [one for one in DATASET.options.values() if one.sessions]
VISITED = [one for one in TIMED if not any(sessions.stays for sessions in one.sessions)]

pieces = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(15, 12 * 60)), max_size=6)
travels = st.sampled_from([0, 7, 40, 90, 180])


def put(found: list[tuple[int, int]]) -> int:
    made = 0
    for start, length in found:
        made |= stretch(start, length)
    return made


lives = st.builds(
    lambda work, care, travel, evenings, sleep: Life(put(work), put(care), travel, evenings, sleep * 60),
    pieces, pieces, travels, st.booleans(), st.integers(0, 12),
)  # fmt: skip


def hours(text: str) -> int:
    return minutes_of([text], "")[0]


def of(id_: str, life: Life) -> OptionWeek:
    (found,) = week(DATASET, [DATASET.options[id_]], life).weeks
    return found


def at(day: str, text: str) -> int:
    hour, minute = text.split(":")
    return DAYS.index(day) * DAY + int(hour) * 60 + int(minute)


# --- laws ---------------------------------------------------------------------


@given(st.sampled_from(TIMED), lives)
def test_the_minutes_of_each_kind_add_up_and_stay_within_their_day(option, life):
    one = of(option.id, life)
    by_kind: Counter[str] = Counter()
    for block in one.blocks:
        start, end = at(block.day, block.from_), at(block.day, block.to)
        assert end - start == block.minutes > 0
        assert start // DAY == (end - 1) // DAY < 7
        by_kind[block.kind] += block.minutes
    assert {kind: by_kind[kind] for kind in TIME_KINDS} == {kind: getattr(one.totals, kind) for kind in TIME_KINDS}
    assert one.totals.work == life.work.bit_count()
    assert one.totals.care == life.care.bit_count()


@given(st.sampled_from(TIMED), lives)
def test_every_minute_of_the_week_is_taken_or_left(option, life):
    one = of(option.id, life)
    taken = put([(at(block.day, block.from_), block.minutes) for block in one.blocks])
    assert taken.bit_count() + one.totals.left == WEEK


@given(st.sampled_from(TIMED), lives)
def test_a_clash_is_in_both_and_never_longer_than_the_shorter(option, life):
    one = of(option.id, life)
    lost: Counter[str] = Counter()
    for clash in one.clashes:
        minutes = stretch(at(clash.day, clash.from_), clash.minutes)
        taken = {"work": life.work, "care": life.care, "daytime": life.daytime}[clash.kind]
        taking = put([(at(b.day, b.from_), b.minutes) for b in one.blocks if b.kind == clash.by])
        assert minutes & taken == minutes == minutes & taking
        lost[clash.kind] += clash.minutes
    assert lost == Counter({k: getattr(one.lost, k) for k in ("work", "care", "daytime")})
    for kind, own in (("work", one.totals.work), ("care", one.totals.care)):
        away = one.totals.treatment + one.totals.travel + one.totals.stay
        assert lost[kind] <= min(own, away)
    assert max(lost.values(), default=0) <= one.lost.total <= sum(lost.values())


@given(st.sampled_from(TIMED), lives, pieces)
def test_more_work_never_gives_fewer_clashes(option, life, more):
    fuller = life._replace(work=life.work | put(more))
    assert of(option.id, fuller).lost.total >= of(option.id, life).lost.total


@given(st.sampled_from(VISITED), lives)
def test_no_other_times_of_the_option_would_clash_less(option, life):
    best = of(option.id, life).lost.total
    for sessions in option.sessions:
        alone = replace(option, sessions=(sessions,))
        (other,) = week(DATASET, [alone], life).weeks
        assert best <= other.lost.total


@given(st.sampled_from(TIMED), lives)
def test_treatment_is_as_long_whatever_else_is_in_the_week(option, life):
    one = of(option.id, life)
    chosen = next(each for each in option.sessions if each.id == one.chosen[0].id)
    (alone,) = week(DATASET, [replace(option, sessions=(chosen,))], Life()).weeks
    assert (one.totals.treatment, one.totals.stay) == (alone.totals.treatment, alone.totals.stay)


@given(st.sampled_from(VISITED), lives)
def test_sleep_is_where_nothing_else_is(option, life):
    one = of(option.id, life)
    slept = put([(at(b.day, b.from_), b.minutes) for b in one.blocks if b.kind == "sleep"])
    others = put([(at(b.day, b.from_), b.minutes) for b in one.blocks if b.kind != "sleep"])
    assert not slept & others
    assert len(one.nights) == 7
    assert all(night.enough == (night.minutes >= life.sleep) for night in one.nights)


# --- cases --------------------------------------------------------------------


def test_a_group_in_the_evening_leaves_the_day_to_work():
    one = of("iop", Life(hours("mon-fri 9:00-17:00"), travel=40))
    assert (one.chosen[0].id, one.chosen[0].times, one.chosen[0].others) == ("evening", "usual", ("daytime group",))
    assert (one.lost.total, one.totals.treatment, one.totals.travel) == (0, 540, 240)


def test_a_nurse_on_nights_takes_the_day_group_and_sleeps_less_by_day():
    one = of("iop", Life(hours("mon-thu 19:00-7:00"), travel=20))
    assert one.chosen[0].id == "day"
    assert one.lost.work == 0
    short = [(night.day, night.from_, night.minutes) for night in one.nights if not night.enough]
    assert short == [("tue", "13:20", 340), ("thu", "13:20", 340)]


def test_nights_at_work_and_afternoons_of_care_leave_hardly_any_sleep_and_it_says_on_which_days():
    busy = Life(hours("sun-thu 22:00-6:00"), hours("mon-fri 15:00-20:00"), travel=25)
    one = of("iop", busy)
    assert (one.lost.work, one.lost.care) == (0, 0)
    assert set(one.short_of_sleep) == {"mon", "tue", "thu"}
    assert [night.minutes for night in one.nights if not night.enough] == [215, 215, 215]
    assert of("iop", Life(hours("mon-fri 9:00-17:00"))).short_of_sleep == ()


def test_a_day_program_names_what_it_takes_from_work_and_on_which_days():
    one = of("php", Life(hours("mon-fri 9:00-17:00")))
    assert (one.lost.work, one.lost.total) == (1800, 1800)
    assert [(c.day, c.from_, c.to, c.kind, c.by, c.minutes) for c in one.clashes] == [
        (day, "09:00", "15:00", "work", "treatment", 360) for day in DAYS[:5]
    ]


def test_where_one_lives_at_the_program_all_work_and_care_are_lost():
    one = of("residential", Life(hours("mon-fri 9:00-17:00"), hours("sun 22:00-6:00"), 40))
    assert one.stays
    assert (one.lost.work, one.lost.care, one.totals.travel, one.totals.left) == (2400, 480, 0, 0)
    assert one.nights == ()


def test_video_takes_no_travel():
    assert of("telehealth-iop", Life(travel=90)).totals.travel == 0
    assert of("iop", Life(travel=90)).totals.travel == 3 * 180


def test_only_evenings_free_is_a_clash_with_the_day_where_there_is_no_evening():
    one = of("php", Life(evenings_only=True))
    assert (one.lost.daytime, one.lost.work) == (1800, 0)
    assert of("iop", Life(evenings_only=True)).chosen[0].id == "evening"


def test_daytime_that_work_takes_already_is_told_as_work():
    one = of("php", Life(hours("mon-fri 9:00-12:00"), evenings_only=True))
    assert (one.lost.work, one.lost.daytime, one.lost.total) == (900, 900, 1800)


def test_work_and_care_at_the_same_time_are_told_apart_and_counted_once():
    life = Life(hours("mon-fri 9:00-17:00"), hours("mon-fri 15:00-18:00"))
    result = week(DATASET, [DATASET.options["php"]], life)
    assert result.own.both == 600
    assert result.weeks[0].lost.total == 1800


def test_no_treatment_has_no_sessions_and_what_has_no_times_says_so():
    one = of("wait", Life())
    assert [(each.option, each.planned) for each in one.untimed] == [("wait", False)]
    local = replace(DATASET.options["iop"], sessions=())
    (other,) = week(DATASET, [local], Life()).weeks
    assert [each.planned for each in other.untimed] == [True]
    assert other.totals.treatment == 0


def test_a_program_that_says_its_times_has_its_own():
    visit = (Visit(times="tue 20:00-22:00"),)
    own = Sessions(id="own", label="late group", visit=visit, sources=("editors",), confidence="secondary")
    local = replace(DATASET.options["iop"], id="local", sessions=(own,), layers={"id": "site", "sessions": "site"})
    (one,) = week(DATASET, [local], Life()).weeks
    assert (one.chosen[0].times, one.chosen[0].local, one.chosen[0].says) == ("own", "site", "Tue, 8 to 10 pm")
    assert one.ask == ()


def test_a_visit_at_any_time_goes_where_the_week_is_free():
    one = of("otp", Life(hours("mon-fri 6:00-14:00, sat-sun 7:00-8:00"), travel=0))
    assert one.lost.total == 0
    assert one.totals.treatment == 7 * 15


def test_questions_to_the_program_follow_from_what_is_not_known_and_what_clashes():
    assert [each.attribute for each in of("iop", Life()).ask] == ["sessions_per_week"]
    clashing = of("php", Life(hours("mon-fri 9:00-17:00")))
    assert [each.attribute for each in clashing.ask] == ["sessions_per_week", "evening_available", "keeps_job"]
    assert [each.attribute for each in of("residential", Life(hours("mon 9:00-17:00"))).ask] == ["keeps_job"]


def drawn(answers: dict[str, object], ids: tuple[str, ...] = ()) -> Weeks:
    return week(DATASET, [DATASET.options[id_] for id_ in ids], Life(), match(DATASET, answers))


def test_answers_alone_draw_the_first_plans_that_meet_the_needs():
    result = drawn({"relapse_risk": 2, "living_situation": 3})
    assert 1 <= len(result.weeks) <= 3
    assert all(one.enough for one in result.weeks)
    assert any("recovery-residence" in one.option.split("+") for one in result.weeks)


def test_an_option_that_is_not_enough_is_drawn_and_says_what_it_misses():
    (one,) = drawn({"relapse_risk": 2}, ("outpatient",)).weeks
    assert one.enough is False
    assert "hours_per_week" in {miss.attribute for miss in one.misses}


def test_with_danger_now_no_week_is_drawn():
    result = drawn({"danger_now": True}, ("iop",))
    assert (result.stopped, result.weeks) == (True, ())
    assert result.urgent


@pytest.mark.parametrize("option", TIMED, ids=lambda one: one.id)
def test_all_times_rest_on_sources_that_are_named(option):
    result = week(DATASET, [option], Life())
    assert {source for chosen in result.weeks[0].chosen for source in chosen.sources} == set(result.sources) != set()
