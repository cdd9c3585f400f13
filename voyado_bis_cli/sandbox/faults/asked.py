"""What a request asks for, as far as faults tell requests apart by it."""

import json
from dataclasses import dataclass

from graphql import FieldNode, GraphQLError, OperationDefinitionNode, get_operation_ast, parse
from starlette.requests import Request
from starlette.types import Scope

GRAPHQL_PATH = "/graphql"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `operation` is the name of its GraphQL operation, `operations` that name and its root fields."""

    method: str
    path: str
    token: str | None = None
    operation: str | None = None
    operations: tuple[str, ...] = ()


def asked(scope: Scope, body: bytes) -> Asked:
    """Read a request."""
    method, path = scope["method"], scope["path"]
    if path != GRAPHQL_PATH:
        return Asked(method, path)
    operation = _operation(body)
    if operation is None:
        return Asked(method, path, _token(scope))
    name = operation.name.value if operation.name else None
    fields = [each.name.value for each in operation.selection_set.selections if isinstance(each, FieldNode)]
    return Asked(method, path, _token(scope), name, (*([name] if name else []), *fields))


def _operation(body: bytes) -> OperationDefinitionNode | None:
    """Return the operation to be executed; None where the endpoint will have to refuse the request."""
    try:
        sent = json.loads(body)
        return get_operation_ast(parse(sent["query"]), sent.get("operationName"))
    except (ValueError, TypeError, KeyError, GraphQLError):
        return None


def _token(scope: Scope) -> str | None:
    request = Request(scope)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.cookies.get("graphql-access")
