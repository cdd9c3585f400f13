from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.engage.answers import checked, error_body, excerpt, reason
from voyado_bis_cli.errors import AuthError, BisError, ErrorCode, ExitCode, NetworkError, RateLimitedError, RefusedError
from voyado_bis_cli.transport.model import Answer, Request


def answer(
    status: int, text: str = "", *, method: str = "GET", system: str = "Engage", retry_after: str | None = None
) -> Answer:
    request = Request(system, "Engage contact count", method, "https://t.voyado.com/api/v3/contacts/count")
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Answer(request, status, headers, text, datetime(2026, 7, 1, 12, 0, tzinfo=UTC))


def failure(answered: Answer) -> BisError:
    with pytest.raises(BisError) as caught:
        checked(answered)
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 204, 207, 299])
def test_any_2xx_is_a_success(status: int) -> None:
    assert checked(answer(status)).status == status


@pytest.mark.parametrize(
    ("status", "error", "code", "exit_code"),
    [
        (301, RefusedError, ErrorCode.UNEXPECTED_ANSWER, ExitCode.REFUSED),
        (400, RefusedError, ErrorCode.REFUSED, ExitCode.REFUSED),
        (401, AuthError, ErrorCode.NOT_AUTHENTICATED, ExitCode.AUTH),
        (403, AuthError, ErrorCode.NOT_AUTHENTICATED, ExitCode.AUTH),
        (404, RefusedError, ErrorCode.REFUSED, ExitCode.REFUSED),
        (405, RefusedError, ErrorCode.REFUSED, ExitCode.REFUSED),
        (409, RefusedError, ErrorCode.REFUSED, ExitCode.REFUSED),
        (422, RefusedError, ErrorCode.REFUSED, ExitCode.REFUSED),
        (429, RateLimitedError, ErrorCode.RATE_LIMITED, ExitCode.RATE_LIMITED),
        (500, NetworkError, ErrorCode.SERVER_ERROR, ExitCode.NETWORK),
        (503, NetworkError, ErrorCode.SERVER_ERROR, ExitCode.NETWORK),
    ],
)
def test_every_status_has_its_error(status: int, error: type[BisError], code: ErrorCode, exit_code: ExitCode) -> None:
    with pytest.raises(error) as caught:
        checked(answer(status, '{"message": "why"}'))
    assert (type(caught.value), caught.value.code, caught.value.exit_code) == (error, code, exit_code)


def test_a_refused_key_names_the_setting_and_the_source_ips() -> None:
    hint = failure(answer(403)).hint
    assert "engage.api_key (BIS_ENGAGE_API_KEY)" in hint
    assert "Engage keys may be limited to source IPs" in hint


def test_after_a_server_error_the_request_may_have_been_carried_out() -> None:
    error = failure(answer(500, '{"message": "An error has occurred"}'))
    assert isinstance(error, NetworkError)
    assert error.may_have_arrived


def test_a_refusal_names_system_host_operation_reason_and_status() -> None:
    error = failure(answer(422, '{"errorCode": "InvalidQuery", "message": "Bad", "new": 1}'))
    asked = "Engage at https://t.voyado.com refused the request (Engage contact count)"
    assert error.message == f"{asked}: InvalidQuery: Bad (HTTP 422)"
    assert error.details == {
        "operation": "Engage contact count",
        "path": "/api/v3/contacts/count",
        "error_code": "InvalidQuery",
        "excerpt": '{"errorCode": "InvalidQuery", "message": "Bad", "new": 1}',
        "status": 422,
    }


@pytest.mark.parametrize(
    ("retry_after", "resume_at"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("30", "2026-07-01T12:00:30+00:00"),
        ("Wed, 01 Jul 2026 12:05:00 GMT", "2026-07-01T12:05:00+00:00"),
        ("Wed, 01 Jul 2026 14:05:00 +0200", "2026-07-01T12:05:00+00:00"),
        ("1782907200", "2026-07-01T12:00:00+00:00"),
    ],
)
def test_too_many_requests_says_when_to_resume_if_the_server_does(
    retry_after: str | None, resume_at: str | None
) -> None:
    assert failure(answer(429, retry_after=retry_after)).details["resume_at"] == resume_at


@pytest.mark.parametrize(
    ("system", "named"), [("Engage", "engage.url"), ("log", "log.url"), ("Subscription API", "subscription_api.url")]
)
def test_what_is_not_there_names_the_setting_of_its_address(system: str, named: str) -> None:
    for status in (302, 404, 405):
        assert named in failure(answer(status, system=system)).hint
    assert failure(answer(400, system=system)).hint == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"errorCode": "InvalidSku", "message": "No such SKU"}', "InvalidSku: No such SKU"),
        ('{"errorCode": "InvalidSku"}', "InvalidSku"),
        ('{"message": "No such SKU"}', "No such SKU"),
        (
            '{"message": "Bad", "validationErrors": [{"errorDescription": "sku"}, {"errorDescription": "quantity"}]}',
            "Bad (sku; quantity)",
        ),
        ('{"validationErrors": ["sku is missing", {"errorDescription": null}, {}, 3]}', "sku is missing; 3"),
        ('{"errorCode": 17, "message": null, "validationErrors": {}}', "17"),
        ('{"errorCode": ["a"], "messageDetails": []}', '{"errorCode": ["a"], "messageDetails": []}'),
        ("", "no reason given"),
        (" \n ", "no reason given"),
        ("Bad\n  gateway", "Bad gateway"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_the_reason_is_engages_own_or_the_beginning_of_the_body(text: str, said: str) -> None:
    assert reason(answer(422, text)) == f"{said} (HTTP 422)"


@pytest.mark.parametrize("text", ["", "<html>", "[]", "3", "null"])
def test_an_answer_without_an_error_body_has_an_empty_one(text: str) -> None:
    assert error_body(answer(404, text)).model_dump() == {
        "error_code": "",
        "message": "",
        "message_details": {},
        "validation_errors": [],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no john-doe@voyado.com here", "no j***@voyado.com here"),
        ("email=john%2Bdoe%40voyado.com", "email=j***%40voyado.com"),
        ("a@example.com,b.c+d@example.com", "a***@example.com,b***@example.com"),
        ("@", "@"),
    ],
)
def test_an_excerpt_shows_no_email_address(text: str, shown: str) -> None:
    assert excerpt(text) == shown


@given(st.text(max_size=2000))
def test_an_excerpt_is_one_short_line(text: str) -> None:
    shown = excerpt(text)
    assert len(shown) <= 200
    assert len(shown.splitlines()) <= 1


@given(st.text(alphabet="abc.+-_", min_size=2, max_size=30))
def test_no_local_part_is_ever_shown_in_full(local: str) -> None:
    assert f"{local}@" not in excerpt(f"unknown address {local}@example.com")
