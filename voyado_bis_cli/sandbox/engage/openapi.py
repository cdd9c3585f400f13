"""The OpenAPI description of this Engage, for clients that are made from one and for whoever wants to read it.

Written from what Voyado publishes and from this tenant's own choices (see the package), not from the code that answers,
so that tests can hold the two against each other.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from voyado_bis_cli import __version__
from voyado_bis_cli.sandbox.engage.bodies import CONTACT_TYPES
from voyado_bis_cli.sandbox.engage.rest import VERSIONS

PATH = "/api/openapi.json"

Json = dict[str, Any]

_ABOUT = """A stand-in for the part of Voyado Engage that back in stock needs. The key is `sandbox-engage-key`.

Send `Content-Type: application/json` with every request, also with GET and DELETE: without it Engage answers 500 with
"An error has occurred". OpenAPI cannot say that, since it ignores a header parameter of this name."""

_TEXT: Json = {"type": "string"}
_FILLED: Json = {"type": "string", "minLength": 1}
_MAYBE: Json = {"type": ["string", "null"]}
_FLAG: Json = {"type": "boolean"}
_GUID: Json = {"type": "string", "format": "uuid"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_INT: Json = {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1}
_UNFIT = r"@\s\x00-\x1f\x7f-\x9f\ufeff"
_EMAIL: Json = {
    "type": "string",
    "pattern": rf"^[^{_UNFIT}]+@[^{_UNFIT}.]+(\.[^{_UNFIT}.]+)+$",
    "examples": ["john-doe@voyado.com"],
}
_SKU: Json = {**_FILLED, "examples": ["1234SIZEM"]}
_LOCALE: Json = {"examples": ["sv-SE"]}
_MARKET: Json = {**_MAYBE, "description": "The market id, as a string.", "examples": ["4"]}


def _object(required: tuple[str, ...], properties: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def _one(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _many(name: str) -> Json:
    return {"type": "array", "items": _one(name)}


_PREFERENCES = {"acceptsEmail": _FLAG, "acceptsSms": _FLAG, "acceptsPostal": _FLAG}
_PERSON = {"firstName": _MAYBE, "lastName": _MAYBE, "mobilePhone": _MAYBE, "countryCode": _MAYBE}

SCHEMAS: Json = {
    "Error": _object(
        (),
        {
            "errorCode": _TEXT,
            "message": _TEXT,
            "messageDetails": _object((), {"multipleMatchesFound": {"type": "array", "items": _GUID}}),
            "validationErrors": {"type": "array", "items": _object(("errorDescription",), {"errorDescription": _TEXT})},
        },
    ),
    "ContactToCreate": _object(
        ("email",),
        {
            "email": _EMAIL,
            "contactType": {"type": "string", "enum": list(CONTACT_TYPES)},
            **_PERSON,
            "preferences": _object((), _PREFERENCES),
        },
    ),
    "Contact": _object(
        ("id", "contactType", "email", "preferences", "isApproved", "createdOn"),
        {
            "id": _GUID,
            "contactType": {"type": "string", "enum": list(CONTACT_TYPES)},
            "email": _TEXT,
            **_PERSON,
            "preferences": _object(tuple(_PREFERENCES), _PREFERENCES),
            "source": _MAYBE,
            "storeExternalId": _MAYBE,
            "isApproved": _FLAG,
            "createdOn": _MOMENT,
        },
    ),
    "SubscriptionToCreate": _object(
        ("contactId", "sku", "locale"),
        {"contactId": _FILLED, "sku": _SKU, "locale": {**_FILLED, **_LOCALE}, "externalId": _MARKET},
    ),
    "Subscription": _object(
        ("id", "contactId", "sku", "locale", "externalId", "createdOn"),
        {"id": _GUID, "contactId": _GUID, "sku": _TEXT, "locale": _TEXT, "externalId": _MAYBE, "createdOn": _MOMENT},
    ),
    "Subscriptions": {
        "description": "Either form: a client has to understand both.",
        "oneOf": [_many("Subscription"), _object(("items",), {"items": _many("Subscription")})],
    },
    "StockLevel": _object(
        ("sku", "quantity"),
        {
            "sku": _SKU,
            "quantity": {**_INT, "description": "Units free to allocate: the current level, never a difference."},
            "locale": {**_MAYBE, **_LOCALE},
            "externalId": _MARKET,
        },
    ),
    "Email": _object(
        ("messageId", "name", "sendDateTime", "source", "messageText"),
        {
            "messageId": _GUID,
            "name": _TEXT,
            "sendDateTime": _MOMENT,
            "type": _TEXT,
            "source": {"type": "string", "enum": ["Automation", "Manual"]},
            "isTransactional": _FLAG,
            "status": _TEXT,
            "messageLink": _TEXT,
            "messageText": {"type": "string", "description": "The subject."},
        },
    ),
    "Emails": _object(("count", "items"), {"count": {**_INT, "minimum": 0}, "items": _many("Email")}),
}

_CONTACT_ID: Json = {"name": "contactId", "in": "path", "required": True, "schema": _FILLED}
_SUBSCRIPTION_ID: Json = {"name": "subscriptionId", "in": "path", "required": True, "schema": _FILLED}
_BY_EMAIL: list[Json] = [
    {"name": "email", "in": "query", "required": True, "schema": _EMAIL},
    {"name": "contactType", "in": "query", "schema": _TEXT},
]
_COUNT: Json = {
    "name": "count",
    "in": "query",
    "description": "100 unless told.",
    "schema": {"type": "integer", "minimum": 1},
}


def description() -> Json:
    """Return the whole description, both versions of the API in it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Voyado Engage (sandbox)", "version": __version__, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"apikey": []}],
        "paths": {f"/api/{version}{path}": calls for version in VERSIONS for path, calls in _paths(version).items()},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"apikey": {"type": "apiKey", "in": "header", "name": "apikey"}},
        },
    }


