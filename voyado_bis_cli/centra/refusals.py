"""Centra's ways of saying no, as errors that tell an integrator what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Literal

from voyado_bis_cli.centra.operations import Operation
from voyado_bis_cli.centra.reply import GraphQLError, Remark, Reply
from voyado_bis_cli.domain.permission import TOOLKIT_TOKEN, RequiredBy
from voyado_bis_cli.errors import (
    AuthError,
    BisError,
    ErrorCode,
    NetworkError,
    PermissionMissingError,
    RateLimitedError,
    RefusedError,
)
from voyado_bis_cli.transport.model import Answer
from voyado_bis_cli.transport.retry_after import resume_time

TokenName = Literal["voyado", "toolkit"]
"""Which of the two tokens asks: the one handed to Voyado, or the toolkit's own."""

_WHOSE: Mapping[TokenName, str] = {"voyado": "Voyado's token", "toolkit": "the toolkit's token"}
_SETTING: Mapping[TokenName, str] = {
    "voyado": "centra.voyado_token (BIS_CENTRA_VOYADO_TOKEN)",
    "toolkit": "centra.token (BIS_CENTRA_TOKEN)",
}
_WHO_ASKS: Mapping[RequiredBy, str] = {
    RequiredBy.GUIDE: "The guide asks for it in 'Configuring API token in Centra'.",
    RequiredBy.CENTRA: "Centra asks for it wherever a token handles events.",
    RequiredBy.TOOLKIT: "The toolkit's own token needs it; Voyado's does not.",
}
_KNOWN = {permission.name: permission for permission in TOOLKIT_TOKEN}
_CLIENT_CLOSED = 499
"""From here on the fault is the server's: it lost the connection (499) or failed (500 and above)."""
_CHECK_URL = "Check that centra.url is the API's own address and ends in /graphql."


def http_failure(answer: Answer, *, operation: Operation, token: TokenName) -> BisError:
    """Return the error for an answer that is no GraphQL answer, by its HTTP status.

    `details` holds the operation, the status and how the body begins. Statuses: contract, "HTTP status and errors".
    """
    details = {"operation": operation.name, "status": answer.status, "excerpt": answer.text[:200]}
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return AuthError(
            f"Centra does not accept {_WHOSE[token]} (HTTP {answer.status}): it is unknown or has expired.",
            hint="A Centra token lives 30 days unless changed. Make a new one in Centra under System > API Tokens and "
            f"set it as {_SETTING[token]}.",
            details=details,
        )
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        resume_at = resume_time(answer.headers.get("retry-after", ""), answer.received)
        return RateLimitedError(
            "Centra's rate budget is used up (HTTP 429); it is shared with every other integration of the shop.",
            hint="Wait until the budget has refilled, then run the command again.",
            details={**details, "resume_at": resume_at.isoformat() if resume_at else None},
        )
    if answer.status >= _CLIENT_CLOSED:
        return NetworkError(
            f"Centra failed to answer {operation.name} (HTTP {answer.status}).",
            code=ErrorCode.SERVER_ERROR,
            hint="The fault is on Centra's side: try again later.",
            may_have_arrived=operation.is_mutation,
            details=details,
        )
    return _refused_by_status(answer, operation, details)


def _refused_by_status(answer: Answer, operation: Operation, details: Mapping[str, object]) -> RefusedError:
    if answer.status == HTTPStatus.OK:
        looks = "it is an HTML page" if answer.text.lstrip().startswith("<") else "it is no GraphQL answer"
        return unexpected(operation, looks, details)
    if answer.status == HTTPStatus.NOT_FOUND:
        return RefusedError(
            f"There is no Centra API at {answer.request.url} (HTTP 404).",
            status=answer.status,
            hint="centra.url is the whole address of the API and must end in /graphql: "
            "https://<instance>.centra.com/graphql, or centraqa.com for QA.",
            details=details,
        )
    return RefusedError(
        f"Centra refused {operation.name} (HTTP {answer.status}): {answer.text[:200] or 'it gave no reason'}",
        status=answer.status,
        hint=_CHECK_URL,
        details=details,
    )


def unexpected(operation: Operation, reason: str, details: Mapping[str, object] | None = None) -> RefusedError:
    """Return the error for an answer of HTTP 200 that cannot be read; `reason` is a clause without full stop."""
    return RefusedError(
        f"Centra's answer to {operation.name} cannot be read: {reason}.",
        code=ErrorCode.UNEXPECTED_ANSWER,
        status=HTTPStatus.OK,
        hint=f"{_CHECK_URL} If it is, Centra's schema has changed.",
        details={"operation": operation.name, **(details or {})},
    )


def graphql_failure(reply: Reply, *, operation: Operation, token: TokenName) -> PermissionMissingError | RefusedError:
    """Return the error that the GraphQL errors of `reply` amount to: a missing permission before anything else."""
    if denials := [error for error in reply.errors if error.is_authorization]:
        return _permission_missing(denials, token)
    return refused(reply.errors, operation=operation, status=reply.status)


def refused(remarks: Iterable[Remark], *, operation: Operation, status: int = HTTPStatus.OK) -> RefusedError:
    """Return the error for `errors`, or for the `userErrors` that a mutation reports under HTTP 200."""
    remarks = tuple(remarks)
    return RefusedError(
        f"Centra refused {operation.name}: {'; '.join(remark.sentence for remark in remarks)}.",
        status=status,
        details={
            "operation": operation.name,
            "errors": [{"message": remark.message, "path": list(remark.path)} for remark in remarks],
        },
    )


def _permission_missing(denials: Sequence[GraphQLError], token: TokenName) -> PermissionMissingError:
    names = tuple(dict.fromkeys(name for denial in denials for name in denial.permissions))
    whose = f"The token is the one in {_SETTING[token]}."
    if not names:
        return PermissionMissingError(
            f"The token lacks a permission: {'; '.join(denial.sentence for denial in denials)}.",
            hint=f"In Centra: System > API Tokens > your token. {whose}",
        )
    where = [_where_to_click(name) if len(names) == 1 else f"{name}: {_where_to_click(name)}" for name in names]
    return PermissionMissingError(
        f"The token lacks {' and '.join(names)}.", permissions=names, hint=" ".join([*where, whose])
    )


def _where_to_click(name: str) -> str:
    permission = _KNOWN.get(name)
    if permission is None:
        return "In Centra: System > API Tokens > your token."
    return f"In Centra: {permission.where_to_click}. {_WHO_ASKS[permission.required_by]}"
