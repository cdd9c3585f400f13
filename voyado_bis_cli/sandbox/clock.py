"""The sandbox's own time, which a test can hold still and move."""

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset; frozen once `freeze` was called, and then moved by `advance` alone."""

    def __init__(self) -> None:
        self._frozen: datetime | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the sandbox's present moment, aware, in UTC."""
        return self._frozen if self._frozen is not None else _real_now() + self._offset

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen is not None

    def freeze(self, at: datetime | None = None) -> None:
        """Hold time still, at `at` or now."""
        self._frozen = (at or self.now()).astimezone(UTC)

    def resume(self) -> None:
        """Let time run on from where it stands."""
        self._offset = self.now() - _real_now()
        self._frozen = None

    def advance(self, seconds: float) -> None:
        """Move time forward."""
        step = timedelta(seconds=seconds)
        if self._frozen is not None:
            self._frozen += step
        else:
            self._offset += step

    def reset(self) -> None:
        """Return to real time."""
        self._frozen = None
        self._offset = timedelta()


def _real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # the stand-in's only look at real time
