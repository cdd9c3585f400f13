"""A run as Markdown, for GitHub's job summary."""

from collections.abc import Iterable

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.output.files.account import Account, Verdict
from voyado_bis_cli.output.files.text import Say
from voyado_bis_cli.output.markdown import code, plain, table
from voyado_bis_cli.output.words import duration

_SIGNS = {
    Verdict.PASSED: "✅",
    Verdict.FAILED: "❌",
    Verdict.NOT_YET: "⏳",
    Verdict.WARNING: "⚠️",
    Verdict.MANUAL: "👤",
    Verdict.CONFIRMED: "✅",
    Verdict.SKIPPED: "⏭️",
}


def job_summary(account: Account, say: Say) -> str:
    """Return the page; empty for a run that judged nothing and has nothing to say."""
    if not (account.cases or account.findings or account.error):
        return ""
    return "\n".join(_Page(say).lines(account)) + "\n"


class _Page:
    """Redacts every text before it becomes Markdown: an escape inside a secret would hide it from the redactor."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def lines(self, account: Account) -> Iterable[str]:
        run = account.run
        counts = ", ".join(f"{number} {verdict.value}" for verdict, number in account.counts.items())
        took, ended = duration(int(account.seconds * 1000)), f"exit code {int(account.exit_code)}"
        facts = (self._plain(run.profile or "no profile"), counts, took, ended, f"run {code(run.run_id)}")
        yield f"## bis {run.command}: {account.outcome}"
        yield ""
        yield " · ".join(filter(None, facts))
        yield ""
        if account.cases:
            rows = [(_SIGNS[case.verdict], self._plain(case.title), self._plain(case.told)) for case in account.cases]
            yield from table(("", "what", "outcome"), rows)
            yield ""
        if account.error:
            yield f"**{self._plain(account.error.message)}** {self._plain(account.error.hint)}"
            yield ""
        for finding in account.findings:
            yield from self._finding(finding)

    def _finding(self, finding: Finding) -> Iterable[str]:
        yield f"- **{finding.severity.value}**: {self._plain(finding.title)}"
        commands = (code(self._say(command)) for command in finding.remedy.commands)
        for line in (self._plain(finding.detail), " ".join((self._plain(finding.remedy.text), *commands))):
            if line.strip():
                yield f"  {line}"

    def _plain(self, text: str) -> str:
        return plain(self._say(text))
