"""The control API of bulk seeding."""

from pydantic import Field
from starlette.requests import Request

from voyado_bis_cli.sandbox.centra.bulk import Bulk, BulkSeeder
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.control_endpoint import Command, ControlTable
from voyado_bis_cli.sandbox.database import Database


class SeedCommand(Command):
    """How much to make; as `Bulk`."""

    events: int = Field(ge=0, le=1_000_000)
    skus: int = Field(default=100, ge=1, le=100_000)
    markets: int = Field(default=0, ge=0, le=200)
    warehouses: tuple[int, ...] = (1,)
    integration: str | None = None
    seed: int = 0


class SeedApi:
    """Makes many events at once."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._seeder = BulkSeeder(db, clock)

    def table(self) -> ControlTable:
        """Return method, path and handler of each endpoint."""
        return (("POST", "/seed", self._make),)

    def _make(self, _request: Request, body: bytes) -> object:
        command = SeedCommand.model_validate_json(body)
        self._seeder.make(Bulk(**command.model_dump()))
        return command.model_dump(mode="json")
