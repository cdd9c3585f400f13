"""What no API of Centra or Engage can do: buy, return, and set the automation up; on a sandbox only."""

from voyado_bis_cli.domain.scenario import Order, Return, SetAutomation
from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.workflows.verify.plan import SandboxControl
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification


def place_order(step: Order, run: Verification) -> Step:
    """Let somebody buy the SKU."""
    yield from ()
    control = _control(run)
    market = run.cast.market(step.market)
    run.ports.journal.append("verify.ordering", {"run": run.run, "before": list(control.open_orders())})
    run.seen.touched = True
    run.order = control.place_order(market.id, run.plan.sku, step.units)
    return Outcome(f"Order {run.order} took {step.units} in {market.name} ({market.id}).", {"order": run.order})


def complete_return(step: Return, run: Verification) -> Step:
    """Let units of the last order come back."""
    yield from ()
    warehouse = run.cast.warehouse(step.warehouse)
    order = run.order or 0  # a scenario has an order before its return
    run.seen.touched = True
    number = _control(run).complete_return(order, run.plan.sku, step.units, warehouse.id)
    return Outcome(
        f"Return {number} brought {step.units} of order {order} back to {warehouse.name}.",
        {"return": number, "order": order},
    )


def set_automation(step: SetAutomation, run: Verification) -> Step:
    """Change the automation; clean-up sets it back."""
    yield from ()
    control = _control(run)
    before = dict(control.automation())
    run.ports.journal.append("verify.automation", {"run": run.run, "before": before})
    run.seen.touched = True
    control.change_automation({"minimum_quantity": step.minimum_quantity})
    return Outcome(
        f"The automation asks for {step.minimum_quantity} or more now.",
        {"minimum_quantity": {"before": before.get("minimum_quantity"), "after": step.minimum_quantity}},
    )


def _control(run: Verification) -> SandboxControl:
    if run.ports.control is None:
        raise UsageError("This step needs a sandbox's control API.", hint="Play it on a sandbox: bis sandbox serve.")
    return run.ports.control
