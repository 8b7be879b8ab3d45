"""Results stand in the order of the records, also where they come in many chunks."""

import random

from support.batch_run import FEW, rejects_of, results_of

from iopcli.batch.read.source import Input
from iopcli.batch.run import Records

MANY = 300_000
"""More than are judged at once."""


def test_results_come_in_the_order_of_the_records(tmp_path):
    dice = random.Random(1)
    pools = (["", "0", "2"], ["", "1", "3"], ["", "none", "opioids;alcohol"], ["", "5", "40"], ["", "medicaid"])
    some = [",".join(map(dice.choice, pools)) for _ in range(500)]
    ids = [f"{number:07}" for number in range(MANY)]
    source, work = tmp_path / "in.csv", tmp_path / "work"
    lines = "".join(f"{id_},{some[number * 7919 % len(some)]}\n" for number, id_ in enumerate(ids))
    source.write_text(f"id,withdrawal,relapse_risk,substances,hours_available,payer\n{lines}")
    work.mkdir()
    records = Records(FEW, Input(source, "csv"), work)
    records.read()
    assert not rejects_of(records)
    assert records.reported == MANY
    assert [row[0] for row in results_of(records)] == ids
