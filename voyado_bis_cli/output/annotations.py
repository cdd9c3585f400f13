"""GitHub's workflow commands: findings and errors shown on the run's summary page."""

from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.errors import BisError

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def of_finding(finding: Finding) -> str:
    """Return the workflow command that annotates a finding."""
    body = "\n".join(filter(None, (finding.detail, finding.remedy.text, *finding.remedy.commands))) or finding.title
    return _workflow_command(_LEVELS[finding.severity], finding.title, body)


def of_error(error: BisError) -> str:
    """Return the workflow command that annotates the error that ended a run."""
    return _workflow_command("error", f"bis: {error.code.value}", "\n".join(filter(None, (error.message, error.hint))))


def _workflow_command(level: str, title: str, body: str) -> str:
    """`::level title=...::body`, escaped as GitHub's toolkit does ("Workflow commands for GitHub Actions")."""
    data = body.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    value = title.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")
    return f"::{level} title={value}::{data}"
