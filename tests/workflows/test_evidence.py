"""Evidence in place of the log: also when contacts are gone and levels were refused."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.evidence import collect_evidence

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entry(kind: str, seconds: float, **payload: Any) -> JournalEntry:
    return JournalEntry(1, NOON + timedelta(seconds=seconds), "run-1", "env", kind, payload)


class Journal:
    def __init__(self, *entries: JournalEntry) -> None:
        self._entries = entries

    def append(self, kind: str, payload: object) -> None:
        raise AssertionError(f"evidence is only read, and this would write {kind}: {payload}")

    def entries(self, kind: str, *, limit: int = 100) -> tuple[JournalEntry, ...]:
        return tuple(one for one in reversed(self._entries) if one.kind == kind)[:limit]


def gone(_contact: str) -> Any:
    raise WrongError("Engage has no contact c-1.")


def told(journal: Journal, engage: Any) -> list[tuple[str, str]]:
    return [(row.level, row.message) for row in collect_evidence(engage, journal)]


def test_a_contact_that_is_gone_took_its_subscriptions_along() -> None:
    made = {"contact": "c-1", "subscription": "s-1", "sku": "A", "market": "4"}
    journal = Journal(entry("subscription.registered", 0.5, **made), entry("subscription.registered", 2, **made))

    rows = told(journal, SimpleNamespace(subscriptions=gone))

    assert rows == [
        ("Info", "Engage registered the subscription"),
        ("Info", "Engage registered the subscription"),
        ("Info", "The contact is gone from Engage, and its subscriptions with it"),
        ("Info", "The contact is gone from Engage, and its subscriptions with it"),
    ]


def test_a_refused_level_is_a_warning_and_an_odd_entry_is_passed_over() -> None:
    journal = Journal(
        entry("levels.sent", 0, accepted=[["A", "4", 3]], failed=[["B", "4", "No."]]),
        entry("levels.sent", 1, accepted="of another version"),
    )

    assert told(journal, SimpleNamespace()) == [
        ("Info", "Engage accepted the stock level 3"),
        ("Warning", "Engage refused: No."),
    ]
