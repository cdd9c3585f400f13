"""`bis verify`: the plain flow, what it proves, where it joins and how far it goes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.support import OURS, PRODUCTION, TEST, VOYADOS, Bis, Result, changes, levels, queue_of
from tests.conftest import SandboxAtHand
from tests.verify.conftest import evidence_of, holdings, steps_of, working

SUBSCRIBE = "subscribe --no-newsletter --yes"


def test_on_a_sandbox_bis_sends_the_test_sku_itself_and_says_what_that_proves(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    result = verify()

    assert result.exit_code == 0
    assert (result.data["scenario"], result.data["sync"]) == ("plain", "toolkit")
    (sync,) = [step for step in result.data["steps"] if step["name"] == "sync"]
    assert sync["detail"].endswith("this proves Engage, not the Centra integration.")
    assert levels(sandbox) == [
        ("1234SIZEM", "4", 10),
        ("1234SIZEM", "5", 10),
        ("1234SIZEM", "4", 0),
        ("1234SIZEM", "5", 0),
    ]
    assert "ConfirmEvents" not in changes(sandbox)


def test_a_second_run_proves_a_second_email(verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    first, second = verify(), verify()

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert evidence_of(first, "email")["message_id"] != evidence_of(second, "email")["message_id"]
    assert len(evidence_of(second, "log")["rows"]) == len(evidence_of(first, "log")["rows"])


def test_an_email_from_before_proves_nothing_whatever_the_clocks_say(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    assert verify().exit_code == 0
    sandbox.control("POST", "/clock", json={"advance": 3600})
    sandbox.control("PUT", "/allowlist", json={"allow": ["*@example.com"], "block": []})

    result = verify()

    assert (steps_of(result)["email"], result.exit_code) == ("not-yet", 8)
    assert "The newest one like it left at" in result.json["error"]["message"]


def test_an_engage_whose_clock_is_behind_is_believed(verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/clock", json={"freeze": "2020-01-01T00:00:00Z"})

    result = verify()

    assert result.exit_code == 0
    assert evidence_of(result, "email")["sent_at"].startswith("2020-01-01")


def test_another_email_is_no_proof_but_is_named(verify: Callable[..., Result]) -> None:
    result = verify("--expect-email", "Tillbaka i lager*")

    assert (steps_of(result)["email"], result.exit_code) == ("not-yet", 8)
    assert "What did leave since: 'Back in stock: Linen shirt White M'." in result.json["error"]["message"]


def test_the_event_is_found_behind_a_long_backlog(verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/seed", json={"events": 450, "skus": 3, "integration": OURS})

    result = verify("--until", "event")

    assert result.exit_code == 0, result.stdout
    assert len(queue_of(sandbox, OURS)) > 450


@pytest.mark.parametrize(
    ("until", "last"), [("registered", "subscribe"), ("event", "event"), ("consumed", "consumed"), ("email", "log")]
)
def test_it_goes_as_far_as_it_is_wanted_and_takes_back_what_it_did(
    until: str, last: str, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    before = holdings(sandbox)

    result = verify("--until", until)

    assert result.exit_code == 0
    assert list(steps_of(result))[-2:] == [last, "clean-up"]
    assert holdings(sandbox) == before


def test_it_joins_where_a_person_used_the_form_and_leaves_their_subscription_alone(
    bis: Bis, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    assert bis(SUBSCRIBE).exit_code == 0
    before = holdings(sandbox)

    result = verify("--from", "registered", "--until", "event")

    assert result.exit_code == 0
    assert "registered" in steps_of(result)
    assert "subscribe" not in steps_of(result)
    assert holdings(sandbox) == before


def test_it_joins_where_a_person_changed_the_stock(
    bis: Bis, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    assert bis(SUBSCRIBE).exit_code == 0
    assert bis("set-stock --fta 3 --yes").exit_code == 0

    result = verify("--from", "stock")

    assert result.exit_code == 0, result.stdout
    assert list(steps_of(result)) == [
        "permissions",
        "store",
        "preflight",
        "registered",
        "restocked",
        "sync",
        "consumed",
        "email",
        "log",
        "clean-up",
    ]
    assert sandbox.state()["centra"]["stock"]["1234SIZEM"]["1"]["fta"] == 3


def test_a_person_may_be_watched_while_voyado_syncs(
    bis: Bis, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    assert bis(SUBSCRIBE).exit_code == 0
    assert bis("set-stock --fta 3 --yes").exit_code == 0

    with working(sandbox, None):
        result = verify("--from", "stock", "--sync", "voyado")

    assert steps_of(result)["sync"] == "skipped"
    assert (steps_of(result)["consumed"], result.exit_code) == ("not-yet", 8)


def test_only_a_new_email_counts_where_it_joins_at_the_email(
    bis: Bis, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    assert verify().exit_code == 0

    result = verify("--from", "email")

    assert (list(steps_of(result)), result.exit_code) == (["preflight", "email", "log"], 8)


def test_nobody_to_look_for_ends_it_at_once(verify: Callable[..., Result]) -> None:
    assert verify("--from", "email").exit_code == 1


def test_who_never_subscribed_is_waited_for_in_vain(verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    result = verify("--from", "registered")

    assert (steps_of(result)["registered"], result.exit_code) == ("not-yet", 8)
    assert changes(sandbox) == []


@pytest.mark.parametrize(
    ("prepare", "problem"),
    [
        (("set-stock --fta 2 --yes",), "not-sold-out"),
        ((SUBSCRIBE,), "already-waiting"),
        (("listeners remove",), "nobody-listens"),
    ],
)
def test_the_preflight_names_what_would_make_it_fail_and_changes_nothing(
    prepare: tuple[str, ...], problem: str, bis: Bis, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    for line in prepare:
        bis(line)
    before = holdings(sandbox)

    result = verify()

    assert (steps_of(result)["preflight"], result.exit_code) == ("failed", 1)
    assert evidence_of(result, "preflight")["problems"] == [problem]
    assert holdings(sandbox) == before


def test_voyado_without_a_listener_is_told_before_anything_is_changed(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    result = verify(
        "--sync",
        "voyado",
        env={"BIS_CENTRA_VOYADO_TOKEN": "sandbox-fresh", "BIS_CENTRA_VOYADO_INTEGRATION_NAME": "bis fresh"},
    )

    assert (steps_of(result)["preflight"], result.exit_code) == ("failed", 1)
    assert ("error", "nobody-listens") in result.found


def test_without_voyados_token_it_is_said_what_cannot_be_seen(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    with working(sandbox, "voyado"):
        result = verify(
            "--sync",
            "voyado",
            "--wait",
            "10",
            env={"BIS_CENTRA_VOYADO_TOKEN": None, "BIS_CENTRA_VOYADO_INTEGRATION_NAME": None},
        )

    assert result.exit_code == 0, result.stdout
    assert ("warning", "voyado-queue-unseen") in result.found
    assert steps_of(result)["sync"] == "skipped"


def test_a_profile_without_feeds_is_only_warned(verify: Callable[..., Result]) -> None:
    result = verify(env={"BIS_FEEDS": None})

    assert result.exit_code == 0
    assert ("warning", "feeds-unknown") in result.found


def test_without_a_log_its_step_says_what_is_the_evidence_instead(verify: Callable[..., Result]) -> None:
    result = verify(env={"BIS_LOG_URL": None})

    assert (steps_of(result)["log"], result.exit_code) == ("skipped", 0)


def test_voyado_that_stands_still_is_told_apart_by_its_queue(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    result = verify("--sync", "voyado")

    assert (steps_of(result)["sync"], result.exit_code) == ("not-yet", 8)
    assert result.json["error"]["message"].startswith("Voyado is not reading: ")
    assert queue_of(sandbox, VOYADOS) == [("StockChange", "CREATED", 304), ("StockChange", "CREATED", 305)]


@pytest.mark.parametrize("kind", [TEST, PRODUCTION], ids=["test", "production"])
def test_outside_a_sandbox_voyado_syncs_unless_told_otherwise_and_nothing_happens_unasked(
    kind: Any, bis: Bis, sandbox: SandboxAtHand
) -> None:
    result = bis("verify --json --no-input --wait 0.1", env=kind)

    assert result.exit_code == 2
    assert result.data["sync"] == "voyado"
    assert result.json["error"]["code"] == "confirmation_needed"
    assert "let test stock arrive in Stockholm (sold in Sweden, Germany" in result.json["error"]["message"]
    assert changes(sandbox) == []


def test_an_existing_shopper_outside_a_sandbox_needs_a_word_about_consent(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/contacts", json={"email": "john-doe@voyado.com"})

    result = bis("verify --json --yes", env=TEST)

    assert (result.exit_code, result.json["error"]["code"]) == (2, "usage")


def test_levels_and_log_rows_are_told_as_lines(bis: Bis) -> None:
    told = bis("verify").stdout

    assert "      sku: 1234SIZEM, quantity: 10, externalId: 4\n" in told
    assert "  BackInStock  Information  Started for j***@voyado.com. The subscription is used up\n" in told
    assert "entries (--json shows them)" not in told


def test_no_address_and_no_key_leave(bis: Bis) -> None:
    result = bis("verify --json")

    assert "john-doe" not in json.dumps(result.json) + result.stderr
    assert "sandbox-" not in result.stdout + result.stderr


def test_a_quick_voyado_that_took_the_event_before_anybody_looked_is_believed_by_its_effect(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/faults", json={"kind": "latency", "operation": "EventsWaiting", "after": 1, "seconds": 1})
    without_listener = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}

    with working(sandbox, "voyado"):
        result = verify("--sync", "voyado", "--wait", "10", env=without_listener)

    (event,) = [step for step in result.data["steps"] if step["name"] == "event"]
    assert event["detail"] == "Engage used the subscription already, so the event was there and Voyado took it."
    assert result.exit_code == 0


def test_our_own_queue_shows_an_event_that_voyado_took_already(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/faults", json={"kind": "latency", "operation": "EventsWaiting", "after": 1, "seconds": 1})
    sandbox.control("POST", "/automation", json={"active": False})

    with working(sandbox, "voyado"):
        result = verify("--sync", "voyado", "--until", "event", "--wait", "10")

    (event,) = [step for step in result.data["steps"] if step["name"] == "event"]
    assert event["detail"].startswith("Our queue holds event ")


def test_a_shopper_with_several_contacts_is_looked_at_as_a_whole(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    for kind in ("Member", "Contact"):
        sandbox.control("POST", "/contacts", json={"email": "john-doe@voyado.com", "type": kind})

    result = verify()

    assert result.exit_code == 0, result.stdout
    assert ("info", "several-contacts") in result.found


def test_a_log_that_breaks_does_not_hide_why_the_run_failed(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/automation", json={"active": False})
    sandbox.control("POST", "/faults", json={"kind": "status", "path": "/integration-log", "after": 1, "times": 0})

    result = verify()

    assert (steps_of(result)["consumed"], result.exit_code) == ("not-yet", 8)
