"""What a run is made of: settings, kind, clients, ownership, the journal."""

import re
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from voyado_bis_cli.cli.announcer import Announcer
from voyado_bis_cli.cli.context import Context, SystemClock
from voyado_bis_cli.cli.options import RunOptions
from voyado_bis_cli.cli.run_id import new_run_id
from voyado_bis_cli.config.sections import Kind
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Note, RunEvent, Warned
from voyado_bis_cli.errors import ConfigError, ErrorCode, NetworkError, UsageError
from voyado_bis_cli.transport.model import Exchange, Request

TWO_BRANDS = """
default_profile = "brand-x"

[profiles.brand-x.centra]
url = "https://brandx.centraqa.com/graphql"
token = "env:X_TOKEN"
integration_name = "{name}"
voyado_token = "env:X_VOYADO_TOKEN"

[profiles.brand-x.engage]
url = "https://voyadotenant.staging.voyado.com"

[profiles.brand-y.centra]
url = "https://brandy.centraqa.com/graphql"
token = "env:Y_TOKEN"
integration_name = "Toolkit BrandY"
voyado_token = "env:Y_VOYADO_TOKEN"
"""


@pytest.fixture
def context(clean: Any, request: Any) -> Any:
    made = []

    def make(**options: Any) -> Any:
        made.append(Context(RunOptions(**options), "markets"))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def sandbox_variables(clean: Any, sandbox: Any, monkeypatch: Any) -> Any:
    for name, value in sandbox.env.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def two_brands(write_toml: Any, monkeypatch: Any) -> Any:
    def set_up(*, name: Any = "Toolkit BrandX", **tokens: Any) -> Any:
        write_toml(TWO_BRANDS.format(name=name))
        for variable, default in {
            "X_TOKEN": "x",
            "X_VOYADO_TOKEN": "xv",
            "Y_TOKEN": "y",
            "Y_VOYADO_TOKEN": "yv",
        }.items():
            monkeypatch.setenv(variable, f"token-{tokens.get(variable, default)}")

    return set_up


def test_a_run_without_settings_needs_none_until_it_asks(context: Any) -> None:
    run = context()

    assert run.profile.name == "none"
    assert (run.run.profile, run.run.kind, run.run.hosts, run.run.command) == (None, None, (), "markets")
    with pytest.raises(ConfigError, match=r"lacks centra\.url") as caught:
        _ = run.centra
    assert caught.value.code is ErrorCode.CONFIG_MISSING


def test_a_failure_before_the_settings_are_known_names_what_was_asked_for(context: Any) -> None:
    run = context(profile="brand-z")

    with pytest.raises(ConfigError):
        _ = run.resolved
    assert run.run.profile == "brand-z"


def test_a_sandbox_is_asked_whether_it_is_one_and_the_asking_costs_nothing(
    sandbox_variables: Any, context: Any, sandbox: Any, capsys: Any
) -> None:
    run = context()

    assert run.centra.stores()
    assert run.kind is Kind.SANDBOX
    assert run.run.kind == "sandbox"
    assert run.usage.requests == 1
    assert run.usage.complexity > 0
    assert capsys.readouterr().err == f"env (sandbox): {sandbox.url.removeprefix('http://')}\n"


def test_the_profile_is_named_once(sandbox_variables: Any, context: Any, capsys: Any) -> None:
    run = context()

    _ = run.centra, run.voyado_centra, run.engage, run.subscription_api, run.integration_log

    assert capsys.readouterr().err.count("sandbox") == 1


