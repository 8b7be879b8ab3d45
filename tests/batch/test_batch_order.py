"""Results stand in the order of the records, also where several threads share the work."""

import random

from ending import FEW

from iopcli.batch.run import Given, Records

MANY = 300_000
"""More than the engine gives to one thread at a time."""


def test_results_come_in_the_order_of_the_records(tmp_path):
    dice = random.Random(1)
    pools = (["", "0", "2"], ["", "1", "3"], ["", "none", "opioids;alcohol"], ["", "5", "40"], ["", "medicaid"])
    some = [",".join(map(dice.choice, pools)) for _ in range(500)]
    ids = [f"{number:07}" for number in range(MANY)]
    source, results, work = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "work"
    lines = "".join(f"{id_},{some[number * 7919 % len(some)]}\n" for number, id_ in enumerate(ids))
    source.write_text(f"id,withdrawal,relapse_risk,substances,hours_available,payer\n{lines}")
    work.mkdir()
    records = Records(FEW, Given(source, "csv"), work)
    records.read()
    assert not list(records.rejects())
    assert records.write(results, "csv") == MANY
    with results.open() as file:
        assert [line.partition(",")[0] for line in file][1:] == ids
    assert [row[0] for row in records.rows()][1:] == ids
    records.connection.close()
