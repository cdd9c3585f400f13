"""What can be typed or set up wrongly: one clear sentence, the right exit code, never a traceback."""

import http.server
import threading
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from tests.acceptance.support import SKU, TEST, Bis, Env, Result, asked, changes, stock_of
from tests.conftest import SandboxAtHand

NO_SUCH_SKU = "There is no size with the SKU 'NOPE' in Centra, as far as this token sees."
TYPED_WRONGLY = {
    "stock --sku NOPE": (1, NO_SUCH_SKU),
    "set-stock --sku NOPE --fta 1": (1, NO_SUCH_SKU),
    "subscribe --sku NOPE": (1, NO_SUCH_SKU),
    "sync-stock --sku NOPE": (1, NO_SUCH_SKU),
    "subscribe --market 99": (1, "There is no market '99' in Centra, as far as this token sees."),
    "subscribe --market Swedne": (1, "There is no market 'Swedne' in Centra, as far as this token sees."),
    "subscribe --market Outlet": (
        1,
        (
            "Market Outlet (6) has no allocation rule, so Engage never gets a stock level for it and the shopper would "
            "wait forever."
        ),
    ),
    "subscribe --email nobody": (2, "This is not an email address. An email address must have an @-sign."),
    "subscribe --email no@body": (
        2,
        "This is not an email address. The part after the @-sign is not valid. It should have a period.",
    ),
    "subscribe --locale sv_SE": (
        2,
        '"sv_SE" is no locale: it is written like sv-SE, two small letters, a hyphen, two capitals.',
    ),
    "subscribe --locale fi-FI": (
        1,
        "There is no product feed for the locale fi-FI, so its email would never start.",
    ),
    "set-stock --fta -1": (
        2,
        "Invalid value for '--fta' / '--quantity': Input should be greater than or equal to 0",
    ),
    "set-stock --delta -1": (2, "Stock cannot be negative, and this asks for -1 (it is 0 now)."),
    "set-stock --fta 1 --delta 1": (2, "Give exactly one of --fta N, --delta +N and --undo last."),
    "set-stock": (2, "Give exactly one of --fta N, --delta +N and --undo last."),
    "set-stock --fta 1 --warehouse 9": (1, "There is no warehouse '9' in Centra, as far as this token sees."),
    "set-stock --fta 1 --warehouse Stokholm": (
        1,
        "There is no warehouse 'Stokholm' in Centra, as far as this token sees.",
    ),
    "set-stock --undo last": (1, "There is no change of test stock to take back in this profile's journal."),
    "store-id --tenant 'my tenant'": (
        2,
        '"my tenant" is no tenant: a tenant has letters, digits and inner hyphens only, 63 at most.',
    ),
    "markets -p brand-x": (
        3,
        'There is no bis.toml to take the profile "brand-x" from, neither here nor in the user\'s folder.',
    ),
    "markets --config nowhere.toml": (3, "There is no file nowhere.toml."),
    "subscribe --sku": (2, "Option '--sku' requires an argument."),
    "frobnicate": (2, "No such command 'frobnicate'."),
}


@pytest.mark.parametrize("typed", TYPED_WRONGLY)
def test_what_is_typed_wrongly_is_told_in_one_sentence(bis: Bis, sandbox: SandboxAtHand, typed: str) -> None:
    exit_code, sentence = TYPED_WRONGLY[typed]

    result = bis(typed)

    assert (result.exit_code, result.stdout, result.error) == (exit_code, "", sentence)
    assert_explained(result)
    assert changes(sandbox) == []


def assert_explained(result: Result) -> None:
    """One error, a next step, a page to read on, and nothing of Python's."""
    assert "\n  -> " in result.stderr
    assert result.stderr.splitlines()[-1].startswith("  docs/error-codes.md#")
    assert "Traceback" not in result.stderr
    assert "bug in bis" not in result.stderr


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("subscribe --market Swedne", "Did you mean Sweden (4)? bis markets lists them."),
        ("set-stock --fta 1 --warehouse Stokholm", "Did you mean Stockholm (1)? bis warehouses lists them."),
        ("subscribe --locale fi-FI", "Use one of de-DE, en-US, sv-SE, spelled exactly so, or connect a feed for it"),
    ],
)
def test_a_near_miss_gets_a_suggestion(bis: Bis, typed: str, suggestion: str) -> None:
    assert f"  -> {suggestion}" in bis(typed).stderr


