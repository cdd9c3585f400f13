"""Leaving the others their share of Centra's rate budget, which belongs to the whole shop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from voyado_bis_cli.domain.rate_limit import RateLimit

REQUESTS, COMPLEXITY, MUTATIONS = "REQUEST_COUNT", "QUERY_COMPLEXITY", "MUTATION_COUNT"
NOTHING_AHEAD: Mapping[str, int] = {}

_SECONDS = {"TEN_SECONDS": 10.0, "ONE_HOUR": 3600.0}


@dataclass(frozen=True, slots=True)
class Shortage:
    """A bucket that this run may not draw from until `wait` has passed, at its constant refill rate."""

    limit: RateLimit
    wait: timedelta


def longest_shortage(
    limits: Iterable[RateLimit], share: float, ahead: Mapping[str, int] = NOTHING_AHEAD
) -> Shortage | None:
    """Return the bucket to wait for longest, None where no bucket is below its floor.

    `share` (0 to 1) is the part of each quota that this run may use: `remaining` must not fall below
    `(1 - share) * quota`, also not by what is `ahead` before the budget is looked at again, by type of bucket. Buckets
    refill at a constant rate (Centra: rate limits). A bucket of an interval that is not known is waited for as if it
    were an hour's.
    """
    shortages = [shortage for limit in limits if (shortage := _shortage(limit, share, ahead.get(limit.type, 0)))]
    return max(shortages, key=lambda shortage: shortage.wait, default=None)


def _shortage(limit: RateLimit, share: float, ahead: int) -> Shortage | None:
    needed = min((1 - share) * limit.quota + ahead, limit.quota)  # no bucket is ever more than full
    if limit.quota <= 0 or limit.remaining >= needed:
        return None
    seconds = (needed - limit.remaining) * _SECONDS.get(limit.interval, 3600.0) / limit.quota
    return Shortage(limit, timedelta(seconds=seconds))


def affordable_page(page: int, *, events: int, complexity: int, limits: Iterable[RateLimit], share: float) -> int:
    """Return how many events the next page may ask for: at most `page`, fewer where such a page eats the budget.

    `events` and `complexity` are what the last page, a full one, brought and cost. Nobody publishes the formula of the
    complexity; that it grows with the events asked for is what Centra says ("limit drives it"). The smallest complexity
    bucket decides: a page may cost at most `share` of its quota.
    """
    quotas = [limit.quota for limit in limits if limit.type == COMPLEXITY and limit.quota > 0]
    if not quotas or not events or not complexity:
        return page
    return max(1, min(page, int(share * min(quotas) * events / complexity)))
