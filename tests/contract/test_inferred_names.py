"""Our operations use published names only.

The schema marks with `@inferred(what: ["NAME"])` what nobody has published. Where an operation cannot do without such
a name, its file says why: `# inferred: Type.field: reason`.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLInputObjectType,
    GraphQLSchema,
    Node,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    type_from_ast,
    validate,
    visit,
)
from graphql.language import ListValueNode, StringValueNode

from voyado_bis_cli.centra.operations import Operation, builders, source
from voyado_bis_cli.schema import centra_sdl

PUBLISHED_ARGUMENTS = {"where", "sort", "limit", "page", "first", "after", "last", "before"}
"""The arguments of every list and connection are published, also where those of a field are not (`ARGS`)."""

FILES = sorted(
    file.name.removesuffix(".graphql")
    for file in files("voyado_bis_cli.centra.operations").iterdir()
    if file.name.endswith(".graphql")
)
BUILT = [
    builders.stock([1, 2]),
    builders.variant_stock([1, 2]),
    builders.rules_of_warehouses([1, 2]),
    builders.default_rules([4, 5], [1, 2]),
]
REASON = re.compile(r"^# inferred: (?P<name>[\w.]+): (?P<reason>\S.*)$", re.MULTILINE)


@cache
def schema() -> GraphQLSchema:
    return build_schema(centra_sdl())


def inferred(node: Any) -> set[str]:
    """Return which parts of a definition are guesses: NAME, TYPE, ARGS or PERMISSION."""
    for directive in (node and node.directives) or ():
        if directive.name.value == "inferred":
            (what,) = directive.arguments
            assert isinstance(what.value, ListValueNode)
            return {item.value for item in what.value.values if isinstance(item, StringValueNode)}
    return set()


class InferredNames(Visitor):
    """Collects the names of a document that are guesses, as `Type.name`."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.found: set[str] = set()

    def note(self, definition: Any, name: str, *, part: str = "NAME") -> None:
        if part in inferred(definition):
            self.found.add(name)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        field = self.info.get_field_def()
        if field is not None and not node.name.value.startswith("__"):
            self.note(field.ast_node, f"{self.info.get_parent_type()}.{node.name.value}")

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        field = self.info.get_field_def()
        if field is not None and field.ast_node is not None and node.name.value not in PUBLISHED_ARGUMENTS:
            name = f"{self.info.get_parent_type()}.{field.ast_node.name.value}({node.name.value})"
            self.note(field.ast_node, name, part="ARGS")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self.info.get_parent_input_type())
        if isinstance(parent, GraphQLInputObjectType):
            self.note(parent.fields[node.name.value].ast_node, f"{parent}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        value = self.info.get_enum_value()
        if value is not None:
            self.note(value.ast_node, f"{get_named_type(self.info.get_input_type())}.{node.value}")

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        type_ = get_named_type(type_from_ast(schema(), node.type))
        if type_ is not None:
            self.note(type_.ast_node, str(type_))


def inferred_names(document: str) -> set[str]:
    """Return the guessed names that a valid document uses."""
    parsed: Node = parse(document)
    assert validate(schema(), parse(document)) == []
    info = TypeInfo(schema())
    names = InferredNames(info)
    visit(parsed, TypeInfoVisitor(info, names))
    return names.found


def unexplained_and_idle(text: str) -> tuple[set[str], set[str]]:
    """Return the guessed names without a reason, and the reasons for names that are not used."""
    explained = {match["name"] for match in REASON.finditer(text)}
    used = inferred_names(text)
    return used - explained, explained - used


@pytest.mark.parametrize("name", FILES)
def test_an_operation_uses_published_names_or_says_why_not(name: str) -> None:
    assert unexplained_and_idle(source(name)) == (set(), set())


@pytest.mark.parametrize("built", BUILT, ids=lambda built: built.name)
def test_a_built_operation_uses_published_names_only(built: Operation) -> None:
    assert inferred_names(built.document) == set()


@pytest.mark.parametrize(
    ("document", "guesses"),
    [
        pytest.param("{ stocks: productSize(id: 1) { id } }", {"Query.productSize"}, id="root field"),
        pytest.param("{ productSizes { stock { w: warehouse { id } } } }", {"Stock.warehouse"}, id="nested field"),
        pytest.param(
            "{ events { object { ... on ProductSize { sizeOfIt: size { id name } } } } }",
            {"ProductSize.size", "Size.name"},
            id="field in a fragment",
        ),
        pytest.param("{ stores(sort: [id_ASC]) { id } }", {"StoreSort.id_ASC"}, id="enum value"),
        pytest.param("{ markets(where: {id: [4]}) { id } }", {"MarketFilter.id"}, id="input field"),
        pytest.param(
            "{ eventListeners(where: {objectType: [Order]}) { integrationName } }",
            {"EventListenerFilter.objectType"},
            id="input field with a published enum value",
        ),
        pytest.param(
            "{ productSizes { updatedAt stock(where: {physicalQuantity: {from: 1}}) { physicalQuantity } } }",
            {"IntRange.from", "Stock.physicalQuantity"},
            id="input field in an input field",
        ),
        pytest.param(
            'mutation { setStock(input: {warehouse: {externalId: "W"}, description: "d", '
            "stockQuantityType: FREE_TO_ALLOCATE}) { userErrors { message } } }",
            {"WarehouseInput.externalId", "StockQuantityType.FREE_TO_ALLOCATE"},
            id="mutation input",
        ),
        pytest.param(
            "mutation M($input: EventsConfirmInput!) { confirmEvents(input: $input) { userErrors { message } } }",
            {"EventsConfirmInput"},
            id="variable of a type whose name is a guess",
        ),
    ],
)
def test_the_check_finds_a_guessed_name_wherever_it_stands(document: str, guesses: set[str]) -> None:
    assert inferred_names(document) == guesses


def test_the_check_finds_an_unpublished_argument_of_a_field_with_guessed_arguments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sdl = centra_sdl().replace("events(where: EventFilter, ", "events(where: EventFilter, since: Int, ")
    changed = build_schema(sdl)
    monkeypatch.setattr(f"{__name__}.schema", lambda: changed)

    assert inferred_names("{ events(since: 1, limit: 1) { id } }") == {"Query.events(since)"}


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("", ({"Stock.warehouse"}, set())),
        ("# inferred: Stock.warehouse:\n", ({"Stock.warehouse"}, set())),
        ("# inferred: Stock.warehouse: one row per warehouse saves an alias each\n", (set(), set())),
        ("# inferred: Stock.productSize: we might need it\n", ({"Stock.warehouse"}, {"Stock.productSize"})),
    ],
)
def test_a_guessed_name_needs_a_reason_and_a_reason_needs_a_guessed_name(
    comment: str, left: tuple[set[str], set[str]]
) -> None:
    assert unexplained_and_idle(f"{comment}query Q {{ productSizes {{ stock {{ warehouse {{ id }} }} }} }}") == left
