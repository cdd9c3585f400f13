"""The control API of Centra's rate limits."""

from pydantic import Field
from starlette.requests import Request

from voyado_bis_cli.sandbox.centra.rate_limits import Measure, RateLimits, RetryAfterFormat, Window
from voyado_bis_cli.sandbox.control_endpoint import Command, ControlTable


class LimitsCommand(Command):
    """Switch limits on (with full buckets) or off, choose the format of `Retry-After`, say what is used of a quota."""

    on: bool | None = None
    retry_after: RetryAfterFormat | None = None
    used: dict[Measure, dict[Window, int]] = Field(default_factory=dict)


class LimitsApi:
    """Shows and changes the rate limits."""

    def __init__(self, limits: RateLimits) -> None:
        self._limits = limits

    def table(self) -> ControlTable:
        """Return method, path and handler of each endpoint."""
        return (("GET", "/rate-limits", self._show), ("POST", "/rate-limits", self._change))

    def _show(self, _request: Request, _body: bytes) -> object:
        limits = self._limits
        return {"on": limits.on, "retry_after": limits.retry_after.value, "limits": limits.documents()}

    def _change(self, request: Request, body: bytes) -> object:
        command = LimitsCommand.model_validate_json(body)
        if command.on is not None:
            self._limits.on = command.on
            self._limits.refill()
        if command.retry_after is not None:
            self._limits.retry_after = command.retry_after
        for measure, windows in command.used.items():
            for window, used in windows.items():
                self._limits.use(measure, window, used)
        return self._show(request, body)
