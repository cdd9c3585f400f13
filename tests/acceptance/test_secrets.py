"""No secret and no shopper's address leaves a run, whichever way it goes and however it ends."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.acceptance.support import EMAIL, Bis, Env
from tests.conftest import SandboxAtHand

KEYS = ("sandbox-toolkit", "sandbox-guide", "sandbox-engage-key")
NASTY_KEY = 'k/"e\\y+=%&-never-to-be-seen'
NASTY_EMAIL = "jane.o'hara+bis.é@voyado.com"

SUCCESSES = (
    "check-permissions",
    "store-id --all",
    "config show",
    "subscribe --newsletter",
    "subscribe --dry-run",
    "set-stock --fta 10",
    "sync-stock --once",
    "log",
    "log --source evidence",
    "set-stock --undo last",
)
FAILURES: tuple[tuple[str, Env], ...] = (
    (f"subscribe {EMAIL}", {}),
    (f"stock --sku {EMAIL}", {}),
    (f"store-id --parse {EMAIL}", {}),
    ("subscribe --wait 0 --store othertenant --email john-doe@example.com", {}),
    ("subscribe --no-newsletter --sku 1234-1", {"BIS_SUBSCRIPTION_API_FIELDS": "locale=language"}),
    ("subscribe --no-newsletter --sku 1234-1", {"BIS_ENGAGE_API_KEY": NASTY_KEY}),
    ("log", {"BIS_ENGAGE_API_KEY": NASTY_KEY}),
    ("markets", {"BIS_CENTRA_TOKEN": NASTY_KEY}),
    ("check-permissions", {"BIS_CENTRA_VOYADO_TOKEN": NASTY_KEY}),
    ("sync-stock --once", {"BIS_CENTRA_TOKEN": "sandbox-guide"}),
    ("check-permissions --token sandbox-guide", {}),
    ("sandbox-toolkit", {}),
    ("markets sandbox-toolkit", {}),
    ("sync-stock --once --sku sandbox-engage-key --full", {}),
    ("sync-stock --interval sandbox-engage-key", {}),
    ("--token=sandbox-guide", {}),
)


def spellings(text: str) -> Iterator[str]:
    """Yield a text as it may stand in a document: plain, in a URL, in JSON with few or all characters escaped."""
    yield text
    yield quote(text)
    yield quote(text, safe="")
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield "".join(f"\\u{ord(character):04x}" for character in text)
    yield "".join(f"%{byte:02X}" for byte in text.encode())
    yield text.replace("@", "\\u0040")
    yield text.replace("@", "%40")


def leaks(text: str, *secrets: str) -> list[str]:
    """Return the spellings of secrets that stand in a text, whatever the case of hex digits."""
    found = [each for secret in secrets for each in spellings(secret) if each.casefold() in text.casefold()]
    return found + re.findall(r"john-doe|john%2Ddoe|john\\u002ddoe", text, re.IGNORECASE)


@pytest.mark.parametrize("options", ["", "--json", "-v -v", "--json -v -v"])
def test_nothing_leaks_from_runs_that_succeed(bis: Bis, sandbox: SandboxAtHand, options: str) -> None:
    for line in SUCCESSES:
        result = bis(f"{line} {options}")

        assert result.exit_code == 0, result.stderr
        assert leaks(result.stdout + result.stderr, *KEYS, EMAIL) == [], line
    assert kept_in(bis.state) == []
    assert leaks(json.dumps(sandbox.journal(limit=1000)), *KEYS, EMAIL) == []


@pytest.mark.parametrize("options", ["", "--json", "-v -v", "--json -v -v"])
def test_nothing_leaks_from_runs_that_fail(bis: Bis, sandbox: SandboxAtHand, options: str) -> None:
    assert bis("subscribe").exit_code == 0
    for line, env in FAILURES:
        result = bis(f"{line} {options}", env=env)

        assert result.exit_code != 0
        assert leaks(result.stdout + result.stderr, *KEYS, NASTY_KEY, EMAIL) == [], line
    assert kept_in(bis.state) == []
    assert leaks(json.dumps(sandbox.journal(limit=1000)), *KEYS, NASTY_KEY, EMAIL) == []


def kept_in(state: Path) -> list[str]:
    """Return what leaked into the files of the state folder, SQLite's own working files included."""
    files = [path for path in state.rglob("*") if path.is_file()]
    assert "journal.sqlite" in {path.name for path in files}
    kept = "".join(path.read_bytes().decode("latin-1") for path in files)
    return leaks(kept, *KEYS, NASTY_KEY, EMAIL, NASTY_EMAIL, NASTY_EMAIL.encode().decode("latin-1"))


@pytest.mark.parametrize("options", ["", "--json", "-v -v"])
def test_an_unusual_address_is_masked_as_well(bis: Bis, sandbox: SandboxAtHand, options: str) -> None:
    result = bis("subscribe", "--email", NASTY_EMAIL, "--wait", "0", *options.split())

    assert result.exit_code == 0
    assert "o'hara+bis" not in result.stdout + result.stderr
    assert leaks(result.stdout + result.stderr + json.dumps(sandbox.journal()), NASTY_EMAIL) == []
    assert kept_in(bis.state) == []


def test_personal_data_is_shown_to_who_asks_for_it_and_kept_nowhere(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --show-personal-data")

    assert result.stdout.startswith("✓ john-doe@voyado.com waits for 1234SIZEM")
    assert leaks(result.stdout + result.stderr, *KEYS) == ["john-doe", "john-doe"]
    assert leaks(json.dumps(sandbox.journal())) == []


def test_a_secret_in_the_place_of_a_word_is_not_repeated(bis: Bis) -> None:
    result = bis("check-permissions --token a-token-nobody-knows")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "a-token-nobody-knows" not in result.stderr
    assert result.error == "Invalid value for '--token': must be one of 'voyado', 'toolkit'."


def test_the_sandboxs_own_keys_are_the_one_exception(bis_without_profile: Bis) -> None:
    result = bis_without_profile("sandbox env --port 8788")

    assert result.exit_code == 0
    assert "export BIS_CENTRA_TOKEN=sandbox-toolkit\n" in result.stdout
    assert "export BIS_TEST_EMAIL=john-doe@voyado.com\n" in result.stdout
    assert result.stderr == ""
