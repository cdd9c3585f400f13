"""Voyado's own integration, played: what it takes from its queue, what it tells Engage, and when it stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from voyado_bis_cli.cli import run
from voyado_bis_cli.sandbox.json_http import JsonHttp, JsonHttpError
from voyado_bis_cli.sandbox.voyado import (
    LINES_PER_PAGE,
    LINES_WITH_EVENT,
    Pass,
    VoyadoIntegration,
    brand_y_at,
    voyado_at,
)

SET_STOCK = """
mutation ($lines: [StockSetProductSizeInput!]!) {
  setStock(input: {warehouse: {id: 1}, description: "test", stockQuantityType: PHYSICAL, productSizes: $lines}) {
    userErrors { message } } }
"""


@pytest.fixture
def set_stock(sandbox: Any) -> Callable[..., None]:
    """Set physical stock in Stockholm, all in one stock change."""

    def set_stock(**quantities: int) -> None:
        lines = [{"productSize": {"SKU": sku.replace("_", "-")}, "quantity": each} for sku, each in quantities.items()]
        answer = sandbox.http.post(
            "/graphql",
            json={"query": SET_STOCK, "variables": {"lines": lines}},
            headers={"Authorization": "Bearer sandbox-toolkit"},
        )
        assert answer.json()["data"]["setStock"]["userErrors"] == []

    return set_stock


@pytest.fixture
def levels(sandbox: Any) -> Callable[[], set[tuple[str, str, int]]]:
    """What Engage was told: SKU, market, quantity."""

    def told() -> set[tuple[str, str, int]]:
        received = sandbox.state()["engage"]["stock_levels"]
        return {(level["sku"], level["externalId"], level["quantity"]) for level in received}

    return told


def waiting(sandbox: Any, integration: str = "Engage integration") -> int:
    return len(sandbox.state()["centra"]["events"].get(integration, []))


def test_a_pass_sends_fta_per_market_and_confirms(sandbox: Any, set_stock: Any, levels: Any) -> None:
    set_stock(**{"2001GRYM": 3})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2)
    assert levels() == {("2001GRYM", "4", 3), ("2001GRYM", "5", 5)}  # Berlin's 2 count in Germany; Outlet has no rule
    assert waiting(sandbox) == 0


def test_it_never_touches_the_queue_of_another_integration(sandbox: Any, set_stock: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    voyado_at(sandbox.url).one_pass()
    assert waiting(sandbox, "bis toolkit") == 1


def test_an_empty_queue_is_a_pass_that_did_nothing(sandbox: Any, levels: Any) -> None:
    assert voyado_at(sandbox.url).one_pass() == Pass()
    assert levels() == set()


def test_orders_and_returns_change_levels_too(sandbox: Any, levels: Any) -> None:
    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2)
    sandbox.control("POST", "/returns", {"order": order, "lines": {"1234-1": 2}, "warehouse": 1})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2)
    assert levels() == {("1234-1", market, quantity) for market in ("4", "5") for quantity in (3, 5)}


def test_an_event_whose_object_is_gone_is_confirmed(sandbox: Any, set_stock: Any, levels: Any) -> None:
    sandbox.control("POST", "/faults", {"kind": "object-gone"})
    set_stock(**{"1234SIZEM": 3})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1)
    assert levels() == set()


def test_many_events_of_one_page_send_each_size_once(sandbox: Any, levels: Any) -> None:
    sandbox.control("POST", "/seed", {"events": 100, "skus": 5, "integration": "Engage integration"})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=100, levels=10)
    assert {quantity for _, _, quantity in levels()} == {20}


def test_a_queue_of_several_pages_is_drained(sandbox: Any) -> None:
    sandbox.control("POST", "/seed", {"events": 250, "skus": 250, "markets": 4})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=250, levels=1000)
    assert waiting(sandbox) == 0


def test_a_size_with_more_lines_than_a_page_is_summed_over_all(sandbox: Any, levels: Any) -> None:
    many = LINES_PER_PAGE + 50
    sandbox.control("POST", "/seed", {"events": many, "skus": 1, "integration": "bis toolkit"})
    sandbox.control("POST", "/seed", {"events": 1, "skus": 1, "integration": "Engage integration"})
    voyado_at(sandbox.url).one_pass()
    assert {quantity for _, _, quantity in levels()} == {many + 1}


def test_every_line_of_a_long_stock_change_counts(sandbox: Any, set_stock: Any) -> None:
    skus = [sku for sku in sandbox.state()["centra"]["stock"] if sku != "1234-1"][: LINES_WITH_EVENT + 5]
    set_stock(**dict.fromkeys(skus, 40))
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2 * (LINES_WITH_EVENT + 5))


def test_more_lines_than_a_page_are_read_page_by_page(sandbox: Any, set_stock: Any) -> None:
    many = LINES_PER_PAGE + 5
    sandbox.control("POST", "/seed", {"events": 0, "skus": many})
    set_stock(**{f"BULK{number // 10:05}_{number % 10}": 4 for number in range(many)})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2 * many)


def test_it_starts_the_email_of_whoever_waits(sandbox: Any, set_stock: Any) -> None:
    contact = sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com"})["id"]
    headers = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}
    body = {"contactId": contact, "sku": "1234SIZEM", "locale": "sv-SE", "externalId": "4"}
    sandbox.http.post("/api/v3/inventory/backinstock/subscriptions", json=body, headers=headers)
    set_stock(**{"1234SIZEM": 3})
    voyado_at(sandbox.url).one_pass()
    emails = sandbox.http.get(f"/api/v3/contacts/{contact}/emailmessages", headers=headers).json()
    assert emails["count"] == 1


def test_events_of_refused_levels_stay(sandbox: Any, set_stock: Any, levels: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    set_stock(**{"1234_1": 7})
    sandbox.control("POST", "/faults", {"kind": "partial-batch", "skus": ["1234SIZEM"], "times": 0})
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2, refused=2)
    assert {sku for sku, _, _ in levels()} == {"1234-1"}
    assert waiting(sandbox) == 1
    sandbox.control("DELETE", "/faults")
    assert voyado_at(sandbox.url).one_pass() == Pass(events=1, levels=2)


@pytest.mark.parametrize(
    "options", [{"kind": "status", "status": 500}, {"kind": "shape", "done": False, "body": [1]}, {"kind": "shape"}]
)
def test_a_batch_that_is_answered_otherwise_is_refused_whole(
    sandbox: Any, set_stock: Any, options: dict[str, object]
) -> None:
    set_stock(**{"1234SIZEM": 3})
    sandbox.control("POST", "/faults", {**options, "path": "*/batch"})
    assert voyado_at(sandbox.url).one_pass() == Pass(refused=2)
    assert waiting(sandbox) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "status", "status": 429}, "Centra answered HTTP 429: no data"),
        ({"kind": "status", "status": 400, "body": {"errors": [{"message": "no"}]}}, "Centra answered HTTP 400: no"),
        ({"kind": "shape", "body": [1]}, "Centra answered HTTP 200: no data"),
        ({"kind": "html", "status": 502}, "POST /graphql answered HTTP 502 and no JSON"),
        ({"kind": "reset"}, "POST /graphql: .*reset by peer"),
        ({"kind": "truncated"}, "POST /graphql: IncompleteRead"),
    ],
)
def test_a_centra_that_misbehaves_ends_the_pass_and_loses_nothing(
    sandbox: Any, set_stock: Any, options: dict[str, object], said: str
) -> None:
    set_stock(**{"1234SIZEM": 3})
    sandbox.control("POST", "/faults", {**options, "operation": "VoyadoEvents"})
    with pytest.raises(JsonHttpError, match=said):
        voyado_at(sandbox.url).one_pass()
    assert waiting(sandbox) == 1


def test_a_confirmation_that_fails_ends_the_pass(sandbox: Any, set_stock: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    body = {"data": {"confirmEvents": {"userErrors": [{"message": "not today"}], "userWarnings": []}}}
    sandbox.control("POST", "/faults", {"kind": "shape", "operation": "VoyadoConfirm", "done": False, "body": body})
    with pytest.raises(JsonHttpError, match="Centra confirmed nothing: not today"):
        voyado_at(sandbox.url).one_pass()


def test_it_needs_no_more_than_the_guide_asks_for(sandbox: Any, set_stock: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    voyado_at(sandbox.url).one_pass()
    used = {
        permission
        for entry in sandbox.journal(path="/graphql")
        if str(entry["operation"]).startswith("Voyado")
        for permission in entry["response"]["body"]["extensions"]["permissionsUsed"]
    }
    assert "ProductSize.stock:read" not in used
    assert used >= {"Event:read", "Event:write", "Market:read", "StockChange:read"}


def test_without_the_permission_to_read_events_it_says_so(sandbox: Any) -> None:
    integration = VoyadoIntegration(sandbox.url, token="sandbox-strict", engage_key="sandbox-engage-key")
    with pytest.raises(JsonHttpError, match="You need Event:read permission"):
        integration.one_pass()


def test_another_brand_on_the_same_name_takes_the_events_away(sandbox: Any, set_stock: Any, levels: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    assert brand_y_at(sandbox.url).one_pass() == Pass(events=1, levels=2)
    assert voyado_at(sandbox.url).one_pass() == Pass()
    assert levels() == set()  # this brand's shoppers are never told


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(JsonHttpError, match="refused"):
        JsonHttp("http://127.0.0.1:9", {}).ask("GET", "/", None)


@pytest.fixture
def bis(sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: Any) -> Callable[..., Any]:
    """Run `bis sandbox …` against the sandbox."""
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*argv: str) -> tuple[int, str, str]:
        code = run(["sandbox", *argv, "--port", str(urlsplit(sandbox.url).port)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_once_tells_its_pass_and_ends(bis: Any, set_stock: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    assert bis("voyado", "--once") == (
        0,
        "1 pass: 1 event, 2 levels sent.\n",
        "1 event confirmed, 2 levels sent.\n",
    )


def test_once_tells_refused_levels(bis: Any, set_stock: Any, sandbox: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    sandbox.control("POST", "/faults", {"kind": "partial-batch", "nth": 2})
    code, out, err = bis("voyado", "--once")
    assert (code, out) == (0, "1 pass: 0 events, 1 level sent, 1 refused.\n")
    assert err == "0 events confirmed, 1 level sent, 1 refused.\n"


def test_once_gives_up_where_centra_does_not_answer(bis: Any, sandbox: Any) -> None:
    sandbox.control("POST", "/faults", {"kind": "html", "operation": "VoyadoWarehouses"})
    code, _, err = bis("voyado", "--once")
    assert code == 6
    assert "Voyado's stand-in gives up: POST /graphql answered HTTP 200 and no JSON." in err


def test_brand_y_is_played_too(bis: Any, set_stock: Any, levels: Any) -> None:
    set_stock(**{"1234SIZEM": 3})
    assert bis("voyado", "--once", "--brand-y")[0] == 0
    assert levels() == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_after_passes_that_failed_and_passes_that_did_not(
    sandbox: Any, set_stock: Any, tmp_path: Any, number: signal.Signals
) -> None:
    sandbox.control("POST", "/faults", {"kind": "status", "status": 503, "operation": "VoyadoEvents"})
    set_stock(**{"1234SIZEM": 3})
    port = str(urlsplit(sandbox.url).port)
    child = subprocess.Popen(
        [sys.executable, "-m", "voyado_bis_cli", "sandbox", "voyado", "--interval", "0.1", "--port", port],
        env={**os.environ, "BIS_STATE_DIR": str(tmp_path), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while waiting(sandbox) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(number)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0
    assert "Centra answered HTTP 503: no data. Once more in 0.1 s.\n" in err
    assert "1 event confirmed, 2 levels sent.\n" in err
    assert "passes" in out or "1 pass" in out
