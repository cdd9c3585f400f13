"""The built-in scenarios: TOML files of the same form as anybody's own."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from voyado_bis_cli.domain.progress import Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.scenarios import ScenarioRow, ScenariosData
from voyado_bis_cli.domain.scenario import PLAIN, Scenario, scenario_from
from voyado_bis_cli.errors import UsageError

_ORDER = (
    PLAIN,
    "two-markets",
    "sold-out-again",
    "below-minimum",
    "wrong-market",
    "unsubscribe",
    "order-takes-last",
    "return-brings-back",
    "two-brands",
)


@cache
def built_in() -> Mapping[str, Scenario]:
    """Return the built-in scenarios by name, in the order they are told."""
    folder = files(__package__).joinpath("scenarios")
    return {name: scenario_from(folder.joinpath(f"{name}.toml").read_text("utf-8"), name) for name in _ORDER}


def scenario_called(name: str) -> Scenario:
    """Return a built-in scenario; raises UsageError where there is none of this name."""
    if name not in built_in():
        raise UsageError(
            f"There is no scenario {name!r}; there are {', '.join(built_in())}.",
            hint="`bis verify --list` describes them; --scenario-file plays one of your own.",
        )
    return built_in()[name]


def list_scenarios() -> Run[ScenariosData]:
    """Describe the built-in scenarios."""
    yield from ()
    rows = tuple(
        ScenarioRow(
            name=one.name,
            title=one.title,
            steps=tuple(step.do for step in one.steps),
            sandbox_only=bool(one.sandbox_steps),
            toolkit_only=one.sync == "toolkit",
        )
        for one in built_in().values()
    )
    return Report(ScenariosData(scenarios=rows))
