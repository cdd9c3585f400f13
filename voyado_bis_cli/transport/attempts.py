"""One request, as many attempts as its policy, the rate budget and the run's deadline allow."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

from voyado_bis_cli.config.url import base_of
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.errors import RateLimitedError
from voyado_bis_cli.transport.deadline import Deadline
from voyado_bis_cli.transport.failure import AttemptFailedError, Failure, deadline_passed
from voyado_bis_cli.transport.model import Answer, Exchange, Observer, Request, StreamedAnswer
from voyado_bis_cli.transport.retry import Answered, Failed, Repeat, decide

R = TypeVar("R", bound=Answer | StreamedAnswer)


class Attempts:
    """Repeats attempts, tells observers, and turns the last failure into an error.

    `max_wait` is how many seconds one request may spend waiting between its attempts, all pauses together.
    """

    def __init__(self, clock: Clock, observers: Sequence[Observer], deadline: Deadline, max_wait: float) -> None:
        self._clock = clock
        self._observers = observers
        self._deadline = deadline
        self._max_wait = max_wait

    def until_final(self, request: Request, attempt: Callable[[], R]) -> R:
        """Return the last reply. `attempt` sends once and raises AttemptFailedError where no answer came.

        Raises NetworkError and RateLimitedError as `Transport.send` says.
        """
        number = 0
        waited = 0.0  # seconds
        may_have_arrived = False  # of any attempt: a refused connection says nothing about the one before it
        while True:
            if not self._deadline.left():
                late = deadline_passed(request, self._deadline, may_have_arrived=may_have_arrived)
                raise late.error(request, attempts=number)
            number += 1
            result = self._observed(request, number, attempt)
            may_have_arrived |= _may_have_arrived(result)
            verdict = decide(
                request.policy,
                Failed(result.kind) if isinstance(result, Failure) else Answered(result.status, result.headers),
                attempt=number,
                now=self._clock.now(),
                patience=timedelta(seconds=min(self._max_wait - waited, self._deadline.left())),
            )
            if isinstance(verdict, Repeat):
                waited += self._pause(verdict)
            elif isinstance(result, Failure):
                raise result.error(request, attempts=number, may_have_arrived=may_have_arrived)
            elif result.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise _rate_limited(request, verdict.resume_at)
            else:
                return result

    def _observed(self, request: Request, number: int, attempt: Callable[[], R]) -> R | Failure:
        began = self._clock.monotonic()
        result: R | Failure
        try:
            result = attempt()
        except AttemptFailedError as error:
            result = error.failure
        exchange = Exchange(
            request=request,
            attempt=number,
            status=None if isinstance(result, Failure) else result.status,
            failure=result.sentence if isinstance(result, Failure) else None,
            duration_ms=round((self._clock.monotonic() - began) * 1000),
            answer_text=result.text if isinstance(result, Answer) else "",
            answer_headers={} if isinstance(result, Failure) else result.headers,
        )
        for observer in self._observers:
            observer.exchanged(exchange)
        return result

    def _pause(self, repeat: Repeat) -> float:
        seconds = repeat.after.total_seconds()
        for observer in self._observers:
            observer.waiting(seconds, repeat.reason)
        self._clock.sleep(seconds)
        return seconds


def _may_have_arrived(result: Answer | StreamedAnswer | Failure) -> bool:
    if isinstance(result, Failure):
        return result.may_have_arrived
    return result.status >= HTTPStatus.INTERNAL_SERVER_ERROR  # a server can fail after its work is done


def _rate_limited(request: Request, resume_at: datetime | None) -> RateLimitedError:
    until = f" before {resume_at:%Y-%m-%d %H:%M:%S} UTC" if resume_at else " for now"
    return RateLimitedError(
        f"Nothing more from {request.party} at {base_of(request.url)}{until}: its rate limit is reached "
        f"(HTTP 429, {request.label}).",
        hint=f"Run it again {'then' if resume_at else 'later'}. The budget is shared with everything else that uses "
        f"{request.party}, so let fewer things ask at once.",
        details={"resume_at": resume_at.isoformat() if resume_at else None, "operation": request.label},
    )
