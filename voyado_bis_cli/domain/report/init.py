"""`init` data."""

from voyado_bis_cli.domain.report import Data


class VariableRow(Data):
    """A secret to put in place: the reference that the profile has, the variable where it is one, and what it is for.

    `is_set` says whether this machine has it already.
    """

    key: str
    reference: str
    variable: str | None
    purpose: str
    is_set: bool


class InitData(Data):
    """The profile that was written, and what to do next; `created` is false where the file existed."""

    path: str
    profile: str
    created: bool
    variables: tuple[VariableRow, ...]
    next: tuple[str, ...]
