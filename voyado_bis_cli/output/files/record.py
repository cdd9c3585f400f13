"""Listens to a run's events and remembers when what happened."""

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.progress import Note, RunEvent, StepEnded, StepStarted
from voyado_bis_cli.output.files.account import Span


class Record:
    """Steps as spans; in a run without steps, what its notes announced, each until the next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.monotonic()
        self._notes: list[tuple[str, float]] = []
        self._began: dict[str, float] = {}
        self._steps: list[Span] = []
        self.titles: dict[str, str] = {}
        self.ended: list[StepEnded] = []

    @property
    def seconds(self) -> float:
        """How long the run has taken by now."""
        return self._clock.monotonic() - self._start

    def event(self, event: RunEvent) -> None:
        """Remember what counts."""
        match event:
            case StepStarted(name, title):
                self._began[name], self.titles[name] = self.seconds, title
            case StepEnded(name):
                self.ended.append(event)
                self._steps.append(Span(self.titles.get(name, name), self._began.pop(name, 0.0), self.seconds, name))
            case Note(text):
                self._notes.append((text, self.seconds))
            case _:
                pass

    def spans(self) -> tuple[Span, ...]:
        """Return what happened when; a step that never ended reaches up to now."""
        if self.titles:
            open_ = (Span(self.titles[name], began, self.seconds, name) for name, began in self._began.items())
            return (*self._steps, *open_)
        begins = [began for _, began in self._notes]
        return tuple(
            Span(text, began, ended)
            for (text, began), ended in zip(self._notes, [*begins[1:], self.seconds], strict=False)
        )
