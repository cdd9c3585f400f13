"""Centra's rate limits over HTTP, with a clock that stands still unless it is told to go."""

import ssl
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.server import private_sandbox
from voyado_bis_cli.sandbox.settings import Settings

NOW = datetime(2026, 1, 31, 10, 0, 0, tzinfo=UTC)
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; the default one takes 30 ms to load its authorities
LIMITS = "query Limits { rateLimits { type intervalSeconds quota usedQuota remainingQuota } }"
LISTEN = "mutation Listen { a: setEventListeners(input: []) { userErrors { message } } }"


@dataclass(frozen=True)
class Limited:
    """A sandbox whose limits are on and whose clock is frozen."""

    sandbox: Any
    http: httpx.Client

    def ask(self, query: str = "query Cheap { __typename }", token: str = "sandbox-toolkit") -> httpx.Response:
        return self.http.post("/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"})

    def statuses(self, requests: int, query: str = "query Cheap { __typename }") -> list[int]:
        return [self.ask(query).status_code for _ in range(requests)]

    def use(self, measure: str, window: str, used: int) -> None:
        self.sandbox.control("POST", "/rate-limits", {"used": {measure: {window: used}}})

    def advance(self, seconds: float) -> None:
        self.sandbox.control("POST", "/clock", {"advance": seconds})

    def used(self) -> dict[tuple[str, str], int]:
        limits = self.sandbox.control("GET", "/rate-limits")["limits"]
        return {(each["type"], each["intervalSeconds"]): each["usedQuota"] for each in limits}


@pytest.fixture
def limited(sandbox: Any) -> Generator[Limited]:
    sandbox.control("POST", "/clock", {"freeze": NOW.isoformat()})
    sandbox.control("POST", "/rate-limits", {"on": True})
    with httpx.Client(base_url=sandbox.url, verify=TLS) as http:
        yield Limited(sandbox, http)


def test_requests_are_limited_to_60_in_10_seconds(limited: Limited) -> None:
    assert limited.statuses(62) == [200] * 60 + [429] * 2


def test_mutations_are_limited_to_20_in_10_seconds_one_per_root_field(limited: Limited) -> None:
    two = LISTEN.replace("a: ", "b: setEventListeners(input: []) { userErrors { message } } a: ")
    assert limited.statuses(11, two) == [200] * 10 + [429]


def test_complexity_is_limited_to_250_000_in_10_seconds(limited: Limited) -> None:
    big = "query Big { warehouses(limit: 100) { stock(limit: 200) { physicalQuantity } } }"
    cost = limited.ask(big).json()["extensions"]["complexity"]
    assert cost > 250_000 // 2
    assert limited.ask(big).status_code == 429
    assert limited.used()["QUERY_COMPLEXITY", "TEN_SECONDS"] == cost
    assert limited.used()["REQUEST_COUNT", "TEN_SECONDS"] == 1  # what is refused costs nothing


@pytest.mark.parametrize(
    ("measure", "quota", "wait"),
    [("REQUEST_COUNT", 5_000, "1"), ("QUERY_COMPLEXITY", 30_000_000, "1"), ("MUTATION_COUNT", 1_800, "2")],
)
def test_the_hour_is_limited_too(limited: Limited, measure: str, quota: int, wait: str) -> None:
    limited.sandbox.control("POST", "/rate-limits", {"retry_after": "delta"})
    limited.use(measure, "ONE_HOUR", quota)
    refused = limited.ask(LISTEN)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, wait)
    limited.use(measure, "ONE_HOUR", quota - 50)
    assert limited.ask(LISTEN).status_code == 200


def test_buckets_fill_at_a_constant_rate(limited: Limited) -> None:
    assert limited.statuses(61)[-1] == 429
    limited.advance(1)
    assert limited.statuses(7) == [200] * 6 + [429]  # 60 in 10 s are 6 in 1 s
    limited.advance(600)
    assert limited.statuses(61) == [200] * 60 + [429]  # never more than the quota


def test_time_that_goes_back_fills_nothing(limited: Limited) -> None:
    limited.statuses(60)
    limited.sandbox.control("POST", "/clock", {"freeze": (NOW - timedelta(hours=1)).isoformat()})
    assert limited.statuses(1) == [429]


def test_whoever_asks_before_the_moment_is_limited_again_and_then_in_time(limited: Limited) -> None:
    limited.sandbox.control("POST", "/rate-limits", {"retry_after": "iso"})
    limited.use("MUTATION_COUNT", "TEN_SECONDS", 20)
    resume = limited.ask(LISTEN).headers["retry-after"]
    assert resume == (NOW + timedelta(seconds=1)).isoformat()  # 0.5 s, to the second
    limited.advance(0.4)
    early = limited.ask()  # a query, which by itself would not be limited
    assert (early.status_code, early.headers["retry-after"]) == (429, resume)
    limited.advance(0.1)
    assert limited.ask(LISTEN).status_code == 200


def test_limits_belong_to_the_environment_not_to_the_token(limited: Limited) -> None:
    limited.statuses(60)
    assert limited.ask(token="sandbox-guide").status_code == 429
    assert limited.ask(token="nobody").status_code == 403


def test_a_request_that_is_no_query_counts_too(limited: Limited) -> None:
    assert limited.statuses(61, "{")[-2:] == [400, 429]


