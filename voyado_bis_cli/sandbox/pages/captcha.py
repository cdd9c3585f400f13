"""The placeholder of a captcha: what your own server does with the token that the widget in the browser gives out."""

import json
import secrets

from starlette.requests import Request
from starlette.responses import Response


class Captcha:
    """Gives a token to each form and checks what comes back; a real token is good once, this one stays good."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)

    async def endpoint(self, request: Request) -> Response:
        """Answer `{"token"}` with 204 where the token is good, else with 403."""
        # CAPTCHA: here your server asks your captcha's service, with the secret that no browser sees
        good = secrets.compare_digest(_token(await request.body()).encode("utf-8", "replace"), self.token.encode())
        return Response(status_code=204 if good else 403)


def _token(body: bytes) -> str:
    try:
        sent = json.loads(body)
    except ValueError:
        return ""
    token = sent.get("token") if isinstance(sent, dict) else None
    return token if isinstance(token, str) else ""
