"""The sandbox's own time, which a test can hold still and move."""

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset; frozen once `freeze` was called, and then moved by `advance` alone."""

    def __init__(self) -> None:
        self._frozen: datetime | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the sandbox's present moment, aware, in UTC."""
        if self._frozen is not None:
            return self._frozen
        return datetime.now(UTC) + self._offset  # noqa: TID251  # the stand-in's only look at real time

    def freeze(self, at: datetime | None = None) -> None:
        """Hold time still, at `at` or now."""
        self._frozen = at or self.now()

    def advance(self, seconds: float) -> None:
        """Move time forward."""
        step = timedelta(seconds=seconds)
        if self._frozen is not None:
            self._frozen += step
        else:
            self._offset += step
