"""Which function plays which step, and what it is called to people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.scenario import (
    Consumed,
    Event,
    ExpectedEmail,
    NoEmail,
    Order,
    Permissions,
    ReadLog,
    Registered,
    Restocked,
    Return,
    ScenarioStep,
    SetAutomation,
    SetStock,
    StillWaiting,
    StockBefore,
    Store,
    Subscribe,
    Sync,
    Unsubscribe,
)
from voyado_bis_cli.domain.suspects import Missing
from voyado_bis_cli.domain.verification import SyncBy
from voyado_bis_cli.workflows.check_permissions import check_permissions
from voyado_bis_cli.workflows.verify.email_steps import read_the_log, see_email, see_no_email
from voyado_bis_cli.workflows.verify.preflight import preflight
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification, stop_on_error
from voyado_bis_cli.workflows.verify.sandbox_steps import complete_return, place_order, set_automation
from voyado_bis_cli.workflows.verify.shopper_steps import (
    find_registered,
    see_consumed,
    see_waiting,
    subscribe_shopper,
    unsubscribe_shopper,
)
from voyado_bis_cli.workflows.verify.stock_steps import change_stock, note_stock, see_event, see_restocked, synchronise

PREFLIGHT = "preflight"


@dataclass(frozen=True, slots=True)
class Playable:
    """A step to be played: a name that is unique in its run, what it does in plain words, and how."""

    name: str
    title: str
    play: Callable[[Verification], Step]
    missing: Missing | None = None
    changes: bool = False


def check_token(_step: Permissions, run: Verification) -> Step:
    """Check what the token may do."""
    token = run.plan.token
    report = yield from check_permissions(
        run.ports.probes,
        token=token.name,
        probe_write=token.probe_write,
        declared_integration=token.declared_integration,
    )
    names = {
        state: [row.permission for row in report.data.permissions if row.state is state] for state in PermissionState
    }
    stop_on_error(report)
    return Outcome(
        f"The {token.name} token of {report.data.integration_name!r} holds "
        f"{len(names[PermissionState.GRANTED])} of {len(report.data.permissions)} permissions asked for.",
        {state.value: names[state] for state in PermissionState},
        report.findings,
    )


def name_store(_step: Store, run: Verification) -> Step:
    """Name the `store` value."""
    yield from ()
    store = run.plan.wish.store
    return Outcome(f"The store value in the subscription is {store!r}.", {"store": store})


@dataclass(frozen=True, slots=True)
class _Known:
    play: Callable[[Any, Verification], Step]
    title: str
    missing: Missing | None = None
    changes: bool = False


_STEPS: dict[type[ScenarioStep], _Known] = {
    Permissions: _Known(check_token, "Check what the Centra token may do"),
    Store: _Known(name_store, "Name the store value that tells Engage which shop this is"),
    Subscribe: _Known(subscribe_shopper, "Subscribe a shopper to the sold-out size", Missing.REGISTERED, changes=True),
    Registered: _Known(find_registered, "Find the subscription that a person made", Missing.REGISTERED),
    StockBefore: _Known(note_stock, "Note what can be sold in each market"),
    SetStock: _Known(change_stock, "Let stock arrive in Centra", changes=True),
    Restocked: _Known(see_restocked, "See the stock that a person added"),
    Event: _Known(see_event, "See the event that Centra makes of it", Missing.EVENT),
    Sync: _Known(synchronise, "Send the new levels to Engage", changes=True),
    Consumed: _Known(see_consumed, "See that Engage used the subscription", Missing.CONSUMED),
    StillWaiting: _Known(see_waiting, "See that the subscription still waits"),
    ExpectedEmail: _Known(see_email, "See that the email left", Missing.EMAIL),
    NoEmail: _Known(see_no_email, "See that no email left"),
    Unsubscribe: _Known(unsubscribe_shopper, "Unsubscribe the shopper", changes=True),
    Order: _Known(place_order, "Let somebody buy it", changes=True),
    Return: _Known(complete_return, "Let it be returned", changes=True),
    SetAutomation: _Known(set_automation, "Set the automation up", changes=True),
    ReadLog: _Known(read_the_log, "Read the integration log"),
}


def playable(steps: Iterable[ScenarioStep], sync_by: SyncBy) -> tuple[Playable, ...]:
    """Return the steps of a scenario, with the preflight before the first that is about the shopper.

    A second step of one kind is called after its number: `set-stock-2`.
    """
    listed: list[Playable] = []
    times: dict[str, int] = {}
    for step in steps:
        if not isinstance(step, Permissions | Store) and PREFLIGHT not in times:
            times[PREFLIGHT] = 1
            listed.append(Playable(PREFLIGHT, "Look for what would make it fail", preflight))
        times[step.do] = times.get(step.do, 0) + 1
        name = step.do if times[step.do] == 1 else f"{step.do}-{times[step.do]}"
        known = _STEPS[type(step)]
        missing = Missing.VOYADO if isinstance(step, Sync) and sync_by is SyncBy.VOYADO else known.missing
        listed.append(Playable(name, _title(step, known, sync_by), _bound(known, step), missing, known.changes))
    return tuple(listed)


def _bound(known: _Known, step: ScenarioStep) -> Callable[[Verification], Step]:
    return lambda run: known.play(step, run)


def _title(step: ScenarioStep, known: _Known, sync_by: SyncBy) -> str:
    if isinstance(step, Sync):
        return {
            SyncBy.VOYADO: "Watch Voyado's integration tell Engage",
            SyncBy.TOOLKIT: known.title,
            SyncBy.OWN_QUEUE: f"{known.title} and confirm the events",
        }[sync_by]
    if isinstance(step, SetStock) and step.fta == 0:
        return "Let the stock be gone again"
    who = getattr(step, "who", None)
    return known.title if who in {None, "shopper"} else f"{known.title} ({who})"