def openapi_routes() -> list[BaseRoute]:
    """Return the route of the description; it is the sandbox's own and needs no key."""

    async def answer(_request: Request) -> Response:
        return JSONResponse(description())

    return [Route(PATH, answer)]


def _paths(version: str) -> Json:
    emails = "emailmessages" if version == "v3" else "messages/latest"
    subscriptions = "/inventory/backinstock/subscriptions"
    level, levels = _one("StockLevel"), {"type": "array", "items": _one("StockLevel")}
    return {
        "/contacts/count": {"get": _call("How many contacts there are", _answer(200, {**_INT, "minimum": 0}))},
        "/contacts/id": {
            "get": _call("The id of the contact with this email", _answer(200, _GUID), 400, 404, 409, takes=_BY_EMAIL)
        },
        "/contacts": {
            "post": _call(
                "Create a contact",
                _answer(201, _one("Contact")),
                *(400, 409),
                takes=_origin("query" if version == "v3" else "header"),
                body=_one("ContactToCreate"),
            )
        },
        "/contacts/{contactId}": {
            "parameters": [_CONTACT_ID],
            "get": _call("A contact", _answer(200, _one("Contact")), 404),
        },
        "/contacts/{contactId}/backinstock/subscriptions": {
            "parameters": [_CONTACT_ID],
            "get": _call("What a contact waits for", _answer(200, _one("Subscriptions")), 404),
        },
        f"/contacts/{{contactId}}/{emails}": {
            "parameters": [_CONTACT_ID],
            "get": _call("Emails sent, newest first", _answer(200, _one("Emails")), 400, 404, takes=[_COUNT]),
        },
        subscriptions: {
            "post": _call(
                "Let a contact wait for a SKU",
                _answer(201, _one("Subscription")),
                *(400, 404),
                body=_one("SubscriptionToCreate"),
            )
        },
        f"{subscriptions}/{{subscriptionId}}": {
            "parameters": [_SUBSCRIPTION_ID],
            "delete": _call("Let a contact wait no more", _answer(204), 404),
        },
        "/inventory/stock-levels": {"put": _call("The stock of a SKU", _answer(200), 400, body=level)},
        "/inventory/stock-levels/batch": {"put": _call("The stock of several SKUs", _answer(200), 400, body=levels)},
    }


def _call(
    summary: str, answers: Json, *refusals: int, takes: list[Json] | None = None, body: Json | None = None
) -> Json:
    call: Json = {"summary": summary, "responses": {**answers, **_refusals(*refusals, 401, 429, 500)}}
    if takes is not None:
        call["parameters"] = takes
    if body is not None:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return call


def _answer(status: int, schema: Json | None = None) -> Json:
    if schema is None:
        return {str(status): {"description": "Done; the body is empty"}}
    return {str(status): {"description": "Done", "content": {"application/json": {"schema": schema}}}}


_WHY = {
    400: "It is not valid",
    401: "The key is missing or wrong",
    404: "There is none",
    409: "There are several, or one like it already",
    429: "More than 200 requests in a second",
    500: "The request has no Content-Type",
}


def _refusals(*statuses: int) -> Json:
    error = {"application/json": {"schema": _one("Error")}}
    return {str(status): {"description": _WHY[status], "content": error} for status in statuses}


def _origin(place: str) -> list[Json]:
    """Return where a contact comes from; version 3 reads it from the query, version 2 from headers (published)."""
    names = ("source", "storeExternalId", "createAsUnapproved")
    return [{"name": name, "in": place, "schema": _TEXT} for name in names]
