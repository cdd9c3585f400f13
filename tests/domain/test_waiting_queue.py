from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, Listener
from voyado_bis_cli.domain.finding import Severity
from voyado_bis_cli.domain.ids import EventId
from voyado_bis_cli.domain.waiting_queue import (
    NOT_READ,
    SLOW,
    QueueLook,
    WaitingEvent,
    age_in_words,
    backlog_findings,
    empty_queue_note,
    listener_findings,
    sharing_findings,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def look(*ages: timedelta, listens_to: tuple[str, ...] = STOCK_OBJECT_TYPES, complete: bool = True) -> QueueLook:
    listeners = tuple(Listener("BrandX", kind, ("CREATED",)) for kind in listens_to)
    events = tuple(
        WaitingEvent(EventId(number), "Order", "CREATED", 5000 + number, NOW - age) for number, age in enumerate(ages)
    )
    return QueueLook(listeners, events, complete)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=5, minutes=20), "5 h 20 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(days=3, hours=2), "3 days"),
    ],
)
def test_an_age_is_told_as_people_say_it(age: timedelta, words: str) -> None:
    assert age_in_words(age) == words


@pytest.mark.parametrize(
    ("age", "severities"),
    [
        (SLOW - timedelta(seconds=1), []),
        (SLOW, [Severity.WARNING]),
        (NOT_READ - timedelta(seconds=1), [Severity.WARNING]),
        (NOT_READ, [Severity.ERROR]),
    ],
)
def test_the_oldest_event_decides_about_voyados_reader(age: timedelta, severities: list[Severity]) -> None:
    found = backlog_findings(look(timedelta(), age), NOW, is_voyados=True)

    assert [each.severity for each in found] == severities


def test_our_own_backlog_is_never_an_error() -> None:
    (found,) = backlog_findings(look(NOT_READ, complete=False), NOW, is_voyados=False)

    assert found.severity is Severity.WARNING
    assert found.title.startswith("The oldest of more than 1 waiting events is 1 h old (Order 5000): nobody reads")


def test_an_empty_queue_has_no_oldest_event_and_proves_nothing() -> None:
    assert look().oldest is None
    assert backlog_findings(look(), NOW, is_voyados=True) == ()
    assert [each.id for each in empty_queue_note(look())] == ["queue-empty"]
    assert empty_queue_note(look(listens_to=())) == ()
    assert empty_queue_note(look(timedelta())) == ()


@pytest.mark.parametrize(("is_voyados", "advice"), [(True, "Ask Voyado"), (False, "Add them.")])
def test_a_missing_listener_is_somebodys_to_add(is_voyados: bool, advice: str) -> None:
    (found,) = listener_findings(look(listens_to=("StockChange",)), is_voyados=is_voyados)

    assert found.title == "'BrandX' does not listen to Order and Return."
    assert found.remedy.text.startswith(advice)


def test_all_listeners_there_is_nothing_to_say() -> None:
    assert listener_findings(look(), is_voyados=True) == ()
    assert sharing_findings(look()) == ()


@pytest.mark.parametrize("kind", ["ProductSize", "Warehouse", "AllocationRule", "Market", "ProductVariant"])
def test_what_touches_stock_now_and_then_is_expected(kind: str) -> None:
    assert sharing_findings(look(listens_to=(kind,))) == ()


def test_anything_else_means_a_shared_name() -> None:
    (found,) = sharing_findings(look(listens_to=("Customer", "StockChange", "GiftCertificateGenerator")))

    assert "Customer, GiftCertificateGenerator" in found.title
    assert "'BrandX'" in found.title
