import pytest

from voyado_bis_cli.domain.permission import (
    EVENT_READ,
    EXCESS,
    FOR_COMMAND,
    GUIDE_PERMISSIONS,
    STOCK_CHANGE_WRITE,
    STOCK_READ,
    TOOLKIT_TOKEN,
    VOYADO_EXCESS,
    VOYADO_TOKEN,
    Permission,
    RequiredBy,
)
from voyado_bis_cli.schema import centra_sdl

EVERY_PERMISSION = {permission.name: permission for permission in (*VOYADO_TOKEN, *TOOLKIT_TOKEN)}.values()


def test_the_guide_asks_for_these_eleven_in_this_order() -> None:
    assert [permission.name for permission in GUIDE_PERMISSIONS] == [
        "Event:write",
        "AllocationRule:read",
        "Market:read",
        "Product:read",
        "ProductSize:read",
        "ProductVariant:read",
        "StockChange:read",
        "Store:read",
        "Warehouse:read",
        "Order:read",
        "Return:read",
    ]
    assert {permission.required_by for permission in GUIDE_PERMISSIONS} == {RequiredBy.GUIDE}


def test_voyados_token_is_checked_for_the_guides_list_and_what_centra_adds() -> None:
    assert (*GUIDE_PERMISSIONS, EVENT_READ) == VOYADO_TOKEN
    assert (EVENT_READ.name, EVENT_READ.required_by) == ("Event:read", RequiredBy.CENTRA)


def test_the_toolkits_token_needs_stock_as_well() -> None:
    assert set(TOOLKIT_TOKEN) - set(VOYADO_TOKEN) == {STOCK_READ, STOCK_CHANGE_WRITE}
    assert STOCK_READ.name == "ProductSize.stock:read"
    assert STOCK_CHANGE_WRITE.name == "StockChange:write"


def test_nothing_is_asked_for_twice() -> None:
    for token in (VOYADO_TOKEN, TOOLKIT_TOKEN):
        assert len({permission.name for permission in token}) == len(token)


@pytest.mark.parametrize("permission", EVERY_PERMISSION, ids=lambda p: p.name)
def test_its_name_is_one_that_centra_publishes(permission: Permission) -> None:
    assert f'@requires(permission: "{permission.name}")' in centra_sdl()


@pytest.mark.parametrize("permission", EVERY_PERMISSION, ids=lambda p: p.name)
def test_its_access_is_the_end_of_its_name(permission: Permission) -> None:
    assert permission.name.endswith(f":{permission.access}")
    assert permission.purpose


TOLD = {
    "Event:write": ("Write > Event", "listen to events and confirm them"),
    "AllocationRule:read": ("Read > Allocation rule", "know which warehouses a market sells from"),
    "Market:read": ("Read > Market", "send each market its own stock level"),
    "Product:read": ("Read > Product", "read products"),
    "ProductSize:read": ("Read > Product Size", "read the SKU of a size"),
    "ProductVariant:read": ("Read > Product Variant", "read product variants"),
    "StockChange:read": ("Read > Stock Change", "read what a stock event changed"),
    "Store:read": ("Read > Store", "know which store a market belongs to"),
    "Warehouse:read": ("Read > Warehouse", "read warehouses"),
    "Order:read": ("Read > Orders", "read which sizes an order event touches"),
    "Return:read": ("Read > Returns", "read which sizes a return event touches"),
    "Event:read": ("Read > Event", "read the event queue"),
    "ProductSize.stock:read": ("Read > Product Size > Stock", "read FTA per warehouse"),
    "StockChange:write": ("Write > Stock Change", "change test stock with bis set-stock"),
}


def test_each_permission_tells_where_to_click_in_centras_admin_and_what_it_is_for() -> None:
    path = "System > API Tokens > your token > "

    assert {each.name: (each.where_to_click.removeprefix(path), each.purpose) for each in EVERY_PERMISSION} == TOLD
    assert all(each.where_to_click.startswith(path) for each in EVERY_PERMISSION)


def test_what_nobody_needs_is_looked_for_as_well() -> None:
    assert [each.name for each in EXCESS] == [
        "Customer:read",
        "Market.comment:read",
        "Product.internalComment:read",
        "Warehouse.stock:read",
    ]
    assert {each.required_by for each in VOYADO_EXCESS} == {RequiredBy.NOBODY}


def test_stock_per_size_is_the_toolkits_to_read_and_not_voyados() -> None:
    assert [each.name for each in VOYADO_EXCESS if each not in EXCESS] == [STOCK_READ.name]


def test_no_token_is_blamed_for_what_it_should_have() -> None:
    assert not {each.name for each in EXCESS} & {each.name for each in TOOLKIT_TOKEN}
    assert not {each.name for each in VOYADO_EXCESS} & {each.name for each in VOYADO_TOKEN}


@pytest.mark.parametrize("command", FOR_COMMAND)
def test_a_command_needs_nothing_that_the_toolkits_token_is_not_checked_for(command: str) -> None:
    assert set(FOR_COMMAND[command]) <= set(TOOLKIT_TOKEN)


def test_only_the_command_that_changes_stock_may_write_it() -> None:
    assert [command for command, needed in FOR_COMMAND.items() if STOCK_CHANGE_WRITE in needed] == ["set-stock"]
