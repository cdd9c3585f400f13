"""The control API of what an administrator sets up in Centra: how a test breaks one prerequisite."""

import json
from typing import Literal

from starlette.requests import Request

from voyado_bis_cli.sandbox.control_endpoint import Command, ControlTable
from voyado_bis_cli.sandbox.database import Database


class TokenCommand(Command):
    """An access token as an administrator makes or changes it; `stores` None sees all of them."""

    token: str
    integration: str
    permissions: tuple[str, ...]
    stores: tuple[int, ...] | None = None


class WarehouseCommand(Command):
    """Who is the stock master of a warehouse."""

    id: int
    stock_master: Literal["INTERNAL", "EXTERNAL"]


class SetupApi:
    """Changes the set-up of the shop; a reset takes it back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def table(self) -> ControlTable:
        """Return method, path and handler of each endpoint."""
        return (("PUT", "/tokens", self._put_token), ("PUT", "/warehouses", self._put_warehouse))

    def _put_token(self, _request: Request, body: bytes) -> object:
        command = TokenCommand.model_validate_json(body)
        self._db.run(
            "INSERT OR REPLACE INTO centra_tokens (token, integration, permissions, stores) VALUES (?, ?, ?, ?)",
            (
                command.token,
                command.integration,
                " ".join(sorted(command.permissions)),
                None if command.stores is None else json.dumps(command.stores),
            ),
        )
        return command.model_dump(mode="json")

    def _put_warehouse(self, _request: Request, body: bytes) -> object:
        command = WarehouseCommand.model_validate_json(body)
        self._db.run("UPDATE centra_warehouses SET stock_master = ? WHERE id = ?", (command.stock_master, command.id))
        return command.model_dump(mode="json")
