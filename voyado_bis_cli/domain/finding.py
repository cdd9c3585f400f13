"""A finding is data: what was seen, how bad it is, and what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an error makes the run exit 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do next: a sentence, and commands that can be typed."""

    text: str = ""
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth knowing; `id` is stable and lower-case with hyphens, `docs` names a page below `docs/`."""

    id: str
    severity: Severity
    title: str
    detail: str = ""
    remedy: Remedy = field(default_factory=Remedy)
    docs: str = ""


def error(id_: str, title: str, detail: str = "", remedy: Remedy | None = None) -> Finding:
    """Return a finding of severity error."""
    return Finding(id_, Severity.ERROR, title, detail, remedy or Remedy())


def warning(id_: str, title: str, detail: str = "", remedy: Remedy | None = None) -> Finding:
    """Return a finding of severity warning."""
    return Finding(id_, Severity.WARNING, title, detail, remedy or Remedy())


def info(id_: str, title: str, detail: str = "", remedy: Remedy | None = None) -> Finding:
    """Return a finding of severity info."""
    return Finding(id_, Severity.INFO, title, detail, remedy or Remedy())
