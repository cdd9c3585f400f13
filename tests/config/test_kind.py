from typing import Any

import pytest

from voyado_bis_cli.config.kind import Kind, derived_kind, hosts, kind_of, sandbox_candidates
from voyado_bis_cli.config.profile import Profile

SANDBOX = "http://127.0.0.1:8787"
CENTRA_TEST, ENGAGE_TEST = "https://brandx.centraqa.com/graphql", "https://tenant.staging.voyado.com"
CENTRA_LIVE, ENGAGE_LIVE = "https://brandx.centra.com/graphql", "https://tenant.voyado.com"


def profile(
    centra: str | None = None, engage: str | None = None, api: str | None = None, kind: str | None = None
) -> Profile:
    sections: dict[str, Any] = {"centra": {"url": centra}, "engage": {"url": engage}, "subscription_api": {"url": api}}
    return Profile.model_validate({"name": "p", "where_to_set": "", "kind": kind, **sections})


@pytest.mark.parametrize(
    ("centra", "engage", "api", "expected"),
    [
        (CENTRA_TEST, ENGAGE_TEST, None, "test"),
        (CENTRA_TEST, ENGAGE_TEST, "https://bis.example.com/subscribe", "test"),
        ("https://BRANDX.CENTRAQA.COM./graphql", ENGAGE_TEST, None, "test"),
        (CENTRA_TEST, None, None, "test"),
        (None, ENGAGE_TEST, None, "test"),
        (CENTRA_LIVE, ENGAGE_LIVE, None, "production"),
        (CENTRA_TEST, ENGAGE_LIVE, None, "production"),
        (CENTRA_LIVE, ENGAGE_TEST, None, "production"),
        ("https://evilcentraqa.com/graphql", ENGAGE_TEST, None, "production"),
        ("https://centraqa.com/graphql", ENGAGE_TEST, None, "production"),
        ("https://brandx.centraqa.com.example.com/", ENGAGE_TEST, None, "production"),
        (CENTRA_TEST, "https://evilstaging.voyado.com", None, "production"),
        (CENTRA_TEST, "https://staging.voyado.com", None, "production"),
        (None, None, None, "production"),
        (None, None, "https://bis.example.com/subscribe", "production"),
        (SANDBOX, ENGAGE_TEST, None, "production"),
        (CENTRA_TEST, SANDBOX, None, "production"),
        (SANDBOX, SANDBOX, "https://bis.example.com/subscribe", "production"),
        (SANDBOX, SANDBOX, SANDBOX, "sandbox"),
        (SANDBOX, SANDBOX, None, "sandbox"),
        ("http://localhost:1", "http://[::1]:2", None, "sandbox"),
    ],
)
def test_the_kind_is_told_from_the_hosts(
    centra: str | None, engage: str | None, api: str | None, expected: str
) -> None:
    assert derived_kind(profile(centra, engage, api), answers_as_sandbox=True) == expected


def test_loopback_that_is_no_sandbox_may_be_a_tunnel_to_production() -> None:
    assert kind_of(profile(SANDBOX, SANDBOX), answers_as_sandbox=False) is Kind.PRODUCTION


@pytest.mark.parametrize(
    ("centra", "declared", "expected"),
    [
        (SANDBOX, "test", "test"),
        (SANDBOX, "production", "production"),
        (CENTRA_TEST, "production", "production"),
        (CENTRA_TEST, "sandbox", "test"),
        (CENTRA_LIVE, "sandbox", "production"),
        (CENTRA_LIVE, "test", "production"),
        (CENTRA_TEST, None, "test"),
    ],
)
def test_a_declared_kind_raises_and_never_lowers(centra: str, declared: str | None, expected: str) -> None:
    assert kind_of(profile(centra, kind=declared), answers_as_sandbox=True) == expected


def test_hosts_names_each_server_once_with_its_port() -> None:
    assert hosts(profile(SANDBOX + "/graphql", SANDBOX, "https://api.example.com/x")) == (
        "127.0.0.1:8787",
        "api.example.com",
    )


def test_every_loopback_address_is_to_be_asked_whether_it_is_a_sandbox() -> None:
    found = sandbox_candidates(profile(SANDBOX + "/graphql", SANDBOX, "http://localhost:9/subscription-api"))
    assert found == ("http://127.0.0.1:8787", "http://localhost:9")


def test_nobody_is_asked_where_a_host_is_elsewhere() -> None:
    assert sandbox_candidates(profile(SANDBOX, ENGAGE_LIVE)) == ()
