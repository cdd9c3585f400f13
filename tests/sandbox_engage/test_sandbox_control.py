"""The control API: identity, state, reset, settings, shop and clock."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from voyado_bis_cli import __version__

GHOST = "00000000-0000-0000-0000-000000000000"


def test_it_says_what_it_is(sandbox: Any) -> None:
    identity = {"sandbox": "voyado-bis-cli", "version": __version__, "seed": "guide"}
    assert sandbox.http.get("/_sandbox").json() == identity
    assert sandbox.control("POST", "/reset") == identity


def test_seed_has_a_shop_and_an_empty_tenant(sandbox: Any) -> None:
    state = sandbox.state()
    assert state["centra"]["stock"]["1234SIZEM"]["1"]["fta"] == 0
    assert state["centra"]["stock"]["1234-1"]["1"]["fta"] == 5
    assert state["engage"] == {
        "contacts": [],
        "subscriptions": [],
        "emails": [],
        "stock_levels": [],
        "automation": {
            "active": True,
            "minimum_quantity": 1,
            "locales": None,
            "skus": None,
            "not_bought_in_days": None,
            "only_opted_in": False,
            "wait_seconds": 0.0,
            "welcome_email": False,
        },
        "allowlist": {"allow": ["*"], "block": ["*@blocked.example"]},
    }


def test_reset_leaves_nothing_of_before(sandbox: Any, engage: httpx.Client) -> None:
    def fingerprint() -> dict[str, Any]:
        state = sandbox.state()
        return {"engage": state["engage"], "stock": state["centra"]["stock"], "orders": state["centra"]["orders"]}

    def make() -> Any:
        return sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com"})

    seeded = fingerprint()
    contact = make()
    engage.put("/inventory/stock-levels", json={"sku": "1234-1", "quantity": 1})
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})
    sandbox.control("POST", "/automation", {"active": False})
    sandbox.control("PUT", "/allowlist", {"allow": []})
    sandbox.control("POST", "/clock", {"freeze": "2001-01-01T00:00:00Z"})
    assert fingerprint() != seeded

    sandbox.control("POST", "/reset")

    assert fingerprint() == seeded
    assert sandbox.journal() == []
    assert sandbox.control("GET", "/clock")["frozen"] is False
    assert make()["id"] == contact["id"]


def test_automation_is_changed_setting_by_setting(sandbox: Any) -> None:
    sandbox.control("POST", "/automation", {"minimum_quantity": 5})
    sandbox.control("POST", "/automation", {"locales": ["sv-SE"]})
    changed = sandbox.control("POST", "/automation", {"locales": None})
    assert (changed["minimum_quantity"], changed["locales"]) == (5, None)
    assert sandbox.control("GET", "/automation") == changed


def test_allowlist_is_replaced_whole(sandbox: Any) -> None:
    sandbox.control("PUT", "/allowlist", {"allow": ["*@voyado.com"], "block": []})
    assert sandbox.control("GET", "/allowlist") == {"allow": ["*@voyado.com"], "block": []}
    assert sandbox.control("PUT", "/allowlist", {}) == {"allow": ["*"], "block": ["*@blocked.example"]}


def test_order_takes_stock_and_cancelling_gives_it_back(sandbox: Any) -> None:
    def fta() -> Any:
        return sandbox.state()["centra"]["stock"]["1234-1"]["1"]["fta"]

    first = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    second = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})["order"]
    sold = fta()
    assert sandbox.control("DELETE", f"/orders/{first}") == {"order": first}
    assert sandbox.control("POST", f"/orders/{second}/cancel") == {"order": second}
    assert (sold, fta()) == (2, 5)


@pytest.mark.parametrize(("body", "warehouse"), [({}, "3"), ({"warehouse": 1}, "1")])
def test_return_brings_stock_into_a_warehouse(sandbox: Any, body: dict[str, int], warehouse: str) -> None:
    number = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    before = sandbox.state()["centra"]["stock"]["1234-1"][warehouse]["fta"]
    sandbox.control("POST", "/returns", {"order": number, "lines": {"1234-1": 1}} | body)
    assert sandbox.state()["centra"]["stock"]["1234-1"][warehouse]["fta"] == before + 1


def test_clock_stands_still_and_moves_as_told(sandbox: Any) -> None:
    frozen = sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00+01:00", "advance": 1.5})
    assert frozen == {"now": "2026-03-01T11:00:01.500000+00:00", "frozen": True}
    assert sandbox.control("POST", "/clock", {"advance": 1})["now"] == "2026-03-01T11:00:02.500000+00:00"
    running = sandbox.control("POST", "/clock", {"freeze": False})
    gone = datetime.fromisoformat(running["now"]) - datetime.fromisoformat("2026-03-01T11:00:02.5+00:00")
    assert running["frozen"] is False
    assert timedelta() <= gone < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "error"),
    [
        ("POST", "/orders", {"market": 4}, 400, "lines: Field required"),
        ("POST", "/orders", {"market": 9, "lines": {"1234-1": 1}}, 400, "there is no market 9"),
        ("DELETE", "/orders/1", None, 400, "there is no order 1"),
        ("POST", "/automation", {"minimum": 1}, 400, "minimum: Extra inputs are not permitted"),
        ("POST", "/clock", {"freeze": "noon"}, 400, None),
        ("POST", "/contacts", {"email": "john-doe"}, 400, "email: Value error, is not a valid email address"),
        ("POST", "/purchases", {"contact_id": GHOST, "sku": "S"}, 404, "The contact was not found."),
        ("GET", "/nonsense", None, 404, "Not Found"),
        ("GET", "/reset", None, 405, "Method Not Allowed"),
    ],
)
def test_what_cannot_be_done_says_why(
    sandbox: Any, method: str, path: str, body: object, status: int, error: str | None
) -> None:
    answer = sandbox.http.request(method, f"/_sandbox{path}", json=body)
    assert answer.status_code == status
    assert error is None or answer.json() == {"error": error}


def test_second_contact_like_it_is_refused(sandbox: Any) -> None:
    sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com"})
    answer = sandbox.http.post("/_sandbox/contacts", json={"email": "john-doe@voyado.com"})
    assert (answer.status_code, answer.json()) == (409, {"error": "A contact like this exists already."})
