"""The permissions that `@requires` puts on fields and input fields, read from the SDL and enforced in resolvers."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    StringValueNode,
    get_named_type,
    get_nullable_type,
    is_input_object_type,
    is_interface_type,
    is_list_type,
    is_object_type,
)

from voyado_bis_cli.sandbox.centra.context import Info, Source
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolver

EXTENSION = "requires"


def annotate(schema: GraphQLSchema) -> None:
    """Copy each `@requires` to the `extensions` of its field, where asking for it is cheap."""
    for type_ in schema.type_map.values():
        if is_object_type(type_) or is_interface_type(type_) or is_input_object_type(type_):
            for definition in type_.fields.values():
                definition.extensions[EXTENSION] = _declared(definition)


def required_permission(definition: GraphQLField | GraphQLInputField) -> str | None:
    """Return the permission a field needs, if any."""
    permission: str | None = definition.extensions.get(EXTENSION)
    return permission


def permissions_of_input(definition: GraphQLField, args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield permission and name of each guarded input field that the coerced arguments of a field use."""
    for name, value in args.items():
        yield from _guarded(definition.args[name].type, value)


def guarded(definition: GraphQLField, resolve: Resolver) -> Resolver:
    """Return the resolver of a field that first asks for its permissions, Centra's way."""
    permission = required_permission(definition)
    inputs = any(_has_guarded(argument.type, set()) for argument in definition.args.values())
    if permission is None and not inputs:
        return resolve

    def check_first(source: Source, info: Info, **args: Any) -> object:
        caller = info.context.caller
        if permission is not None:
            caller.require(permission, info.field_name)
        for needed, name in permissions_of_input(definition, args) if inputs else ():
            caller.require(needed, name)
        return resolve(source, info, **args)

    return check_first


def _declared(definition: GraphQLField | GraphQLInputField) -> str | None:
    for directive in (definition.ast_node and definition.ast_node.directives) or ():
        value = directive.arguments[0].value if directive.arguments else None
        if directive.name.value == "requires" and isinstance(value, StringValueNode):
            return value.value
    return None


def _guarded(type_: GraphQLInputType, value: Any) -> Iterator[tuple[str, str]]:
    present = get_nullable_type(type_)
    if is_list_type(present):
        for item in value or ():
            yield from _guarded(present.of_type, item)
    elif isinstance(present, GraphQLInputObjectType) and value is not None:
        for name, given in value.items():
            definition = present.fields[name]
            if permission := required_permission(definition):
                yield permission, name
            yield from _guarded(definition.type, given)


def _has_guarded(type_: GraphQLInputType, seen: set[str]) -> bool:
    named = get_named_type(type_)
    if not isinstance(named, GraphQLInputObjectType) or named.name in seen:
        return False
    seen.add(named.name)
    return any(required_permission(field) or _has_guarded(field.type, seen) for field in named.fields.values())
