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
