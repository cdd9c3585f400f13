"""Requests and answers as ASGI passes them, whole: what middleware of the sandbox needs of them."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTROL_PATH = "/_sandbox"


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An answer that was made and not sent; `status` 0 where the app made none."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class AnswerTap:
    """What an app sends, seen in passing or, as a `Send` of its own, instead of it being sent."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()
        self.is_complete = False

    async def __call__(self, message: Message) -> None:
        """Take a message in."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            self.is_complete = not message.get("more_body", False)


async def answer_of(app: ASGIApp, scope: Scope, receive: Receive) -> WholeAnswer:
    """Let the app do its work and return its answer instead of sending it."""
    tap = AnswerTap()
    await app(scope, receive, tap)
    return WholeAnswer(tap.status, tap.headers, bytes(tap.body))


async def sent(answer: WholeAnswer, send: Send) -> None:
    """Send an answer that was held back; one that was never made stays unsent."""
    if answer.status:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


async def read_body(receive: Receive) -> bytes:
    """Read a request's body to its end."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `Receive` that gives a body again which was read before."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def is_control(path: str) -> bool:
    """Whether a path is the sandbox's own."""
    return path == CONTROL_PATH or path.startswith(f"{CONTROL_PATH}/")
