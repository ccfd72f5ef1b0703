"""The benchmark in short: some communes in all its spellings."""

from collections import Counter

from benchmarks.bench_addresses import SEED, THANH_HOA, communes, outcomes
from dossier.addresses.reader import AddressReader
from dossier.addresses.units import UnitTable
from resources.catalogues import load_units


def test_twenty_spellings_of_some_communes() -> None:
    table = UnitTable.from_rows(load_units())
    found = outcomes(AddressReader(table), table, communes(table, THANH_HOA)[::18], SEED)
    share = Counter(outcome.result for outcome in found)
    assert share["right"] >= 0.99 * len(found), [one.text for one in found if one.result != "right"]
    assert share["wrong"] == 0, [one.text for one in found if one.result == "wrong"]
    assert [one.text for one in found if not one.doubt_is_told] == []
