"""`bis demo`."""

from typing import TYPE_CHECKING

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.verification import VerificationData


@command(reports=True, waits=True)
def demo(context: Context) -> "Run[VerificationData]":
    """Watch the whole guide on a private sandbox: a shopper subscribes, stock arrives, the email leaves.

    Examples:
      bis demo
      bis demo --json

    Needs no account and no configuration. Every step goes over real HTTP to a stand-in for Centra and Engage that lives
    only as long as the demo.
    """
    from voyado_bis_cli.cli.verify_wishes import VerifyChoice, verify_plan, verify_ports
    from voyado_bis_cli.domain.verification import SyncBy
    from voyado_bis_cli.workflows.verify.runner import verify

    context.use_private_sandbox()
    return verify(verify_plan(context, VerifyChoice(sync=SyncBy.OWN_QUEUE)), verify_ports(context))
