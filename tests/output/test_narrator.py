from typing import Any

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Remedy
from voyado_bis_cli.domain.progress import Note, StepEnded, StepStarted, StepState, Told, Waiting, Warned
from voyado_bis_cli.errors import ConfigError
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.settings import OutputSettings

EVENTS = (
    Note("Reading stores"),
    Waiting("the email", 30.0),
    StepStarted("subscribe", "Subscribe"),
    StepEnded("subscribe", StepState.PASSED, "done", 5),
    Told("Pass 2 done"),
    Warned("Somebody waits"),
)
FINDINGS = (
    finding.error("bad", "It is wrong", "for two\nreasons", Remedy("Mend it.\nThen look.", ("bis log", "bis markets"))),
    finding.warning("odd", "It is odd"),
    finding.info("nice", "It is nice"),
)


def narrator(told: Any, **settings: Any) -> Any:
    return Narrator(told.screen, OutputSettings(**settings))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Pass 2 done\nwarning: Somebody waits\n"),
        (
            {"verbosity": 1},
            "Reading stores\nWaiting up to 30 s for the email\nSubscribe\nPass 2 done\nwarning: Somebody waits\n",
        ),
        ({"quiet": True}, ""),
        ({"quiet": True, "verbosity": 1}, ""),
    ],
    ids=["plain", "-v", "-q", "-q -v"],
)
def test_progress_is_told_to_who_asked_and_warnings_to_all_but_the_quiet(told: Any, settings: Any, said: Any) -> None:
    for event in EVENTS:
        narrator(told, **settings).event(event)

    assert told.text == said


def test_the_profile_line_names_kind_and_hosts_unless_quiet(told: Any) -> None:
    narrator(told).profile("brand-x", "test", ("brandx.centraqa.com", "voyadotenant.staging.voyado.com"))
    narrator(told, quiet=True).profile("brand-x", "test", ())

    assert told.text == "brand-x (test): brandx.centraqa.com, voyadotenant.staging.voyado.com\n"


def test_a_finding_says_what_and_why_and_what_to_do(told: Any) -> None:
    narrator(told).findings(FINDINGS)

    assert told.text == (
        "error: It is wrong\n"
        "  for two\n"
        "  reasons\n"
        "  -> Mend it.\n"
        "     Then look.\n"
        "     bis log\n"
        "     bis markets\n"
        "warning: It is odd\n"
        "note: It is nice\n"
    )


def test_quiet_leaves_out_mere_notes(told: Any) -> None:
    narrator(told, quiet=True).findings(FINDINGS[1:])

    assert told.text == "warning: It is odd\n"


def test_an_error_is_told_to_the_quiet_too(told: Any) -> None:
    narrator(told, quiet=True).failure(ConfigError("No profile.", hint="Run bis init."))

    assert told.text == "error: No profile.\n  -> Run bis init.\n  docs/error-codes.md#config_invalid\n"


def test_details_need_as_many_v_as_they_are_deep(told: Any) -> None:
    for verbosity in (0, 1, 2):
        narrator(told, verbosity=verbosity).detail(f"request {verbosity}")
        narrator(told, verbosity=verbosity).detail(f"body {verbosity}", verbosity=2)

    assert told.lines == ["request 1", "request 2", "body 2"]


def test_annotations_are_for_github_alone(told: Any) -> None:
    narrator(told).annotate(FINDINGS, ConfigError("No"))
    narrator(told, annotations=True).annotate(FINDINGS[1:2], ConfigError("No"))

    assert told.lines == ["::warning title=It is odd::It is odd", "::error title=bis%3A config_invalid::No"]


def test_a_spinner_runs_on_a_live_terminal_and_leaves_no_line(terminal: Any) -> None:
    screen = terminal()
    live = Narrator(screen.screen, OutputSettings(), live=True)

    live.event(Note("Reading stores"))
    live.event(Note("Reading [markets]"))
    live.event(Warned("Careful"))

    assert "Reading [markets]" in screen.text
    assert screen.text.endswith("\x1b[2Kwarning: Careful\n")