def test_engage_has_no_part_in_them(limited: Limited) -> None:
    limited.statuses(61)
    headers = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}
    assert limited.http.get("/api/v3/contacts/count", headers=headers).status_code == 200


def test_rate_limits_query_shows_them_itself_counted(limited: Limited) -> None:
    limited.ask(LISTEN)
    answer = limited.ask(LIMITS).json()
    assert answer["extensions"]["complexity"] == 10
    shown = {(each["type"], each["intervalSeconds"]): each for each in answer["data"]["rateLimits"]}
    assert shown["REQUEST_COUNT", "TEN_SECONDS"] == {
        "type": "REQUEST_COUNT",
        "intervalSeconds": "TEN_SECONDS",
        "quota": 60,
        "usedQuota": 2,
        "remainingQuota": 58,
    }
    used = {key: each["usedQuota"] for key, each in shown.items()}
    assert used["MUTATION_COUNT", "ONE_HOUR"] == 1
    assert used["QUERY_COMPLEXITY", "ONE_HOUR"] >= 11
    assert len(used) == 6


def to_epoch(text: str) -> datetime:
    return datetime.fromtimestamp(int(text), UTC)


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        ("delta", "2", lambda text: NOW + timedelta(seconds=int(text))),
        ("http-date", "Sat, 31 Jan 2026 10:00:02 GMT", parsedate_to_datetime),
        ("epoch", "1769853602", to_epoch),
        ("epoch-ms", "1769853601250", lambda text: datetime.fromtimestamp(int(text) / 1000, UTC)),
        ("iso", "2026-01-31T10:00:02+00:00", datetime.fromisoformat),
    ],
)
def test_retry_after_comes_in_the_chosen_format_and_is_never_too_early(
    limited: Limited, form: str, text: str, read: Callable[[str], datetime]
) -> None:
    limited.sandbox.control("POST", "/rate-limits", {"retry_after": form})
    limited.use("QUERY_COMPLEXITY", "TEN_SECONDS", 250_000)
    costly = "query Costly { stores(limit: 200) { id } " + "".join(
        f"s{n}: stores(limit: 200) {{ id }} " for n in range(155)
    )
    refused = limited.ask(costly + "w: stores(limit: 50) { id } }")  # 31 250 in all: an eighth of the quota
    assert (refused.status_code, refused.headers["retry-after"]) == (429, text)
    limited.advance((read(text) - NOW).total_seconds())
    assert limited.ask().status_code == 200


def test_a_query_that_needs_more_than_the_quota_is_refused_each_time(limited: Limited) -> None:
    limited.sandbox.control("POST", "/rate-limits", {"retry_after": "delta"})
    limited.use("QUERY_COMPLEXITY", "TEN_SECONDS", 125_000)
    huge = "query Huge { warehouses(limit: 200) { stock(limit: 200) { physicalQuantity allocatedQuantity } } }"
    for wait in ("5", "0", "0"):
        refused = limited.ask(huge)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, wait)
        limited.advance(5)


def test_journal_names_the_operation_that_was_refused(limited: Limited) -> None:
    limited.statuses(61)
    last = limited.sandbox.journal(operation="Cheap")[-1]
    assert (last["status"], last["response"]["body"]) == (429, {"errors": [{"message": "Too many requests."}]})
    assert last["response"]["headers"]["retry-after"] == "Sat, 31 Jan 2026 10:00:01 GMT"


def test_off_by_default_nothing_is_counted(sandbox: Any) -> None:
    shown = sandbox.control("GET", "/rate-limits")
    assert (shown["on"], shown["retry_after"]) == (False, "http-date")
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    for _ in range(70):
        assert sandbox.http.post("/graphql", json={"query": LIMITS}, headers=headers).status_code == 200
    assert {each["usedQuota"] for each in sandbox.control("GET", "/rate-limits")["limits"]} == {0}


def test_reset_and_switching_on_again_fill_the_buckets(limited: Limited) -> None:
    limited.statuses(61)
    limited.sandbox.control("POST", "/rate-limits", {"on": True})
    assert limited.statuses(1) == [200]
    limited.sandbox.control("POST", "/reset")
    assert limited.sandbox.control("GET", "/rate-limits")["on"] is False


def test_settings_switch_them_on_and_a_reset_keeps_that() -> None:
    with private_sandbox(Settings(rate_limits=True, retry_after="epoch")) as running:
        httpx.post(f"{running.url}/_sandbox/rate-limits", json={"on": False, "retry_after": "iso"})
        httpx.post(f"{running.url}/_sandbox/reset")
        shown = httpx.get(f"{running.url}/_sandbox/rate-limits").json()
    assert (shown["on"], shown["retry_after"]) == (True, "epoch")


def test_wrong_measure_is_refused(sandbox: Any) -> None:
    answer = sandbox.http.post("/_sandbox/rate-limits", json={"used": {"COFFEES": {"ONE_HOUR": 3}}})
    assert answer.status_code == 400


def test_more_used_than_there_is_leaves_nothing(limited: Limited) -> None:
    limited.use("REQUEST_COUNT", "ONE_HOUR", 9_999_999)
    assert limited.used()["REQUEST_COUNT", "ONE_HOUR"] == 5_000
