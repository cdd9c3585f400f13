"""`report`: a page of Markdown, to be pasted into a ticket as it is."""

import json
from collections.abc import Callable, Iterable, Sequence

from voyado_bis_cli.domain.report.support_bundle import JournalRow, JudgedRun, SupportBundleData
from voyado_bis_cli.output.markdown import code, plain, table
from voyado_bis_cli.output.redacted import redacted
from voyado_bis_cli.output.screen import Screen

Redact = Callable[[str], str]


def render(data: SupportBundleData, screen: Screen) -> None:
    """Write the page, or where it was written."""
    if data.file:
        screen.line(f"Written to {data.file}.")
        return
    for line in _Page(screen.safe).lines(data):
        screen.line(line)


def support_page(data: SupportBundleData, redact: Redact) -> str:
    """Return the whole page."""
    return "\n".join(_Page(redact).lines(data)) + "\n"


class _Page:
    """Redacts every text before it becomes Markdown: an escape inside a secret would hide it from the redactor."""

    def __init__(self, redact: Redact) -> None:
        self._redact = redact

    def lines(self, data: SupportBundleData) -> Iterable[str]:
        yield f"# Support bundle of bis, {data.made:%Y-%m-%d %H:%M} UTC"
        yield ""
        yield f"Profile {self._code(data.profile)}. Secrets and email addresses are masked."
        yield from self._section("Versions", ("what", "version"), ((each.name, each.version) for each in data.versions))
        where = f" in {self._code(data.config.file)}" if data.config.file else ""
        settings = ((row.key, row.value, row.origin) for row in data.config.settings if row.value or row.origin)
        yield from self._section(f"Settings, from {data.config.source}{where}", ("key", "value", "origin"), settings)
        yield from self._findings(data.judged)
        yield from self._journal("Journal", data.journal)
        if data.requests:
            yield from self._journal("Requests", data.requests)

    def _findings(self, runs: Sequence[JudgedRun]) -> Iterable[str]:
        yield ""
        yield "## Last findings"
        yield ""
        if not runs:
            yield "None were noted yet: `bis doctor` looks."
        for run in runs:
            ended = f"exit code {run.exit_code}, {run.at:%Y-%m-%d %H:%M} UTC, run {run.run_id}"
            yield f"- **bis {run.command}**: {ended}"
            if run.error:
                yield f"  - ended by {self._plain(run.error)}"
            for finding in run.findings:
                yield f"  - {finding.severity.value}: {self._plain(finding.title)} ({self._code(finding.id)})"

    def _journal(self, title: str, rows: Sequence[JournalRow]) -> Iterable[str]:
        yield from ("", f"## {title}, newest first, in UTC", "", "```text")
        for row in rows:
            payload = json.dumps(redacted(row.payload, self._redact), ensure_ascii=False)
            yield f"{row.at:%Y-%m-%d %H:%M:%S} {row.run_id} {row.kind} {payload}"
        yield "```"

    def _section(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Iterable[str]:
        yield ""
        yield f"## {title}"
        yield ""
        yield from table(columns, ([self._code(cell) if cell else "" for cell in row] for row in rows))

    def _code(self, text: str) -> str:
        return code(self._redact(text))

    def _plain(self, text: str) -> str:
        return plain(self._redact(text))
