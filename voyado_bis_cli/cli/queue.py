"""`bis queue`."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.check_permissions import Token
from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.queue import QueueData


@command(judges=True)
def queue(
    context: Context,
    *,
    token: Annotated[
        Token | None, typer.Option(help="Whose queue; Voyado's where the profile has its token.", show_default=False)
    ] = None,
) -> "Run[QueueData]":
    """Read an event queue without confirming anything: who listens, how much waits, how long.

    Examples:
      bis queue
      bis queue --token toolkit
      bis queue -p brand-x --json

    Nobody listens: Voyado is not configured. The oldest event is hours old: Voyado is not reading.
    """
    from voyado_bis_cli.workflows.queue import look_at_queue

    centra = context.profile.centra
    whose = token or (Token.VOYADO if centra.voyado_token else Token.TOOLKIT)
    return look_at_queue(
        context.voyado_centra if whose is Token.VOYADO else context.centra,
        context.clock,
        token=whose.value,
        declared_integration=centra.voyado_integration_name if whose is Token.VOYADO else centra.integration_name,
    )
