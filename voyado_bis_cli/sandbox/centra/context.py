"""What every resolver has at hand."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import GraphQLResolveInfo

from voyado_bis_cli.sandbox.centra.event_queue import EventQueue
from voyado_bis_cli.sandbox.centra.filters import Clause, listed
from voyado_bis_cli.sandbox.centra.nodes import Nodes
from voyado_bis_cli.sandbox.centra.rate_limits import RateLimits
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.centra.tokens import Caller
from voyado_bis_cli.sandbox.database import Database


@dataclass(frozen=True, slots=True)
class Context:
    """One request: who asks, and what answers."""

    caller: Caller
    db: Database
    nodes: Nodes
    queue: EventQueue
    stockroom: Stockroom
    limits: RateLimits

    def in_seen_stores(self, column: str, *, or_none: bool = False) -> Clause:
        """Return the condition that the token sees a store; with `or_none`, it sees things of no store too."""
        if self.caller.stores is None:
            return Clause("TRUE")
        seen = listed(column, self.caller.stores)
        return Clause(f"{seen.sql} OR {column} IS NULL", seen.parameters) if or_none else seen


Info: TypeAlias = GraphQLResolveInfo[Context]
Source: TypeAlias = Any
"""What a field's parent resolved to: a row, or the mapping of a payload."""
