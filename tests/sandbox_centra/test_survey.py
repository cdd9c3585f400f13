"""Complexity and what else is known of an operation before it runs."""

from typing import Any

import pytest
from graphql import VariableValues, build_schema, get_operation_ast, parse

from voyado_bis_cli.sandbox.centra.permissions import annotate
from voyado_bis_cli.sandbox.centra.survey import survey


@pytest.mark.parametrize(
    ("query", "complexity"),
    [
        ("{ rateLimits { type quota } }", 10),
        ("{ stores { id name } }", 20),
        ("{ stores(limit: 1) { id } }", 1),
        ("{ stores(limit: 200) { id } }", 200),
        ("{ market(id: 4) { id store { id } } }", 2),
        ("{ stockChangeConnection(last: 3) { edges { node { id } } } }", 9),
        ("{ productSizes(limit: 2) { stock(limit: 3) { freeToAllocateQuantity } } }", 2 * (1 + 3)),
        ("{ productSizes(limit: 2) { stock(limit: 3) { allocatedQuantity } } }", 2 * (1 + 3 * (1 + 10))),
        ("{ productSizes(limit: 1) { stockTotals { physicalQuantity freeToAllocateQuantity } } }", 1 + 1 + 10),
        ("{ stores(limit: 1) { ...Name ... on Store { id } } } fragment Name on Store { name }", 1),
        ("{ __typename stores(limit: 1) { __typename } }", 1),
    ],
)
def test_complexity_follows_objects_limits_and_quantities(ask: Any, query: str, complexity: int) -> None:
    reply = ask(query, token="sandbox-admin")
    assert reply.data is not None
    assert reply.body["extensions"]["complexity"] == complexity


def test_the_limit_may_come_from_a_variable(ask: Any) -> None:
    query = "query ($limit: Int) { stores(limit: $limit) { id } }"
    assert ask(query, limit=50).body["extensions"]["complexity"] == 50
    assert ask(query, limit=None).body["extensions"]["complexity"] == 20


def test_a_refused_limit_still_has_a_complexity(ask: Any) -> None:
    reply = ask("{ stores(limit: 0) { id } }")
    assert reply.messages == ["Limit must be in range 1 - 200"]
    assert reply.body["extensions"]["complexity"] == 1


def test_an_argument_that_only_its_variable_spoils_is_reported_where_it_stands(ask: Any) -> None:
    reply = ask("query ($id: Int = 4) { market(id: $id) { id } stores(limit: 1) { id } }", id=None)
    assert reply.body["data"] == {"market": None, "stores": [{"id": 1}]}
    assert [error["path"] for error in reply.body["errors"]] == [["market"]]
    assert reply.body["extensions"]["complexity"] == 2


def test_deprecated_fields_are_named() -> None:
    schema = build_schema('type Query { old: Int @deprecated(reason: "new") new: Int need(id: Int!): Int }')
    annotate(schema)
    document = parse("query ($id: Int) { old new need(id: $id) }")
    operation = get_operation_ast(document)
    assert operation is not None
    found = survey(schema, document, operation, VariableValues({}, {}))
    assert found.extensions() == {"complexity": 0, "permissionsUsed": [], "deprecatedFieldsUsed": ["Query.old"]}


def test_a_guarded_input_field_is_a_need_where_it_is_used() -> None:
    schema = build_schema(
        """directive @requires(permission: String!) on INPUT_FIELD_DEFINITION
           type Query { find(where: Where): Int }
           input Where { secret: Int @requires(permission: "Secret:read") open: Int }"""
    )
    annotate(schema)
    document = parse("{ a: find(where: {secret: 1}) b: find(where: {open: 1}) }")
    operation = get_operation_ast(document)
    assert operation is not None
    found = survey(schema, document, operation, VariableValues({}, {}))
    assert [(need.permission, need.field_name, need.path) for need in found.needs] == [
        ("Secret:read", "secret", ("a",))
    ]
