"""A clock that never really waits and a server that plays what a test scripts, down to single bytes."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

from voyado_bis_cli.transport.model import Exchange

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """Time passes only by sleeping, or by `tick` seconds with every look at the clock."""

    passed: float = 0.0
    slept: list[float] = field(default_factory=list)
    tick: float = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        self.passed += self.tick
        return 1000 + self.passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


@dataclass
class Recorder:
    """An observer that keeps what it is told."""

    exchanges: list[Exchange] = field(default_factory=list)
    waits: list[tuple[float, str]] = field(default_factory=list)

    def exchanged(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def waiting(self, seconds: float, reason: str) -> None:
        self.waits.append((seconds, reason))


def reply(status: int = 200, body: bytes | str = b"{}", **headers: str) -> bytes:
    """Return a whole HTTP answer; `retry_after="5"` becomes the header `Retry-After: 5`."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Said so", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


Reaction = bytes | Callable[[socket.socket, threading.Event], None]
"""What the server does with a request: these bytes, or whatever; `Event` is set when the test is over."""


def hang_up(connection: socket.socket, _: threading.Event) -> None:
    """Close without a word."""
    connection.shutdown(socket.SHUT_RDWR)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """Break the connection as a crashed server does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def say_nothing(_: socket.socket, over: threading.Event) -> None:
    """Keep the client waiting."""
    over.wait(30)


def cut_short(connection: socket.socket, _: threading.Event) -> None:
    """Promise more than comes."""
    connection.sendall(reply(200, b"[1, 2")[:-3])
    connection.shutdown(socket.SHUT_RDWR)


def drip(connection: socket.socket, over: threading.Event) -> None:
    """Send a body without end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"drop")


class ScriptedServer:
    """Plays one reaction per request, the last one for ever, and keeps what it received."""

    def __init__(self, *reactions: Reaction) -> None:
        self._reactions = list(reactions)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._accept)
        self.requests: list[bytes] = []
        self.connections = 0
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the test is over
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(0.05)
                    self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        while request := self._read_request(connection):
            self.requests.append(request)
            reaction = self._reactions[0] if len(self._reactions) == 1 else self._reactions.pop(0)
            if isinstance(reaction, bytes):
                connection.sendall(reaction)
            else:
                reaction(connection, self._over)
                return

    def _read_request(self, connection: socket.socket) -> bytes:
        received = b""
        while not self._over.is_set() and not _is_whole(received):
            try:
                piece = connection.recv(65536)
            except TimeoutError:
                continue
            if not piece:
                return b""
            received += piece
        return received


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return bool(end) and len(body) >= length


def refused_port() -> int:
    """Return a port of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
