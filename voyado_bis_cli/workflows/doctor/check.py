"""A check: a small named look at the facts."""

from collections.abc import Callable, Collection, Generator, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.prerequisite import CheckResult, CheckState, Verdict, judged, skipped
from voyado_bis_cli.domain.progress import RunEvent
from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode, PermissionMissingError
from voyado_bis_cli.workflows.doctor.facts import Facts

Looking: TypeAlias = Generator[RunEvent, None, Verdict]
Look: TypeAlias = Callable[[Facts], "Verdict | Looking"]


@dataclass(frozen=True, slots=True)
class Check:
    """One prerequisite: `title` says what must be so, `look` finds out and may take its time as a generator.

    `needs` names checks that explain why this one cannot be looked at: they are run with it. A check of `go_live` is
    on the list of the last day; one with `always` unset is on no other list.
    """

    id: str
    group: str
    title: str
    look: Look
    needs: tuple[str, ...] = ()
    go_live: bool = False
    always: bool = True

    def result(self, verdict: Verdict) -> CheckResult:
        """Return a verdict under the name of this check."""
        return CheckResult(self.id, self.group, self.title, verdict)


def run_check(check: Check, facts: Facts, results: Collection[CheckResult]) -> Generator[RunEvent, None, CheckResult]:
    """Look once. What cannot be looked at is skipped where a check in `results` says why, else it failed."""
    try:
        looked = check.look(facts)
        verdict = (yield from looked) if isinstance(looked, Generator) else looked
    except BisError as error:
        verdict = _unseen(check, error, results)
    return check.result(verdict)


def _unseen(check: Check, error: BisError, results: Collection[CheckResult]) -> Verdict:
    if error.code is ErrorCode.RATE_LIMITED:
        return skipped("not looked at: the rate budget is used up")
    is_unset = isinstance(error, ConfigError) and error.code is ErrorCode.CONFIG_MISSING
    explaining = {CheckState.FAILED, CheckState.SKIPPED, *([CheckState.WARNING] if is_unset else [])}
    if explained := [one.id for one in results if one.id in check.needs and one.state in explaining]:
        return skipped(f"not looked at: see {explained[0]}")
    if is_unset:
        return judged([setting_missing(error)], "")
    if isinstance(error, PermissionMissingError) and check.needs:
        return skipped(f"not looked at: {error.message}")
    return judged([error_finding(error)], "")


def error_finding(error: BisError) -> Finding:
    """Return an error as a finding, with its own advice."""
    return Finding(error.code.value, Severity.ERROR, error.message, "", Remedy(error.hint), error.docs)


def setting_missing(error: BisError) -> Finding:
    """Return a missing setting as a warning: nothing is wrong with the systems, but nobody looked."""
    return Finding("setting-missing", Severity.WARNING, error.message, "", Remedy(error.hint), error.docs)


def lacking(key: str, what: str, how: str) -> Verdict:
    """Return the warning of a check for which the profile lacks `key`; `how` says where to get it."""
    title = f"Not checked: the profile does not say {what} ({key})."
    return judged([finding.warning("setting-missing", title, "", Remedy(how))], "")


def with_needed(chosen: Iterable[Check], registry: Iterable[Check]) -> tuple[Check, ...]:
    """Return the chosen checks and all they need, in the registry's order."""
    by_id = {check.id: check for check in registry}
    wanted: set[str] = set()

    def add(check: Check) -> None:
        if check.id not in wanted:
            wanted.add(check.id)
            for id_ in check.needs:
                add(by_id[id_])

    for check in chosen:
        add(check)
    return tuple(check for check in by_id.values() if check.id in wanted)
