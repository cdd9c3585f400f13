"""How a run ends: each exit code, as text and as JSON."""

import re
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from voyado_bis_cli import __version__
from voyado_bis_cli.cli import run
from voyado_bis_cli.cli.failure import as_bis_error
from voyado_bis_cli.cli.signals import terminable
from voyado_bis_cli.config import show
from voyado_bis_cli.errors import (
    AuthError,
    BisError,
    ConfigError,
    ExitCode,
    InterruptedRunError,
    NetworkError,
    NotYetError,
    PermissionMissingError,
    RateLimitedError,
    RefusedError,
    UsageError,
    WrongError,
)

NO_USAGE = {"requests": 0, "waited_s": 0.0, "centra": {"complexity": 0, "mutations": 0}}
ERRORS = [
    (WrongError, 1, "not_found"),
    (UsageError, 2, "usage"),
    (ConfigError, 3, "config_invalid"),
    (AuthError, 4, "not_authenticated"),
    (PermissionMissingError, 4, "permission_missing"),
    (RefusedError, 5, "refused"),
    (NetworkError, 6, "network"),
    (RateLimitedError, 7, "rate_limited"),
    (NotYetError, 8, "not_yet"),
    (InterruptedRunError, 130, "interrupted"),
    (BisError, 70, "bug"),
]


@pytest.fixture
def config_show_meets(monkeypatch: Any) -> Any:
    """Let `bis config show` meet an exception where it reads settings."""

    def meet(failure: Any) -> Any:
        def settings(_resolved: Any) -> Any:
            raise failure

        monkeypatch.setattr(show, "settings", settings)

    return meet


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("config show", (0, ["loaded", "at work"])),
        ("config shown", (2, [])),
        ("config --help", (0, [])),
        ("--version", (0, [])),
    ],
)
def test_whoever_starts_it_hears_when_it_has_loaded_and_gets_to_work(
    clean: Any, monkeypatch: Any, words: Any, expected: Any
) -> None:
    heard: list[str] = []

    def settings(_resolved: Any) -> list[Any]:
        heard.append("at work")
        return []

    monkeypatch.setattr(show, "settings", settings)

    code = run(words.split(), when_loaded=lambda: heard.append("loaded"))

    assert (code, heard) == expected


def test_version_is_one_line(bis: Any) -> None:
    assert bis("--version") == bis("--version")
    assert (bis("--version").code, bis("--version").out, bis("--version").err) == (0, f"bis {__version__}\n", "")


def test_version_is_an_option_like_others(bis: Any) -> None:
    outcome = bis("--no-such-thing", "--version")

    assert outcome.code == 2
    assert bis("--install-completion", "--version").out == f"bis {__version__}\n"


@pytest.mark.parametrize(("error", "exit_code", "code"), ERRORS, ids=lambda value: getattr(value, "__name__", value))
def test_every_error_has_its_exit_code_and_its_layout(
    bis: Any, config_show_meets: Any, error: Any, exit_code: Any, code: Any
) -> None:
    config_show_meets(error("It went wrong.", hint="Mend it."))

    outcome = bis("config", "show")

    assert outcome.code == exit_code
    assert outcome.out == ""
    assert outcome.err == f"error: It went wrong.\n  -> Mend it.\n  docs/error-codes.md#{code}\n"


@pytest.mark.parametrize(("error", "exit_code", "code"), ERRORS, ids=lambda value: getattr(value, "__name__", value))
def test_every_error_is_one_document_with_json(
    bis: Any, config_show_meets: Any, error: Any, exit_code: Any, code: Any
) -> None:
    config_show_meets(error("It went wrong.", hint="Mend it."))

    outcome = bis("config", "show", "--json")

    assert outcome.code == exit_code
    assert outcome.err == ""
    document = outcome.document
    assert document.pop("error").items() >= {"code": code, "message": "It went wrong.", "hint": "Mend it."}.items()
    assert document == {
        "schema": "bis/1",
        "command": "config show",
        "profile": None,
        "ok": False,
        "exit_code": exit_code,
        "data": {},
        "findings": [],
        "usage": NO_USAGE,
    }


def test_every_exit_code_was_seen_here() -> None:
    assert {code for _, code, _ in ERRORS} | {0} == {int(code) for code in ExitCode}


