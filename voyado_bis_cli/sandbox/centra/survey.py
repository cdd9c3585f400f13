"""What an operation asks for, known before it is executed: permissions, deprecated fields, complexity.

Complexity is a formula of our own, since Centra's is not published. An object costs 1, and what is asked of it is paid
as often as it may come: `limit`, `first` or `last` times where the field has one of them, else once. A stock quantity
costs 10, `freeToAllocateQuantity` and every other scalar nothing. `rateLimits` costs 10 in all (contract: Rate limits).
No permission of the published SDL is deprecated, so `deprecatedPermissionsUsed` never appears.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableValues,
    get_argument_values,
    get_directive_values,
    get_named_type,
    is_interface_type,
    is_object_type,
)

from voyado_bis_cli.sandbox.centra.nodes import DEFAULT_LIMIT
from voyado_bis_cli.sandbox.centra.permissions import permissions_of_input, required_permission

FLAT_COST = {"rateLimits": 10}
QUANTITY_COST = 10
FREE_QUANTITY = "freeToAllocateQuantity"
STOCK_TYPES = ("Stock", "StockTotals")


@dataclass(frozen=True, slots=True)
class Need:
    """A permission that a field of the operation, or a field of its input, needs."""

    permission: str
    field_name: str
    path: tuple[str, ...]
    node: FieldNode


@dataclass(slots=True)
class Survey:
    """The findings about one operation."""

    complexity: int = 0
    needs: list[Need] = field(default_factory=list)
    deprecated_fields: set[str] = field(default_factory=set)

    def extensions(self) -> dict[str, object]:
        """Return these findings as Centra's `extensions` of an answer."""
        found: dict[str, object] = {
            "complexity": self.complexity,
            "permissionsUsed": sorted({need.permission for need in self.needs}),
        }
        if self.deprecated_fields:
            found["deprecatedFieldsUsed"] = sorted(self.deprecated_fields)
        return found


def survey(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
) -> Survey:
    """Look at a valid operation with its coerced variables; what `@skip` and `@include` leave out is not counted."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    surveyor = _Surveyor(schema, fragments, variables)
    root = cast("GraphQLNamedType", schema.get_root_type(operation.operation))  # a valid operation has one
    surveyor.found.complexity = surveyor.selection(root, operation.selection_set, ())
    return surveyor.found


class _Surveyor:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: VariableValues
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self.found = Survey()

    def selection(self, parent: GraphQLNamedType, selections: SelectionSetNode, path: tuple[str, ...]) -> int:
        """Look at all fields below `parent` and return their cost."""
        return sum(self._field(type_, node, path) for type_, node in self._fields(parent, selections))

    def _fields(
        self, parent: GraphQLNamedType, selections: SelectionSetNode
    ) -> Iterator[tuple[GraphQLNamedType, FieldNode]]:
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield parent, node
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                yield from self._fields(
                    self._schema.type_map[fragment.type_condition.name.value], fragment.selection_set
                )
            else:
                inline = cast("InlineFragmentNode", node)
                on = self._schema.type_map[inline.type_condition.name.value] if inline.type_condition else parent
                yield from self._fields(on, inline.selection_set)

    def _field(self, parent: GraphQLNamedType, node: FieldNode, path: tuple[str, ...]) -> int:
        name = node.name.value
        if name.startswith("__") or not (is_object_type(parent) or is_interface_type(parent)):
            return 0
        definition = parent.fields[name]
        here = (*path, node.alias.value if node.alias else name)
        args = self._arguments(definition, node)
        self._note(parent, definition, node, here, args)
        if node.selection_set is None:
            return QUANTITY_COST if parent.name in STOCK_TYPES and name != FREE_QUANTITY else 0
        below = self.selection(get_named_type(definition.type), node.selection_set, here)
        return FLAT_COST.get(name, _times(definition, args) * (1 + below))

    def _note(
        self,
        parent: GraphQLNamedType,
        definition: GraphQLField,
        node: FieldNode,
        path: tuple[str, ...],
        args: Mapping[str, Any],
    ) -> None:
        if definition.deprecation_reason is not None:
            self.found.deprecated_fields.add(f"{parent.name}.{node.name.value}")
        if permission := required_permission(definition):
            self.found.needs.append(Need(permission, node.name.value, path, node))
        for permission, name in permissions_of_input(definition, args):
            self.found.needs.append(Need(permission, name, path, node))

    def _arguments(self, definition: GraphQLField, node: FieldNode) -> Mapping[str, Any]:
        try:
            return get_argument_values(definition, node, self._variables)
        except GraphQLError:
            return {}  # executing the field reports it, with its path

    def _included(self, node: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))


def _times(definition: GraphQLField, args: Mapping[str, Any]) -> int:
    asked = next((args[name] for name in ("limit", "first", "last") if args.get(name) is not None), None)
    if asked is None:
        return DEFAULT_LIMIT if definition.args.keys() & {"limit", "first"} else 1
    return max(int(asked), 1)
