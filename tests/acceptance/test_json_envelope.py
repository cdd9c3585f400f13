"""`--json`: one document of one shape from every command, however it ends."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
import typer
from pydantic import BaseModel, ConfigDict, Field

from tests.acceptance.support import FRESH, Bis, Env, Result
from tests.conftest import SandboxAtHand
from voyado_bis_cli.cli.app import build_app
from voyado_bis_cli.errors import ErrorCode


class Strict(BaseModel):
    """A part of the document, with every key it has and no other."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Remedy(Strict):
    """What to do next."""

    text: str
    commands: list[str]


class FindingRow(Strict):
    """One finding."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    severity: Literal["error", "warning", "info"]
    title: str = Field(min_length=1)
    detail: str
    remedy: Remedy
    docs: str


class ErrorRow(Strict):
    """What ended the run."""

    code: Literal[tuple(code.value for code in ErrorCode)]  # type: ignore[valid-type]  # the closed list itself
    message: str = Field(min_length=1)
    hint: str
    docs: str = Field(pattern=r"^docs/error-codes\.md#[a-z_]+$")
    details: dict[str, Any]


class CentraUsage(Strict):
    """What Centra was asked to do."""

    complexity: int
    mutations: int


class UsageRow(Strict):
    """What the run cost."""

    requests: int
    waited_s: float
    centra: CentraUsage


class Envelope(Strict):
    """The document."""

    schema_: Literal["bis/1"] = Field(alias="schema")
    command: str
    profile: str | None
    ok: bool
    exit_code: Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 130]
    data: dict[str, Any]
    findings: list[FindingRow]
    error: ErrorRow | None
    usage: UsageRow


def envelope(result: Result) -> Envelope:
    """Return the one document on stdout after checking that it agrees with itself and with the exit code."""
    document = Envelope.model_validate_json(result.stdout)
    assert document.exit_code == result.exit_code
    assert document.ok == (result.exit_code == 0)
    assert result.stdout == result.stdout.strip() + "\n"
    if document.ok:
        assert document.error is None
        assert "error" not in {finding.severity for finding in document.findings}
    return document


SUCCESSES = (
    "check-permissions",
    "store-id --tenant voyadotenant",
    "store-id --all",
    "config show",
    "markets",
    "warehouses",
    "stock",
    "log",
    "log --source evidence",
    "subscribe",
    "subscribe --dry-run",
    "set-stock --fta 3",
    "sync-stock --once",
    "sync-stock --sku 1234SIZEM",
    "sync-stock --full",
    "listeners show",
    "listeners add",
    "listeners remove",
    "help",
    "help exit-codes",
    "demo",
)


@pytest.mark.parametrize("command", SUCCESSES)
def test_success(bis: Bis, command: str) -> None:
    document = envelope(bis(f"{command} --json"))

    assert document.ok
    assert command.startswith(document.command)
    assert document.data != {}


@pytest.mark.parametrize("command", ["sandbox env", "sandbox reset", "sandbox journal"])
def test_success_of_the_sandbox(bis: Bis, sandbox: SandboxAtHand, command: str) -> None:
    port = sandbox.url.rpartition(":")[2]

    document = envelope(bis(f"{command} --port {port} --json"))

    assert (document.ok, document.command) == (True, command)


FAILURES: Mapping[str, tuple[str, Env, int, str]] = {
    "nobody listens": ("sync-stock --once", FRESH, 1, "nobody_listens"),
    "no such SKU": ("stock --sku NOPE", {}, 1, "not_found"),
    "nothing to undo": ("set-stock --undo last", {}, 1, "not_found"),
    "a malformed locale": ("subscribe --locale sv_SE", {}, 2, "usage"),
    "nobody to ask": ("set-stock --fta 3", {"BIS_KIND": "test"}, 2, "confirmation_needed"),
    "a missing setting": ("log", {"BIS_ENGAGE_API_KEY": None}, 3, "config_missing"),
    "a wrong setting": ("markets", {"BIS_CENTRA_URL": "nowhere"}, 3, "config_invalid"),
    "a queue that is not ours": ("listeners add", {"BIS_CENTRA_TOKEN": "sandbox-guide"}, 3, "not_our_queue"),
    "an expired token": ("warehouses", {"BIS_CENTRA_TOKEN": "sandbox-expired"}, 4, "not_authenticated"),
    "a permission that lacks": ("set-stock --fta 3", {"BIS_CENTRA_TOKEN": "sandbox-readonly"}, 4, "permission_missing"),
    "a refusal": ("subscribe", {"BIS_SUBSCRIPTION_API_FIELDS": "email=address"}, 5, "refused"),
    "nobody there": ("markets --timeout 0.2", {"BIS_CENTRA_URL": "http://127.0.0.1:9/graphql"}, 6, "network"),
    "not yet": ("subscribe --wait 0", {"BIS_SUBSCRIPTION_API_STORE": "othertenant"}, 8, "not_yet"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_failure(bis: Bis, case: str) -> None:
    line, env, exit_code, code = FAILURES[case]

    document = envelope(bis(f"{line} --json", env=env))

    assert document.error is not None
    assert (document.exit_code, document.error.code) == (exit_code, code)
    assert line.startswith(document.command)
    assert document.command


def test_a_finding_decides_the_exit_code_without_an_error(bis: Bis) -> None:
    document = envelope(bis("check-permissions --json", env={"BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"}))

    assert (document.exit_code, document.ok, document.error) == (1, False, None)
    assert {finding.severity for finding in document.findings} == {"error"}


def test_a_warning_decides_it_where_it_is_strict(bis: Bis) -> None:
    strict_token = {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-strict"}

    assert envelope(bis("check-permissions --json", env=strict_token)).ok
    assert envelope(bis("check-permissions --json --strict", env=strict_token)).exit_code == 1


def every_command(group: Any, *path: str) -> Iterator[str]:
    """Yield every command there is, as it is typed."""
    for name, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from every_command(found, *path, name)
        else:
            yield " ".join((*path, name))


@pytest.mark.parametrize("command", [*every_command(typer.main.get_command(build_app()))])
def test_usage_error(bis: Bis, command: str) -> None:
    document = envelope(bis(f"{command} --frobnicate --json"))

    assert document.error is not None
    assert (document.command, document.exit_code, document.error.code) == (command, 2, "usage")
    assert document.error.message.startswith("No such option: --frobnicate")
    assert document.error.hint == f"`bis {command} --help` shows examples and options."


@pytest.mark.parametrize("line", ["frobnicate --json", "--json frobnicate", "listeners frobnicate --json"])
def test_a_command_that_does_not_exist(bis: Bis, line: str) -> None:
    assert envelope(bis(line)).exit_code == 2


def test_nothing_but_the_document_is_on_stdout_however_much_is_told(bis: Bis) -> None:
    result = bis("subscribe --json -v -v")

    assert envelope(result).ok
    assert "POST Subscription API subscribe 200" in result.stderr


def test_what_the_run_cost_is_counted(bis: Bis, sandbox: SandboxAtHand) -> None:
    usage = envelope(bis("set-stock --fta 3 --json")).usage

    assert usage.requests == len(sandbox.journal())
    assert usage.centra.mutations == 1
    assert usage.centra.complexity > 0
