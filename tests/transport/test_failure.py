"""What an exception of the HTTP library means to an integrator."""

import errno
import socket
import ssl

import pytest

from tests.transport.support import NOON
from voyado_bis_cli.errors import ErrorCode, NetworkError
from voyado_bis_cli.transport.failure import failure_of, raise_for_server_error
from voyado_bis_cli.transport.library import httpx
from voyado_bis_cli.transport.model import Answer, Request
from voyado_bis_cli.transport.retry import FailureKind

CENTRA = Request("Centra", "Markets", "POST", "https://brandx.centraqa.com/graphql?key=secret")
FEED = Request("feed", "feed sv-SE", "GET", "https://cdn.example.com/feed.xml?key=secret")


def caused_by(cause: BaseException, error: httpx.RequestError | None = None) -> httpx.RequestError:
    """Return the library's exception with its cause two levels below, as it comes in real life."""
    middle = RuntimeError()
    middle.__cause__ = cause
    outer = error or httpx.ConnectError("connect")
    outer.__cause__ = middle
    return outer


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.verify_message = "self-signed certificate"
    return error


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (
            caused_by(socket.gaierror(socket.EAI_NONAME, "Name or service not known")),
            FailureKind.LASTING,
            "The name brandx.centraqa.com cannot be resolved, where Centra should be.",
        ),
        (
            caused_by(socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")),
            FailureKind.NOT_SENT,
            "The name brandx.centraqa.com cannot be resolved, where Centra should be.",
        ),
        (
            caused_by(untrusted()),
            FailureKind.LASTING,
            "The secure connection to Centra at https://brandx.centraqa.com failed: self-signed certificate.",
        ),
        (
            caused_by(ssl.SSLError(1, "[SSL] unknown")),
            FailureKind.LASTING,
            "The secure connection to Centra at https://brandx.centraqa.com failed: handshake failed.",
        ),
        (
            caused_by(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")),
            FailureKind.REFUSED,
            "Nothing answers at https://brandx.centraqa.com, where Centra should be.",
        ),
        (
            caused_by(OSError(errno.ENETUNREACH, "Network is unreachable")),
            FailureKind.NOT_SENT,
            "No way to Centra at https://brandx.centraqa.com: Network is unreachable.",
        ),
        (httpx.ConnectError("?"), FailureKind.NOT_SENT, "No way to Centra at https://brandx.centraqa.com."),
        (
            httpx.ConnectTimeout("?"),
            FailureKind.NOT_SENT,
            "No connection in time to Centra at https://brandx.centraqa.com.",
        ),
        (
            httpx.WriteTimeout("?"),
            FailureKind.TIMEOUT,
            "No answer in time from Centra at https://brandx.centraqa.com.",
        ),
        (
            httpx.ReadError("?"),
            FailureKind.LOST,
            "The connection to Centra at https://brandx.centraqa.com broke before its answer was complete.",
        ),
    ],
)
def test_a_failure_names_the_system_and_its_host(error: httpx.RequestError, kind: FailureKind, sentence: str) -> None:
    failure = failure_of(error, CENTRA)

    assert (failure.kind, failure.sentence) == (kind, sentence)
    assert failure.hint
    assert failure.may_have_arrived == (kind in {FailureKind.LOST, FailureKind.TIMEOUT})


def test_a_server_without_tls_is_no_secure_connection() -> None:
    plain = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    plain.reason = "WRONG_VERSION_NUMBER"

    assert failure_of(caused_by(plain), FEED).sentence == (
        "The secure connection to the feed at https://cdn.example.com failed: WRONG_VERSION_NUMBER."
    )


def test_a_failed_server_is_an_error_that_may_have_done_the_work() -> None:
    answer = Answer(CENTRA, 503, {}, "x" * 500, NOON)

    with pytest.raises(NetworkError) as caught:
        raise_for_server_error(answer)

    error = caught.value
    assert error.message == ("HTTP 503 from Centra at https://brandx.centraqa.com (Centra Markets): the server failed.")
    assert (error.code, error.may_have_arrived) == (ErrorCode.SERVER_ERROR, True)
    assert error.details == {
        "status": 503,
        "operation": "Centra Markets",
        "excerpt": "x" * 200,
        "may_have_arrived": True,
    }


def server_error_of(answer: Answer) -> NetworkError | None:
    try:
        raise_for_server_error(answer)
    except NetworkError as error:
        return error
    return None


@pytest.mark.parametrize("status", [200, 302, 404, 499])
def test_any_other_answer_is_no_failed_server(status: int) -> None:
    assert server_error_of(Answer(CENTRA, status, {}, "", NOON)) is None
