"""Who may call Engage, with which headers, and how often."""

from collections.abc import Mapping

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.engage.problems import EngageProblem
from voyado_bis_cli.sandbox.guide import API_KEY

REQUESTS_PER_SECOND = 200


class Gate:
    """Lets a request in or refuses it before it is looked at."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._second = 0
        self._requests = 0

    def admit(self, headers: Mapping[str, str]) -> None:
        """Refuse without the right key (401), without `Content-Type` (500, as published) or too often (429)."""
        self.check_key(headers)
        if not headers.get("content-type", "").startswith("application/json"):
            raise EngageProblem(500, "An error has occurred")
        self._count()

    def check_key(self, headers: Mapping[str, str]) -> None:
        """Refuse without the right API key (401)."""
        if headers.get("apikey") != API_KEY:
            raise EngageProblem(401, "The API key is missing or wrong.", code="Unauthorized")

    def reset(self) -> None:
        """Forget what was asked so far."""
        self._requests = 0

    def _count(self) -> None:
        second = int(self._clock.now().timestamp())
        if second != self._second:
            self._second, self._requests = second, 0
        self._requests += 1
        if self._requests > REQUESTS_PER_SECOND:
            raise EngageProblem(429, "Too many requests.", code="TooManyRequests")