SET_WRONGLY: Mapping[str, tuple[Env, str]] = {
    "no token": (
        {"BIS_CENTRA_TOKEN": None},
        'The profile "env" lacks centra.token (BIS_CENTRA_TOKEN).',
    ),
    "a token that is empty": (
        {"BIS_CENTRA_TOKEN": ""},
        'The profile "env" lacks centra.token (BIS_CENTRA_TOKEN).',
    ),
    "a URL without scheme": (
        {"BIS_CENTRA_URL": "brandx.centra.example/graphql"},
        "centra.url (BIS_CENTRA_URL) must start with https:// (http:// only on this machine).",
    ),
    "a URL in clear": (
        {"BIS_CENTRA_URL": "http://brandx.centra.example/graphql"},
        (
            "centra.url (BIS_CENTRA_URL) must start with https://: over http:// tokens and addresses would travel in "
            "clear."
        ),
    ),
    "a token with its scheme": (
        {"BIS_CENTRA_TOKEN": "Bearer abc"},
        (
            "centra.token (BIS_CENTRA_TOKEN) must be one word of plain characters, without `Bearer` in front and "
            "without line breaks."
        ),
    ),
    "a store that is no number": (
        {"BIS_CENTRA_STORES": "Sweden"},
        "centra.stores (BIS_CENTRA_STORES) must be a whole number.",
    ),
    "feeds that are no pairs": (
        {"BIS_FEEDS": "sv-SE"},
        "feeds (BIS_FEEDS) must be pairs NAME=VALUE separated by spaces, each name once.",
    ),
    "a kind that does not exist": (
        {"BIS_KIND": "staging"},
        "kind (BIS_KIND) must be 'sandbox', 'test' or 'production'.",
    ),
}


@pytest.mark.parametrize("case", SET_WRONGLY)
def test_what_is_set_wrongly_is_told_before_anybody_is_asked(bis: Bis, sandbox: SandboxAtHand, case: str) -> None:
    env, sentence = SET_WRONGLY[case]

    result = bis("markets", env=env)

    assert (result.exit_code, result.stdout, result.error) == (3, "", sentence)
    assert_explained(result)
    assert asked(sandbox) == []


def test_with_nothing_set_up_it_says_both_ways_to_begin(bis_without_profile: Bis) -> None:
    result = bis_without_profile("check-permissions")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.error == ('The profile "none" lacks centra.url (BIS_CENTRA_URL) and centra.token (BIS_CENTRA_TOKEN).')
    assert '`eval "$(bis sandbox env)"`' in result.stderr
    assert_explained(result)


