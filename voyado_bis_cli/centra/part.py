"""What the parts of the client share: the caller, and the ways of reading that repeat."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from voyado_bis_cli.centra.graphql import GraphQL
from voyado_bis_cli.centra.models import Payload
from voyado_bis_cli.centra.operations import Operation, operation
from voyado_bis_cli.centra.paging import PAGE
from voyado_bis_cli.centra.refusals import refused, unexpected

A = TypeVar("A", bound=BaseModel)
P = TypeVar("P", bound=Payload)
T = TypeVar("T")


class Part:
    """A part of the client: asks through one caller."""

    def __init__(self, graphql: GraphQL) -> None:
        self._graphql = graphql

    def _page(self, name: str, answer: type[A], page: int, **variables: object) -> A:
        return self._graphql.ask(operation(name), {**variables, "limit": PAGE, "page": page}, answer)


def accepted(operation: Operation, payload: P) -> P:
    """Return the payload of a mutation that was carried out; raises RefusedError with its `userErrors`."""
    if payload.user_errors:
        raise refused(payload.user_errors, operation=operation)
    return payload


def answered(operation: Operation, rows: Mapping[str, T], alias: str) -> T:
    """Return the rows of an alias; raises RefusedError(unexpected_answer) where it is absent, which is not no rows."""
    if alias not in rows:
        raise unexpected(operation, f"{alias} was asked for and is not in it")
    return rows[alias]
