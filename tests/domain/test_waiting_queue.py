from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, Listener
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
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
        (timedelta(), "0 s"),
        (timedelta(seconds=1), "1 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=1, minutes=1), "1 h 1 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=5, minutes=20), "5 h 20 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(hours=48), "2 days"),
        (timedelta(hours=71, minutes=59), "2 days"),
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


OUR_OWN_QUEUE = "It is the toolkit's own queue, so nobody else suffers; the events are about stock as it was then."
NO_NEWER_STOCK = "Until Voyado reads it, Engage knows no newer stock and sends no email."
SEND_OR_STOP = Remedy("Send what they say, or stop listening.", ("bis sync-stock --once", "bis listeners remove"))
ASK_ABOUT_THE_TOKEN = Remedy(
    "Ask Voyado whether their service runs with this very token: a token that expired or was replaced (30 days unless "
    "changed) looks exactly like this. Give them the integration name and the age above.",
    ("bis check-permissions --token voyado",),
)
BACKLOGS = {
    "Voyado's reader is slow": (
        look(timedelta(), SLOW),
        True,
        Finding(
            "voyado-reads-slowly",
            Severity.WARNING,
            "Of 2 events waiting, the oldest is 10 min old (Order 5001): the reader lags behind in this queue.",
            NO_NEWER_STOCK,
            ASK_ABOUT_THE_TOKEN,
        ),
    ),
    "Voyado does not read": (
        look(timedelta(), NOT_READ, complete=False),
        True,
        Finding(
            "voyado-not-reading",
            Severity.ERROR,
            "Of more than 2 events waiting, the oldest is 1 h old (Order 5001): nobody reads this queue.",
            NO_NEWER_STOCK,
            ASK_ABOUT_THE_TOKEN,
        ),
    ),
    "ours is read slowly": (
        look(timedelta(minutes=59)),
        False,
        Finding(
            "backlog",
            Severity.WARNING,
            "Of 1 event waiting, the oldest is 59 min old (Order 5000): the reader lags behind in this queue.",
            OUR_OWN_QUEUE,
            SEND_OR_STOP,
        ),
    ),
    "ours is not read, which is never an error": (
        look(timedelta(days=2), complete=False),
        False,
        Finding(
            "backlog",
            Severity.WARNING,
            "Of more than 1 event waiting, the oldest is 2 days old (Order 5000): nobody reads this queue.",
            OUR_OWN_QUEUE,
            SEND_OR_STOP,
        ),
    ),
}


@pytest.mark.parametrize("case", BACKLOGS)
def test_a_backlog_says_how_old_it_is_and_who_can_end_it(case: str) -> None:
    queue, is_voyados, finding = BACKLOGS[case]

    assert backlog_findings(queue, NOW, is_voyados=is_voyados) == (finding,)


def test_an_empty_queue_has_no_oldest_event_and_proves_nothing() -> None:
    assert look().oldest is None
    assert backlog_findings(look(), NOW, is_voyados=True) == ()
    assert empty_queue_note(look()) == (
        Finding(
            "queue-empty",
            Severity.INFO,
            "An empty queue looks the same whether its reader is quick, nothing happened, or Centra's event system is "
            "off.",
            remedy=Remedy(
                "`bis doctor event-system` tells which, as far as it can be told.", ("bis doctor event-system",)
            ),
        ),
    )
    assert empty_queue_note(look(listens_to=())) == ()
    assert empty_queue_note(look(timedelta())) == ()


LEVELS_GO_STALE = (
    "Orders, returns and stock changes all move what can be sold: without one of them, levels in Engage go stale."
)
LISTENING = {
    "nobody listens for Voyado": (
        (),
        True,
        Finding(
            "nobody-listens",
            Severity.ERROR,
            "Nobody listens with this integration name: Voyado has not configured its side yet.",
            "Without listeners Centra makes no events for it, and changes made meanwhile never become any.",
            Remedy(
                "Give Voyado the token and ask them to start their integration; or the token you handed over carries "
                "another integration name than the one looked at here."
            ),
        ),
    ),
    "nobody listens for us": (
        (),
        False,
        Finding(
            "nobody-listens",
            Severity.WARNING,
            "The toolkit's own integration listens to nothing, so no event ever reaches `bis sync-stock`.",
            "A change made before a listener is set never becomes an event.",
            Remedy("Listen, if you want to test with events.", ("bis listeners add",)),
        ),
    ),
    "Voyado misses two types": (
        ("StockChange",),
        True,
        Finding(
            "listeners-missing",
            Severity.WARNING,
            "'BrandX' does not listen to Order and Return.",
            LEVELS_GO_STALE,
            Remedy("Ask Voyado to listen to Order, Return too: their service sets its own listeners."),
        ),
    ),
    "we miss one type": (
        ("StockChange", "Return", "Market"),
        False,
        Finding(
            "listeners-missing",
            Severity.WARNING,
            "'BrandX' does not listen to Order.",
            LEVELS_GO_STALE,
            Remedy("Add them.", ("bis listeners add",)),
        ),
    ),
}


@pytest.mark.parametrize("case", LISTENING)
def test_a_missing_listener_is_somebodys_to_add(case: str) -> None:
    listens_to, is_voyados, finding = LISTENING[case]

    assert listener_findings(look(listens_to=listens_to), is_voyados=is_voyados) == (finding,)


def test_all_listeners_there_is_nothing_to_say() -> None:
    assert listener_findings(look(), is_voyados=True) == ()
    assert sharing_findings(look()) == ()


@pytest.mark.parametrize("kind", ["ProductSize", "Warehouse", "AllocationRule", "Market", "ProductVariant"])
def test_what_touches_stock_now_and_then_is_expected(kind: str) -> None:
    assert sharing_findings(look(listens_to=(kind,))) == ()


def shared(kinds: str, name: str) -> Finding:
    return Finding(
        "name-shared",
        Severity.WARNING,
        f"This queue is also about {kinds}, which has nothing to do with stock: the name {name} seems to be shared "
        "with another integration.",
        "One queue exists per integration name. Whoever confirms an event first takes it from the other.",
        Remedy(
            "Find out in Centra (System > API Tokens) which other tokens carry this integration name, and give each "
            "integration a name of its own."
        ),
    )


def test_anything_else_means_a_shared_name() -> None:
    queue = look(listens_to=("Customer", "StockChange", "GiftCertificateGenerator", "Customer"))

    assert sharing_findings(queue) == (shared("Customer, GiftCertificateGenerator", "'BrandX'"),)


def test_an_event_betrays_a_shared_name_even_where_no_listener_shows_it() -> None:
    queue = QueueLook((), (WaitingEvent(EventId(1), "Customer", "CREATED", 17, NOW),), is_complete=True)

    assert queue.integration_name is None
    assert sharing_findings(queue) == (shared("Customer", "'(not shown)'"),)
