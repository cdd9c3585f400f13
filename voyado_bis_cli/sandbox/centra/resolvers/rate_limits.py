"""The rate budget (contract: Rate limits). Nothing is counted or refused while limits are off, so nothing is used."""

from collections.abc import Mapping, Sequence
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Info, Source
from voyado_bis_cli.sandbox.centra.problems import not_simulated
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers


def _rate_limits(_source: Source, info: Info, where: Mapping[str, Sequence[Any] | None] | None = None) -> object:
    if any(wanted is not None for wanted in (where or {}).values()):
        raise not_simulated("filters of rateLimits")
    return info.context.limits.documents()


RESOLVERS: Resolvers = {"Query.rateLimits": _rate_limits}
