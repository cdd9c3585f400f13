"""The control API below `/_sandbox`: look at the sandbox, change what no API changes, and start over.

It is the sandbox's own, needs no key and is not in the request journal. A body that does not fit gives 400 with
`{"error"}`, and so does what the shop refuses.
"""

from datetime import datetime

from pydantic import AwareDatetime, Field
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route

from voyado_bis_cli import __version__
from voyado_bis_cli.sandbox.centra.shop import RETURNS_WAREHOUSE
from voyado_bis_cli.sandbox.control_endpoint import Command, ControlTable, endpoint_of
from voyado_bis_cli.sandbox.engage.automation import Automation
from voyado_bis_cli.sandbox.engage.bodies import ContactBody, PreferencesBody
from voyado_bis_cli.sandbox.engage.choices import Allowlist
from voyado_bis_cli.sandbox.faults.api import FaultsApi
from voyado_bis_cli.sandbox.guide import SEED
from voyado_bis_cli.sandbox.limits_api import LimitsApi
from voyado_bis_cli.sandbox.messages import CONTROL_PATH
from voyado_bis_cli.sandbox.seed_api import SeedApi
from voyado_bis_cli.sandbox.setup_api import SetupApi
from voyado_bis_cli.sandbox.world import World


class OrderCommand(Command):
    """An order of units per SKU in a market."""

    market: int
    lines: dict[str, int]


class ReturnCommand(Command):
    """Units per SKU of an order that come back into a warehouse."""

    order: int
    lines: dict[str, int]
    warehouse: int = RETURNS_WAREHOUSE


class ClockCommand(Command):
    """Hold time still (now or at a moment) or let it go, then move it forward by seconds."""

    freeze: bool | AwareDatetime | None = None
    advance: float = Field(default=0, ge=0)


class ContactCommand(Command):
    """A contact as a test wants it."""

    email: str
    type: str = "Member"
    accepts_email: bool = False


class PurchaseCommand(Command):
    """A contact, by its id, bought a SKU just now."""

    contact_id: str
    sku: str


class JournalQuery(Command):
    """Which entries of the request journal to show."""

    path: str | None = None
    operation: str | None = None
    since_id: int | None = None
    limit: int = Field(default=100, ge=1, le=1000)


class ControlApi:
    """The endpoints; each does one thing and answers with what is so now."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._choices = world.tenant.choices

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the control API."""
        table: ControlTable = (
            ("GET", "/state", self._state),
            ("POST", "/reset", self._reset),
            ("GET", "/journal", self._journal),
            ("GET", "/automation", self._automation),
            ("POST", "/automation", self._change_automation),
            ("GET", "/allowlist", self._allowlist),
            ("PUT", "/allowlist", self._replace_allowlist),
            ("POST", "/orders", self._place_order),
            ("POST", "/orders/{number:int}/cancel", self._cancel_order),
            ("DELETE", "/orders/{number:int}", self._cancel_order),
            ("POST", "/returns", self._complete_return),
            ("GET", "/clock", self._clock),
            ("POST", "/clock", self._set_clock),
            ("POST", "/contacts", self._create_contact),
            ("POST", "/purchases", self._note_purchase),
            *FaultsApi(self._world.faults).table(),
            *LimitsApi(self._world.limits).table(),
            *SeedApi(self._world.db, self._world.clock).table(),
            *SetupApi(self._world.db).table(),
        )
        routes = [Route(path, endpoint_of(handler), methods=[method]) for method, path, handler in table]
        return [Route(CONTROL_PATH, endpoint_of(self._identity), methods=["GET"]), Mount(CONTROL_PATH, routes=routes)]

    def _identity(self, _request: Request, _body: bytes) -> object:
        return {"sandbox": "voyado-bis-cli", "version": __version__, "seed": SEED}

    def _state(self, _request: Request, _body: bytes) -> object:
        return self._world.state()

    def _reset(self, request: Request, body: bytes) -> object:
        self._world.reset()
        return self._identity(request, body)

    def _journal(self, request: Request, _body: bytes) -> object:
        query = JournalQuery.model_validate(dict(request.query_params))
        return {"entries": self._world.journal.entries(**query.model_dump())}

    def _automation(self, _request: Request, _body: bytes) -> object:
        return self._choices.automation.model_dump(mode="json")

    def _change_automation(self, request: Request, body: bytes) -> object:
        asked = Automation.model_validate_json(body)
        changes = asked.model_dump(include=asked.model_fields_set)
        self._choices.choose(Automation.model_validate({**self._choices.automation.model_dump(), **changes}))
        return self._automation(request, body)

    def _allowlist(self, _request: Request, _body: bytes) -> object:
        return self._choices.allowlist.model_dump(mode="json")

    def _replace_allowlist(self, request: Request, body: bytes) -> object:
        self._choices.choose(Allowlist.model_validate_json(body))
        return self._allowlist(request, body)

    def _place_order(self, _request: Request, body: bytes) -> object:
        command = OrderCommand.model_validate_json(body)
        return {"order": self._world.shop.place_order(command.market, command.lines)}

    def _cancel_order(self, request: Request, _body: bytes) -> object:
        number: int = request.path_params["number"]
        self._world.shop.cancel_order(number)
        return {"order": number}

    def _complete_return(self, _request: Request, body: bytes) -> object:
        command = ReturnCommand.model_validate_json(body)
        return {"return": self._world.shop.complete_return(command.order, command.lines, command.warehouse)}

    def _clock(self, _request: Request, _body: bytes) -> object:
        return {"now": self._world.clock.now().isoformat(), "frozen": self._world.clock.frozen}

    def _set_clock(self, request: Request, body: bytes) -> object:
        command = ClockCommand.model_validate_json(body)
        if command.freeze is False:
            self._world.clock.resume()
        elif command.freeze is not None:
            self._world.clock.freeze(command.freeze if isinstance(command.freeze, datetime) else None)
        self._world.clock.advance(command.advance)
        return self._clock(request, body)

    def _create_contact(self, _request: Request, body: bytes) -> object:
        command = ContactCommand.model_validate_json(body)
        preferences = PreferencesBody(acceptsEmail=command.accepts_email)
        contacts = self._world.tenant.contacts
        contact = contacts.create(ContactBody(email=command.email, contactType=command.type, preferences=preferences))
        return contacts.document(contact.id)

    def _note_purchase(self, _request: Request, body: bytes) -> object:
        command = PurchaseCommand.model_validate_json(body)
        self._world.tenant.contacts.note_purchase(self._world.tenant.contacts.get(command.contact_id).id, command.sku)
        return command.model_dump()
