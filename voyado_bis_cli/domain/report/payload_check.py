"""`subscribe --check` data."""

from voyado_bis_cli.domain.payload_check import FieldState
from voyado_bis_cli.domain.report import Data


class FieldRow(Data):
    """A field of what a front end sent, its value as JSON, and how it was judged."""

    name: str
    value: str
    state: FieldState
    detail: str


class PayloadCheckData(Data):
    """The six fields of the Subscription API in the guide's order, then those that do not belong."""

    fields: tuple[FieldRow, ...]
