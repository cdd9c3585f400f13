"""The GraphQL endpoint: who asks, is it a query, what comes back, under which HTTP status (contract: HTTP status)."""

import json
from collections.abc import Iterable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
    execute_sync,
    get_operation_ast,
    get_variable_values,
)
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from voyado_bis_cli.sandbox.centra.context import Context
from voyado_bis_cli.sandbox.centra.event_queue import EventQueue
from voyado_bis_cli.sandbox.centra.nodes import Nodes
from voyado_bis_cli.sandbox.centra.problems import is_authorization, permission_missing
from voyado_bis_cli.sandbox.centra.rate_limits import Cost, RateLimits
from voyado_bis_cli.sandbox.centra.schema import KINDS, centra_schema, checked, type_of
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.centra.survey import Survey, survey
from voyado_bis_cli.sandbox.centra.tokens import Caller, caller_of
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.settings import Settings

APP_VERSION = "v1.60.0"
"""The newest version of the API whose reference the SDL was taken from."""

Answer = tuple[int, dict[str, Any], str | None]
"""HTTP status, JSON body, and the operation's name where it has one."""


class _BadRequestError(Exception):
    """HTTP 400: not JSON, no query, or one that does not fit the schema."""

    def __init__(self, errors: Iterable[GraphQLError], operation: str | None = None) -> None:
        super().__init__("bad request")
        self.errors = tuple(errors)
        self.operation = operation


class TooManyRequestsError(Exception):
    """HTTP 429: the value of `Retry-After`, and the name of the operation that was refused."""

    def __init__(self, retry_after: str, operation: str | None) -> None:
        super().__init__("Too many requests.")
        self.retry_after = retry_after
        self.operation = operation


def execute(
    db: Database,
    clock: SandboxClock,
    settings: Settings,
    token: str | None,
    body: bytes,
    limits: RateLimits | None = None,
) -> Answer:
    """Answer one GraphQL request of the token's holder; an error of the stand-in itself is raised, not answered.

    Raises TooManyRequestsError where its `limits` are reached.
    """
    limits = limits or RateLimits(clock)
    caller = caller_of(db, clock, token)
    if caller is None:
        return 403, _errors([GraphQLError("Access denied: this token is missing, unknown or expired.")]), None
    try:
        query = _Query(body)
    except _BadRequestError as problem:
        _admit(limits, Cost(), problem.operation)
        return 400, _errors(problem.errors), problem.operation
    found = survey(centra_schema(), query.document, query.operation, query.variables)
    _admit(limits, Cost(found.complexity, query.mutations), query.name)
    if settings.auth_errors == "all" and (missing := _missing_permissions(found, caller)):
        return 200, _answer(ExecutionResult(None, missing), found), query.name
    result = _executed(query, _context(db, clock, caller, limits))
    return 200, _answer(result, found), query.name


def centra_routes(
    db: Database, clock: SandboxClock, settings: Settings, limits: RateLimits | None = None
) -> list[Route]:
    """Return the routes of Centra; the work is done inline, since one thread owns the database.

    Only POST is served (405 otherwise). `request.state.operation` is the operation's name for who looks on.
    """

    async def graphql(request: Request) -> Response:
        try:
            status, answer, operation = execute(db, clock, settings, _token(request), await request.body(), limits)
        except TooManyRequestsError as problem:
            request.state.operation = problem.operation
            return JSONResponse(_errors([GraphQLError(str(problem))]), 429, {"Retry-After": problem.retry_after})
        request.state.operation = operation
        return JSONResponse(answer, status)

    return [Route("/graphql", graphql, methods=["POST"])]


class _Query:
    """A query that fits the schema: its document, operation and coerced variables."""

    document: DocumentNode
    operation: OperationDefinitionNode
    variables: VariableValues

    def __init__(self, body: bytes) -> None:
        self._sent = _sent(body)
        self.name: str | None = self._sent.get("operationName")
        document = checked(self._sent["query"])
        if isinstance(document, tuple):
            raise _BadRequestError(document, self.name)
        operation = get_operation_ast(document, self.name)
        if operation is None:
            raise _BadRequestError([GraphQLError(f"Unknown or missing operation: {self.name!r}.")], self.name)
        self.name = operation.name.value if operation.name else None
        variables = get_variable_values(centra_schema(), operation.variable_definitions or (), self.raw_variables)
        if isinstance(variables, list):
            raise _BadRequestError(variables, self.name)
        self.document, self.operation, self.variables = document, operation, variables

    @property
    def mutations(self) -> int:
        """How many mutations it holds: one per root field."""
        is_mutation = self.operation.operation is OperationType.MUTATION
        return len(self.operation.selection_set.selections) if is_mutation else 0

    @property
    def raw_variables(self) -> dict[str, Any]:
        """The variables as they were sent."""
        return self._sent.get("variables") or {}


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except ValueError as problem:
        raise _BadRequestError([GraphQLError("The request body is not JSON.")]) from problem
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        raise _BadRequestError([GraphQLError("The request body has no query.")])
    if not isinstance(sent.get("variables") or {}, dict):
        raise _BadRequestError([GraphQLError("variables must be an object.")])
    if not isinstance(sent.get("operationName"), str | None):
        raise _BadRequestError([GraphQLError("operationName must be a string.")])
    return sent


def _admit(limits: RateLimits, cost: Cost, operation: str | None) -> None:
    if (retry_after := limits.refusal(cost)) is not None:
        raise TooManyRequestsError(retry_after, operation)


def _missing_permissions(found: Survey, caller: Caller) -> list[GraphQLError]:
    """Return an error for each place of the document that the caller may not read, fields that merge once."""
    needs = {(need.path, need.permission): need for need in found.needs if not caller.may(need.permission)}
    return [
        permission_missing(need.permission, need.field_name, node=need.node, path=need.path) for need in needs.values()
    ]


def _context(db: Database, clock: SandboxClock, caller: Caller, limits: RateLimits) -> Context:
    return Context(caller, db, Nodes(db, KINDS), EventQueue(db, clock), Stockroom(db, clock), limits)


def _executed(query: _Query, context: Context) -> ExecutionResult:
    result = execute_sync(
        centra_schema(),
        query.document,
        root_value={},
        context_value=context,
        variable_values=query.raw_variables,
        operation_name=query.name,
        type_resolver=type_of,
    )
    errors = result.errors or []
    for error in errors:
        if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
            raise error.original_error
    if result.data is None:
        errors = _with_first_authorization_error(errors)
    return ExecutionResult(result.data, errors or None)


def _with_first_authorization_error(errors: list[GraphQLError]) -> list[GraphQLError]:
    """Keep what aborted the answer: of several missing permissions the first is named (contract: Permissions)."""
    first = next((error for error in errors if is_authorization(error)), None)
    return [error for error in errors if error is first or not is_authorization(error)]


def _answer(result: ExecutionResult, found: Survey) -> dict[str, Any]:
    answer: dict[str, Any] = _errors(result.errors) if result.errors else {}
    return {**answer, "data": result.data, "extensions": {**found.extensions(), "appVersion": APP_VERSION}}


def _errors(errors: Iterable[GraphQLError]) -> dict[str, Any]:
    return {"errors": [error.formatted for error in errors]}


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.cookies.get("graphql-access")
