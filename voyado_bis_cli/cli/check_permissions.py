"""`bis check-permissions`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.permissions import CheckPermissionsData


class Token(StrEnum):
    """Whose token is checked."""

    VOYADO = "voyado"
    TOOLKIT = "toolkit"


@command(judges=True)
def check_permissions(
    context: Context,
    *,
    token: Annotated[
        Token | None, typer.Option(help="Whose token; Voyado's where the profile has one.", show_default=False)
    ] = None,
    probe_write: Annotated[
        bool, typer.Option("--probe-write", help="On production too, confirm an empty list of events as a probe.")
    ] = False,
) -> "Run[CheckPermissionsData]":
    """Check what a Centra token may do against what the guide asks for.

    Examples:
      bis check-permissions
      bis check-permissions --token toolkit
      bis check-permissions -p brand-x --json --strict

    Every read permission is probed in one query. Event:write is probed by confirming an empty list of events, which
    confirms nothing; StockChange:write has no harmless probe and stays unverified.
    """
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.check_permissions import check_permissions as workflow

    centra = context.profile.centra
    whose = token or (Token.VOYADO if centra.voyado_token else Token.TOOLKIT)
    return workflow(
        context.voyado_centra if whose is Token.VOYADO else context.centra,
        token=whose.value,
        probe_write=probe_write or context.kind is not Kind.PRODUCTION,
        declared_integration=centra.voyado_integration_name if whose is Token.VOYADO else centra.integration_name,
    )