@pytest.mark.parametrize(
    ("argv", "message", "help_of"),
    [
        (["config"], "Missing command.", "bis config"),
        (["config", "shwo"], "No such command 'shwo'. Did you mean 'show'?", "bis config"),
        (["config", "show", "--wrong"], "No such option: --wrong", "bis config show"),
        (["config", "show", "extra"], "Got unexpected extra argument(s) (extra)", "bis config show"),
        (["sandbox", "env", "--port", "x"], "Invalid value for '--port': ", "bis sandbox env"),
        (["sandbox", "env", "--port"], "Option '--port' requires an argument.", "bis sandbox env"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_usage_error_says_what_and_where_to_look(bis: Any, argv: Any, message: Any, help_of: Any) -> None:
    outcome = bis(*argv)

    assert outcome.code == 2
    assert outcome.out == ""
    first, *_ = outcome.err.splitlines()
    assert first.startswith(f"error: {message}")
    assert f"  -> `{help_of} --help` shows examples and options.\n" in outcome.err


def test_a_command_that_does_not_exist_names_its_neighbour(bis: Any) -> None:
    assert bis("mrkets").err == (
        "error: No such command 'mrkets'. Did you mean 'markets'?\n"
        "  -> `bis --help` lists the commands; options stand after the command.\n"
        "  docs/error-codes.md#usage\n"
    )


def test_a_usage_error_is_one_document_with_json(bis: Any) -> None:
    outcome = bis("config", "show", "extra", "--json")

    assert (outcome.code, outcome.err) == (2, "")
    assert outcome.document == {
        "schema": "bis/1",
        "command": "config show",
        "profile": None,
        "ok": False,
        "exit_code": 2,
        "data": {},
        "findings": [],
        "error": {
            "code": "usage",
            "message": "Got unexpected extra argument(s) (extra)",
            "hint": "`bis config show --help` shows examples and options.",
            "docs": "docs/error-codes.md#usage",
            "details": {},
        },
        "usage": NO_USAGE,
    }


def test_json_is_understood_wherever_it_stands(bis: Any) -> None:
    outcome = bis("--json", "markets")

    assert (outcome.code, outcome.document["command"]) == (2, "")
    assert outcome.document["error"]["hint"] == "`bis --help` lists the commands; options stand after the command."


def test_an_email_address_typed_in_the_wrong_place_is_masked(bis: Any) -> None:
    outcome = bis("config", "show", "john-doe@voyado.com")

    assert outcome.code == 2
    assert "john-doe" not in outcome.err
    assert "j***@voyado.com" in outcome.err


def test_a_bug_names_its_place_and_nothing_else(bis: Any, config_show_meets: Any) -> None:
    config_show_meets(KeyError("sesame for john-doe@voyado.com"))

    outcome = bis("config", "show")

    assert outcome.code == 70
    assert re.fullmatch(
        r"error: This is a bug in bis: KeyError at cli/config\.py:\d+\.\n"
        r"  -> Run it again with -v -v and report what it prints: secrets and email addresses are masked in it\.\n"
        r"  docs/error-codes\.md#bug\n",
        outcome.err,
    )


def test_a_bug_shows_its_traceback_redacted_to_who_asks_twice(
    bis: Any, config_show_meets: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("BIS_CENTRA_URL", "https://brandx.centraqa.com/graphql")
    monkeypatch.setenv("BIS_CENTRA_TOKEN", "sesame-open-1")
    config_show_meets(KeyError("sesame-open-1 for john-doe@voyado.com"))

    once, twice = bis("config", "show", "-v"), bis("config", "show", "-v", "-v")

    assert "Traceback" not in once.err
    assert "Traceback (most recent call last):" in twice.err
    assert "KeyError: '[secret] for j***@voyado.com'" in twice.err
    assert "sesame" not in twice.err


def test_a_bug_at_no_place_of_ours_says_so() -> None:
    error = as_bis_error(RuntimeError("sesame"), "markets")

    assert (error.exit_code, error.code) == (70, "bug")
    assert error.message == "This is a bug in bis: RuntimeError at an unknown place."
    assert error.details == {"exception": "RuntimeError", "at": "an unknown place"}


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), EOFError()], ids=["Ctrl-C", "end of input"])
def test_an_interruption_is_no_error_of_the_run(bis: Any, config_show_meets: Any, failure: Any) -> None:
    config_show_meets(failure)

    outcome = bis("config", "show")

    assert outcome.code == 130
    assert outcome.out == ""
    assert outcome.err.startswith("error: Interrupted.\n  -> What was done so far stays done.")


def test_sigterm_interrupts_as_ctrl_c_does(bis: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(show, "settings", lambda _resolved: signal.raise_signal(signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)

    outcome = bis("config", "show", "--json")

    assert (outcome.code, outcome.document["error"]["code"]) == (130, "interrupted")
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_run_in_another_thread_leaves_signals_alone() -> None:
    def handler_inside() -> object:
        with terminable():
            return signal.getsignal(signal.SIGTERM)

    with ThreadPoolExecutor() as pool:
        assert pool.submit(handler_inside).result() is signal.getsignal(signal.SIGTERM)


def test_a_finding_of_severity_error_is_exit_1_and_a_warning_only_with_strict(sandboxed: Any, monkeypatch: Any) -> None:
    plain, strict = sandboxed("markets"), sandboxed("markets", "--strict")

    assert (plain.code, strict.code) == (0, 1)
    assert plain.out == strict.out
    assert sandboxed("markets", "--strict", "--json").document["ok"] is False


def test_findings_go_to_stderr_and_to_github(sandboxed: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    outcome = sandboxed("markets")

    assert "warning: Market Outlet (6)" in outcome.err
    assert "\n::warning title=Market Outlet (6)" in outcome.err
    assert "warning" not in outcome.out


def test_a_setting_that_cannot_be_read_does_not_silence_the_run(bis: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("BIS_YES", "perhaps")

    assert bis("help").code == 0
