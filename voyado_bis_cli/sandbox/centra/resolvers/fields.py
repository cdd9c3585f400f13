"""The shapes that most fields have: a column, an object pointed to, a list, a mutation."""

from collections.abc import Callable, Mapping
from functools import wraps
from sqlite3 import Row
from typing import Any, TypeAlias

from voyado_bis_cli.sandbox.centra.context import Context, Info, Source
from voyado_bis_cli.sandbox.centra.filters import Clause
from voyado_bis_cli.sandbox.centra.moments import DEFAULT_FORMAT, written
from voyado_bis_cli.sandbox.centra.nodes import Page
from voyado_bis_cli.sandbox.centra.problems import not_simulated

Resolver: TypeAlias = Callable[..., Any]
Resolvers: TypeAlias = Mapping[str, Resolver]
"""By `Type.field`; a field of an interface stands for all types that implement it."""

Restriction: TypeAlias = Callable[[Context], Clause]


def column(source: Source, info: Info, **args: object) -> object:
    """Answer a field with the column of its name; a moment in the `format` asked for."""
    try:
        value = source[info.field_name]
    except LookupError as problem:
        raise not_simulated(f"{info.parent_type.name}.{info.field_name}") from problem
    if value is not None and "format" in args:
        return written(value, str(args["format"] or DEFAULT_FORMAT))
    return value


def always(value: object) -> Resolver:
    """Answer with what is so in every sandbox."""
    return lambda _source, _info: value


def pointed(kind: str, by: str) -> Resolver:
    """Answer with the object whose id stands in the column `by`."""

    def resolve(source: Source, info: Info) -> Row | None:
        return info.context.nodes.one(kind, source[by])

    return resolve


def owned(kind: str, by: str, own: str = "id") -> Resolver:
    """Answer with all rows of a kind whose column `by` is this object's column `own`."""

    def resolve(source: Source, info: Info) -> list[Row]:
        return info.context.nodes.many(kind, by, source[own])

    return resolve


def single(kind: str, restriction: Restriction | None = None) -> Resolver:
    """Answer a root field `x(id)`."""

    def resolve(_source: Source, info: Info, *, id: int) -> Row | None:  # noqa: A002  # the schema's name
        restrictions = [restriction(info.context)] if restriction else []
        return next(iter(info.context.nodes.select(kind, [Clause("id = ?", (id,)), *restrictions])), None)

    return resolve


def listing(kind: str, restriction: Restriction | None = None) -> Resolver:
    """Answer a root field with one page of a kind, restricted to what the token may see."""

    def resolve(_source: Source, info: Info, **args: Any) -> list[Row]:
        restrictions = [restriction(info.context)] if restriction else []
        return info.context.nodes.listing(kind, Page(**args), *restrictions)

    return resolve


def listing_of(kind: str, by: str, own: str = "id") -> Resolver:
    """Answer with one page of the rows of a kind whose column `by` is this object's column `own`."""

    def resolve(source: Source, info: Info, **args: Any) -> list[Row]:
        return info.context.nodes.listing(kind, Page(**args), Clause(f"{by} = ?", (source[own],)))

    return resolve


def mutation(change: Resolver) -> Resolver:
    """Carry out a change completely or not at all, and read everything anew for its payload."""

    @wraps(change)
    def resolve(source: Source, info: Info, **args: Any) -> object:
        context: Context = info.context
        with context.db.transaction():
            payload = change(source, info, **args)
        context.nodes.forget()
        return payload

    return resolve
