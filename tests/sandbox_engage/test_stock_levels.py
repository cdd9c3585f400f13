"""Receiving stock levels, one and many."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_single_and_batch_are_accepted_without_a_body(sandbox: Any, engage: httpx.Client, version: str) -> None:
    engage.base_url = f"{sandbox.url}/api/{version}/inventory"
    level = {"sku": "1234SIZEM", "quantity": 125, "externalId": "4", "futureField": True}
    answers = [
        engage.put("/stock-levels", json=level),
        engage.put("/stock-levels/batch", json=[level | {"externalId": "5"}, {"sku": "x", "quantity": 0}]),
        engage.put("/stock-levels/batch", json=[]),
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 3
    received = sandbox.state()["engage"]["stock_levels"]
    assert [(level["sku"], level["quantity"], level["externalId"]) for level in received] == [
        ("1234SIZEM", 125, "4"),
        ("1234SIZEM", 125, "5"),
        ("x", 0, None),
    ]


@pytest.mark.parametrize(
    ("level", "complaint"),
    [
        ({"quantity": 1}, "sku: Field required"),
        ({"sku": "x"}, "quantity: Field required"),
        ({"sku": "x", "quantity": "1"}, "quantity: Input should be a valid integer"),
        ({"sku": "x", "quantity": 1.5}, "quantity: Input should be a valid integer"),
        ({"sku": "x", "quantity": True}, "quantity: Input should be a valid integer"),
        ({"sku": "x", "quantity": 1, "externalId": 4}, "externalId: Input should be a valid string"),
    ],
)
def test_invalid_level_is_refused(engage: httpx.Client, level: dict[str, object], complaint: str) -> None:
    answer = engage.put("/inventory/stock-levels", json=level)
    assert (answer.status_code, answer.json()["validationErrors"]) == (400, [{"errorDescription": complaint}])


def test_batch_with_one_invalid_level_is_refused_whole(
    sandbox: Any, engage: httpx.Client, let_wait: Callable[..., str]
) -> None:
    let_wait()
    answer = engage.put("/inventory/stock-levels/batch", json=[{"sku": "1234SIZEM", "quantity": 1}, {"sku": ""}])
    assert answer.status_code == 400
    assert [problem["errorDescription"] for problem in answer.json()["validationErrors"]] == [
        "1.sku: String should have at least 1 character",
        "1.quantity: Field required",
    ]
    engage_state = sandbox.state()["engage"]
    assert (engage_state["stock_levels"], len(engage_state["subscriptions"])) == ([], 1)


def test_batch_is_an_array(engage: httpx.Client) -> None:
    answer = engage.put("/inventory/stock-levels/batch", json={"items": []})
    assert (answer.status_code, answer.json()["validationErrors"]) == (
        400,
        [{"errorDescription": "body: Input should be a valid array"}],
    )
