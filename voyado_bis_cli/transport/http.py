"""The one HTTP client: kept open for a run, with timeouts that fit into the run's deadline."""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Self

from voyado_bis_cli.config.url import is_loopback
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.errors import ConfigError, ErrorCode
from voyado_bis_cli.transport.attempts import Attempts
from voyado_bis_cli.transport.deadline import Deadline
from voyado_bis_cli.transport.failure import AttemptFailedError, deadline_passed, failure_of
from voyado_bis_cli.transport.library import httpx
from voyado_bis_cli.transport.model import Answer, Observer, Request, StreamedAnswer
from voyado_bis_cli.transport.retry import FailureKind
from voyado_bis_cli.transport.wire import wire_request

_KEEPALIVE = 3.0  # seconds: servers commonly close idle connections after 5, and a request sent just then is lost
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long one attempt may take to `connect` and between two reads, and one request to wait in all; in seconds."""

    connect: float = 5.0
    read: float = 30.0
    max_wait: float = 30.0


_DEFAULT = Timeouts()


class HttpTransport:
    """Sends requests over HTTP; a context manager that closes its connections.

    `deadline` is the moment the run ends, on `clock.monotonic`'s scale; one read that has begun may outlast it. Proxies
    and certificates come from the environment; this machine's own hosts are reached directly. Redirects are answers
    like any other. Cookies are never sent back: one server may serve several integrations and tell them apart by these.
    """

    def __init__(
        self,
        clock: Clock,
        observers: Sequence[Observer] = (),
        *,
        user_agent: str,
        deadline: float | None = None,
        timeouts: Timeouts = _DEFAULT,
    ) -> None:
        self._clock = clock
        self._timeouts = timeouts
        self._deadline = Deadline(clock, deadline)
        self._attempts = Attempts(clock, observers, self._deadline, timeouts.max_wait)
        self._headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        self._clients: dict[tuple[bool, bool], httpx.Client] = {}  # by whether it stays on this machine, and speaks TLS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        while self._clients:
            self._clients.popitem()[1].close()

    def send(self, request: Request) -> Answer:
        """Return the last answer (see `Transport.send`). Every request carries `Content-Type: application/json`.

        Also those without a body: Engage answers 500 to a GET without it (contract: Engage API).
        """
        wire = wire_request(request, {**self._headers, "Content-Type": "application/json"})

        def attempt() -> Answer:
            with self._response(request, wire) as response:
                body = b"".join(self._chunks(request, response))
                text = body.decode(response.encoding or "utf-8", "replace").removeprefix(_BYTE_ORDER_MARK)
                return Answer(request, response.status_code, dict(response.headers), text, self._clock.now())

        return self._attempts.until_final(request, attempt)

    @contextmanager
    def stream(self, request: Request) -> Iterator[StreamedAnswer]:
        """Open the last answer for reading (see `StreamingTransport.stream`)."""
        wire = wire_request(request, self._headers)
        with ExitStack() as opened:

            def attempt() -> StreamedAnswer:
                opened.close()  # the answer of the attempt before
                response = opened.enter_context(self._response(request, wire))
                chunks = self._streamed(request, response)
                return StreamedAnswer(request, response.status_code, dict(response.headers), chunks)

            yield self._attempts.until_final(request, attempt)

    @contextmanager
    def _response(self, request: Request, wire: httpx.Request) -> Iterator[httpx.Response]:
        """Send once and hold the response open; its body is not read yet."""
        left = self._deadline.left()
        timeouts = self._timeouts
        wire.extensions["timeout"] = httpx.Timeout(
            min(timeouts.read, left), connect=min(timeouts.connect, left)
        ).as_dict()
        with self._told(request):
            response = self._client(request).send(wire, stream=True)
        try:
            yield response
        finally:
            response.close()

    def _chunks(self, request: Request, response: httpx.Response) -> Iterator[bytes]:
        with self._told(request):
            for chunk in response.iter_bytes():
                yield chunk
                if not self._deadline.left():
                    raise AttemptFailedError(deadline_passed(request, self._deadline, may_have_arrived=True))

    def _streamed(self, request: Request, response: httpx.Response) -> Iterator[bytes]:
        try:
            yield from self._chunks(request, response)
        except AttemptFailedError as error:
            raise error.failure.error(request) from error

    @contextmanager
    def _told(self, request: Request) -> Iterator[None]:
        """Turn the library's exceptions into failures; a timeout that the deadline had cut short is the deadline's."""
        left = self._deadline.left()
        try:
            yield
        except httpx.RequestError as error:
            failure = failure_of(error, request)
            allowed = self._timeouts.connect if failure.kind is FailureKind.NOT_SENT else self._timeouts.read
            if failure.code is ErrorCode.TIMEOUT and left <= allowed:
                failure = deadline_passed(request, self._deadline, may_have_arrived=failure.may_have_arrived)
            raise AttemptFailedError(failure) from error

    def _client(self, request: Request) -> httpx.Client:
        local, secure = is_loopback(request.url), request.url.lower().startswith("https:")
        if (local, secure) not in self._clients:
            self._clients[local, secure] = _new_client(with_environment=not local, secure=secure)
        return self._clients[local, secure]


def _new_client(*, with_environment: bool, secure: bool) -> httpx.Client:
    """Open a client; loading the authorities that TLS trusts takes most of a short run, so http goes without."""
    try:
        verify = True if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(keepalive_expiry=_KEEPALIVE)
        return httpx.Client(verify=verify, trust_env=with_environment, limits=limits)
    except (httpx.InvalidURL, ValueError, ImportError, OSError) as error:
        raise ConfigError(
            f"The network settings of this machine cannot be used: {error}.",
            hint="Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
        ) from error
