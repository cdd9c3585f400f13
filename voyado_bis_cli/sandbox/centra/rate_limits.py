"""Centra's rate limits: token buckets of the default plan, for the whole environment (contract: Rate limits).

Not published, and so a choice of this stand-in: a mutation counts once per root field; a request that is refused costs
nothing; one that needs more than a bucket ever holds is refused each time, until the bucket would be full; the moment
to resume holds for everybody.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum

from voyado_bis_cli.sandbox.clock import SandboxClock


class Measure(StrEnum):
    """What is counted; the names are those of `RateLimitType`."""

    REQUESTS = "REQUEST_COUNT"
    COMPLEXITY = "QUERY_COMPLEXITY"
    MUTATIONS = "MUTATION_COUNT"


class Window(StrEnum):
    """In which time a bucket fills; the names are those of `RateLimitInterval`."""

    TEN_SECONDS = "TEN_SECONDS"
    ONE_HOUR = "ONE_HOUR"

    @property
    def seconds(self) -> int:
        """Its length."""
        return {Window.TEN_SECONDS: 10, Window.ONE_HOUR: 3600}[self]


class RetryAfterFormat(StrEnum):
    """How `Retry-After` says when to resume; which one Centra uses is not published."""

    DELTA = "delta"
    HTTP_DATE = "http-date"
    EPOCH = "epoch"
    EPOCH_MS = "epoch-ms"
    ISO = "iso"

    def written(self, moment: datetime, now: datetime) -> str:
        """Write a moment, rounded up to what the format can say: whoever asks then is in time."""
        if self is RetryAfterFormat.DELTA:
            return str(math.ceil((moment - now).total_seconds()))
        if self is RetryAfterFormat.EPOCH_MS:
            return str(math.ceil(moment.timestamp() * 1000))
        second = math.ceil(moment.timestamp())
        if self is RetryAfterFormat.EPOCH:
            return str(second)
        rounded = datetime.fromtimestamp(second, UTC)
        return format_datetime(rounded, usegmt=True) if self is RetryAfterFormat.HTTP_DATE else rounded.isoformat()


DEFAULT_PLAN: Mapping[tuple[Measure, Window], int] = {
    (Measure.REQUESTS, Window.TEN_SECONDS): 60,
    (Measure.REQUESTS, Window.ONE_HOUR): 5_000,
    (Measure.COMPLEXITY, Window.TEN_SECONDS): 250_000,
    (Measure.COMPLEXITY, Window.ONE_HOUR): 30_000_000,
    (Measure.MUTATIONS, Window.TEN_SECONDS): 20,
    (Measure.MUTATIONS, Window.ONE_HOUR): 1_800,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request takes out of the buckets."""

    complexity: int = 0
    mutations: int = 0

    def of(self, measure: Measure) -> int:
        """Return what it takes of one measure."""
        return {Measure.REQUESTS: 1, Measure.COMPLEXITY: self.complexity, Measure.MUTATIONS: self.mutations}[measure]


@dataclass(slots=True)
class Bucket:
    """So many tokens at a moment; it fills at a constant rate, up to its quota."""

    measure: Measure
    window: Window
    quota: int
    at: datetime
    level: float = field(init=False)

    def __post_init__(self) -> None:
        self.level = self.quota

    def fill(self, now: datetime) -> None:
        """Let it fill until `now`; a clock that was put back fills nothing."""
        passed = max((now - self.at).total_seconds(), 0)
        self.level = min(self.quota, self.level + passed * self.quota / self.window.seconds)
        self.at = now

    def wait_for(self, tokens: int) -> timedelta:
        """Return how long it takes until it holds so many tokens, or is full."""
        missing = max(min(tokens, self.quota) - self.level, 0)
        return timedelta(seconds=missing * self.window.seconds / self.quota)

    def document(self) -> dict[str, object]:
        """Return it as a `RateLimit`."""
        remaining = math.floor(self.level)
        return {
            "type": self.measure.value,
            "intervalSeconds": self.window.value,
            "quota": self.quota,
            "usedQuota": self.quota - remaining,
            "remainingQuota": remaining,
        }


class RateLimits:
    """The buckets of a Centra environment; while it is off nothing is counted and nobody is refused."""

    def __init__(
        self,
        clock: SandboxClock,
        *,
        on: bool = False,
        retry_after: RetryAfterFormat = RetryAfterFormat.HTTP_DATE,
    ) -> None:
        self._clock = clock
        self._settings = (on, retry_after)
        self.reset()

    def reset(self) -> None:
        """Return to full buckets, and to whether and how this was set up."""
        self.on, self.retry_after = self._settings
        self.refill()

    def refill(self) -> None:
        """Fill every bucket."""
        now = self._clock.now()
        self._buckets = [Bucket(measure, window, quota, now) for (measure, window), quota in DEFAULT_PLAN.items()]
        self._resume: datetime | None = None

    def refusal(self, cost: Cost) -> str | None:
        """Take a request's cost out of every bucket and return None, or out of none and return its `Retry-After`."""
        if not self.on:
            return None
        now = self._clock.now()
        if self._resume is not None and now < self._resume:
            return self.retry_after.written(self._resume, now)
        buckets = self._filled(now)
        if any(cost.of(bucket.measure) > bucket.level for bucket in buckets):
            self._resume = now + max(bucket.wait_for(cost.of(bucket.measure)) for bucket in buckets)
            return self.retry_after.written(self._resume, now)
        for bucket in buckets:
            bucket.level -= cost.of(bucket.measure)
        return None

    def use(self, measure: Measure, window: Window, used: int) -> None:
        """Say how much of a quota is used at this moment; whoever was told to wait need not any more."""
        self._resume = None
        for bucket in self._filled(self._clock.now()):
            if (bucket.measure, bucket.window) == (measure, window):
                bucket.level = max(bucket.quota - used, 0)

    def documents(self) -> list[dict[str, object]]:
        """Return the buckets as `RateLimit`s, as they are at this moment."""
        return [bucket.document() for bucket in self._filled(self._clock.now())]

    def _filled(self, now: datetime) -> list[Bucket]:
        for bucket in self._buckets:
            bucket.fill(now)
        return self._buckets
