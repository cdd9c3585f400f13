"""What a run cost in requests, counted where they are sent."""

from voyado_bis_cli.domain.report import Usage
from voyado_bis_cli.transport.model import Exchange


class UsageMeter:
    """An observer that counts every attempt; clients add what only an answer's body tells.

    How long a run waited is known to its clock, which every pause goes through.
    """

    def __init__(self) -> None:
        self._requests = 0
        self._complexity = 0
        self._mutations = 0

    def exchanged(self, exchange: Exchange) -> None:  # noqa: ARG002  # an attempt counts whatever became of it
        """Count one attempt, answered or not: a server's budget counts it too."""
        self._requests += 1

    def waiting(self, seconds: float, reason: str) -> None:
        """Leave the pause to the clock."""

    def add_centra(self, complexity: int, mutations: int = 0) -> None:
        """Add the complexity that one answer of Centra reported and the mutations its operation held."""
        self._complexity += complexity
        self._mutations += mutations

    def usage(self) -> Usage:
        """Return the cost so far."""
        return Usage(requests=self._requests, complexity=self._complexity, mutations=self._mutations)
