"""`bis check-permissions`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.permission import FOR_COMMAND
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.permissions import CheckPermissionsData


class Token(StrEnum):
    """Whose token is checked."""

    VOYADO = "voyado"
    TOOLKIT = "toolkit"


@command(judges=True, reports=True)
def check_permissions(
    context: Context,
    *,
    token: Annotated[
        Token | None, typer.Option(help="Whose token; Voyado's where the profile has one.", show_default=False)
    ] = None,
    probe_write: Annotated[
        bool, typer.Option("--probe-write", help="On production too, confirm an empty list of events as a probe.")
    ] = False,
    least_privilege: Annotated[
        bool, typer.Option("--least-privilege", help="Look for what the token should not have, too.")
    ] = False,
    command: Annotated[
        str | None, typer.Option("--for", metavar="COMMAND", help="Check only what this command of bis needs.")
    ] = None,
) -> "Run[CheckPermissionsData]":
    """Check what a Centra token may do against what the guide asks for.

    Examples:
      bis check-permissions
      bis check-permissions --token toolkit
      bis check-permissions --least-privilege
      bis check-permissions --for sync-stock
      bis check-permissions -p brand-x --json --strict

    Every read permission is probed in one query. Event:write is probed by confirming an empty list of events, which
    confirms nothing; StockChange:write has no harmless probe and stays unverified.
    """
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.check_permissions import Scope
    from voyado_bis_cli.workflows.check_permissions import check_permissions as workflow

    centra = context.profile.centra
    whose = token or _token_of(command, has_voyados=centra.voyado_token is not None)
    return workflow(
        context.voyado_centra if whose is Token.VOYADO else context.centra,
        token=whose.value,
        probe_write=probe_write or context.kind is not Kind.PRODUCTION,
        declared_integration=centra.voyado_integration_name if whose is Token.VOYADO else centra.integration_name,
        scope=Scope(command, least_privilege, stores_of(context.profile)),
    )


def _token_of(command: str | None, *, has_voyados: bool) -> Token:
    """Return whose token is meant: the one that a command uses, else Voyado's where there is one."""
    if command is None or command == "queue":
        return Token.VOYADO if has_voyados else Token.TOOLKIT
    if command not in FOR_COMMAND:
        raise UsageError(
            f"{command!r} is no command that asks Centra for anything.",
            hint=f"Give one of {', '.join(FOR_COMMAND)}.",
        )
    return Token.TOOLKIT
