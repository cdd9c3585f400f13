import pytest

from voyado_bis_cli.domain.permission import (
    EVENT_READ,
    GUIDE_PERMISSIONS,
    STOCK_CHANGE_WRITE,
    STOCK_READ,
    TOOLKIT_TOKEN,
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


def test_where_to_click_is_the_path_in_centras_admin() -> None:
    market = next(permission for permission in GUIDE_PERMISSIONS if permission.name == "Market:read")

    assert market.where_to_click == "System > API Tokens > your token > Read > Market"
    assert STOCK_CHANGE_WRITE.where_to_click == "System > API Tokens > your token > Write > Stock Change"
