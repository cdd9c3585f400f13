"""The executable schema: the published SDL, its permissions, and our resolvers on its fields."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_object_type,
    parse,
    validate,
)
from graphql.error import GraphQLError

from voyado_bis_cli.sandbox.centra.context import Info
from voyado_bis_cli.sandbox.centra.moments import read_moment
from voyado_bis_cli.sandbox.centra.nodes import Kind
from voyado_bis_cli.sandbox.centra.permissions import annotate, guarded
from voyado_bis_cli.sandbox.centra.resolvers import (
    catalogue,
    events,
    orders,
    places,
    rate_limits,
    stock,
    stock_changes,
    stock_mutations,
)
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolver, Resolvers, column
from voyado_bis_cli.schema import centra_sdl

KINDS: Mapping[str, Kind] = {
    **catalogue.KINDS,
    **events.KINDS,
    **orders.KINDS,
    **places.KINDS,
    **stock.KINDS,
    **stock_changes.KINDS,
}
RESOLVERS: Resolvers = {
    **catalogue.RESOLVERS,
    **events.RESOLVERS,
    **orders.RESOLVERS,
    **places.RESOLVERS,
    **rate_limits.RESOLVERS,
    **stock.RESOLVERS,
    **stock_changes.RESOLVERS,
    **stock_mutations.RESOLVERS,
}


@lru_cache(maxsize=1)
def centra_schema() -> GraphQLSchema:
    """Return the schema; building it takes a while, so there is one."""
    return executable(centra_sdl(), RESOLVERS)


def executable(sdl: str, resolvers: Resolvers) -> GraphQLSchema:
    """Build a schema whose fields check their permissions and are answered by `resolvers`, else by their column."""
    schema = build_schema(sdl)
    annotate(schema)
    if isinstance(moment := schema.type_map.get("DateTimeTz"), GraphQLScalarType):
        moment.coerce_input_value = moment.parse_value = read_moment  # type: ignore[method-assign]  # how a scalar of an SDL gets its rules
    for type_ in schema.type_map.values():
        if is_object_type(type_) and not is_introspection_type(type_):
            for name, definition in type_.fields.items():
                definition.resolve = guarded(definition, _resolver(type_, name, resolvers))
    return schema


def type_of(source: Any, _info: Info, _abstract: GraphQLAbstractType) -> str:
    """Return the object type of a row of an interface or union."""
    return str(source["__typename"])


@lru_cache(maxsize=256)
def checked(query: str) -> DocumentNode | tuple[GraphQLError, ...]:
    """Return the parsed document, or why it is none or does not fit the schema (HTTP 400)."""
    try:
        document = parse(query)
    except GraphQLError as problem:
        return (problem,)
    errors = validate(centra_schema(), document)
    return tuple(errors) if errors else document


def _resolver(type_: GraphQLObjectType, name: str, resolvers: Resolvers) -> Resolver:
    owners: Iterable[str] = (type_.name, *(interface.name for interface in type_.interfaces))
    return next((resolvers[key] for owner in owners if (key := f"{owner}.{name}") in resolvers), column)
