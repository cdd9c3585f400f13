"""Missing permissions, in both ways a server may report them (contract: Permissions)."""

from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLError, execute_sync, parse

from voyado_bis_cli.sandbox.centra.permissions import required_permission
from voyado_bis_cli.sandbox.centra.problems import permission_missing
from voyado_bis_cli.sandbox.centra.schema import centra_schema, executable
from voyado_bis_cli.sandbox.centra.seed_tokens import TOKENS
from voyado_bis_cli.sandbox.centra.tokens import Caller
from voyado_bis_cli.sandbox.database import Database

READ_PROBES = {
    "Event:read": ("events", "events(limit: 1) { id createdAt }"),
    "AllocationRule:read": ("allocationRules", "allocationRules(limit: 1) { id }"),
    "Market:read": ("markets", "markets(limit: 1) { id }"),
    "Product:read": ("products", "products(limit: 1) { id }"),
    "ProductSize:read": ("productSizes", "productSizes(limit: 1) { id }"),
    "ProductVariant:read": ("productVariants", "productVariants(limit: 1) { id }"),
    "StockChange:read": ("stockChangeConnection", "stockChangeConnection(last: 1) { edges { node { id } } }"),
    "Store:read": ("stores", "stores(limit: 1) { id name type }"),
    "Warehouse:read": ("warehouses", "warehouses(limit: 1) { id }"),
    "Order:read": ("orders", "orders(limit: 1) { id }"),
    "Return:read": ("returns", "returns(limit: 1) { id }"),
    "ProductSize.stock:read": ("stock", "sizes: productSizes(limit: 1) { stock { freeToAllocateQuantity } }"),
}
ALL_PROBES = "{" + " ".join(probe for _, probe in READ_PROBES.values()) + "}"
WRITE_PROBE = "mutation { confirmEvents(input: {eventsIds: []}) { userErrors { message } userWarnings { message } } }"

MISSING_READS = {
    "sandbox-guide": ["ProductSize.stock:read"],
    "sandbox-strict": ["Event:read", "ProductSize.stock:read"],
    "sandbox-weak": ["Market:read", "ProductSize.stock:read"],
    "sandbox-brand-y": ["ProductSize.stock:read"],
    "sandbox-store-1": ["ProductSize.stock:read"],
    "sandbox-admin": [],
    "sandbox-toolkit": [],
    "sandbox-readonly": [],
    "sandbox-fresh": [],
}


def test_every_seed_token_but_the_expired_one_is_tried() -> None:
    assert MISSING_READS.keys() == {token.token for token in TOKENS if not token.expired}


@pytest.mark.parametrize(("token", "missing"), MISSING_READS.items())
def test_all_mode_reports_every_missing_permission_and_no_data(ask: Any, token: str, missing: list[str]) -> None:
    reply = ask(ALL_PROBES, token=token, auth_errors="all")
    expected = [f"You need {needed} permission to access {READ_PROBES[needed][0]}." for needed in missing]
    assert [error["message"] for error in reply.body.get("errors", [])] == expected
    assert (reply.body["data"] is None) is bool(missing)
    assert all(error["extensions"] == {"category": "authorization"} for error in reply.body.get("errors", []))


@pytest.mark.parametrize(("token", "missing"), MISSING_READS.items())
def test_first_mode_reports_only_the_permission_that_aborted(ask: Any, token: str, missing: list[str]) -> None:
    reply = ask(ALL_PROBES, token=token)
    expected = [f"You need {needed} permission to access {READ_PROBES[needed][0]}." for needed in missing[:1]]
    assert [error["message"] for error in reply.body.get("errors", [])] == expected
    assert (reply.body["data"] is None) is bool(missing)


@pytest.mark.parametrize("auth_errors", ["first", "all"])
@pytest.mark.parametrize("token", MISSING_READS)
def test_confirming_nothing_proves_event_write(ask: Any, token: str, auth_errors: str) -> None:
    reply = ask(WRITE_PROBE, token=token, auth_errors=auth_errors)
    if token == "sandbox-weak":
        assert reply.messages == ["You need Event:write permission to access confirmEvents."]
        assert reply.body["data"] is None
    else:
        assert reply.data == {"confirmEvents": {"userErrors": [], "userWarnings": []}}


def test_the_error_has_centras_shape(ask: Any) -> None:
    reply = ask("{ mine: markets(limit: 1) { id } }", token="sandbox-weak")
    assert reply.body == {
        "errors": [
            {
                "message": "You need Market:read permission to access markets.",
                "locations": [{"line": 1, "column": 3}],
                "path": ["mine"],
                "extensions": {"category": "authorization"},
            }
        ],
        "data": None,
        "extensions": {"complexity": 1, "permissionsUsed": ["Market:read"], "appVersion": "v1.60.0"},
    }


@pytest.mark.parametrize("auth_errors", ["first", "all"])
def test_permissions_used_are_what_is_needed_also_on_failure(ask: Any, auth_errors: str) -> None:
    reply = ask("{ orders { id } events { id } markets { id } }", token="sandbox-strict", auth_errors=auth_errors)
    assert reply.body["extensions"]["permissionsUsed"] == ["Event:read", "Market:read", "Order:read"]


