"""Why no answer came, in words for an integrator: the library's exceptions, told by their causes."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from voyado_bis_cli.config.url import base_of, is_loopback
from voyado_bis_cli.domain.address import host_of
from voyado_bis_cli.errors import ErrorCode, NetworkError
from voyado_bis_cli.transport.deadline import Deadline
from voyado_bis_cli.transport.library import httpx
from voyado_bis_cli.transport.model import Answer, Request
from voyado_bis_cli.transport.retry import FailureKind

_SERVER_ERROR = 500
_EXCERPT = 200  # characters
_OWN_CERTIFICATES = "Where a proxy signs with certificates of its own, name their file in SSL_CERT_FILE."


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt without an answer. `sentence` names the system and its host, never a query."""

    kind: FailureKind
    sentence: str
    hint: str
    code: ErrorCode = ErrorCode.NETWORK
    may_have_arrived: bool = False

    def error(self, request: Request, *, attempts: int = 1, may_have_arrived: bool = False) -> NetworkError:
        """Return it as the error of the run; an earlier attempt may have arrived even though this one did not."""
        return NetworkError(
            self.sentence if attempts <= 1 else f"{self.sentence} Tried {attempts} times.",
            code=self.code,
            hint=self.hint,
            may_have_arrived=self.may_have_arrived or may_have_arrived,
            details={"operation": request.label, "attempts": attempts},
        )


class AttemptFailedError(Exception):
    """Carries a failure from the attempt to the loop that decides about a repeat; never leaves this package."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def deadline_passed(request: Request, deadline: Deadline, *, may_have_arrived: bool) -> Failure:
    """Return the failure of a request that the run's own deadline ended."""
    return Failure(
        FailureKind.LASTING,
        f"{deadline} passed before {request.party} at {base_of(request.url)} had answered ({request.label}).",
        "Allow more time with --timeout, or ask for less in one run.",
        ErrorCode.TIMEOUT,
        may_have_arrived,
    )


def failure_of(error: httpx.RequestError, request: Request) -> Failure:
    """Return what an exception of the library means."""
    where = f"{request.party} at {base_of(request.url)}"
    match error:
        case httpx.ConnectTimeout():
            sentence = f"No connection in time to {where}."
            return Failure(FailureKind.NOT_SENT, sentence, _reach(request), ErrorCode.TIMEOUT)
        case httpx.TimeoutException():
            hint = "The server may be slow without having lost the request: look whether it was carried out."
            return Failure(FailureKind.TIMEOUT, f"No answer in time from {where}.", hint, ErrorCode.TIMEOUT, True)
        case httpx.ConnectError():
            return _not_connected(error, request)
        case httpx.ProxyError():
            sentence = f"The proxy of this machine does not connect to {where}: {error}."
            return Failure(FailureKind.NOT_SENT, sentence, _reach(request))
        case httpx.DecodingError():
            sentence = f"The answer of {where} cannot be decompressed."
            return Failure(FailureKind.LOST, sentence, _reach(request), may_have_arrived=True)
        case _:
            sentence = f"The connection to {where} broke before its answer was complete."
            hint = "Look whether the request was carried out before you repeat it."
            return Failure(FailureKind.LOST, sentence, hint, may_have_arrived=True)


def raise_for_server_error(answer: Answer) -> None:
    """Raise NetworkError(server_error) for a 5xx, which is what remains after all repeats.

    It may have arrived: a server can fail after its work is done.
    """
    if answer.status < _SERVER_ERROR:
        return
    request = answer.request
    raise NetworkError(
        f"HTTP {answer.status} from {request.party} at {base_of(request.url)} ({request.label}): the server failed.",
        code=ErrorCode.SERVER_ERROR,
        hint=f"Run it again later; if it stays, tell the support of {request.party} the time and the operation.",
        may_have_arrived=True,
        details={"status": answer.status, "operation": request.label, "excerpt": answer.text[:_EXCERPT]},
    )


def _not_connected(error: httpx.ConnectError, request: Request) -> Failure:
    base = base_of(request.url)
    for cause in _causes(error):
        match cause:
            case socket.gaierror():
                lasting = cause.errno != socket.EAI_AGAIN
                kind = FailureKind.LASTING if lasting else FailureKind.NOT_SENT
                sentence = f"The name {host_of(request.url)} cannot be resolved, where {request.party} should be."
                return Failure(kind, sentence, _reach(request))
            case ssl.SSLError():
                reason = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "handshake failed"
                sentence = f"The secure connection to {request.party} at {base} failed: {reason}."
                return Failure(FailureKind.LASTING, sentence, _OWN_CERTIFICATES)
            case ConnectionRefusedError():
                sentence = f"Nothing answers at {base}, where {request.party} should be."
                return Failure(FailureKind.REFUSED, sentence, _reach(request))
            case OSError(strerror=str(reason)):
                sentence = f"No way to {request.party} at {base}: {reason}."
                return Failure(FailureKind.NOT_SENT, sentence, _reach(request))
    return Failure(FailureKind.NOT_SENT, f"No way to {request.party} at {base}.", _reach(request))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _reach(request: Request) -> str:
    if is_loopback(request.url):
        return "Start the server on this machine (bis sandbox serve), or correct the URL's port."
    return "Check the URL, the network (DNS, VPN) and, where one is set (HTTPS_PROXY), the proxy of this machine."
