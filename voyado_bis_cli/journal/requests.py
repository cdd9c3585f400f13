"""Which requests a run sent: for whoever retraces later what it did."""

from voyado_bis_cli.domain.journal_entry import REQUEST_SENT
from voyado_bis_cli.journal.store import Journal
from voyado_bis_cli.transport.model import Exchange


class RequestLog:
    """An observer that writes each attempt into the journal, after it happened.

    An entry names the operation and what became of it; addresses, headers and bodies stay out.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def exchanged(self, exchange: Exchange) -> None:
        """Write one attempt down; raises ConfigError where the journal cannot be written."""
        outcome = {"failure": exchange.failure} if exchange.status is None else {"status": exchange.status}
        self._journal.append(
            REQUEST_SENT,
            {
                "request": exchange.request.label,
                "attempt": exchange.attempt,
                **outcome,
                "duration_ms": exchange.duration_ms,
            },
        )

    def waiting(self, seconds: float, reason: str) -> None:
        """Leave the pause to the times of the requests around it."""
