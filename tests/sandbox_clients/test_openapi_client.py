"""schemathesis as an OpenAPI-driven client: it knows of Engage what the served description says, and nothing else."""

from typing import Any

import pytest
import schemathesis

HEADERS = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_back_in_stock_from_contact_to_email(sandbox: Any, version: str) -> None:
    api = schemathesis.openapi.from_url(f"{sandbox.url}/api/openapi.json")

    def call(method: str, path: str, **parts: Any) -> Any:
        case = api[f"/api/{version}{path}"][method].Case(**parts)
        response = case.call_and_validate(headers=HEADERS)
        return response.json() if response.content else None

    contact = call("POST", "/contacts", body={"email": "john-doe@voyado.com"}, query={"source": "shop"})["id"]
    wish = {"contactId": contact, "sku": "1234SIZEM", "locale": "sv-SE", "externalId": "4"}
    subscription = call("POST", "/inventory/backinstock/subscriptions", body=wish)
    of_contact = {"path_parameters": {"contactId": contact}}

    assert call("GET", "/contacts/count") == 1
    assert call("GET", "/contacts/id", query={"email": "john-doe@voyado.com"}) == contact
    assert call("GET", "/contacts/{contactId}", **of_contact)["email"] == "john-doe@voyado.com"
    assert call("GET", "/contacts/{contactId}/backinstock/subscriptions", **of_contact) == [subscription]

    levels = [{"sku": "1234SIZEM", "quantity": 3, "externalId": market} for market in ("4", "5")]
    call("PUT", "/inventory/stock-levels/batch", body=levels)

    emails = "messages/latest" if version == "v2" else "emailmessages"
    found = call("GET", f"/contacts/{{contactId}}/{emails}", **of_contact, query={"count": 5})
    assert [email["messageText"] for email in found["items"]] == ["Back in stock: Linen shirt White M"]
    assert call("GET", "/contacts/{contactId}/backinstock/subscriptions", **of_contact) == []
