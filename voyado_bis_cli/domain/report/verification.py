"""`verify` and `demo` data."""

from voyado_bis_cli.domain.progress import StepState
from voyado_bis_cli.domain.report import Data


class StepRow(Data):
    """One step of a scenario and what proves it."""

    name: str
    state: StepState
    detail: str
    duration_ms: int
    evidence: dict[str, object]


class VerificationData(Data):
    """All steps, in order; `run` is the name to resume it by, `sync` who told Engage: voyado, toolkit, own-queue."""

    run: str = ""
    scenario: str = ""
    sync: str = ""
    steps: tuple[StepRow, ...]
