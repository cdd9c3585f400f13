"""Engage's stand-in and its OpenAPI description, held against each other by schemathesis."""

from typing import Any, TypeAlias

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from voyado_bis_cli.sandbox.engage.openapi import PATH, description

HEADERS = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}
CONFORMS = [status_code_conformance, content_type_conformance, response_schema_conformance]
FAST = settings(
    max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
AnyCase: TypeAlias = Case[Any]

load_all_checks()


def operations() -> list[Operation]:
    schema: BaseSchema = schemathesis.openapi.from_dict(description())
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def of_both_versions() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)


@pytest.fixture
def session() -> Any:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def contact(sandbox: Any) -> str:
    return str(sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com"})["id"])


def write_whole_numbers_as_such(body: Any) -> None:
    """To JSON Schema 69.0 is an integer; to this Engage it is none."""
    for level in body if isinstance(body, list) else [body]:
        if isinstance(level, dict) and "quantity" in level:
            level["quantity"] = int(level["quantity"])


def has_wrong_body(case: AnyCase) -> bool:
    body = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    return body is not None and body.mode.is_negative


def check(case: AnyCase, sandbox: Any, session: Any, checks: list[Any]) -> None:
    response = case.call(base_url=sandbox.url, session=session, headers=HEADERS)
    case.validate_response(response, checks=checks)


@of_both_versions()
def test_what_the_description_allows_is_answered_as_described(
    operation: Operation, sandbox: Any, session: Any, contact: str
) -> None:
    @FAST
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), known=st.booleans())
    def holds(case: AnyCase, known: bool) -> None:
        if known and "contactId" in case.path_parameters:
            case.path_parameters["contactId"] = contact
        if known and isinstance(case.body, dict) and "contactId" in case.body:
            case.body["contactId"] = contact
        write_whole_numbers_as_such(case.body)
        check(case, sandbox, session, [not_a_server_error, positive_data_acceptance, *CONFORMS])

    holds()


@of_both_versions()
def test_what_the_description_forbids_is_refused_as_described(operation: Operation, sandbox: Any, session: Any) -> None:
    @FAST
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def holds(case: AnyCase) -> None:
        must_refuse = [negative_data_rejection] if has_wrong_body(case) else []  # unknown parameters are ignored
        check(case, sandbox, session, [not_a_server_error, *must_refuse, *CONFORMS])

    holds()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"apikey": "sandbox-engage-key"}, 500), ({"Content-Type": "application/json"}, 401), ({"apikey": "wrong"}, 401)],
)
def test_a_request_without_its_headers_is_refused_as_described(
    sandbox: Any, session: Any, headers: dict[str, str], status: int
) -> None:
    (operation,) = [found for found in operations() if found.label == "GET /api/v3/contacts/count"]
    case = operation.Case()

    response = session.get(f"{sandbox.url}/api/v3/contacts/count", headers=headers)

    assert response.status_code == status
    case.validate_response(response, checks=CONFORMS)


def test_the_description_is_served_to_anybody_and_stands_in_no_journal(sandbox: Any) -> None:
    answer = sandbox.http.get(PATH)

    assert answer.json() == description()
    assert answer.json()["openapi"] == "3.1.0"
    assert sandbox.journal() == []


def test_every_call_that_back_in_stock_needs_is_described() -> None:
    assert sorted(operation.label for operation in operations()) == sorted(
        f"{method} /api/{version}{path}"
        for version, emails in (("v2", "messages/latest"), ("v3", "emailmessages"))
        for method, path in (
            ("GET", "/contacts/count"),
            ("GET", "/contacts/id"),
            ("POST", "/contacts"),
            ("GET", "/contacts/{contactId}"),
            ("GET", "/contacts/{contactId}/backinstock/subscriptions"),
            ("GET", f"/contacts/{{contactId}}/{emails}"),
            ("POST", "/inventory/backinstock/subscriptions"),
            ("DELETE", "/inventory/backinstock/subscriptions/{subscriptionId}"),
            ("PUT", "/inventory/stock-levels"),
            ("PUT", "/inventory/stock-levels/batch"),
        )
    )
