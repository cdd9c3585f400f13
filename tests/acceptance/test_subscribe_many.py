"""`bis subscribe --count`, `--from-csv`: each shopper once, whatever happens to the answers."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import PRODUCTION, SKU, TEST, Bis, asked
from tests.conftest import SandboxAtHand

POST = "POST /subscription-api"


def waiting(sandbox: SandboxAtHand) -> list[tuple[str, str, str]]:
    """Return email, SKU and market of everything that waits in Engage."""
    engage = sandbox.state()["engage"]
    emails = {contact["id"]: contact["email"] for contact in engage["contacts"]}
    return [(emails[one["contactId"]], one["sku"], one["externalId"]) for one in engage["subscriptions"]]


def states(document: Any) -> list[str]:
    return [row["state"] for row in document["subscriptions"]]


def test_many_shoppers_share_one_mailbox(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --count 3 --json --show-personal-data")

    assert (result.exit_code, states(result.data)) == (0, ["registered"] * 3)
    assert [row["email"] for row in result.data["subscriptions"]] == [
        f"john-doe+{number}@voyado.com" for number in (1, 2, 3)
    ]
    assert [email for email, *_ in waiting(sandbox)] == [f"john-doe+{number}@voyado.com" for number in (1, 2, 3)]


def test_centra_is_asked_as_little_for_many_as_for_one(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("subscribe --count 5")

    graphql = [each for each in asked(sandbox) if " " not in each]
    assert len(graphql) == len(set(graphql)) == 6


def test_of_a_thousand_whose_answers_are_lost_now_and_then_each_is_there_once(bis: Bis, sandbox: SandboxAtHand) -> None:
    reset = {"kind": "reset", "done": True}
    sandbox.control("POST", "/faults", {**reset, "every": 400})
    sandbox.control("POST", "/faults", {**reset, "every": 50, "path": "/subscription-api", "after": 7})

    result = bis("subscribe --count 1000 --json")

    found = waiting(sandbox)
    assert (len(found), len(set(found))) == (1000, 1000)
    assert (result.exit_code, Counter(states(result.data))) == (0, {"registered": 1000})


def test_run_again_it_goes_on_where_it_stopped(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", {"kind": "status", "status": 429, "path": "/subscription-api", "after": 2})
    stopped = bis("subscribe --count 4 --json")
    sandbox.control("DELETE", "/faults")
    again = bis("subscribe --count 4 --json")

    assert (stopped.exit_code, states(stopped.data)) == (7, ["requested", "requested", "not-sent", "not-sent"])
    assert (again.exit_code, Counter(states(again.data))) == (0, {"already-registered": 2, "registered": 2})
    assert len(set(waiting(sandbox))) == len(waiting(sandbox)) == 4
    assert again.json["usage"]["waited_s"] < 1, "what was refused cannot appear later"


def test_what_was_lost_before_it_was_done_is_a_failure_that_the_next_run_makes_good(
    bis: Bis, sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/faults", {"kind": "reset", "path": "/subscription-api", "after": 1})
    lost = bis("subscribe --count 3 --wait 0 --json")
    again = bis("subscribe --count 3 --wait 0 --json")

    assert (lost.exit_code, states(lost.data)) == (6, ["registered", "failed", "registered"])
    assert lost.data["subscriptions"][1]["reason"]
    assert (again.exit_code, Counter(states(again.data))) == (0, {"already-registered": 2, "registered": 1})


def test_where_everything_is_refused_it_stops_asking(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", {"kind": "status", "status": 400, "path": "/subscription-api", "times": 0})

    result = bis("subscribe --count 10 --json")

    assert (result.exit_code, Counter(states(result.data))) == (5, {"failed": 5, "not-sent": 5})
    assert asked(sandbox).count(POST) == 5


def test_a_shopper_whose_consent_was_not_said_fails_alone(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/contacts", {"email": "john-doe+2@voyado.com"})

    result = bis("subscribe --count 3")

    assert result.exit_code == 5
    assert "2 registered in Engage, 1 failed" in result.stdout
    assert "Say which it is: --newsletter or --no-newsletter." in result.stdout


def test_outside_the_sandbox_ten_is_the_most(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --count 11 --yes", env=TEST)

    assert (result.exit_code, asked(sandbox)) == (2, [])
    assert "10 is the most" in result.error


def test_production_is_asked_once_for_all(bis: Bis, sandbox: SandboxAtHand) -> None:
    refused = bis("subscribe --count 2", env=PRODUCTION)

    assert (refused.exit_code, waiting(sandbox)) == (2, [])
    assert f"subscribe 2 times to {SKU} in market 4" in refused.error


def test_a_dry_run_of_many_sends_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --count 2 --dry-run --json")

    assert (result.exit_code, states(result.data), waiting(sandbox)) == (0, ["dry-run"] * 2, [])


@pytest.fixture
def shoppers(tmp_path: Path) -> Path:
    path = tmp_path / "shoppers.csv"
    path.write_bytes(
        "Email;Market;Locale;Newsletter\njane@voyado.com;;;\n\njosé@voyado.com;Germany;de-DE;true\n".encode("utf-16")
    )
    return path


def test_a_table_says_who_wants_what(bis: Bis, sandbox: SandboxAtHand, shoppers: Path) -> None:
    result = bis("subscribe", "--from-csv", str(shoppers), "--json")

    assert (result.exit_code, states(result.data)) == (0, ["registered"] * 2)
    assert waiting(sandbox) == [("jane@voyado.com", SKU, "4"), ("josé@voyado.com", SKU, "5")]
    assert [row["request"]["newsletter"] for row in result.data["subscriptions"]] == [False, True]


@pytest.mark.parametrize(
    ("text", "exit_code", "told"),
    [
        ("", 2, "The file is empty."),
        ("name\njane", 2, "The file has an unknown column 'name'."),
        ("sku\n1234-1", 2, "The first line of the file names no column email."),
        ("email\n", 2, "The file names no shopper."),
        ("email,sku\n,1234-1", 2, "Line 2 of the file has no email."),
        ("email,newsletter\na@voyado.com,maybe", 2, "Line 2 of the file says 'maybe' for newsletter."),
        ("email\nnobody", 2, "Line 2: This is not an email address."),
        ("email,locale\na@voyado.com,sv-se", 2, 'Line 2: "sv-se" is no locale'),
        ("email,sku\na@voyado.com,nothing", 1, "1 of 1 subscriptions could never start an email: 1. There is no size"),
        ("email,market\na@voyado.com,Outlet", 1, "1. Market Outlet (6) has no allocation rule"),
    ],
)
def test_a_table_that_cannot_be_meant_sends_nothing(
    bis: Bis, sandbox: SandboxAtHand, tmp_path: Path, text: str, exit_code: int, told: str
) -> None:
    (tmp_path / "x.csv").write_text(text)

    result = bis("subscribe", "--from-csv", str(tmp_path / "x.csv"))

    assert (result.exit_code, waiting(sandbox)) == (exit_code, [])
    assert told in result.error


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--count 2 --from-csv x.csv", "--count and --from-csv exclude each other."),
        ("--as curl", "--as goes with --dry-run: it shows the request, and sends nothing."),
        ("--from-csv x.csv --email a@b.se", "--from-csv names the shoppers, so --email has no meaning."),
    ],
)
def test_options_that_exclude_each_other(bis: Bis, options: str, told: str) -> None:
    result = bis(f"subscribe {options}")

    assert (result.exit_code, result.error) == (2, told)


def test_what_an_interrupted_run_posted_is_waited_for_before_it_is_posted_again(
    bis: Bis, sandbox: SandboxAtHand
) -> None:
    lost = {"kind": "reset", "path": "/subscription-api", "done": True, "times": 0}
    unseen = {"kind": "shape", "path": "*/backinstock/subscriptions", "body": [], "times": 0}
    assert bis("subscribe --count 2").exit_code == 0
    assert bis("subscriptions delete --all --yes").exit_code == 0
    for fault in (lost, unseen):
        sandbox.control("POST", "/faults", fault)
    first = bis("subscribe --count 2 --wait 0 --no-newsletter --json")
    sandbox.control("DELETE", "/faults")
    sandbox.control("POST", "/faults", {**unseen, "times": 2})
    again = bis("subscribe --count 2 --wait 9 --no-newsletter --json")

    assert (first.exit_code, states(first.data)) == (6, ["failed", "failed"])
    assert (again.exit_code, states(again.data)) == (0, ["already-registered"] * 2)
    assert len(waiting(sandbox)) == 2


def test_where_every_answer_is_lost_it_stops_asking(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", {"kind": "reset", "path": "/subscription-api", "times": 0})

    result = bis("subscribe --count 7 --wait 0 --json")

    assert (result.exit_code, Counter(states(result.data))) == (5, {"failed": 5, "not-sent": 2})


def test_what_engage_does_not_show_is_not_there_yet(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --count 2 --store othertenant --wait 0.1 --json")

    assert (result.exit_code, states(result.data)) == (8, ["requested"] * 2)


def test_outside_the_sandbox_it_keeps_its_pace(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --count 3 --yes", env=TEST)

    assert result.exit_code == 0
    assert len(waiting(sandbox)) == 3


def test_many_wrong_rows_are_told_with_how_many_follow(bis: Bis, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("email,sku\n" + "".join(f"a{n}@voyado.com,none-{n}\n" for n in range(12)))

    assert "And 2 more." in bis("subscribe", "--from-csv", str(tmp_path / "x.csv")).error
