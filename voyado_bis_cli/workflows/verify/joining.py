"""The plain scenario as it is played where a person did the first steps, and as far as it is wanted."""

from collections.abc import Sequence

from voyado_bis_cli.domain.scenario import (
    Consumed,
    Event,
    ExpectedEmail,
    ReadLog,
    Registered,
    Restocked,
    Scenario,
    ScenarioStep,
    SetStock,
    StockBefore,
    Subscribe,
)
from voyado_bis_cli.domain.verification import JoinAt, Until

_LAST: dict[Until, type[ScenarioStep]] = {
    Until.REGISTERED: Subscribe,
    Until.EVENT: Event,
    Until.CONSUMED: Consumed,
}


def joined(scenario: Scenario, join: JoinAt | None, until: Until) -> Scenario:
    """Return the plain scenario as it is played from `join` on, up to `until`.

    A step that a person does is replaced by one that looks for what came of it.
    """
    steps = [_by_hand(step, join) for step in _up_to(scenario.steps, until)]
    if join is JoinAt.EMAIL:
        steps = [step for step in steps if isinstance(step, ExpectedEmail | ReadLog)]
    if join is JoinAt.STOCK:
        steps = [step for step in steps if not isinstance(step, StockBefore | Event)]
    return scenario.model_copy(update={"steps": tuple(steps)})


def _up_to(steps: Sequence[ScenarioStep], until: Until) -> Sequence[ScenarioStep]:
    last = _LAST.get(until)
    if last is None:
        return steps
    return steps[: 1 + next(at for at, step in enumerate(steps) if isinstance(step, last))]


def _by_hand(step: ScenarioStep, join: JoinAt | None) -> ScenarioStep:
    if join is None:
        return step
    match step:
        case Subscribe(who=who, market=market):
            return Registered(who=who, market=market)
        case SetStock() if join is JoinAt.STOCK:
            return Restocked()
    return step
