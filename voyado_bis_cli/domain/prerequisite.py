"""Prerequisites of back in stock as checks: what a look at one of them found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.wording import counted

EXPIRY_NOTICE = 14
"""Days before a token expires in which a reminder is due."""


class CheckState(StrEnum):
    """How a check ended: `manual` is for a person to look at, `skipped` could not be looked at."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    MANUAL = "manual"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who looked at what no machine can see, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one look found: a state, one sentence, and findings that say what to do."""

    state: CheckState
    detail: str
    findings: tuple[Finding, ...] = ()
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A verdict under the name of its check; `title` says what must be so."""

    id: str
    group: str
    title: str
    verdict: Verdict

    @property
    def state(self) -> CheckState:
        """How it ended."""
        return self.verdict.state

    @property
    def waits_for_a_person(self) -> bool:
        """Tell whether nobody has looked yet."""
        return self.state is CheckState.MANUAL and self.verdict.confirmed is None


_JUDGED = {Severity.ERROR: CheckState.FAILED, Severity.WARNING: CheckState.WARNING}
"""What a finding makes of a check, the worst first."""


def judged(findings: Iterable[Finding], otherwise: str) -> Verdict:
    """Return the verdict that findings amount to: failed with an error, a warning with one, else passed.

    The detail is the worst finding's title, or `otherwise` where nothing speaks against it.
    """
    found = tuple(findings)
    for severity, state in _JUDGED.items():
        if worst := next((each for each in found if each.severity is severity), None):
            return Verdict(state, worst.title, found)
    return Verdict(CheckState.PASSED, otherwise, found)


def spoken_against(finding: Finding) -> Verdict:
    """Return the verdict that one error or warning amounts to."""
    return Verdict(_JUDGED[finding.severity], finding.title, (finding,))


def skipped(reason: str) -> Verdict:
    """Return the verdict of a check that could not be looked at."""
    return Verdict(CheckState.SKIPPED, reason)


def expiry(whose: str, key: str, expires: date | None, today: date) -> Verdict:
    """Judge the noted expiry date of a token; `whose` stands inside a sentence, `key` is the setting with the date.

    No API shows the date (contract: Endpoint, token, integration); a token lives 30 days unless changed.
    """
    renew = Remedy(
        f"Make a new token in Centra (System > API Tokens), hand it over, and note its date as {key}. The integration "
        "name stays the same, so no event is lost."
    )
    if expires is None:
        unknown = finding.warning(
            "token-expiry-unknown",
            f"Nobody noted when {whose} expires, and no API tells: 30 days after it was made, unless that was changed.",
            "An expired token is the most common reason why emails stop after a month.",
            Remedy(f"Look at the token in Centra (System > API Tokens) and note the date as {key}, e.g. 2027-01-31."),
        )
        return spoken_against(unknown)
    days = (expires - today).days
    if days < 0:
        gone = finding.error(
            "token-expired",
            f"{whose[0].upper()}{whose[1:]} expired on {expires}, as {key} says.",
            "Centra refuses it with 403.",
            renew,
        )
        return spoken_against(gone)
    if days <= EXPIRY_NOTICE:
        when = f"in {counted(days, 'day')}" if days else "today"
        soon = finding.warning(
            "token-expires-soon",
            f"{whose[0].upper()}{whose[1:]} expires on {expires}, {when}.",
            "From that day on no event is read and no email leaves.",
            renew,
        )
        return spoken_against(soon)
    return Verdict(CheckState.PASSED, f"until {expires}, {counted(days, 'day')} from now")
