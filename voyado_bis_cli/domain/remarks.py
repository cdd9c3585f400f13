"""Findings of a long run: each once, and of a kind that repeats only the first ones with a count."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from voyado_bis_cli.domain.finding import Finding

_SHOWN = 10
"""Findings of one kind that are told one by one: a run over 100 000 events must not end in as many lines."""


@dataclass(slots=True)
class Remarks:
    """Collects findings in memory that does not grow with the run."""

    _shown: dict[str, dict[str, Finding]] = field(default_factory=dict)
    _more: dict[str, int] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Keep each finding once; count the ones beyond the first of its kind."""
        for found in findings:
            kind = self._shown.setdefault(found.id, {})
            if found.title in kind:
                continue
            if len(kind) < _SHOWN:
                kind[found.title] = found
            else:
                self._more[found.id] = self._more.get(found.id, 0) + 1

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, kind by kind; the last of a kind that was cut says how many more there were."""
        told: list[Finding] = []
        for id_, kind in self._shown.items():
            told += kind.values()
            if more := self._more.get(id_):
                last = told[-1]
                told.append(Finding(id_, last.severity, f"{more} more like this one.", "", last.remedy, last.docs))
        return tuple(told)
