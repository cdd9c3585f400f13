"""`sandbox` data."""

from voyado_bis_cli.domain.report import Data


class ServedData(Data):
    """A sandbox that was served and has ended."""

    url: str
    state: str


class EnvironmentData(Data):
    """What a profile needs to use a sandbox, keys included: they are the sandbox's own and public."""

    variables: dict[str, str]


class ResetData(Data):
    """A sandbox that begins again from its seed."""

    url: str
    seed: str


class SeededData(Data):
    """How much arrived in a sandbox: units, each by a stock change and an event of its own, over so many SKUs."""

    url: str
    events: int
    skus: int


class ExchangeRow(Data):
    """One request that the sandbox got and the status it answered with; times as the sandbox's clock shows them."""

    id: int
    time: str
    method: str
    path: str
    operation: str | None
    status: int
    duration_ms: float
    request: object
    response: object


class JournalData(Data):
    """The last requests, oldest first."""

    url: str
    entries: tuple[ExchangeRow, ...]


class FaultRow(Data):
    """A fault that stands: its options as they were given, how many requests matched and how often it struck."""

    id: int
    kind: str
    options: dict[str, object]
    matches: int
    hits: int


class FaultsData(Data):
    """Faults of a running sandbox, in the order they were added."""

    url: str
    faults: tuple[FaultRow, ...]


class FaultsClearedData(Data):
    """How many faults were taken away."""

    url: str
    cleared: int


class VoyadoData(Data):
    """What a stand-in for Voyado's integration did until it ended."""

    url: str
    passes: int
    events: int
    levels: int
    refused: int