def test_a_machine_that_does_not_answer_as_a_sandbox_is_production(clean: Any, context: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("BIS_CENTRA_URL", "http://127.0.0.1:9/graphql")

    assert context().kind is Kind.PRODUCTION


def test_a_test_system_is_known_by_its_hosts_without_asking(two_brands: Any, context: Any) -> None:
    two_brands()

    assert context().kind is Kind.TEST


def test_each_token_asks_with_its_own_name(sandbox_variables: Any, context: Any, sandbox: Any) -> None:
    run = context()
    assert run.voyado_centra.listeners()[0].integration_name == "Engage integration"
    assert run.centra.listeners()[0].integration_name == "bis toolkit"


def test_warnings_about_settings_are_told(clean: Any, context: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("BIS_TENANT", "voyadotenant")

    assert context().profile.name == "none"
    assert capsys.readouterr().err == (
        "warning: BIS_TENANT is set and not used: variables count only with BIS_CENTRA_URL.\n"
    )


# ---------------------------------------------------------------- ownership
def test_our_queue_is_the_one_that_the_profile_declares(two_brands: Any, context: Any) -> None:
    two_brands()

    assert context().our_integration == "Toolkit BrandX"


@pytest.mark.parametrize(
    ("set_up", "reason"),
    [
        ({"name": ""}, "does not declare"),
        ({"name": "Voyado_Integration_BrandX"}, "sounds like Voyado's own integration"),
        ({"name": "Toolkit BrandY"}, "The profile 'brand-y' uses the integration name"),
        ({"X_TOKEN": "xv"}, "is also the voyado_token of 'brand-x'"),
        ({"X_TOKEN": "yv"}, "is also the voyado_token of 'brand-y'"),
    ],
)
def test_a_queue_that_is_not_ours_is_refused_before_anybody_is_asked(
    two_brands: Any, context: Any, set_up: Any, reason: Any
) -> None:
    two_brands(**set_up)
    run = context()

    with pytest.raises(ConfigError, match=re.escape(reason)) as caught:
        _ = run.our_integration
    assert caught.value.code is ErrorCode.NOT_OUR_QUEUE
    assert run.usage.requests == 0


def test_a_name_that_sounds_like_voyados_is_refused_in_a_sandbox_too(
    sandbox_variables: Any, context: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("BIS_CENTRA_INTEGRATION_NAME", "Voyado trial")

    with pytest.raises(ConfigError, match="sounds like Voyado's own integration"):
        assert context().our_integration


def test_secrets_of_neighbours_are_kept_too(two_brands: Any, context: Any) -> None:
    two_brands()
    run = context()
    assert run.our_integration

    assert run.redact("token-x token-xv token-y token-yv john-doe@voyado.com") == (
        "[secret] [secret] [secret] [secret] j***@voyado.com"
    )
    assert context(show_personal_data=True).redact("john-doe@voyado.com") == "john-doe@voyado.com"


# ---------------------------------------------------------------- permission to change
def test_a_sandbox_is_changed_without_a_question(sandbox_variables: Any, context: Any) -> None:
    assert context().allow_change("sell out", [Sku("X")]) is None


@pytest.mark.parametrize("how", ["--yes", "BIS_YES"])
def test_a_yes_beforehand_is_enough_on_test(two_brands: Any, context: Any, monkeypatch: Any, how: Any) -> None:
    two_brands()
    if how == "BIS_YES":
        monkeypatch.setenv("BIS_YES", "1")

    assert context(yes=how == "--yes").allow_change("sell out", [Sku("X")]) is None


def test_without_a_terminal_nothing_waits_for_an_answer(two_brands: Any, context: Any) -> None:
    two_brands()

    with pytest.raises(UsageError) as caught:
        context().allow_change("sell out", [Sku("X")])
    assert caught.value.code is ErrorCode.CONFIRMATION_NEEDED
    assert "--yes" in caught.value.hint


@pytest.fixture
def somebody(monkeypatch: Any) -> Any:
    """A person at the terminal who answers."""

    def answers(text: Any) -> Any:
        monkeypatch.setattr("voyado_bis_cli.cli.safety.somebody_is_there", lambda: True)

        def confirm(question: str, *, err: bool) -> bool:
            asked.append(question)
            return err and text == "y"

        monkeypatch.setattr("typer.confirm", confirm)
        return asked

    asked: list[str] = []
    return answers


def test_a_person_is_asked_on_test(two_brands: Any, context: Any, somebody: Any) -> None:
    two_brands()
    asked = somebody("y")

    assert context().allow_change("subscribe john-doe@voyado.com", []) is None
    assert asked == ["bis is about to subscribe j***@voyado.com on brand-x (test). Go on?"]


def test_a_no_is_respected(two_brands: Any, context: Any, somebody: Any) -> None:
    two_brands()
    somebody("n")

    with pytest.raises(UsageError, match="Not done: you said no"):
        context().allow_change("sell out", [])


def test_no_input_asks_nobody(two_brands: Any, context: Any, somebody: Any) -> None:
    two_brands()
    asked = somebody("y")

    with pytest.raises(UsageError):
        context(no_input=True).allow_change("sell out", [])
    assert asked == []


def test_a_wrong_yes_is_told_where_it_would_count(two_brands: Any, context: Any, monkeypatch: Any) -> None:
    two_brands()
    monkeypatch.setenv("BIS_YES", "perhaps")

    with pytest.raises(ConfigError, match="BIS_YES must be 1 or 0"):
        context().allow_change("sell out", [])


# ---------------------------------------------------------------- journal and lock
def test_the_journal_is_of_this_run_and_redacted(sandbox_variables: Any, context: Any, tmp_path: Any) -> None:
    run = context()
    run.journal.append("test", {"email": "john-doe@voyado.com", "key": "sandbox-engage-key"})

    (entry,) = run.journal.entries("test")
    assert (entry.run_id, entry.profile) == (run.run_id, "env")
    assert entry.payload == {"email": "j***@voyado.com", "key": "[secret]"}
    assert (tmp_path / "state" / "journal.sqlite").exists()


def test_the_lock_is_of_our_own_queue_and_needs_one(two_brands: Any, context: Any) -> None:
    two_brands()
    with context().lock.hold(), pytest.raises(Exception, match="in use"), context().lock.hold():
        pass

    two_brands(name="")
    with pytest.raises(ConfigError) as caught:
        _ = context().lock
    assert caught.value.code is ErrorCode.NOT_OUR_QUEUE


def test_a_private_sandbox_takes_nothing_from_the_user_and_leaves_nothing(
    two_brands: Any, context: Any, tmp_path: Any, capsys: Any
) -> None:
    two_brands()
    run = context()
    run.use_private_sandbox()

    assert run.kind is Kind.SANDBOX
    assert run.centra.stores()
    run.journal.append("test", {})
    folder = run.environment.state_dir
    assert folder.exists()
    run.close()

    assert not folder.exists()
    assert not (tmp_path / "state").exists()


# ---------------------------------------------------------------- time
def test_the_clock_tells_the_time_in_utc() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)

    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() >= before + 0.01
    assert clock.deadline is None


def test_a_wait_ends_with_the_run() -> None:
    clock = SystemClock(timeout=0.02)
    started = time.monotonic()

    with pytest.raises(
        NetworkError, match=re.escape("The run's --timeout of 0.02 s passed while it waited.")
    ) as caught:
        clock.sleep(30)

    assert time.monotonic() - started < 5
    assert (caught.value.code, caught.value.exit_code) == (ErrorCode.TIMEOUT, 6)


def test_run_ids_are_short_unique_and_in_the_order_of_time() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    ids = [new_run_id(start + timedelta(milliseconds=n)) for n in range(200)]

    assert ids == sorted(ids)
    assert len({new_run_id(start) for _ in range(50)}) == 50
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{13}", each) for each in ids)


def test_a_wait_of_the_transport_is_announced_and_a_short_one_noted() -> None:
    told: list[RunEvent] = []
    announcer = Announcer(SimpleNamespace(event=told.append))
    announcer.waiting(0.2, "again")
    announcer.waiting(12.0, "Centra's rate limit")
    announcer.exchanged(Exchange(Request("Engage", "count", "GET", "http://engage.example"), 1, 200, None, 3, ""))

    assert told == [Note("Waiting 0.2 s: again"), Warned("Waiting 12.0 s: Centra's rate limit")]
