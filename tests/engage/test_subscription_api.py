from dataclasses import replace
from typing import Any

import pytest

from voyado_bis_cli.domain.ids import ExternalId, Locale, Sku
from voyado_bis_cli.domain.subscription import SubscriptionAnswer, SubscriptionRequest
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
from voyado_bis_cli.errors import ErrorCode, NetworkError, RateLimitedError, RefusedError
from voyado_bis_cli.transport.model import Request, RetryPolicy
from voyado_bis_cli.workflows.ports import SubscriptionApiPort

URL = "https://subscribe.example.com/centra"
WISH = SubscriptionRequest(
    email="john-doe@voyado.com",
    sku=Sku("1234SIZEM"),
    newsletter=True,
    store="voyadotenant-1",
    locale=Locale("sv-SE"),
    market=ExternalId("4"),
)


def api(wire: Any, **fields: str) -> SubscriptionApiClient:
    return SubscriptionApiClient(wire, url=URL, fields=fields)


def test_the_payload_has_the_guides_six_fields_in_its_order(wire: Any) -> None:
    assert list(api(wire).payload(WISH).items()) == [
        ("email", "john-doe@voyado.com"),
        ("sku", "1234SIZEM"),
        ("newsletter", True),
        ("store", "voyadotenant-1"),
        ("locale", "sv-SE"),
        ("externalId", "4"),
    ]


def test_field_names_are_settings_and_keep_the_order(wire: Any) -> None:
    payload = api(wire, market="marketId", newsletter="acceptsNewsletter").payload(replace(WISH, newsletter=False))
    assert list(payload) == ["email", "sku", "acceptsNewsletter", "store", "locale", "marketId"]
    assert (payload["acceptsNewsletter"], payload["marketId"]) == (False, "4")


def test_the_market_is_a_string_whatever_it_came_as(wire: Any) -> None:
    assert api(wire).payload(replace(WISH, market=4))["externalId"] == "4"  # type: ignore[arg-type]  # the point


def test_it_posts_once_without_credentials(wire: Any) -> None:
    wire.answers(200, {"ok": True})
    port: SubscriptionApiPort = api(wire)
    port.post(WISH)
    assert wire.requests == [
        Request(
            system="Subscription API",
            operation="subscribe",
            method="POST",
            url=URL,
            headers={"Content-Type": "application/json"},
            json=api(wire).payload(WISH),
            policy=RetryPolicy.NEVER,
        )
    ]


@pytest.mark.parametrize(
    ("status", "text", "body"),
    [
        (200, '{"id": 7, "new": null}', {"id": 7, "new": None}),
        (201, '"created"', "created"),
        (202, "Thank you", "Thank you"),
        (202, "<p>Thank you</p>\n", "<p>Thank you</p>\n"),
        (204, "", ""),
    ],
)
def test_any_2xx_counts_and_its_body_is_kept_as_it_came(wire: Any, status: int, text: str, body: object) -> None:
    wire.answers(status, text=text)
    assert api(wire).post(WISH) == SubscriptionAnswer(status, body)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_refusal_shows_status_and_body(wire: Any, status: int) -> None:
    wire.answers(status, text="Captcha missing for john-doe@voyado.com")
    with pytest.raises(RefusedError) as caught:
        api(wire).post(WISH)
    assert caught.value.message == (
        "Subscription API at https://subscribe.example.com refused the request (Subscription API subscribe): "
        f"Captcha missing for j***@voyado.com (HTTP {status})"
    )
    assert (caught.value.code, caught.value.status) == (ErrorCode.REFUSED, status)
    assert caught.value.details["excerpt"] == "Captcha missing for j***@voyado.com"


def test_a_redirect_is_not_taken_for_a_subscription(wire: Any) -> None:
    wire.answers(302)
    with pytest.raises(RefusedError) as caught:
        api(wire).post(WISH)
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER
    assert "subscription_api.url" in caught.value.hint


def test_after_a_server_error_the_subscription_may_have_arrived(wire: Any) -> None:
    wire.answers(502, text="Bad gateway")
    with pytest.raises(NetworkError) as caught:
        api(wire).post(WISH)
    assert (caught.value.code, caught.value.may_have_arrived) == (ErrorCode.SERVER_ERROR, True)
    assert len(wire.requests) == 1


def test_too_many_posts_are_a_matter_of_waiting(wire: Any) -> None:
    wire.answers(429, headers={"retry-after": "60"})
    with pytest.raises(RateLimitedError) as caught:
        api(wire).post(WISH)
    assert caught.value.details["resume_at"] == "2026-07-01T12:01:00+00:00"


@pytest.mark.parametrize("status", [204, 405, 404])
def test_it_is_looked_for_without_creating_anything(wire: Any, status: int) -> None:
    wire.answers(status)

    assert api(wire).probe() == status
    (request,) = wire.requests
    assert (request.method, request.url, request.json) == ("OPTIONS", URL, None)
