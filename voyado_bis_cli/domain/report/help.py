"""`help` data."""

from voyado_bis_cli.domain.report import Data


class HelpRow(Data):
    """One entry of a help page."""

    name: str
    about: str


class HelpData(Data):
    """A help page: the topics there are, or the exit codes."""

    topic: str | None
    entries: tuple[HelpRow, ...]
