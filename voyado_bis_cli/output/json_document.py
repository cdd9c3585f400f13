"""The one JSON document of a run (`--json`), also for failures and usage errors."""

import json

from pydantic_core import PydanticSerializationError, to_json

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.progress import RunEvent
from voyado_bis_cli.domain.report import Data, Report, RunInfo, Usage
from voyado_bis_cli.errors import BisError, ExitCode
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.redacted import redacted
from voyado_bis_cli.output.screen import Redact
from voyado_bis_cli.output.sink import Sink

SCHEMA = "bis/1"


class JsonOutput:
    """Writes the document to stdout and nothing else there; what happens meanwhile is told on stderr."""

    def __init__(self, out: Sink, narrator: Narrator, redact: Redact) -> None:
        self._out = out
        self._redact = redact
        self.narrator = narrator

    def event(self, event: RunEvent) -> None:
        """Tell what happens."""
        self.narrator.event(event)

    def report(self, run: RunInfo, report: Report[Data], exit_code: ExitCode, usage: Usage) -> None:
        """Write the document of a run that came to its end."""
        self.narrator.annotate(report.findings, report.partial)
        data = report.data.model_dump(mode="json", by_alias=True)
        self._write(document(run, exit_code, usage, data=data, findings=report.findings, error=report.partial))

    def failure(self, run: RunInfo, error: BisError, usage: Usage) -> None:
        """Write the document of a run that failed; on stderr where stdout cannot be written."""
        self.narrator.annotate((), error)
        if self._out.broken:
            self.narrator.failure(error)
        self._write(document(run, error.exit_code, usage, error=error))

    def _write(self, value: dict[str, object]) -> None:
        self.narrator.pause()
        safe = redacted(value, self._redact)
        text = _as_text(safe)
        self._out.write((text if self._out.can_say(text) else _in_ascii(safe)) + "\n")


def _as_text(value: object) -> str:
    """Return a JSON value as indented text; the standard library's encoder takes ten times as long to indent it."""
    try:
        return to_json(value, indent=2).decode()
    except PydanticSerializationError:  # half a character, which no encoding has
        return _in_ascii(value)


def _in_ascii(value: object) -> str:
    return json.dumps(value, indent=2)


def document(
    run: RunInfo,
    exit_code: ExitCode,
    usage: Usage,
    *,
    data: dict[str, object] | None = None,
    findings: tuple[Finding, ...] = (),
    error: BisError | None = None,
) -> dict[str, object]:
    """Return the document (schema `bis/1`); `ok` is true exactly when the exit code is 0."""
    return {
        "schema": SCHEMA,
        "command": run.command,
        "profile": run.profile,
        "ok": exit_code == ExitCode.DONE,
        "exit_code": int(exit_code),
        "data": data or {},
        "findings": [_finding(each) for each in findings],
        "error": _error(error) if error else None,
        "usage": {
            "requests": usage.requests,
            "waited_s": round(usage.waited_s, 3),
            "centra": {"complexity": usage.complexity, "mutations": usage.mutations},
        },
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "title": finding.title,
        "detail": finding.detail,
        "remedy": {"text": finding.remedy.text, "commands": list(finding.remedy.commands)},
        "docs": finding.docs,
    }


def _error(error: BisError) -> dict[str, object]:
    return {
        "code": error.code.value,
        "message": error.message,
        "hint": error.hint,
        "docs": error.docs,
        "details": error.details,
    }
