"""`bis init` on a terminal: it asks, checks each answer as it is given, and never wants a secret."""

import os
import sys
import tomllib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.conftest import SandboxAtHand

Start = Callable[..., "pexpect.spawn[str]"]
ENTER = ""


@pytest.fixture
def start(tmp_path: Path) -> Generator[Start]:
    """Type `bis` with these words on a terminal of its own, in an empty folder."""
    running: list[pexpect.spawn[str]] = []

    def spawn(*words: str, **variables: str) -> "pexpect.spawn[str]":
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "dumb", "NO_COLOR": "1", **variables}
        env["PYTHONPATH"] = str(Path(__file__).parents[2])
        child = pexpect.spawn(
            sys.executable,
            ["-m", "voyado_bis_cli", *words],
            cwd=str(tmp_path),
            env=env,
            encoding="utf-8",
            timeout=30,
            dimensions=(40, 200),
        )
        running.append(child)
        return child

    yield spawn
    for child in running:
        child.close(force=True)


def answer(child: "pexpect.spawn[str]", *dialogue: tuple[str, str]) -> None:
    for question, typed in dialogue:
        child.expect_exact(question)
        child.sendline(typed)


def ended(child: "pexpect.spawn[str]") -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    status: int | None = child.exitstatus
    return status


def written(folder: Path) -> Any:
    return tomllib.loads((folder / "bis.toml").read_text("utf-8"))["profiles"]


def test_it_asks_for_everything_and_a_wrong_answer_is_asked_again(start: Start, tmp_path: Path) -> None:
    child = start("init")

    answer(
        child,
        ("The profile's name", "two words"),
        ("The answer must have letters", "brand-x"),
        ("The Engage tenant", "https://voyadotenant.voyado.com"),
        ("is no tenant", "voyadotenant"),
        ("per-store", "single"),
        ("Centra's API", "https://brandx.centraqa.com"),
        ("end in /graphql", "https://brandx.centraqa.com/graphql"),
        ("[env:BRAND_X_CENTRA_TOKEN]", "s3cr3t"),
        ("never the secret", ENTER),
        ("The integration name of that token", "Engage integration"),
        ("must not contain", "Toolkit BrandX"),
        ("When that token expires", ENTER),
        ("The Centra stores", "1 2"),
        ("Voyado's token", ENTER),
        ("Where Voyado's Centra token is", ENTER),
        ("When Voyado's token expires", ENTER),
        ("[https://voyadotenant.staging.voyado.com]", ENTER),
        ("[env:BRAND_X_ENGAGE_KEY]", ENTER),
        ("The Subscription API", ENTER),
        ("[voyadotenant]", ENTER),
        ("Product feeds", "sv-SE=https://a.example.com/sv.xml de-DE=https://a.example.com/de.xml"),
        ("An address for tests", "nobody"),
        ("not an email address", "bis-test@example.com"),
        ("SKUs for tests", "1234SIZEM, A B"),
        ("A market for tests", "4"),
        ("A locale for tests", "en-US"),
        ("must have a product feed", "sv-SE"),
        ("A warehouse for tests", ENTER),
    )
    child.expect_exact("Profile brand-x is in bis.toml")

    assert ended(child) == 0
    assert written(tmp_path)["brand-x"] == {
        "tenant": "voyadotenant",
        "store_ids": "single",
        "centra": {
            "url": "https://brandx.centraqa.com/graphql",
            "token": "env:BRAND_X_CENTRA_TOKEN",
            "integration_name": "Toolkit BrandX",
            "stores": [1, 2],
        },
        "engage": {"url": "https://voyadotenant.staging.voyado.com", "api_key": "env:BRAND_X_ENGAGE_KEY"},
        "subscription_api": {"store": "voyadotenant"},
        "feeds": {"sv-SE": "https://a.example.com/sv.xml", "de-DE": "https://a.example.com/de.xml"},
        "test": {"email": "bis-test@example.com", "skus": ["1234SIZEM", "A B"], "market": "4", "locale": "sv-SE"},
    }


def test_with_the_token_at_hand_it_shows_what_centra_has_before_it_asks(
    start: Start, sandbox: SandboxAtHand, tmp_path: Path
) -> None:
    child = start(
        *("init", "-p", "brand-s", "--tenant", "voyadotenant", "--store-ids", "per-store"),
        *("--centra-url", f"{sandbox.url}/graphql", "--integration-name", "bis toolkit", "--engage-url", sandbox.url),
        BRAND_S_CENTRA_TOKEN="sandbox-toolkit",
    )

    answer(
        child,
        ("[env:BRAND_S_CENTRA_TOKEN]", ENTER),
        ("When that token expires", ENTER),
        ("Stores: Sweden (1), Europe (2), Wholesale (3)", "9"),
        ("must be stores that the token sees (1, 2, 3), not 9", "1"),
        ("Voyado's token", "Engage integration"),
        ("[env:BRAND_S_VOYADO_TOKEN]", ENTER),
        ("When Voyado's token expires", ENTER),
        ("[env:BRAND_S_ENGAGE_KEY]", ENTER),
        ("The Subscription API", ENTER),
        ("[voyadotenant-1]", ENTER),
        ("Product feeds", ENTER),
        ("An address for tests", ENTER),
        ("SKUs for tests", ENTER),
        ("A market for tests", "Denmark"),
        ("There is no market 'Denmark'", "Germany"),
        ("A locale for tests", ENTER),
        ("A warehouse for tests", "Stockholm"),
    )

    assert ended(child) == 0
    profile = written(tmp_path)["brand-s"]
    assert profile["centra"]["stores"] == [1]
    assert profile["subscription_api"] == {"store": "voyadotenant-1"}
    assert profile["test"] == {"market": "5", "warehouse": 1}


def test_no_input_asks_nothing_on_a_terminal_either(start: Start, tmp_path: Path) -> None:
    child = start("init", "--no-input")

    assert ended(child) == 2
    assert not (tmp_path / "bis.toml").exists()


def test_leaving_in_the_middle_writes_nothing(start: Start, tmp_path: Path) -> None:
    child = start("init", "-p", "brand-x")
    child.expect_exact("The Engage tenant")
    child.sendintr()

    assert ended(child) == 130
    assert not (tmp_path / "bis.toml").exists()
