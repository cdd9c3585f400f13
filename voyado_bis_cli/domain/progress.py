"""What a workflow tells while it runs: typed events that output turns into lines, and nothing else sees."""

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from voyado_bis_cli.domain.report import Data, Report


@dataclass(frozen=True, slots=True)
class Note:
    """A line about what is being done now; shown on a terminal or with -v."""

    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a long run's story, such as what one pass did; shown unless --quiet."""

    text: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A line the user must see before something happens; shown unless --quiet."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Waiting for an effect to be seen, for at most `seconds`."""

    what: str
    seconds: float


class StepState(StrEnum):
    """How a step of a longer run ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step begins; `title` says in plain words what it does."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step ended; `evidence` holds JSON values that prove it."""

    name: str
    state: StepState
    detail: str
    duration_ms: int
    evidence: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the result that is there already; the report holds it once more."""

    part: "Data"


RunEvent: TypeAlias = Note | Told | Warned | Waiting | StepStarted | StepEnded | Found

D_co = TypeVar("D_co", bound="Data", covariant=True)
if TYPE_CHECKING:
    Run: TypeAlias = Generator[RunEvent, None, Report[D_co]]
else:

    class Run(Generic[D_co]):
        """A workflow: yields run events, returns its report.

        To the type checker it is the generator itself; here a name for annotations, since a report brings pydantic.
        """
