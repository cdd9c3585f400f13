"""Nobody else is starved: a run stays above its floor of Centra's rate budget, waiting where it must."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.progress import RunEvent, Waiting
from voyado_bis_cli.domain.rate_budget import NOTHING_AHEAD, longest_shortage
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.errors import RateLimitedError


@dataclass(frozen=True, slots=True)
class RateShare:
    """The part of the budget (`share`, 0 to 1) that a run may use, and how long it may wait for it at once."""

    share: float
    max_wait: timedelta
    clock: Clock

    def left_to_others(
        self, limits: Iterable[RateLimit], ahead: Mapping[str, int] = NOTHING_AHEAD
    ) -> Generator[RunEvent, None, None]:
        """Wait until `limits` allow what is `ahead` without falling below the floor.

        Raises RateLimitedError with `resume_at` where that takes longer than `max_wait`.
        """
        shortage = longest_shortage(limits, self.share, ahead)
        if shortage is None:
            return
        what = f"Centra's {shortage.limit.type} budget ({shortage.limit.remaining} of {shortage.limit.quota} left)"
        if shortage.wait > self.max_wait:
            resume_at = self.clock.now() + shortage.wait
            raise RateLimitedError(
                f"{what} is below the share that this run leaves to the shop's other integrations.",
                hint=f"Run it again at {resume_at:%H:%M:%S} UTC, or let it use more with --rate-share.",
                details={"resume_at": resume_at.isoformat(timespec="seconds")},
            )
        yield Waiting(what, shortage.wait.total_seconds())
        self.clock.sleep(shortage.wait.total_seconds())
