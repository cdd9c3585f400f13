"""Centra's rate budget, which is shared with every other integration of the shop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One token bucket. `type` is REQUEST_COUNT, QUERY_COMPLEXITY or MUTATION_COUNT; `quota = used + remaining`."""

    type: str
    interval: str
    quota: int
    used: int
    remaining: int
