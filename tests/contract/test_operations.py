"""Every operation is held to Centra's published schema; no server is needed to see that it fits."""

from collections.abc import Collection
from functools import cache
from importlib.resources import files

import pytest
from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.centra.event_models import LINES
from voyado_bis_cli.centra.operations import Operation, builders, operation
from voyado_bis_cli.centra.paging import PAGE
from voyado_bis_cli.centra.probe_lines import probe_lines, probing_query
from voyado_bis_cli.domain.event_queue import EVENTS_OF_AS_MANY_LINES, STOCK_CHANGES_AT_ONCE
from voyado_bis_cli.domain.permission import EXCESS, TOOLKIT_TOKEN
from voyado_bis_cli.schema import centra_sdl

NAMES = sorted(
    file.name.removesuffix(".graphql")
    for file in files("voyado_bis_cli.centra.operations").iterdir()
    if file.name.endswith(".graphql")
)
READS = sorted(permission.name for permission in TOOLKIT_TOKEN if permission.access == "read")


@cache
def schema() -> GraphQLSchema:
    return build_schema(centra_sdl())


def complaints(asked: Operation) -> list[str]:
    return [error.message for error in validate(schema(), parse(asked.document))]


def definition(asked: Operation) -> OperationDefinitionNode:
    (only,) = (each for each in parse(asked.document).definitions if isinstance(each, OperationDefinitionNode))
    return only


def fields_of(node: OperationDefinitionNode | FieldNode) -> list[FieldNode]:
    selections = node.selection_set.selections if node.selection_set else ()
    return [field for field in selections if isinstance(field, FieldNode)]


def test_the_operations_are_these() -> None:
    assert NAMES == [
        "AllSizes",
        "ConfirmEvents",
        "EventListeners",
        "EventsWaiting",
        "ExcessProbes",
        "Introspection",
        "Markets",
        "NewestStockChange",
        "NextEvents",
        "RateLimits",
        "ReadProbes",
        "SetEventListeners",
        "SetStock",
        "SizesOfSku",
        "StockChangeLines",
        "StockChangesNoted",
        "Stores",
        "UnsetEventListeners",
        "Warehouses",
        "WriteProbe",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_fits_the_schema(name: str) -> None:
    assert complaints(operation(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_is_named_as_its_file_and_sent_without_comments(name: str) -> None:
    asked = operation(name)
    node = definition(asked)

    assert node.name is not None
    assert (node.name.value, asked.name) == (name, name)
    assert asked.is_mutation == (node.operation.value == "mutation")
    assert "#" not in asked.document


@pytest.mark.parametrize("name", NAMES)
def test_a_mutation_always_asks_for_errors_and_warnings(name: str) -> None:
    asked = operation(name)
    if not asked.is_mutation:
        return
    (root,) = fields_of(definition(asked))
    remarks = {field.name.value: [part.name.value for part in fields_of(field)] for field in fields_of(root)}

    assert (remarks["userErrors"], remarks["userWarnings"]) == (["message", "path"], ["message", "path"])


@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_query_with_one_alias_per_id_fits_the_schema(count: int) -> None:
    ids = range(1, count + 1)

    assert complaints(builders.stock(ids)) == []
    assert complaints(builders.variant_stock(ids)) == []
    assert complaints(builders.rules_of_warehouses(ids)) == []
    assert complaints(builders.default_rules(ids, ids)) == []
    assert complaints(builders.default_rules(ids, ())) == []
    assert complaints(builders.default_rules((), ids)) == []


@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_query_with_one_alias_per_id_has_one_per_id_and_is_named(count: int) -> None:
    ids = range(1, count + 1)
    stock, rules, defaults = builders.stock(ids), builders.rules_of_warehouses(ids), builders.default_rules(ids, ids)
    (sizes,) = fields_of(definition(stock))

    assert len(fields_of(sizes)) == count + 1
    assert len(fields_of(definition(rules))) == count
    assert len(fields_of(definition(defaults))) == 2 * count
    for asked in (stock, rules, defaults):
        node = definition(asked)
        assert node.name is not None
        assert node.name.value == asked.name


def test_stock_without_a_warehouse_still_fits_the_schema() -> None:
    assert complaints(builders.stock(())) == []


@pytest.mark.parametrize("not_an_integer", ["1", "1]}) { id } x: events(where: {storeId: [1", 1.0, None])
def test_nothing_but_an_integer_gets_into_a_document(not_an_integer: int) -> None:
    for build in (
        builders.stock,
        builders.variant_stock,
        builders.rules_of_warehouses,
        lambda ids: builders.default_rules(ids, ()),
        lambda ids: builders.default_rules((), ids),
    ):
        with pytest.raises((TypeError, ValueError)):
            build([not_an_integer])


@given(st.sets(st.sampled_from(READS)), st.booleans())
def test_any_choice_of_probes_fits_the_schema(permissions: Collection[str], riders: bool) -> None:
    lines = probe_lines(permissions, riders=riders)

    assert {line.permission for line in lines if not line.is_rider} == set(permissions)
    assert not lines or complaints(probing_query(lines)) == []


def test_all_probes_together_are_the_whole_file() -> None:
    assert probing_query(probe_lines(READS)) == operation("ReadProbes")


def test_the_probes_of_excess_are_the_other_whole_file() -> None:
    asked = probing_query(probe_lines([permission.name for permission in EXCESS], riders=False))

    assert asked.document.partition("{")[2] == operation("ExcessProbes").document.partition("{")[2]
    assert complaints(asked) == []


def test_each_read_permission_has_one_probe() -> None:
    proofs = [line.permission for line in probe_lines(READS) if not line.is_rider]

    assert sorted(proofs) == READS


def test_the_listeners_ride_with_the_event_permission_and_the_rate_budget_always() -> None:
    riders = {permission: [line.key for line in probe_lines([permission]) if line.is_rider] for permission in READS}

    assert riders.pop("Event:read") == ["eventListeners", "rateLimits"]
    assert set(map(tuple, riders.values())) == {("rateLimits",)}


def test_a_stock_change_with_more_lines_is_recognised_by_the_number_that_is_asked_for() -> None:
    assert f"stockLines: lines(limit: {LINES})" in operation("NextEvents").document


def test_a_request_for_further_lines_weighs_as_many_events_as_have_so_many_lines() -> None:
    assert EVENTS_OF_AS_MANY_LINES * LINES == STOCK_CHANGES_AT_ONCE * PAGE
