"""Each kind of fault, seen from outside, and the state it leaves behind."""

import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest


@pytest.mark.parametrize("status", [400, 403, 429, 500, 502, 503])
def test_status_answers_instead_of_doing_the_work(client: Any, fault: Any, status: int) -> None:
    fault("status", status=status, operation="SetStock")
    answer = client.set_stock(3)
    assert (answer.status_code, answer.json()) == (status, {"message": f"A fault of the sandbox: HTTP {status}."})
    assert client.fta() == 0
    assert client.set_stock(3).status_code == 200
    assert client.fta() == 3


def test_status_after_the_work_was_done(client: Any, fault: Any) -> None:
    fault("status", status=502, operation="SetStock", done=True)
    assert client.set_stock(3).status_code == 502
    assert client.fta() == 3


@pytest.mark.parametrize("value", ["7", "Fri, 31 Jan 2027 10:00:00 GMT", "1801389600000", "soon"])
def test_retry_after_is_sent_verbatim(client: Any, fault: Any, value: str) -> None:
    fault("status", status=429, retry_after=value)
    answer = client.markets()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, value)


@pytest.mark.parametrize(
    ("body", "text"), [({"errorCode": "X"}, '{"errorCode": "X"}'), ("as it is <", "as it is <"), ("", "")]
)
def test_status_carries_the_body_that_was_asked_for(client: Any, fault: Any, body: object, text: str) -> None:
    fault("status", status=500, body=body)
    assert client.markets().text == text


def test_latency_waits_and_then_does_the_work(client: Any, fault: Any) -> None:
    fault("latency", seconds=0.2, operation="SetStock")
    started = time.perf_counter()
    assert client.set_stock(3).status_code == 200
    assert time.perf_counter() - started >= 0.2
    assert client.fta() == 3


def test_work_is_done_although_the_client_gave_up_on_a_slow_answer(client: Any, fault: Any) -> None:
    fault("latency", seconds=0.2, operation="SetStock")
    client.http.timeout = 0.05
    with pytest.raises(httpx.ReadTimeout):
        client.set_stock(3)
    deadline = time.monotonic() + 5
    while client.fta() != 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert client.fta() == 3


@pytest.mark.parametrize(("done", "fta"), [(False, 0), (True, 3)])
def test_reset_loses_the_answer_before_or_after_the_work(client: Any, fault: Any, done: bool, fta: int) -> None:
    fault("reset", operation="SetStock", done=done)
    with pytest.raises(httpx.ReadError, match="reset by peer"):
        client.set_stock(3)
    assert client.fta() == fta
    assert [entry["status"] for entry in client.sandbox.journal(operation="SetStock")] == [0]
    assert client.set_stock(4).status_code == 200  # on a new connection
    assert client.fta() == 4


def test_reset_is_one_on_the_wire(client: Any, fault: Any) -> None:
    fault("reset", path="/feeds/*")
    address = urlsplit(client.sandbox.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(b"GET /feeds/sv-SE.xml HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_truncated_ends_in_the_middle_of_the_body(client: Any, fault: Any) -> None:
    fault("truncated", operation="SetStock")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        client.set_stock(3)
    assert client.fta() == 3
    (entry,) = client.sandbox.journal(operation="SetStock")
    assert entry["response"]["body"].startswith('{"data":')


def test_truncated_answer_without_a_body_is_incomplete_too(client: Any, fault: Any) -> None:
    fault("truncated", method="PUT")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        client.engage("PUT", "/inventory/stock-levels", {"sku": "1234-1", "quantity": 2})
    assert client.levels() == {"1234-1": 2}


@pytest.mark.parametrize(("done", "fta"), [(False, 0), (True, 3)])
def test_html_stands_where_json_should(client: Any, fault: Any, done: bool, fta: int) -> None:
    fault("html", operation="SetStock", done=done)
    answer = client.set_stock(3)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert client.fta() == fta


def test_html_comes_with_the_status_that_was_asked_for(client: Any, fault: Any) -> None:
    fault("html", status=503)
    assert client.markets().status_code == 503


def test_shape_answers_json_that_is_not_the_apis(client: Any, fault: Any) -> None:
    fault("shape", operation="SetStock")
    answer = client.set_stock(3)
    assert (answer.status_code, list(answer.json())) == (200, ["unexpected"])
    assert client.fta() == 3


def test_shape_keeps_the_status_of_the_real_answer(client: Any, fault: Any) -> None:
    fault("shape", path="/api/*", body=[1, 2])
    answer = client.engage("GET", "/contacts/id?email=nobody@example.com")
    assert (answer.status_code, answer.json()) == (404, [1, 2])


def test_shape_without_the_work(client: Any, fault: Any) -> None:
    fault("shape", operation="SetStock", done=False)
    assert client.set_stock(3).status_code == 200
    assert client.fta() == 0


LEVELS = [{"sku": sku, "quantity": 2, "externalId": "4"} for sku in ("1234-1", "1234SIZES", "1234SIZEM", "1234SIZEL")]


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ({"skus": ["1234SIZES"]}, ["1234SIZES"]),
        ({"nth": 2}, ["1234SIZES", "1234SIZEL"]),
        ({"skus": ["1234-1"], "nth": 4}, ["1234-1", "1234SIZEL"]),
        ({"nth": 1}, ["1234-1", "1234SIZES", "1234SIZEM", "1234SIZEL"]),
    ],
)
def test_partial_batch_names_what_it_refuses_and_takes_the_others_in(
    client: Any, fault: Any, options: dict[str, object], refused: list[str]
) -> None:
    fault("partial-batch", **options)
    answer = client.engage("PUT", "/inventory/stock-levels/batch", LEVELS)
    assert answer.status_code == 200
    message = "A fault of the sandbox: this level is refused."
    assert answer.json() == {
        "errors": [
            {"sku": sku, "externalId": "4", "errorCode": "StockLevelNotAccepted", "message": message} for sku in refused
        ]
    }
    assert list(client.levels()) == [level["sku"] for level in LEVELS if level["sku"] not in refused]


