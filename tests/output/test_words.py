from typing import Any

import pytest

from voyado_bis_cli.output.words import duration, label, named, number, numbers, spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "-"),
        ("", "-"),
        ([], "-"),
        ({}, "-"),
        (0, "0"),
        (True, "yes"),
        (False, "no"),
        ("Back in stock", "Back in stock"),
        (["Event:read", 4], "Event:read, 4"),
        ({"fetched": 1, "left_over": 0}, "fetched: 1, left over: 0"),
        ({"4": {"before": 0, "after": 10}}, "4 (before: 0, after: 10)"),
        ([{"sku": "1"}], "1 entry (--json shows them)"),
        ([{"sku": "1"}, {"sku": "2"}], "2 entries (--json shows them)"),
    ],
)
def test_evidence_reads_as_words(value: Any, words: Any) -> None:
    assert spoken(value) == words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0, "0 ms"), (999, "999 ms"), (1200, "1.2 s"), (59_900, "59.9 s"), (125_400, "2 min 5 s")],
)
def test_a_duration_has_a_unit_that_fits(milliseconds: Any, words: Any) -> None:
    assert duration(milliseconds) == words


def test_small_words() -> None:
    assert (number(None), number(0)) == ("-", "0")
    assert (numbers(()), numbers((1, 2))) == ("-", "1, 2")
    assert (named("Sweden", 1), named(None, 1), named(None, None)) == ("Sweden (1)", "1", "-")
    assert label("contact_id") == "contact id"
