"""Whether a request is sent again, and when: a pure decision without clock, socket or HTTP library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import TypeAlias

from voyado_bis_cli.transport.model import RetryPolicy
from voyado_bis_cli.transport.retry_after import resume_time

PAUSES = (timedelta(seconds=0.5), timedelta(seconds=1), timedelta(seconds=2))
"""Before the second, third and fourth attempt; there is no fifth."""

_PASSING_STATUS = frozenset({500, 502, 503, 504})


class FailureKind(StrEnum):
    """Why no answer came, as far as it decides about a repeat."""

    REFUSED = "refused"
    """Nobody accepted the connection: nothing was done."""

    NOT_SENT = "not-sent"
    """The connection never came about: nothing was done."""

    LOST = "lost"
    """The connection broke after sending had begun: the request may have been carried out."""

    TIMEOUT = "timeout"
    """No answer in time: the request may have been carried out."""

    LASTING = "lasting"
    """Waiting does not help: an unknown name, a certificate nobody trusts, a deadline that has passed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An attempt that was answered. Header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """An attempt without an answer."""

    kind: FailureKind


Outcome: TypeAlias = Answered | Failed


@dataclass(frozen=True, slots=True)
class Repeat:
    """Send again after a pause; `reason` says why in a few words."""

    after: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """This outcome is the last one; `resume_at` is when the server would listen again, where it said so."""

    reason: str
    resume_at: datetime | None = None


def decide(
    policy: RetryPolicy, outcome: Outcome, *, attempt: int, now: datetime, patience: timedelta
) -> Repeat | GiveUp:
    """Decide what follows the outcome of attempt number `attempt` (from 1).

    `patience` is the longest pause the run may still make. A pause is as long as the server asks (`Retry-After`), and
    at least as `PAUSES` say: a moment that has passed by our clock may lie ahead by the server's.
    """
    resume_at = _resume_time(outcome, now)
    reason = _reason(outcome)
    if not _may_repeat(policy, outcome) or attempt > len(PAUSES):
        return GiveUp(reason, resume_at)
    pause = PAUSES[attempt - 1]
    if resume_at:
        pause = max(pause, resume_at - now)
    return Repeat(pause, reason) if pause <= patience else GiveUp(reason, resume_at)


def _may_repeat(policy: RetryPolicy, outcome: Outcome) -> bool:
    match policy, outcome:
        case RetryPolicy.NEVER, _:
            return False
        case _, Answered(status=HTTPStatus.TOO_MANY_REQUESTS):
            return True
        case _, Failed(kind=FailureKind.REFUSED | FailureKind.NOT_SENT):
            return True
        case RetryPolicy.REPEAT, Answered(status=status):
            return status in _PASSING_STATUS
        case RetryPolicy.REPEAT, Failed(kind=kind):
            return kind is not FailureKind.LASTING
        case _:
            return False


def _resume_time(outcome: Outcome, now: datetime) -> datetime | None:
    match outcome:
        case Answered(status=HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE, headers=headers):
            return resume_time(headers.get("retry-after", ""), now)
        case _:
            return None


def _reason(outcome: Outcome) -> str:
    return f"HTTP {outcome.status}" if isinstance(outcome, Answered) else _KINDS[outcome.kind]


_KINDS: Mapping[FailureKind, str] = {
    FailureKind.REFUSED: "connection refused",
    FailureKind.NOT_SENT: "no connection",
    FailureKind.LOST: "connection lost",
    FailureKind.TIMEOUT: "no answer in time",
    FailureKind.LASTING: "no way to the server",
}
