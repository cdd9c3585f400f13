from datetime import UTC, datetime
from typing import Any

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.progress import Note, StepEnded, StepStarted, StepState
from voyado_bis_cli.domain.report import Report, RunInfo, Usage
from voyado_bis_cli.domain.report.store_ids import StoreIdData, StoreIdRow
from voyado_bis_cli.domain.report.verification import StepRow, VerificationData
from voyado_bis_cli.errors import ExitCode, RefusedError
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.settings import OutputSettings
from voyado_bis_cli.output.terminal import TerminalOutput

RUN = RunInfo("verify", "01k", datetime(2026, 3, 1, tzinfo=UTC))
STORE_IDS = StoreIdData(store_ids=(StoreIdRow(store="voyadotenant", tenant="voyadotenant"),))


def output_to(out: Any, err: Any, **settings: Any) -> Any:
    return TerminalOutput(out.screen, Narrator(err.screen, OutputSettings(**settings)))


def test_stdout_carries_the_result_and_nothing_else(out: Any, err: Any) -> None:
    output = output_to(out, err)
    output.event(Note("Reading"))
    report = Report(STORE_IDS, (finding.warning("odd", "It is odd"),), RefusedError("Partly refused.", hint="Again."))

    output.report(RUN, report, ExitCode.REFUSED, Usage())

    assert out.text == "voyadotenant\n"
    assert err.lines == [
        "warning: It is odd",
        "error: Partly refused.",
        "  -> Again.",
        "  docs/error-codes.md#refused",
    ]


def test_a_step_is_told_when_it_ends_and_not_again(out: Any, err: Any) -> None:
    ended = StepEnded("subscribe", StepState.PASSED, "Registered.", 1500, {"contact_id": "4f", "missing": []})
    rows = tuple(
        StepRow(name=name, state=state, detail=detail, duration_ms=took, evidence=evidence)
        for name, state, detail, took, evidence in (
            (ended.name, ended.state, ended.detail, ended.duration_ms, ended.evidence),
            ("email", StepState.NOT_YET, "", 20, {}),
        )
    )
    output = output_to(out, err)

    output.event(StepStarted("subscribe", "Subscribe a shopper"))
    output.event(ended)
    told_live = out.lines
    output.report(RUN, Report(VerificationData(steps=rows)), ExitCode.NOT_YET, Usage())

    assert told_live == ["✓ Subscribe a shopper  1.5 s", "    Registered.", "    contact id: 4f"]
    assert out.lines[3:] == ["- email (not yet seen)  20 ms", "", "2 steps: 1 passed, 1 not yet seen"]


def test_a_failure_says_what_happened_on_stderr(out: Any, err: Any) -> None:
    output_to(out, err, annotations=True).failure(RUN, RefusedError("Refused."), Usage())

    assert out.text == ""
    assert err.lines == ["error: Refused.", "  docs/error-codes.md#refused", "::error title=bis%3A refused::Refused."]


def test_v_tells_what_the_run_cost(out: Any, err: Any) -> None:
    output_to(out, err, verbosity=1).report(RUN, Report(STORE_IDS), ExitCode.DONE, Usage(3, 1.5, 60))

    assert err.text == "run 01k: exit code 0, 3 requests, 1.5 s waited, Centra complexity 60\n"
