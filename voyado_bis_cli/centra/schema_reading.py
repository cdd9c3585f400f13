"""Reads schemas and operations with graphql-core into the domain's own values.

The one client module that needs graphql-core: it is imported when `bis doctor schema` runs, never before.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    ObjectFieldNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    build_client_schema,
    build_schema,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_introspection_type,
    is_object_type,
    parse,
    print_schema,
    type_from_ast,
    validate,
    visit,
)

from voyado_bis_cli.centra.operations import Operation, builders, operation
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES
from voyado_bis_cli.domain.schema_difference import Instance, Schema, SchemaPart
from voyado_bis_cli.schema import centra_sdl

INTROSPECTION = "Introspection"

_IN_VARIABLES: Mapping[str, Collection[str]] = {
    name: (f"{type_}.objectType", *(f"EventObjectType.{one}" for one in STOCK_OBJECT_TYPES))
    for name, type_ in (
        ("SetEventListeners", "EventListenerSetInput"),
        ("UnsetEventListeners", "EventListenerUnsetInput"),
    )
}
"""What stands in the variables of an operation, where no document shows it."""


@cache
def published() -> GraphQLSchema:
    """Return the schema as far as it is published, with our guesses."""
    return build_schema(centra_sdl())


@cache
def published_parts() -> Schema:
    """Return every part of the published schema."""
    return _parts(published())


@cache
def our_operations() -> tuple[Operation, ...]:
    """Return every operation the toolkit may send, those with one alias per id with one of each."""
    names = sorted(
        file.name.removesuffix(".graphql")
        for file in files("voyado_bis_cli.centra.operations").iterdir()
        if file.name.endswith(".graphql")
    )
    built = (
        builders.stock([1]),
        builders.rules_of_warehouses([1]),
        builders.default_rules([1], [1]),
        builders.variant_stock([1]),
    )
    return (*(operation(name) for name in names if name != INTROSPECTION), *built)


def uses() -> Mapping[str, Collection[str]]:
    """Return the names that each of our operations uses of the published schema."""
    return {each.name: (*_names_in(each), *_IN_VARIABLES.get(each.name, ())) for each in our_operations()}


def instance_of(introspection: Mapping[str, Any]) -> Instance:
    """Return what an introspection answer says; raises ValueError where it is none."""
    try:
        schema = build_client_schema({"__schema": introspection["__schema"]})
        misfits = {each.name: _complaints(schema, each) for each in our_operations()}
        return Instance(_parts(schema), misfits, print_schema(schema))
    except (GraphQLError, KeyError, TypeError) as misfit:
        raise ValueError(str(misfit).partition("\n")[0]) from misfit


def _complaints(schema: GraphQLSchema, asked: Operation) -> tuple[str, ...]:
    return tuple(error.message.rstrip(".") for error in validate(schema, parse(asked.document)))


def _parts(schema: GraphQLSchema) -> dict[str, SchemaPart]:
    return dict(_walk(schema))


def _walk(schema: GraphQLSchema) -> Iterator[tuple[str, SchemaPart]]:
    for name, type_ in schema.type_map.items():
        if is_introspection_type(type_):
            continue
        yield name, SchemaPart(guessed=_guessed(type_))
        if is_object_type(type_) or is_interface_type(type_):
            for field_name, field in type_.fields.items():
                yield f"{name}.{field_name}", _part(field)
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", _part(argument, is_input=True)
        elif is_input_object_type(type_):
            for field_name, input_field in type_.fields.items():
                yield f"{name}.{field_name}", _part(input_field, is_input=True)
        elif is_enum_type(type_):
            for value_name, value in type_.values.items():
                yield f"{name}.{value_name}", SchemaPart("", value.deprecation_reason, guessed=_guessed(value))


def _part(element: Any, *, is_input: bool = False) -> SchemaPart:
    return SchemaPart(str(element.type), element.deprecation_reason, is_input, _guessed(element))


def _guessed(element: Any) -> frozenset[str]:
    """Return what `@inferred(what: [...])` says about an element; nothing where it has no definition in an SDL."""
    for directive in (element.ast_node and element.ast_node.directives) or ():
        if directive.name.value == "inferred":
            (what,) = directive.arguments
            items = what.value.values if isinstance(what.value, ListValueNode) else ()
            return frozenset(item.value for item in items if isinstance(item, StringValueNode))
    return frozenset()


def _names_in(asked: Operation) -> tuple[str, ...]:
    info = TypeInfo(published())
    names = _Names(info)
    visit(parse(asked.document), TypeInfoVisitor(info, names))
    return tuple(names.found)


class _Names(Visitor):
    """Collects what a document uses, in its order, each once."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.found: dict[str, None] = {}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if not node.name.value.startswith("__"):
            self.found[f"{self._info.get_parent_type()}.{node.name.value}"] = None

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        field = self._info.get_field_def()
        if field is not None and field.ast_node is not None:
            self.found[f"{self._info.get_parent_type()}.{field.ast_node.name.value}({node.name.value})"] = None

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        self.found[f"{get_named_type(self._info.get_parent_input_type())}.{node.name.value}"] = None

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        self.found[f"{get_named_type(self._info.get_input_type())}.{node.value}"] = None

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> None:
        if node.type_condition:
            self.found[node.type_condition.name.value] = None

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        type_ = get_named_type(type_from_ast(published(), node.type))
        if type_ is not None and is_input_object_type(type_):
            self.found[str(type_)] = None