FILES = {
    "a secret in the file": (
        'url = "{url}/graphql"\ntoken = "sandbox-toolkit"',
        (
            "centra.token (bis.toml [profiles.brand-x.centra] token) must not hold the secret itself: write env:NAME, "
            "file:PATH or keyring:NAME."
        ),
    ),
    "a key nobody knows": (
        'url = "{url}/graphql"\nintegration_nam = "bis toolkit"',
        (
            "centra.integration_nam (bis.toml [profiles.brand-x.centra] integration_nam) is no known key: perhaps "
            '"integration_name" is meant.'
        ),
    ),
    "a URL without scheme": (
        'url = "brandx.centra.example/graphql"',
        "centra.url (bis.toml [profiles.brand-x.centra] url) must start with https:// (http:// only on this machine).",
    ),
    "a variable that is not set": (
        'url = "{url}/graphql"\ntoken = "env:BRANDX_TOKEN"',
        'The profile "brand-x" lacks centra.token (BIS_CENTRA_TOKEN: the variable BRANDX_TOKEN is not set).',
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_mistake_in_the_file_is_named_with_its_place(
    bis_without_profile: Bis, sandbox: SandboxAtHand, case: str
) -> None:
    table, sentence = FILES[case]
    bis_without_profile.write_toml(f"[profiles.brand-x.centra]\n{table.format(url=sandbox.url)}\n")

    result = bis_without_profile("markets -p brand-x")

    assert (result.exit_code, result.stdout, result.error) == (3, "", sentence)
    assert_explained(result)
    assert "sandbox-toolkit" not in result.stderr
    assert asked(sandbox) == []


def test_an_unknown_profile_is_told_with_those_there_are(bis_without_profile: Bis) -> None:
    bis_without_profile.write_toml("[profiles.brand-x]\n[profiles.brand-y]\n")

    result = bis_without_profile("markets -p brand-z")

    assert (result.exit_code, result.error) == (
        3,
        'bis.toml has no profile "brand-z": perhaps "brand-y" is meant.',
    )
    assert "  -> Profiles there: brand-x, brand-y. Choose one with -p or BIS_PROFILE.\n" in result.stderr


def test_a_file_that_is_no_toml_is_told_with_the_line(bis_without_profile: Bis) -> None:
    bis_without_profile.write_toml("default_profile = \n")

    result = bis_without_profile("markets")

    assert (result.exit_code, result.error) == (3, "bis.toml is not valid TOML: Invalid value (at line 1, column 19).")


# ---------------------------------------------------------------- servers that are not what they should be


def test_a_server_that_is_not_there(bis: Bis) -> None:
    result = bis("markets --timeout 0.3", env={"BIS_CENTRA_URL": "http://127.0.0.1:9/graphql"})

    assert (result.exit_code, result.stdout) == (6, "")
    assert result.error == "Nothing answers at http://127.0.0.1:9, where Centra should be."
    assert_explained(result)


class WebPage(http.server.BaseHTTPRequestHandler):
    """Answers everything with a page."""

    def answer(self) -> None:
        page = b"<!doctype html><title>Log in</title>"
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST = do_PUT = answer  # noqa: N815  # the library's names

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def web_page() -> Generator[str]:
    """The address of a server that is a web site."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), WebPage) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


HTML_ANSWERS = {
    "markets": ({"BIS_CENTRA_URL": "{page}/graphql"}, "Centra's answer to Markets cannot be read: it is an HTML page."),
    "check-permissions": (
        {"BIS_CENTRA_URL": "{page}/graphql"},
        "Centra's answer to ReadProbes cannot be read: it is an HTML page.",
    ),
    "subscribe": (
        {"BIS_ENGAGE_URL": "{page}"},
        "Engage answered an HTML page instead of JSON (HTTP 200 from {page}/api/v3/contacts/id).",
    ),
    "log": ({"BIS_LOG_URL": "{page}/log"}, "log answered an HTML page instead of JSON (HTTP 200 from {page}/log)."),
}


@pytest.mark.parametrize("command", HTML_ANSWERS)
def test_a_server_that_answers_with_a_web_page(bis: Bis, web_page: str, command: str) -> None:
    env, sentence = HTML_ANSWERS[command]

    result = bis(command, env={name: value.format(page=web_page) for name, value in env.items()})

    assert (result.exit_code, result.stdout, result.error) == (5, "", sentence.format(page=web_page))
    assert_explained(result)


# ---------------------------------------------------------------- this machine


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("set-stock --fta 3", "journal.sqlite"),
        ("subscribe", "journal.sqlite"),
        ("sync-stock --once", "queue-"),
    ],
)
def test_a_state_folder_that_cannot_be_used_stops_before_anything_changes(
    bis: Bis, sandbox: SandboxAtHand, tmp_path: Path, command: str, file: str
) -> None:
    (tmp_path / "a-file").touch()  # chmod would not stop the superuser

    result = bis(command, env={"BIS_STATE_DIR": str(tmp_path / "a-file" / "state")})

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.error.startswith(file)
    assert result.error.endswith(f"in the state folder {tmp_path}/a-file/state cannot be used: not a directory.")
    assert_explained(result)
    assert changes(sandbox) == []


@pytest.mark.parametrize(
    "command", ["set-stock --fta 3", "subscribe", "sync-stock --sku 1234SIZEM", "listeners remove"]
)
def test_without_a_terminal_a_test_system_is_not_changed_unasked(
    bis: Bis, sandbox: SandboxAtHand, command: str
) -> None:
    result = bis(command, env=TEST)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nobody can be asked here" in result.error
    assert "  -> Allow it with --yes (or BIS_YES=1), or run it in a terminal.\n" in result.stderr
    assert changes(sandbox) == []


@pytest.mark.parametrize(("options", "env"), [("--yes", {}), ("", {"BIS_YES": "1"})])
def test_a_yes_beforehand_is_enough_on_a_test_system(
    bis: Bis, sandbox: SandboxAtHand, options: str, env: dict[str, str]
) -> None:
    assert bis(f"set-stock --fta 3 {options}", env={**TEST, **env}).exit_code == 0
    assert stock_of(sandbox, SKU)["fta"] == 3
