import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import Field

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Remedy
from voyado_bis_cli.domain.progress import Note, Warned
from voyado_bis_cli.domain.report import Data, Report, RunInfo, Usage
from voyado_bis_cli.errors import ExitCode, RateLimitedError, RefusedError
from voyado_bis_cli.output.json_document import JsonOutput
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.settings import OutputSettings

RUN = RunInfo("sync-stock", "01k", datetime(2026, 3, 1, tzinfo=UTC), "brand-x", "test", ("brandx.centraqa.com",))


class Level(Data):
    """Data whose JSON name differs from its own."""

    sku: str
    external_id: str = Field(serialization_alias="externalId")


DATA = Level(sku="1234SIZEM", external_id="4")
IN_JSON = {"sku": "1234SIZEM", "externalId": "4"}


@pytest.fixture
def output_to(redact: Any) -> Any:
    def make(out: Any, err: Any, **settings: Any) -> Any:
        return JsonOutput(out.screen.sink, Narrator(err.screen, OutputSettings(json=True, **settings)), redact)

    return make


def test_a_result_is_one_document_of_the_published_shape(output_to: Any, out: Any, err: Any) -> None:
    found = finding.warning("late", "It is late", "by an hour", Remedy("Wait.", ("bis sync-stock --once",)))

    output_to(out, err).report(RUN, Report(DATA, (found,)), ExitCode.DONE, Usage(7, 1.23456, 60, 2))

    assert json.loads(out.text) == {
        "schema": "bis/1",
        "command": "sync-stock",
        "profile": "brand-x",
        "ok": True,
        "exit_code": 0,
        "data": IN_JSON,
        "findings": [
            {
                "id": "late",
                "severity": "warning",
                "title": "It is late",
                "detail": "by an hour",
                "remedy": {"text": "Wait.", "commands": ["bis sync-stock --once"]},
                "docs": "",
            }
        ],
        "error": None,
        "usage": {"requests": 7, "waited_s": 1.235, "centra": {"complexity": 60, "mutations": 2}},
    }
    assert err.text == ""


def test_a_failure_is_one_document_too(output_to: Any, out: Any, err: Any) -> None:
    error = RateLimitedError("Enough.", hint="Later.", details={"resume_at": "2026-03-01T00:01:00Z"})

    output_to(out, err).failure(RUN, error, Usage())

    document = json.loads(out.text)
    assert (document["ok"], document["exit_code"], document["data"], document["findings"]) == (False, 7, {}, [])
    assert document["error"] == {
        "code": "rate_limited",
        "message": "Enough.",
        "hint": "Later.",
        "docs": "docs/error-codes.md#rate_limited",
        "details": {"resume_at": "2026-03-01T00:01:00Z"},
    }
    assert err.text == ""


def test_a_partial_failure_has_data_and_error(output_to: Any, out: Any, err: Any) -> None:
    report = Report(DATA, partial=RefusedError("Some were refused.", status=400))

    output_to(out, err).report(RUN, report, ExitCode.REFUSED, Usage())

    document = json.loads(out.text)
    assert (document["ok"], document["exit_code"]) == (False, 5)
    assert document["data"] == IN_JSON
    assert document["error"]["message"] == "Some were refused."


def test_secrets_are_redacted_in_every_corner(output_to: Any, out: Any, err: Any) -> None:
    error = RefusedError("sesame-open-1", hint="sesame-open-1", details={"sesame-open-1": ["sesame-open-1"]})

    output_to(out, err, annotations=True).failure(RUN, error, Usage())

    assert "sesame" not in out.text + err.text


def test_progress_goes_to_stderr_and_warnings_too(output_to: Any, out: Any, err: Any) -> None:
    output = output_to(out, err, verbosity=1)
    output.event(Note("Reading"))
    output.event(Warned("Careful"))

    assert (out.text, err.text) == ("", "Reading\nwarning: Careful\n")


def test_names_stay_readable_and_the_document_valid_in_every_encoding(output_to: Any, err: Any, pipe: Any) -> None:
    for encoding, shown in (("utf-8", "Malmö"), ("ascii", "Malm\\u00f6")):
        out = pipe(encoding=encoding)
        output_to(out, err).failure(RUN, RefusedError("Malmö"), Usage())

        assert shown in out.text
        assert json.loads(out.text)["error"]["message"] == "Malmö"


def test_an_error_is_told_on_stderr_where_stdout_cannot_be_written(output_to: Any, out: Any, err: Any) -> None:
    out.screen.sink.broken = True

    output_to(out, err).failure(RUN, RefusedError("No room.", hint="Make room."), Usage())

    assert err.text == "error: No room.\n  -> Make room.\n  docs/error-codes.md#refused\n"


def test_github_gets_annotations_beside_the_document(output_to: Any, out: Any, err: Any) -> None:
    output = output_to(out, err, annotations=True)
    output.report(RUN, Report(DATA, (finding.error("bad", "Bad"),)), ExitCode.WRONG, Usage())

    assert json.loads(out.text)["findings"][0]["id"] == "bad"
    assert err.text == "::error title=Bad::Bad\n"
