from datetime import UTC, datetime

import pytest

from voyado_bis_cli.domain.ids import ExternalId, Sku
from voyado_bis_cli.domain.stock_level import StockLevel
from voyado_bis_cli.engage.stock_level_answer import refused_levels
from voyado_bis_cli.transport.model import Answer, Request

A4, A5, B4 = (StockLevel(Sku(sku), 1, ExternalId(market)) for sku, market in (("A", "4"), ("A", "5"), ("B", "4")))
BATCH = (A4, A5, B4)
REQUEST = Request("Engage", "Engage stock levels", "PUT", "https://t.voyado.com/api/v3/inventory/stock-levels/batch")


def refused(text: str, status: int = 200) -> dict[StockLevel, str]:
    return refused_levels(Answer(REQUEST, status, {}, text, datetime(2026, 7, 1, tzinfo=UTC)), BATCH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "null",
        "[]",
        "{}",
        '{"count": 3}',
        '{"items": []}',
        '{"items": [{"sku": "A", "quantity": 1, "externalId": "4"}], "errors": [], "failed": 0}',
        '[{"sku": "A", "message": "", "validationErrors": []}, {"sku": "B", "success": true, "status": 200}]',
        '{"status": "Accepted", "message": null, "errorCode": null}',
    ],
)
def test_a_success_that_complains_about_nothing_accepts_every_level(text: str) -> None:
    assert refused(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"sku": "B", "errorCode": "X", "message": "no"}]', {B4: "X: no"}),
        ('[{"sku": "A", "message": "no"}]', {A4: "no", A5: "no"}),
        ('[{"sku": "A", "externalId": "5", "message": "no"}]', {A5: "no"}),
        ('[{"sku": "A", "externalId": 5, "message": "no"}]', {A5: "no"}),
        ('[{"sku": "A", "externalId": "4", "quantity": 1}, {"sku": "B", "message": "no"}]', {B4: "no"}),
        ('{"errors": [{"sku": "B"}]}', {B4: '{"sku": "B"}'}),
        ('{"items": [{"sku": "B", "success": false}]}', {B4: '{"sku": "B", "success": false}'}),
        ('{"results": [{"sku": "A", "status": 200}, {"sku": "B", "status": 404, "message": "no"}]}', {B4: "no"}),
        ('{"message": "1 failed", "failedItems": [{"sku": "B", "message": "no"}]}', {B4: "no"}),
        ('{"sku": "B", "validationErrors": [{"errorDescription": "too many"}]}', {B4: "too many"}),
        ('[{"sku": "B", "validationErrors": [{"errorDescription": "too many"}]}]', {B4: "too many"}),
    ],
)
def test_a_complaint_that_names_its_level_is_about_that_level_alone(text: str, expected: dict[StockLevel, str]) -> None:
    assert refused(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"errorCode": "X", "message": "no"}', "X: no"),
        ('{"message": "no"}', "no"),
        ('{"validationErrors": [{"errorDescription": "too many"}]}', "too many"),
        ('{"success": false}', '{"success": false}'),
        ('{"statusCode": 400}', '{"statusCode": 400}'),
        ('{"failedCount": 1}', '{"failedCount": 1}'),
        ('{"rejected": ["B"]}', '{"rejected": ["B"]}'),
        ('{"items": [{"message": "no"}]}', "no"),
        ('{"errors": [{"sku": "A", "message": "first"}], "rejected": ["B"]}', "B"),
        ('[{"sku": "unknown", "message": "no"}]', "no"),
        ('[{"sku": "B", "externalId": "9", "message": "no"}]', "no"),
        ('[{"sku": "B", "message": "first"}, {"message": "no"}]', "no"),
    ],
)
def test_a_complaint_that_names_no_level_of_the_batch_is_about_all_of_them(text: str, why: str) -> None:
    assert refused(text) == dict.fromkeys(BATCH, why)


@pytest.mark.parametrize(
    "text",
    [
        "<html>Sign in</html>",
        "OK",
        '"OK"',
        "true",
        "3",
        '["A"]',
        '[{"sku": "A"}, {"id": 7}]',
        '{"tags": ["error", 3]}',
        '{"data": {}}',
        '{"items": [{"sku": "A"}, {"id": 7}]}',
        '{"unexpected": [true, null, {"shape": "of another kind"}]}',
    ],
)
def test_an_unexpected_body_counts_as_failed(text: str) -> None:
    assert refused(text) == dict.fromkeys(BATCH, f"Engage answered in an unknown way: {text}")


@pytest.mark.parametrize(
    ("status", "text", "why"),
    [
        (400, '{"errorCode": "X", "message": "no"}', "X: no (HTTP 400)"),
        (413, "<html>", "<html> (HTTP 413)"),
        (302, "", "no reason given (HTTP 302)"),
    ],
)
def test_a_status_that_is_no_success_refuses_every_level(status: int, text: str, why: str) -> None:
    assert refused(text, status) == dict.fromkeys(BATCH, why)
