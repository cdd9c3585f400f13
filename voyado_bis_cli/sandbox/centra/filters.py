"""What a `where` may ask, and the SQL that answers it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from voyado_bis_cli.sandbox.centra.problems import not_simulated


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in SQL with its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """One name in a `where`: the column it looks at (empty: none of its own) and how it becomes a condition."""

    column: str
    clause: Callable[[Any], Clause]


Filters = Mapping[str, Filter]


def listed(column: str, values: Sequence[object] | frozenset[int]) -> Clause:
    """Return the condition that a column is one of these values."""
    return Clause(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),))  # noqa: S608  # a name of ours


def one_of(column: str) -> Filter:
    """Filter by a list of ids or enum values."""
    return Filter(column, lambda values: listed(column, values))


def equal(column: str) -> Filter:
    """Filter by a single value or a flag."""
    return Filter(column, lambda value: Clause(f"{column} = ?", (value,)))


def matching(column: str) -> Filter:
    """Filter by a `StringMatch`: exactly one of `equals`, `contains`; both mind upper and lower case."""

    def clause(match: Mapping[str, str | None]) -> Clause:
        (kind, text) = exactly_one(match)
        condition = f"{column} = ?" if kind == "equals" else f"instr({column}, ?) > 0"
        return Clause(condition, (text,))

    return Filter(column, clause)


def between(column: str) -> Filter:
    """Filter by an `IntRange` or `DateRange`, both ends included; either may be open."""

    def clause(limits: Mapping[str, object]) -> Clause:
        ends = ((">=", limits.get("from")), ("<=", limits.get("to")))
        return every(Clause(f"{column} {sign} ?", (limit,)) for sign, limit in ends if limit is not None)

    return Filter(column, clause)


def owning(column: str, table: str, owner: str, member: str) -> Filter:
    """Filter by ids that `table` connects with `column`: its `owner` equals it, its `member` is one of the list."""

    def clause(values: Sequence[object]) -> Clause:
        inner = listed(member, values)
        return Clause(f"{column} IN (SELECT {owner} FROM {table} WHERE {inner.sql})", inner.parameters)  # noqa: S608  # names of ours

    return Filter("", clause)


def every(clauses: Iterable[Clause]) -> Clause:
    """Return the condition that all of these hold."""
    clauses = list(clauses)
    return Clause(
        " AND ".join(f"({clause.sql})" for clause in clauses) or "TRUE",
        tuple(value for clause in clauses for value in clause.parameters),
    )


def exactly_one(given: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the only field of an input that is set; Centra asks for exactly one."""
    present = [(name, value) for name, value in given.items() if value is not None]
    if len(present) != 1:
        raise GraphQLError("Exactly one input field should be provided.")
    return present[0]


def conditions(kind: str, filters: Filters, where: Mapping[str, Any] | None) -> list[Clause]:
    """Translate a `where`; a name that is not simulated is a GraphQL error, never silently left out."""
    asked = {name: value for name, value in (where or {}).items() if value is not None}
    negated = frozenset(asked.pop("negate", ()))
    present = asked.pop("notNull", ())
    clauses = [_filter(kind, filters, name).clause(value) for name, value in asked.items()]
    if unknown := negated - asked.keys():
        raise not_simulated(f"negate {', '.join(sorted(unknown))} without that filter")
    turned = [
        Clause(f"NOT ({clause.sql})", clause.parameters) if name in negated else clause
        for name, clause in zip(asked, clauses, strict=True)
    ]
    return turned + [Clause(f"{_column(kind, filters, name)} IS NOT NULL") for name in present]


def _filter(kind: str, filters: Filters, name: str) -> Filter:
    if name not in filters:
        raise not_simulated(f"filter {name} of {kind}")
    return filters[name]


def _column(kind: str, filters: Filters, name: str) -> str:
    column = _filter(kind, filters, name).column
    if not column:
        raise not_simulated(f"notNull {name} of {kind}")
    return column
