"""The control API of faults."""

from starlette.requests import Request

from voyado_bis_cli.sandbox.control_endpoint import ControlTable
from voyado_bis_cli.sandbox.faults.model import FAULT
from voyado_bis_cli.sandbox.faults.standing import StandingFaults


class FaultsApi:
    """Adds, shows and clears faults."""

    def __init__(self, faults: StandingFaults) -> None:
        self._faults = faults

    def table(self) -> ControlTable:
        """Return method, path and handler of each endpoint."""
        return (
            ("GET", "/faults", self._show),
            ("POST", "/faults", self._add),
            ("DELETE", "/faults", self._clear),
            ("DELETE", "/faults/{number:int}", self._clear_one),
        )

    def _show(self, _request: Request, _body: bytes) -> object:
        return {"faults": self._faults.documents()}

    def _add(self, _request: Request, body: bytes) -> object:
        return self._faults.add(FAULT.validate_json(body)).document()

    def _clear(self, _request: Request, _body: bytes) -> object:
        return {"cleared": self._faults.clear()}

    def _clear_one(self, request: Request, _body: bytes) -> object:
        return {"cleared": self._faults.clear(request.path_params["number"])}
