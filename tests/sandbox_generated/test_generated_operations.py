"""Operations that nobody thought of: none makes the sandbox fail, and every answer is one of the schema's."""

import ssl
from collections import Counter
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from graphql import (
    REMOVE,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    IntValueNode,
    NameNode,
    ObjectFieldNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    execute_sync,
    is_abstract_type,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from voyado_bis_cli.schema import centra_sdl

FAST = settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MOMENTS = st.sampled_from(["2026-01-31T10:00:00+00:00", "2026-01-31 10:00:00", "0001-01-01", "yesterday", ""])
SCALARS = {"DateTimeTz": MOMENTS.map(nodes.String), "Int64": st.integers(-(2**63), 2**63 - 1).map(nodes.Int)}
KIND = "kindOfThis"  # an alias that no query has
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; the default one takes 30 ms to load its authorities


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(centra_sdl())


@pytest.fixture
def centra(sandbox: Any) -> Any:
    with httpx.Client(base_url=sandbox.url, verify=TLS) as client:
        yield client


class _Kinds(Visitor):
    """Asks every abstract object which of its types it is: the answer cannot be checked without."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types

    def leave_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode | None:
        if not is_abstract_type(self._types.get_parent_type()):
            return None
        kind = FieldNode(name=NameNode(value="__typename"), alias=NameNode(value=KIND))
        return SelectionSetNode(selections=(kind, *node.selections))


class _Sensible(Visitor):
    """Brings numbers into their bounds and ids to what there is; a random query is refused for them before all else."""

    def __init__(self, *, filters: bool) -> None:
        super().__init__()
        self._filters = filters

    def enter_argument(self, node: ArgumentNode, *_: object) -> Any:
        name, value = node.name.value, node.value
        if isinstance(value, IntValueNode) and name in SMALL:
            return ArgumentNode(name=node.name, value=IntValueNode(value=str(1 + abs(int(value.value)) % SMALL[name])))
        if name == "format" or (name in {"where", "after", "before"} and not self._filters):
            return REMOVE
        return None

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> Any:
        return REMOVE if node.name.value in {"negate", "notNull", "search"} else None


SMALL = {"limit": 5, "page": 2, "first": 5, "last": 5, "id": 6}


def sensible(operation: str, *, filters: bool) -> str:
    return print_ast(visit(parse(operation), _Sensible(filters=filters)))


def more_or_less_sensible(operations: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """As they come, within bounds, and within bounds without any filter."""
    return st.one_of(
        operations,
        operations.map(lambda operation: sensible(operation, filters=True)),
        operations.map(lambda operation: sensible(operation, filters=False)),
    )


def asking_for_kinds(schema: GraphQLSchema, query: str) -> DocumentNode:
    types = TypeInfo(schema)
    document: DocumentNode = visit(parse(query), TypeInfoVisitor(types, _Kinds(types)))
    return document


def assert_fits(schema: GraphQLSchema, document: DocumentNode, data: Mapping[str, Any]) -> None:
    """Let a second server, which knows the schema and these data alone, answer the same: it must come to the same."""

    def from_answer(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **_arguments: object) -> object:
        return source[str(info.path.key)]

    def kind(source: Mapping[str, Any], *_: object) -> str:
        return str(source[KIND])

    again = execute_sync(schema, document, data, field_resolver=from_answer, type_resolver=kind)

    assert again.errors is None, again.errors
    assert again.data == data


def fits(centra: Any, schema: GraphQLSchema, operation: str, token: str) -> bool:
    """Send an operation, look at its answer, and tell whether there were data in it."""
    document = asking_for_kinds(schema, operation)
    answer = centra.post("/graphql", json={"query": print_ast(document)}, headers={"Authorization": f"Bearer {token}"})
    body = answer.json()

    assert answer.status_code in {200, 400}, body
    for error in body.get("errors", ()):
        assert error["message"]
        assert error.keys() <= {"message", "locations", "path", "extensions"}
    if body.get("data") is None:
        assert body["errors"]
        return False
    assert answer.status_code == 200
    assert_fits(schema, document, body["data"])
    return True


@pytest.fixture
def events(sandbox: Any, centra: Any) -> None:
    """An event of each kind in the queues of the integrations that are asked about."""
    listen = (
        "mutation { setEventListeners(input: [{objectType: StockChange}, {objectType: Order}, {objectType: Return}])"
    )
    for token in ("sandbox-admin", "sandbox-toolkit"):
        ask = {"query": listen + " { userErrors { message } } }"}
        centra.post("/graphql", json=ask, headers={"Authorization": f"Bearer {token}"}).raise_for_status()
    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    sandbox.control("POST", "/returns", {"order": order, "lines": {"1234-1": 1}, "warehouse": 1})


@pytest.mark.parametrize("token", ["sandbox-admin", "sandbox-toolkit", "sandbox-store-1"])
def test_no_query_makes_it_fail_and_every_answer_fits(
    centra: Any, schema: GraphQLSchema, events: None, token: str
) -> None:
    with_data = Counter[bool]()

    @FAST
    @given(query=more_or_less_sensible(queries(centra_sdl(), custom_scalars=SCALARS)))
    def holds(query: str) -> None:
        with_data[fits(centra, schema, query, token)] += 1

    holds()
    if token == "sandbox-admin":
        assert with_data[True] > 5, "too few of them were answered to mean anything"


def test_no_mutation_makes_it_fail_and_every_answer_fits(centra: Any, schema: GraphQLSchema, events: None) -> None:
    with_data = Counter[bool]()

    @FAST
    @given(mutation=more_or_less_sensible(mutations(centra_sdl(), custom_scalars=SCALARS)))
    def holds(mutation: str) -> None:
        with_data[fits(centra, schema, mutation, "sandbox-admin")] += 1

    holds()
    assert with_data[True] > 5, "too few of them were answered to mean anything"


def test_an_answer_of_another_schema_would_be_noticed(schema: GraphQLSchema) -> None:
    query = "{ markets { id name allocationRule { id } } }"

    assert_fits(schema, parse(query), {"markets": [{"id": 4, "name": "Sweden", "allocationRule": None}]})
    for wrong in (
        {"id": "4", "name": "Sweden", "allocationRule": None},
        {"id": 4, "name": None, "allocationRule": None},
        {"id": 4, "name": "Sweden", "allocationRule": {"id": 1, "name": "Nordic"}},
        {"id": 4, "name": "Sweden"},
    ):
        with pytest.raises(AssertionError):
            assert_fits(schema, parse(query), {"markets": [wrong]})