def test_partial_batch_of_other_skus_is_taken_in_whole(client: Any, fault: Any) -> None:
    fault("partial-batch", skus=["other"])
    answer = client.engage("PUT", "/inventory/stock-levels/batch", LEVELS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert len(client.levels()) == 4


@pytest.mark.parametrize("body", ["no JSON", '{"sku": "A"}', '[{"sku": "A", "quantity": 1}, {"sku": "B"}]'])
def test_partial_batch_leaves_a_wrong_request_to_engage(client: Any, fault: Any, body: str) -> None:
    fault("partial-batch", skus=["A"])
    headers = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}
    answer = client.http.put("/api/v3/inventory/stock-levels/batch", content=body, headers=headers)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "InvalidRequest")
    assert client.levels() == {}


def test_token_expires_in_the_middle_of_a_run(client: Any, fault: Any) -> None:
    fault("token-expired", token="sandbox-toolkit", after=2)
    assert [client.markets().status_code for _ in range(4)] == [200, 200, 403, 403]
    expired = client.markets(token="sandbox-expired")
    assert client.markets().json() == expired.json()
    assert client.markets(token="sandbox-guide").status_code == 200
    assert client.set_stock(3).status_code == 403
    assert client.fta() == 0


def test_token_in_a_cookie_expires_too(client: Any, fault: Any) -> None:
    fault("token-expired")
    query = {"query": "{ markets { id } }"}
    cookie = {"Cookie": "graphql-access=sandbox-toolkit"}
    assert client.http.post("/graphql", json=query, headers=cookie).status_code == 403
    client.sandbox.control("DELETE", "/faults")
    assert client.http.post("/graphql", json=query, headers=cookie).status_code == 200


def test_events_off_queues_nothing_for_good(client: Any, fault: Any, hits: Any) -> None:
    client.set_stock(1)
    fault("events-off")
    client.set_stock(2)
    client.sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234SIZEM": 1}})
    assert (client.fta(), len(client.events())) == (1, 1)
    assert hits() == [1]
    client.sandbox.control("DELETE", "/faults")
    assert len(client.events()) == 1
    client.set_stock(5)
    assert len(client.events()) == 2


def test_object_of_the_next_event_goes_with_its_units(client: Any, fault: Any, hits: Any) -> None:
    client.set_stock(1)
    fault("object-gone")
    assert hits() == [0]
    assert client.set_stock(3).json()["data"]["setStock"]["userErrors"] == []
    kept, gone = client.events()
    assert (kept["object"], gone["object"]) == ({"__typename": "StockChange"}, None)
    assert client.fta() == 1
    assert hits() == [1]
    client.set_stock(5)
    assert client.events()[2]["object"] == {"__typename": "StockChange"}


def test_object_of_an_order_event_goes_and_gives_its_units_back(client: Any, fault: Any) -> None:
    fault("object-gone")
    client.sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})
    assert [(event["objectType"], event["object"]) for event in client.events()] == [("Order", None)]
    assert client.sandbox.state()["centra"]["stock"]["1234-1"]["1"] == {"fta": 5, "allocated": 0, "physical": 5}


def test_object_of_an_order_goes_with_its_returns(client: Any, fault: Any) -> None:
    order = client.sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    client.sandbox.control("POST", "/returns", {"order": order, "lines": {"1234-1": 1}, "warehouse": 1})
    ordered, returned = client.events()
    fault("object-gone", event=ordered["id"])
    assert [event["object"] for event in client.events()] == [None, None]
    state = client.sandbox.state()["centra"]
    assert (state["orders"], state["returns"]) == ([], [])
    assert state["stock"]["1234-1"]["1"] == {"fta": 5, "allocated": 0, "physical": 5}
    assert returned["objectType"] == "Return"


def test_object_of_a_return_goes_and_leaves_its_units(client: Any, fault: Any) -> None:
    order = client.sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    client.sandbox.control("POST", "/returns", {"order": order, "lines": {"1234-1": 1}, "warehouse": 1})
    _, returned = client.events()
    fault("object-gone", event=returned["id"])
    assert [event["object"] for event in client.events()] == [{"__typename": "DirectToConsumerOrder"}, None]
    assert client.sandbox.state()["centra"]["stock"]["1234-1"]["1"] == {"fta": 4, "allocated": 1, "physical": 5}
