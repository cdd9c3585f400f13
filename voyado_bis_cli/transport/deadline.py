"""How long the run may still take (`--timeout`)."""

import math

from voyado_bis_cli.domain.clock import Clock

_TOLERANCE = 1e-6  # seconds: clocks are floats


class Deadline:
    """The moment at which a run ends, on the clock's monotonic scale; None means never."""

    def __init__(self, clock: Clock, at: float | None) -> None:
        self._clock = clock
        self._at = math.inf if at is None else at
        self._allowed = self._at - clock.monotonic()  # seconds

    def left(self) -> float:
        """Return the seconds that are left, 0 once it has passed, infinity where there is none."""
        return max(0.0, self._at - self._clock.monotonic())

    def __str__(self) -> str:
        """Name it as the user did: this is built a moment after the run began, hence the rounding up."""
        allowed = self._allowed - _TOLERANCE
        return f"The run's --timeout of {math.ceil(allowed) if allowed > 1 else f'{max(allowed, 0):.1f}'} s"
