"""What a run found, as one document: the same model feeds the terminal and `--json`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.errors import BisError, ExitCode


class Data(BaseModel):
    """Base of every command's `data`: frozen, JSON by field name or serialization alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


D_co = TypeVar("D_co", bound=Data, covariant=True)


@dataclass(frozen=True, slots=True)
class Report(Generic[D_co]):
    """A command's result: its data, its findings, and the failure that ended it early, if any.

    `partial` names an error that did not stop the run but decides its exit code (some levels were refused).
    """

    data: D_co
    findings: tuple[Finding, ...] = ()
    partial: BisError | None = None

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        """Return the exit code: the partial failure's, else 1 for a finding of severity error, else 0.

        With `strict` a warning counts as an error.
        """
        if self.partial:
            return self.partial.exit_code
        bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return ExitCode.WRONG if any(finding.severity in bad for finding in self.findings) else ExitCode.DONE


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run cost: HTTP requests, seconds waited, and Centra's complexity and mutations."""

    requests: int = 0
    waited_s: float = 0.0
    complexity: int = 0
    mutations: int = 0


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Who ran what when: heads the report and the line on stderr."""

    command: str
    run_id: str
    started: datetime
    profile: str | None = None
    kind: str | None = None
    hosts: tuple[str, ...] = field(default_factory=tuple)