def test_a_nullable_field_fails_alone_and_the_rest_is_answered(ask: Any) -> None:
    reply = ask("{ markets { id comment } stores(limit: 1) { id } }")
    assert reply.messages == ["You need Market.comment:read permission to access comment."] * 3
    assert [error["path"] for error in reply.body["errors"]] == [["markets", index, "comment"] for index in range(3)]
    assert reply.body["data"]["markets"][0] == {"id": 4, "comment": None}
    assert reply.body["data"]["stores"] == [{"id": 1}]


def test_what_failed_before_the_abort_is_not_told_in_first_mode(ask: Any) -> None:
    reply = ask("{ stores { id } markets { comment } events { id } }", token="sandbox-strict")
    assert reply.messages == ["You need Market.comment:read permission to access comment."]
    assert reply.body["data"] is None


def test_all_mode_names_each_place_of_the_document_once(ask: Any) -> None:
    reply = ask(
        """query ($yes: Boolean!) {
             ...Places
             a: markets @include(if: $yes) { id }
             b: markets @skip(if: $yes) { id }
             orders { ... on DirectToConsumerOrder { market { id } } lines { ... { allocations { id } } } }
           }
           fragment Places on Query { markets { comment } markets { id comment } }""",
        token="sandbox-weak",
        auth_errors="all",
        yes=True,
    )
    assert [(error["path"], error["message"].split()[2]) for error in reply.body["errors"]] == [
        (["markets"], "Market:read"),
        (["markets", "comment"], "Market.comment:read"),
        (["a"], "Market:read"),
        (["orders", "market"], "Market:read"),
        (["orders", "lines", "allocations"], "Allocation:read"),
    ]


def test_all_mode_changes_nothing_when_a_payload_may_not_be_read(ask: Any, db: Database) -> None:
    mutation = """mutation { setStock(input: {warehouse: {id: 1}, description: "x", stockQuantityType: PHYSICAL,
                    productSizes: [{productSize: {SKU: "1234SIZEM"}, quantity: 1}]}) {
                    stockChanges { lines { createdFromShipmentLine { id } } } userErrors { message } } }"""
    reply = ask(mutation, auth_errors="all")
    assert reply.messages == ["You need Shipment:read permission to access createdFromShipmentLine."]
    assert db.rows("SELECT id FROM centra_stock_changes WHERE comment = 'x'") == []


def test_first_mode_has_done_the_work_although_its_payload_may_not_be_read(ask: Any, db: Database) -> None:
    db.run("UPDATE centra_tokens SET permissions = 'StockChange:write' WHERE token = 'sandbox-toolkit'")
    mutation = """mutation { setStock(input: {warehouse: {id: 1}, description: "x", stockQuantityType: PHYSICAL,
                    productSizes: [{productSize: {SKU: "1234SIZEM"}, quantity: 1}]}) {
                    stockChanges { id } userErrors { message } } }"""
    reply = ask(mutation)
    assert (reply.messages, reply.body["data"]) == (
        ["You need StockChange:read permission to access stockChanges."],
        None,
    )
    assert len(db.rows("SELECT id FROM centra_stock_changes WHERE comment = 'x'")) == 1


SMALL_SDL = """
directive @requires(permission: String!) on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
type Query { find(where: Where, all: [Where!]): Int }
input Where { secret: Int @requires(permission: "Secret:read") open: Int inner: Where }
"""


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("{ find }", True),
        ("{ find(where: null) }", True),
        ("{ find(where: {open: 1}) }", True),
        ("{ find(where: {secret: 1}) }", False),
        ("{ find(where: {inner: {secret: 1}}) }", False),
        ("{ find(all: [{open: 1}, {secret: 1}]) }", False),
    ],
)
def test_an_input_field_may_need_a_permission_too(query: str, allowed: bool) -> None:
    schema = executable(SMALL_SDL, {"Query.find": lambda _source, _info, **_args: 1})

    class Asking:
        caller = Caller("x", frozenset(), None)

    result = execute_sync(schema, parse(query), context_value=Asking())
    assert isinstance(result, ExecutionResult)
    if allowed:
        assert (result.data, result.errors) == ({"find": 1}, None)
    else:
        assert result.errors is not None
        assert result.errors[0].message == "You need Secret:read permission to access secret."


def test_the_published_permissions_stand_on_the_schema() -> None:
    types: Any = centra_schema().type_map
    assert required_permission(types["Order"].fields["store"]) == "Store:read"
    assert required_permission(types["ProductSize"].fields["stock"]) == "ProductSize.stock:read"
    assert required_permission(types["StockFilter"].fields["warehouseId"]) is None


def test_the_admin_holds_everything() -> None:
    caller = Caller("Admin", frozenset({"admin"}), None)
    assert caller.may("Anything:write")
    caller.require("Anything:write", "anything")
    with pytest.raises(GraphQLError, match="You need A:read permission to access a"):
        raise permission_missing("A:read", "a")
