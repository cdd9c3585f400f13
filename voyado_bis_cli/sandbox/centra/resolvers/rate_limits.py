"""The rate budget (contract: Rate limits). Nothing is counted or refused while limits are off, so nothing is used."""

from collections.abc import Mapping, Sequence
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Info, Source
from voyado_bis_cli.sandbox.centra.problems import not_simulated
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers

DEFAULT_PLAN = {
    ("REQUEST_COUNT", "TEN_SECONDS"): 60,
    ("REQUEST_COUNT", "ONE_HOUR"): 5_000,
    ("QUERY_COMPLEXITY", "TEN_SECONDS"): 250_000,
    ("QUERY_COMPLEXITY", "ONE_HOUR"): 30_000_000,
    ("MUTATION_COUNT", "TEN_SECONDS"): 20,
    ("MUTATION_COUNT", "ONE_HOUR"): 1_800,
}


def _rate_limits(_source: Source, _info: Info, where: Mapping[str, Sequence[Any] | None] | None = None) -> object:
    if any(wanted is not None for wanted in (where or {}).values()):
        raise not_simulated("filters of rateLimits")
    return [
        {"type": kind, "intervalSeconds": interval, "quota": quota, "usedQuota": 0, "remainingQuota": quota}
        for (kind, interval), quota in DEFAULT_PLAN.items()
    ]


RESOLVERS: Resolvers = {"Query.rateLimits": _rate_limits}
