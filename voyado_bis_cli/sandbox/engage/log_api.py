"""The integration log as JSON: the HTTP source a tenant may have. No public API of Engage reads its log."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voyado_bis_cli.sandbox.engage.gate import Gate
from voyado_bis_cli.sandbox.engage.log import IntegrationLog
from voyado_bis_cli.sandbox.engage.problems import EngageProblem


class IntegrationLogApi:
    """Answers `GET /integration-log?since=` to whoever has the API key."""

    def __init__(self, log: IntegrationLog, gate: Gate) -> None:
        self._log = log
        self._gate = gate

    async def endpoint(self, request: Request) -> Response:
        """Answer one GET with an array of rows, oldest first."""
        try:
            self._gate.check_key(request.headers)
            return JSONResponse(self._log.rows(_moment(request.query_params.get("since"))))
        except EngageProblem as problem:
            return JSONResponse(problem.body, problem.status)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise EngageProblem(400, "The request is not valid.", code="InvalidRequest", invalid=["since: is no moment"])
    return moment
