"""gql, a GraphQL client that knows nothing but what introspection tells it, against the stand-in for Centra."""

import ssl
from collections.abc import Generator
from typing import Any

import pytest
from gql import Client, GraphQLRequest, gql
from gql.dsl import DSLInlineFragment, DSLMetaField, DSLMutation, DSLQuery, DSLSchema, DSLVariableDefinitions, dsl_gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from graphql import GraphQLError, build_schema, lexicographic_sort_schema, print_schema

from voyado_bis_cli.schema import centra_sdl

TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; the default one takes 30 ms to load its authorities


def client_of(sandbox: Any, token: str) -> Client:
    transport = HTTPXTransport(f"{sandbox.url}/graphql", headers={"Authorization": f"Bearer {token}"}, verify=TLS)
    return Client(transport=transport, fetch_schema_from_transport=True)


@pytest.fixture
def session(sandbox: Any) -> Generator[Any]:
    with client_of(sandbox, "sandbox-toolkit") as session:
        yield session


def test_introspection_tells_the_published_schema(session: Any) -> None:
    def told(schema: Any) -> str:
        return print_schema(lexicographic_sort_schema(schema))

    assert told(session.client.schema) == told(build_schema(centra_sdl()))


def test_a_query_built_from_introspection_alone_is_answered(session: Any) -> None:
    ds = DSLSchema(session.client.schema)
    rule = ds.Market.allocationRule.select(ds.AllocationRule.name)
    query = DSLQuery(ds.Query.markets(limit=2).select(ds.Market.id, ds.Market.name, rule))

    assert session.execute(dsl_gql(query)) == {
        "markets": [
            {"id": 4, "name": "Sweden", "allocationRule": {"name": "Nordic"}},
            {"id": 5, "name": "Germany", "allocationRule": {"name": "Europe"}},
        ]
    }


def test_variables_and_inline_fragments_carry_an_event_from_its_change_to_its_confirmation(session: Any) -> None:
    ds = DSLSchema(session.client.schema)
    stock = {
        "warehouse": {"id": 1},
        "stockQuantityType": "PHYSICAL",
        "description": "Counted by hand",
        "productSizes": [{"productSize": {"SKU": "1234SIZEM"}, "quantity": 7}],
    }

    changed = session.execute(GraphQLRequest(_set_stock(ds), variable_values={"input": stock}))["setStock"]
    events = session.execute(_next_events(ds))["events"]
    confirm = ds.Mutation.confirmEvents(input={"eventsIds": [event["id"] for event in events]})
    confirmed = session.execute(
        dsl_gql(DSLMutation(confirm.select(ds.EventsConfirmPayload.events.select(ds.Event.id))))
    )

    assert changed == {"userErrors": [], "stockChanges": [{"id": 304}]}
    assert [event["object"] for event in events] == [
        {"__typename": "StockChange", "lines": [{"productSize": {"SKU": "1234SIZEM"}}]}
    ]
    assert confirmed == {"confirmEvents": {"events": [{"id": events[0]["id"]}]}}
    assert session.execute(_next_events(ds)) == {"events": []}


def test_it_refuses_by_itself_what_the_schema_does_not_know(session: Any) -> None:
    with pytest.raises(GraphQLError, match="Cannot query field 'colour' on type 'Market'"):
        session.execute(gql("{ markets { colour } }"))


def test_a_missing_permission_reaches_it_as_a_graphql_error(sandbox: Any) -> None:
    with client_of(sandbox, "sandbox-weak") as session, pytest.raises(TransportQueryError) as refused:
        session.execute(gql("{ markets { id } }"))

    (error,) = refused.value.errors or [{}]
    assert error["message"] == "You need Market:read permission to access markets."
    assert error["extensions"] == {"category": "authorization"}
    assert error["path"] == ["markets"]


def test_an_expired_token_does_not_even_get_the_schema(sandbox: Any) -> None:
    with pytest.raises(TransportQueryError, match="Access denied"), client_of(sandbox, "sandbox-expired"):
        pass


def _set_stock(ds: Any) -> Any:
    variables = DSLVariableDefinitions()  # type: ignore[no-untyped-call]  # gql's
    payload = ds.StockSetPayload
    set_stock = ds.Mutation.setStock(input=variables.input)
    change = DSLMutation(
        set_stock.select(
            payload.userErrors.select(ds.UserError.message), payload.stockChanges.select(ds.StockChange.id)
        )
    )
    change.variable_definitions = variables
    return dsl_gql(change).document


def _next_events(ds: Any) -> Any:
    on_change = DSLInlineFragment().on(ds.StockChange)
    on_change.select(ds.StockChange.lines.select(ds.StockChangeLine.productSize.select(ds.ProductSize.SKU)))
    target = ds.Event.object.select(DSLMetaField("__typename"), on_change)
    return dsl_gql(DSLQuery(ds.Query.events(limit=10).select(ds.Event.id, target)))
