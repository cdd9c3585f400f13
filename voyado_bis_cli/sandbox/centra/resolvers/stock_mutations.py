"""Changing stock: `setStock` to an absolute level, `changeStock` by so many units (contract: Stock).

Either everything is booked or nothing; what stands in the way comes back as user errors. Each stock change makes one
event per integration that listens.
"""

from collections.abc import Mapping
from sqlite3 import Row
from typing import Any

from voyado_bis_cli.sandbox.centra.allocation import ShortageError
from voyado_bis_cli.sandbox.centra.context import Context, Info, Source
from voyado_bis_cli.sandbox.centra.event_queue import Change
from voyado_bis_cli.sandbox.centra.problems import Remarks
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers, mutation
from voyado_bis_cli.sandbox.centra.stock_input import CHANGE, SET, Asked, StockInput


def _set_stock(_source: Source, info: Info, *, input: Mapping[str, Any]) -> object:  # noqa: A002  # the schema's name
    context: Context = info.context
    remarks = Remarks()
    given = StockInput(context.db, remarks, SET)
    given.description(input["description"])
    warehouse = given.warehouse(input["warehouse"], ("input", "warehouse"))
    asked = given.sizes(input)
    changes: dict[int, int] = {}
    if warehouse is not None:
        physical = input["stockQuantityType"] == "PHYSICAL"
        changes = {
            size.size: change
            for size in asked
            if (change := _change_to(context, size, warehouse, remarks, physical=physical))
        }
    if remarks.errors or warehouse is None:
        return remarks.payload(stockChanges=[])
    if not changes:
        remarks.warn("The stock is as asked already: no stock change was made.", ("input",))
        return remarks.payload(stockChanges=[])
    return remarks.payload(stockChanges=[_booked(context, warehouse, input["description"], changes)])


def _change_to(context: Context, asked: Asked, warehouse: int, remarks: Remarks, *, physical: bool) -> int:
    """Return how many units must come or go; 0 also where that cannot be, with a user error."""
    if asked.quantity < 0:
        remarks.refuse("The quantity must not be negative.", asked.path)
        return 0
    level = context.stockroom.level(asked.size, warehouse)
    try:
        return level.change_to_physical(asked.quantity) if physical else level.change_to_fta(asked.quantity)
    except ShortageError:
        remarks.refuse(
            f"The physical quantity must not be below the allocated quantity, {level.allocated}.", asked.path
        )
        return 0


def _change_stock(_source: Source, info: Info, *, input: Mapping[str, Any]) -> object:  # noqa: A002  # the schema's name
    context: Context = info.context
    remarks = Remarks()
    given = StockInput(context.db, remarks, CHANGE)
    given.description(input["description"])
    source = given.warehouse(input.get("outFromWarehouse"), ("input", "outFromWarehouse"))
    target = given.warehouse(input.get("intoWarehouse"), ("input", "intoWarehouse"))
    if not (input.get("outFromWarehouse") or input.get("intoWarehouse")):
        remarks.refuse("Provide intoWarehouse, outFromWarehouse or both.", ("input",))
    if source is not None and source == target:
        remarks.refuse("intoWarehouse and outFromWarehouse must not be the same.", ("input",))
    asked = given.sizes(input)
    for size in asked:
        _check_change(context, size, source, remarks)
    if remarks.errors:
        return remarks.payload(stockChange=None)
    units = {size.size: size.quantity for size in asked}
    stock_change = None
    if source is not None:
        gone = {size: -quantity for size, quantity in units.items()}
        stock_change = _booked(context, source, input["description"], gone)
    if target is not None:
        stock_change = _booked(context, target, input["description"], units)
    return remarks.payload(stockChange=stock_change)


def _check_change(context: Context, asked: Asked, source: int | None, remarks: Remarks) -> None:
    if asked.quantity < 1:
        remarks.refuse("The quantity must be at least 1.", asked.path)
    elif source is not None and asked.quantity > (free := context.stockroom.level(asked.size, source).fta):
        remarks.refuse(f"Only {free} are free to allocate in this warehouse.", asked.path)


def _booked(context: Context, warehouse: int, description: str, changes: Mapping[int, int]) -> Row | None:
    stock_change = context.stockroom.book(warehouse, description, changes)
    context.queue.publish([Change("StockChange", "CREATED", stock_change)])
    context.nodes.forget()
    return context.nodes.one("StockChange", stock_change)


RESOLVERS: Resolvers = {
    "Mutation.setStock": mutation(_set_stock),
    "Mutation.changeStock": mutation(_change_stock),
}
