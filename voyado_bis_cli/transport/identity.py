"""Whether a server is our own sandbox, so that tests may change things there without a question."""

from voyado_bis_cli.config.url import base_of, is_loopback
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.transport.model import Request, RetryPolicy, Transport

_OK = 200


def answers_as_sandbox(transport: Transport, url: str) -> bool:
    """Tell whether the server of `url` says it is this toolkit's sandbox.

    Only a host of this machine is ever asked, once (`GET /_sandbox` answers `{"sandbox": "voyado-bis-cli", ...}`); any
    other answer, or none, means no.
    """
    if not is_loopback(url):
        return False
    try:
        answer = transport.send(
            Request("sandbox", "identity", "GET", f"{base_of(url)}/_sandbox", policy=RetryPolicy.NEVER)
        )
        said = answer.json()
    except BisError:  # not reached or not understood: the question is answered with no
        return False
    return answer.status == _OK and isinstance(said, dict) and said.get("sandbox") == "voyado-bis-cli"
