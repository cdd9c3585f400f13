"""How a run wants to be told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """What the command line and the environment ask of the output.

    `color` may be used where a terminal reads; `live` allows a spinner there (never in CI); `annotations` adds GitHub's
    `::error` lines.
    """

    json: bool = False
    quiet: bool = False
    verbosity: int = 0
    color: bool = True
    live: bool = True
    annotations: bool = False
