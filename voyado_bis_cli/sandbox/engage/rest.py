"""Engage's REST API, versions 2 and 3, over HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.bodies import CONTACT, STOCK_LEVEL, STOCK_LEVELS, SUBSCRIPTION, parsed
from voyado_bis_cli.sandbox.engage.contacts import Origin
from voyado_bis_cli.sandbox.engage.gate import Gate
from voyado_bis_cli.sandbox.engage.log import Kind, Level
from voyado_bis_cli.sandbox.engage.problems import EngageProblem
from voyado_bis_cli.sandbox.engage.tenant import Tenant

VERSIONS = ("v2", "v3")
_EMAILS_BY_DEFAULT = 100
_EMAILS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read to its end."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Handler = Callable[[Call], Response]


class EngageApi:
    """The calls of one API version; each handler runs in one transaction, or not at all."""

    def __init__(self, db: Database, tenant: Tenant, gate: Gate, *, version: str, wrapped_lists: bool) -> None:
        self._db = db
        self._tenant = tenant
        self._gate = gate
        self._version = version
        self._wrapped_lists = wrapped_lists

    def routes(self) -> list[BaseRoute]:
        """Return the version's routes, the last of which refuses what is not simulated."""
        emails = "emailmessages" if self._version == "v3" else "messages/latest"
        subscriptions = "/inventory/backinstock/subscriptions"
        table: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "/contacts/count", self._count_contacts),
            ("GET", "/contacts/id", self._find_contact),
            ("POST", "/contacts", self._create_contact),
            ("GET", "/contacts/{contact_id}", self._show_contact),
            ("GET", "/contacts/{contact_id}/backinstock/subscriptions", self._list_subscriptions),
            ("GET", f"/contacts/{{contact_id}}/{emails}", self._list_emails),
            ("POST", subscriptions, self._subscribe),
            ("DELETE", f"{subscriptions}/{{subscription_id}}", self._unsubscribe),
            ("PUT", "/inventory/stock-levels", self._receive_level),
            ("PUT", "/inventory/stock-levels/batch", self._receive_levels),
        )
        known = [Route(path, self._endpoint(handler), methods=[method]) for method, path, handler in table]
        rest = Route("/{path:path}", self._endpoint(_not_simulated), methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
        return [Mount(f"/api/{self._version}", routes=[*known, rest])]

    def _endpoint(self, handler: Handler) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            try:
                self._gate.admit(request.headers)
                with self._db.transaction():
                    return handler(Call(request.path_params, request.query_params, request.headers, body))
            except EngageProblem as problem:
                self._note_refusal(request, problem)
                return JSONResponse(problem.body, problem.status)

        return endpoint

    def _note_refusal(self, request: Request, problem: EngageProblem) -> None:
        """Log a refused change; a refused look-up is an answer like any other."""
        if request.method != "GET":
            message = f"{request.method} {request.url.path} refused with {problem.status}: {problem.message}"
            self._tenant.log.write(Kind.REQUEST, message, level=Level.WARNING)

    def _count_contacts(self, _call: Call) -> Response:
        return JSONResponse(self._tenant.contacts.count())

    def _find_contact(self, call: Call) -> Response:
        return JSONResponse(
            self._tenant.contacts.id_of(call.query.get("email", ""), call.query.get("contactType") or None)
        )

    def _show_contact(self, call: Call) -> Response:
        return JSONResponse(self._tenant.contacts.document(call.path["contact_id"]))

    def _create_contact(self, call: Call) -> Response:
        body = parsed(CONTACT, call.body)
        # v3 reads these from the query and ignores them as headers; v2 knew them as headers only
        given = call.query if self._version == "v3" else call.headers
        origin = Origin(
            source=given.get("source"),
            store_external_id=given.get("storeExternalId"),
            approved=given.get("createAsUnapproved", "").lower() != "true",
        )
        contact = self._tenant.contacts.create(body, origin)
        return JSONResponse(self._tenant.contacts.document(contact.id), 201)

    def _list_subscriptions(self, call: Call) -> Response:
        contact = self._tenant.contacts.get(call.path["contact_id"])
        found = [subscription.document for subscription in self._tenant.subscriptions.of_contact(contact.id)]
        return JSONResponse({"items": found} if self._wrapped_lists else found)

    def _subscribe(self, call: Call) -> Response:
        body = parsed(SUBSCRIPTION, call.body)
        contact = self._tenant.contacts.get(body.contactId)
        subscription = self._tenant.subscriptions.add(contact.id, body.sku, body.locale, body.externalId)
        return JSONResponse(subscription.document, 201)

    def _unsubscribe(self, call: Call) -> Response:
        self._tenant.subscriptions.delete(call.path["subscription_id"])
        return Response(status_code=204)

    def _receive_level(self, call: Call) -> Response:
        self._tenant.levels.receive(parsed(STOCK_LEVEL, call.body))
        return Response()

    def _receive_levels(self, call: Call) -> Response:
        for level in parsed(STOCK_LEVELS, call.body):
            self._tenant.levels.receive(level)
        return Response()

    def _list_emails(self, call: Call) -> Response:
        contact = self._tenant.contacts.get(call.path["contact_id"])
        found = self._tenant.emails.sent_to(contact.id, email_count(call.query.get("count")))
        return JSONResponse({"count": len(found), "items": found})


def email_count(asked: str | None) -> int:
    """Return how many emails to show: 100 unless asked, at most 500 (published); no number is refused with 400."""
    if asked is None:
        return _EMAILS_BY_DEFAULT
    if not asked.isdecimal() or int(asked) == 0:
        raise EngageProblem(400, "The request is not valid.", code="InvalidRequest", invalid=["count: is no number"])
    return min(int(asked), _EMAILS_AT_MOST)


def _not_simulated(call: Call) -> Response:
    raise EngageProblem(501, f"The sandbox does not simulate /{call.path['path']}.", code="NotSimulated")
