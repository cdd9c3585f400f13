"""The caller: one operation out, one parsed answer back, and every failure as an error of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from voyado_bis_cli.centra.operations import Operation
from voyado_bis_cli.centra.refusals import TokenName, graphql_failure, http_failure, unexpected
from voyado_bis_cli.centra.reply import Reply
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.transport.model import Answer, Request, RetryPolicy, Transport

A = TypeVar("A", bound=BaseModel)


class Meter(Protocol):
    """Adds up what a run costs of the rate budget that all integrations of a shop share."""

    def add_centra(self, *, complexity: int, mutations: int) -> None:
        """Add one answered operation."""
        ...


@dataclass(frozen=True, slots=True)
class GraphQL:
    """Sends operations to one Centra instance with one token; `token_name` says whose, for messages."""

    transport: Transport
    url: str
    token: str = field(repr=False)
    token_name: TokenName
    meter: Meter

    def ask(self, operation: Operation, variables: Mapping[str, object], answer: type[A]) -> A:
        """Return the data of an operation that fully succeeded.

        Raises AuthError, PermissionMissingError, RefusedError, RateLimitedError or NetworkError. Data that comes
        together with errors is half an answer and not trusted.
        """
        reply = self.reply(operation, variables)
        if reply.errors:
            raise self.failure(operation, reply)
        return self.parsed(operation, reply.data, answer)

    def reply(self, operation: Operation, variables: Mapping[str, object]) -> Reply:
        """Return a GraphQL answer with its errors, for callers that know what to make of them.

        Raises as `ask` does where no GraphQL answer came.
        """
        answer = self.transport.send(self._request(operation, variables))
        reply = _graphql_reply(answer)
        if reply is None:
            raise http_failure(answer, operation=operation, token=self.token_name)
        self.meter.add_centra(complexity=reply.complexity, mutations=int(operation.is_mutation))
        return reply

    def failure(self, operation: Operation, reply: Reply) -> BisError:
        """Return the error that the GraphQL errors of a reply amount to."""
        return graphql_failure(reply, operation=operation, token=self.token_name)

    def parsed(self, operation: Operation, data: Mapping[str, Any] | None, answer: type[A]) -> A:
        """Return `data` as the model `answer`; raises RefusedError(unexpected_answer) where it does not fit."""
        try:
            return answer.model_validate(data)
        except ValidationError as misfit:
            first = misfit.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, ("data", *first["loc"])))
            raise unexpected(operation, f"{where}: {first['msg']}") from None

    def _request(self, operation: Operation, variables: Mapping[str, object]) -> Request:
        return Request(
            system="Centra",
            operation=f"Centra {operation.name}",
            method="POST",
            url=self.url,
            headers={"Authorization": f"Bearer {self.token}"},
            json={"query": operation.document, "variables": dict(variables), "operationName": operation.name},
            policy=RetryPolicy.REPEAT,  # each of our operations reads or sets a state: done twice is done once
        )


def _graphql_reply(answer: Answer) -> Reply | None:
    """Return what GraphQL said, None where the HTTP status alone decides.

    A missing permission comes "usually with HTTP 200": where a 401 or 403 names one, the token itself is good.
    """
    if answer.status not in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return None
    try:
        reply = Reply.model_validate_json(answer.text).model_copy(update={"status": answer.status})
    except ValidationError:
        return None
    executed = reply.data is not None or bool(reply.errors)
    token_is_good = answer.status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST) or any(
        error.permissions for error in reply.errors
    )
    return reply if executed and token_is_good else None
