"""What a finished run amounts to: its cases, its findings and when what happened, for every file that tells it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.report import RunInfo, Usage
from voyado_bis_cli.errors import BisError, ExitCode


class Verdict(StrEnum):
    """How a case ended; `manual` waits for a person, `confirmed` had one."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_YET = "not yet"
    WARNING = "warning"
    MANUAL = "manual"
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was judged: a step, a check or a permission; `seconds` is None where nobody measured.

    A confirmed one has who looked at it and when; `evidence` holds JSON values.
    """

    name: str
    title: str
    verdict: Verdict
    detail: str = ""
    group: str = ""
    seconds: float | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    confirmed_by: str | None = None
    confirmed_on: date | None = None

    @property
    def is_manual(self) -> bool:
        """Tell whether it is for a person to look at."""
        return self.verdict in {Verdict.MANUAL, Verdict.CONFIRMED}

    @property
    def told(self) -> str:
        """Return how it ended as one sentence."""
        if self.confirmed_by:
            return f"confirmed by {self.confirmed_by} on {self.confirmed_on}: {self.detail}"
        return self.detail or self.verdict.value


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the run, in seconds since its start; `name` is its case's, or empty."""

    title: str
    began: float
    ended: float
    name: str = ""

    def since(self, moment: float) -> "Span":
        """Return it as seconds since a later moment."""
        return replace(self, began=self.began - moment, ended=self.ended - moment)


@dataclass(frozen=True, slots=True)
class Account:
    """A run that ended. `error` is what ended it early, or what was refused in part; `seconds` how long it took.

    `about` says in pairs of words what was under test.
    """

    run: RunInfo
    exit_code: ExitCode
    ended: datetime
    seconds: float
    usage: Usage
    about: tuple[tuple[str, str], ...] = ()
    cases: tuple[Case, ...] = ()
    spans: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: BisError | None = None
    strict: bool = False

    @property
    def outcome(self) -> str:
        """Return how it ended, in words."""
        match self.exit_code:
            case ExitCode.DONE:
                return "passed"
            case ExitCode.NOT_YET:
                return "not yet"
            case ExitCode.INTERRUPTED:
                return "interrupted"
            case _:
                return "failed"

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Return how many cases ended which way, the ways in their order; only those that occur."""
        found = Counter(case.verdict for case in self.cases)
        return {verdict: found[verdict] for verdict in Verdict if found[verdict]}

    def counts_as_failed(self, case: Case) -> bool:
        """Tell whether a case speaks against the run; with --strict a warning and an unconfirmed check do too."""
        bad = {Verdict.FAILED, Verdict.NOT_YET}
        return case.verdict in (bad | {Verdict.WARNING, Verdict.MANUAL} if self.strict else bad)
