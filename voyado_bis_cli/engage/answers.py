"""What an HTTP answer of Voyado means: the table from status to error, and parsing that never fails silently."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from voyado_bis_cli.config.url import base_of
from voyado_bis_cli.domain.redaction import Redactor
from voyado_bis_cli.engage.models import ErrorBody
from voyado_bis_cli.errors import AuthError, ErrorCode, RateLimitedError, RefusedError
from voyado_bis_cli.transport.failure import raise_for_server_error
from voyado_bis_cli.transport.model import Answer
from voyado_bis_cli.transport.retry_after import resume_time

T = TypeVar("T")

_EXCERPT = 200  # characters
_MASK = Redactor(())  # an answer may repeat the address that was asked for; secrets are the run's own redactor's
_WRONG_ADDRESS: Mapping[str, str] = {
    "Engage": "Check engage.url (https://<tenant>.voyado.com) and engage.api_version: v2 and v3 have different paths.",
    "log": "Check log.url: it must be the address of the log's rows as JSON.",
    "Subscription API": "Check subscription_api.url: Voyado gives it to each customer.",
}


def is_success(answer: Answer) -> bool:
    """Tell whether the status is a 2xx."""
    return HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def excerpt(text: str) -> str:
    """Return how a body begins, in one line, with email addresses masked."""
    return " ".join(_MASK.text(text[: 2 * _EXCERPT]).split())[:_EXCERPT]


def error_body(answer: Answer) -> ErrorBody:
    """Return Engage's error body; an empty one where the answer has none, as a proxy's page."""
    try:
        body: object = json.loads(answer.text)
    except ValueError:
        body = None
    return ErrorBody.model_validate(body) if isinstance(body, dict) else ErrorBody()


def reason(answer: Answer) -> str:
    """Return why a request was refused: Engage's own words or else the beginning of the body, and the status."""
    said = excerpt(error_body(answer).reason) or excerpt(answer.text) or "no reason given"
    return f"{said} (HTTP {answer.status})"


def checked(answer: Answer) -> Answer:
    """Return the answer when it is a 2xx; raises what its status means otherwise.

    401 and 403 AuthError, 429 RateLimitedError, 5xx NetworkError(server_error), everything else RefusedError.
    """
    if not is_success(answer):
        raise_unless_refused(answer)
        raise refusal(answer)
    return answer


def raise_unless_refused(answer: Answer) -> None:
    """Raise what lies in the server, the pace or the key, and not in what this one request asked for."""
    raise_for_outage(answer)
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise AuthError(
            f"{_who(answer)} refused the API key ({answer.request.label}): {reason(answer)}",
            hint="Check engage.api_key (BIS_ENGAGE_API_KEY) and that it belongs to this tenant. Engage keys may be "
            "limited to source IPs: ask Voyado whether this machine's address is allowed.",
            details={**_details(answer), "status": answer.status},
        )


def raise_for_outage(answer: Answer) -> None:
    """Raise NetworkError for a server that failed (5xx), RateLimitedError for one that asks to slow down (429)."""
    raise_for_server_error(answer)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        resume_at = resume_time(answer.headers.get("retry-after", ""), answer.received)
        raise RateLimitedError(
            f"{_who(answer)} asks to slow down (HTTP 429 for {answer.request.label}).",
            hint="Run it again later, and look what else uses this API at the same time.",
            details={**_details(answer), "resume_at": resume_at.isoformat() if resume_at else None},
        )


def refusal(answer: Answer) -> RefusedError:
    """Return the error of a request that the server took for wrong, or of a server that is not the API."""
    moved = answer.status < HTTPStatus.BAD_REQUEST
    wrong_address = moved or answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
    return RefusedError(
        f"{_who(answer)} refused the request ({answer.request.label}): {reason(answer)}",
        code=ErrorCode.UNEXPECTED_ANSWER if moved else None,
        hint=_WRONG_ADDRESS.get(answer.request.system, "") if wrong_address else "",
        status=answer.status,
        details=_details(answer),
    )


def unexpected(answer: Answer, what: str) -> RefusedError:
    """Return the error of an answer that cannot be read; `what` says what is odd about it."""
    return RefusedError(
        f"{_who(answer)} answered in an unknown way ({answer.request.label}): {what}.",
        code=ErrorCode.UNEXPECTED_ANSWER,
        hint=_WRONG_ADDRESS.get(answer.request.system, ""),
        status=answer.status,
        details=_details(answer),
    )


def parsed(answer: Answer, model: TypeAdapter[T]) -> T:
    """Return the body of a success as `model`; raises RefusedError(unexpected_answer) when it is something else."""
    try:
        return model.validate_python(answer.json())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]  # an input may hold personal data
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise unexpected(answer, f"{where}: {first['msg']}") from None


def _who(answer: Answer) -> str:
    return f"{answer.request.system} at {base_of(answer.request.url)}"


def _details(answer: Answer) -> dict[str, object]:
    """Return what scripts get; the query is left out, since it may hold an email address."""
    return {
        "operation": answer.request.label,
        "path": urlsplit(answer.request.url).path,
        "error_code": error_body(answer).error_code or None,
        "excerpt": excerpt(answer.text),
    }
