"""Every kind of fault on every operation of a sync: it ends as promised, and a clean run afterwards repairs it all."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.sync.support import SKU, SOLD, Outcome, Shop, confirmed_too_early

CENTRA = {
    "own it": {"operation": "EventListeners"},
    "map markets": {"operation": "Markets"},
    "map warehouses": {"operation": "Warehouses"},
    "map rules": {"operation": "RulesOfWarehouses"},
    "map defaults": {"operation": "DefaultRules"},
    "fetch": {"operation": "NextEvents"},
    "read": {"operation": "Stock"},
    "confirm": {"operation": "ConfirmEvents"},
}
SEND = {"path": "*/stock-levels/batch"}
STEPS: Mapping[str, Mapping[str, str]] = {**CENTRA, "send": SEND}
FOREVER = {"times": 0}

Fault = Mapping[str, Any]
Ending = tuple[int, str | None]
"""Exit code and error code."""

DONE: Ending = (0, None)
NETWORK: Ending = (6, "network")
SERVER_ERROR: Ending = (6, "server_error")
UNREADABLE: Ending = (5, "unexpected_answer")
REFUSED: Ending = (5, "refused")
UNAUTHENTICATED: Ending = (4, "not_authenticated")

PASSING: Mapping[str, Fault] = {
    "reset before the work": {"kind": "reset"},
    "reset after the work": {"kind": "reset", "done": True},
    "truncated": {"kind": "truncated"},
    **{f"{status}": {"kind": "status", "status": status} for status in (500, 502, 503, 504)},
    "500 after the work": {"kind": "status", "status": 500, "done": True},
    "three of them": {"kind": "reset", "times": 3},
}
"""What a repeat gets over."""

LASTING: Mapping[str, tuple[Fault, Ending]] = {
    "reset before the work": ({"kind": "reset", **FOREVER}, NETWORK),
    "reset after the work": ({"kind": "reset", "done": True, **FOREVER}, NETWORK),
    "truncated": ({"kind": "truncated", **FOREVER}, NETWORK),
    "500": ({"kind": "status", "status": 500, **FOREVER}, SERVER_ERROR),
    "503 after the work": ({"kind": "status", "status": 503, "done": True, **FOREVER}, SERVER_ERROR),
}
"""What it does not; the same for Centra and Engage."""

OF_CENTRA: Mapping[str, tuple[Fault, Ending]] = {
    "a web page": ({"kind": "html"}, UNREADABLE),
    "a web page after the work": ({"kind": "html", "done": True}, UNREADABLE),
    "another shape": ({"kind": "shape"}, UNREADABLE),
    "another shape below data": ({"kind": "shape", "body": {"data": {}}}, UNREADABLE),
    "no data": ({"kind": "shape", "body": {"data": None}}, UNREADABLE),
    "half JSON": ({"kind": "shape", "body": '{"data": {'}, UNREADABLE),
    "400": ({"kind": "status", "status": 400}, REFUSED),
    "404": ({"kind": "status", "status": 404}, REFUSED),
    "the token expires": ({"kind": "token-expired"}, UNAUTHENTICATED),
}
OF_ENGAGE: Mapping[str, tuple[Fault, Ending]] = {
    "a web page": ({"kind": "html"}, REFUSED),
    "a web page after the work": ({"kind": "html", "done": True}, REFUSED),
    "another shape": ({"kind": "shape", "done": False}, REFUSED),
    "a text": ({"kind": "shape", "body": '"ok"', "done": False}, REFUSED),
    "a number": ({"kind": "shape", "body": "2", "done": False}, REFUSED),
    "half JSON": ({"kind": "shape", "body": '{"errors": [', "done": False}, REFUSED),
    "400, which may be a single level's fault": ({"kind": "status", "status": 400}, DONE),
    "401": ({"kind": "status", "status": 401}, UNAUTHENTICATED),
    "403": ({"kind": "status", "status": 403}, UNAUTHENTICATED),
    "some levels are refused": ({"kind": "partial-batch", "skus": [SKU]}, REFUSED),
    "every second level is refused": ({"kind": "partial-batch", "nth": 2}, REFUSED),
    "some are refused under 207": ({"kind": "partial-batch", "skus": [SOLD], "status": 207}, REFUSED),
}


def struck(shop: Shop, fault: Fault, step: str) -> Outcome:
    """Let a sync of two events meet the fault, and see that it lost nothing and confirmed nothing too early."""
    shop.set_stock({SKU: 1})
    shop.set_stock({SOLD: 1, "1234SIZES": 1})
    first, second = shop.queue
    skus = {first: {SKU}, second: {SOLD, "1234SIZES"}}
    fta = {key: fta for key, fta in shop.fta().items() if key[0] in {SKU, SOLD, "1234SIZES"}}
    shop.fault(**fault, **STEPS[step])

    outcome = shop.sync("--once")
    shop.world.faults.clear()
    again = shop.sync("--once")

    assert again.code == 0, again
    assert (shop.latest, shop.queue) == (fta, [])
    assert confirmed_too_early(shop.requests(), skus, fta) == []
    return outcome


def ending(outcome: Outcome) -> Ending:
    return outcome.code, outcome.error


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_got_over(shop: Shop, no_pauses: list[float], fault: str, step: str) -> None:
    assert ending(struck(shop, PASSING[fault], step)) == DONE
    assert no_pauses[0] == 0.5


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", LASTING)
def test_what_lasts_ends_the_run(shop: Shop, no_pauses: list[float], fault: str, step: str) -> None:
    broken, ends = LASTING[fault]

    assert ending(struck(shop, broken, step)) == ends
    assert no_pauses == [0.5, 1, 2]


@pytest.mark.parametrize("step", CENTRA)
@pytest.mark.parametrize("fault", OF_CENTRA)
def test_what_centra_answers_wrongly_is_not_taken_for_an_answer(
    shop: Shop, no_pauses: list[float], fault: str, step: str
) -> None:
    broken, ends = OF_CENTRA[fault]

    assert ending(struck(shop, broken, step)) == ends
    assert no_pauses == []


@pytest.mark.parametrize("fault", OF_ENGAGE)
def test_what_engage_answers_wrongly_leaves_the_events_in_the_queue(
    shop: Shop, no_pauses: list[float], fault: str
) -> None:
    broken, ends = OF_ENGAGE[fault]

    outcome = struck(shop, broken, "send")

    assert ending(outcome) == ends
    if ends is not DONE:
        assert outcome.data["events"]["left"] > 0
    if broken["kind"] == "partial-batch":
        assert {row["reason"] for row in outcome.data["failed"]} == {
            "StockLevelNotAccepted: A fault of the sandbox: this level is refused."
        }


# ---------------------------------------------------------------- asked to slow down

FORMS: Mapping[str, Callable[[datetime], str]] = {
    "seconds": lambda moment: str(round((moment - datetime.now(UTC)).total_seconds())),
    "an HTTP date": lambda moment: format_datetime(moment, usegmt=True),
    "epoch seconds": lambda moment: str(int(moment.timestamp())),
    "epoch milliseconds": lambda moment: str(int(moment.timestamp() * 1000)),
    "ISO 8601": lambda moment: moment.isoformat(),
}


@pytest.mark.parametrize("step", ["own it", "fetch", "read", "send", "confirm"])
@pytest.mark.parametrize("form", FORMS)
def test_a_short_wait_is_waited_in_whichever_form_it_is_asked_for(
    shop: Shop, no_pauses: list[float], form: str, step: str
) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=20)

    outcome = struck(shop, {"kind": "status", "status": 429, "retry_after": FORMS[form](moment)}, step)

    assert ending(outcome) == DONE
    assert 15 <= no_pauses[0] <= 20


@pytest.mark.parametrize("step", ["own it", "fetch", "read", "send", "confirm"])
@pytest.mark.parametrize("form", FORMS)
def test_a_long_wait_ends_the_run_and_says_when_to_come_back(
    shop: Shop, no_pauses: list[float], form: str, step: str
) -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)

    outcome = struck(shop, {"kind": "status", "status": 429, "retry_after": FORMS[form](moment)}, step)

    assert ending(outcome) == (7, "rate_limited")
    resume_at = datetime.fromisoformat(outcome.document["error"]["details"]["resume_at"])
    assert abs(resume_at - moment) < timedelta(seconds=15)
    assert no_pauses == []


# ---------------------------------------------------------------- in the middle of a longer run


@pytest.mark.parametrize("step", ["fetch", "read", "send", "confirm"])
@pytest.mark.parametrize(
    ("fault", "ends"),
    [
        ({"kind": "token-expired"}, UNAUTHENTICATED),
        ({"kind": "status", "status": 500, **FOREVER}, SERVER_ERROR),
        ({"kind": "reset", "done": True, **FOREVER}, NETWORK),
    ],
)
def test_what_was_done_before_it_broke_is_told_and_kept(
    shop: Shop, no_pauses: list[float], fault: Fault, ends: Ending, step: str
) -> None:
    if step == "send" and fault["kind"] == "token-expired":
        fault = {"kind": "status", "status": 401}
    shop.seed(500, skus=500)
    shop.fault(**fault, **STEPS[step], after=4 if step == "send" else 1)  # four batches to the first page

    outcome = shop.sync("--once")

    assert ending(outcome) == ends
    assert outcome.data["events"]["confirmed"] == 200
    assert outcome.data["stock_levels"]["sent"] == (800 if step == "confirm" else 400)
    shop.world.faults.clear()
    assert shop.sync("--once").code == 0
    latest = shop.latest
    assert (len(latest), shop.queue) == (1000, [])
    assert set(latest.values()) == {1}


def test_levels_of_batches_before_the_broken_one_count_as_sent_and_are_journalled(
    shop: Shop, no_pauses: list[float]
) -> None:
    shop.seed(200, skus=200)
    shop.fault(kind="reset", done=True, path="*/batch", after=2, times=0)

    outcome = shop.sync("--once")

    assert ending(outcome) == NETWORK
    assert outcome.data["stock_levels"] == {"sent": 200, "failed": 0}
    assert outcome.data["events"] == {"fetched": 200, "confirmed": 0, "left": 200}
    assert len(outcome.document["error"]["details"]["fate_unknown"]) == 100
    assert outcome.document["error"]["details"]["may_have_arrived"] is True
    assert len(shop.queue) == 200


def test_an_event_whose_object_centra_fails_to_read_stays_and_those_beside_it_are_confirmed(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.set_stock({SOLD: 1})
    first, second = shop.queue
    page = [_event(first, None), _event(second, 102)]
    body = {
        "data": {"events": page, "rateLimits": []},
        "errors": [{"message": "Internal server error", "path": ["events", 0, "object"]}],
    }
    shop.fault(kind="shape", operation="NextEvents", body=body)

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found[-1]) == (1, "event-unreadable")
    assert outcome.document["findings"][-1]["remedy"]["commands"] == [f"bis sync-stock --skip-event {first}"]
    assert shop.queue == [first]
    assert shop.sync("--once").code == 0
    assert shop.queue == []


def test_a_change_while_the_event_system_is_off_is_sent_by_hand(shop: Shop) -> None:
    shop.fault(kind="events-off")
    shop.set_stock({SKU: 1})

    assert shop.sync("--once").data["events"]["fetched"] == 0
    assert shop.sync("--full").code == 0
    assert shop.latest == shop.fta()


def _event(number: int, size: int | None) -> dict[str, object]:
    lines = [{"productSize": {"id": size, "SKU": SOLD}}]
    return {
        "id": number,
        "objectType": "StockChange",
        "changeType": "CREATED",
        "objectReference": 1,
        "createdAt": "2026-01-01T00:00:00+00:00",
        "object": size and {"__typename": "StockChange", "stockChangeId": 1, "stockLines": lines},
    }
