"""`bis doctor schema`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.schema_check import SchemaCheckData


@command(judges=True)
def schema(
    context: Context,
    *,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Write the instance's schema there, as SDL.")
    ] = None,
) -> "Run[SchemaCheckData]":
    """Compare the live instance's schema with what bis uses of it.

    Examples:
      bis doctor schema
      bis doctor schema --save centra.graphql
      bis doctor schema --json

    Part of Centra's schema is not published. This says which names are missing, renamed or deprecated and which command
    each affects, and whether what bis had to infer is so. It asks one question and changes nothing.
    """
    return run_schema_check(context, save)


def run_schema_check(context: Context, save: Path | None = None) -> "Run[SchemaCheckData]":
    """Start the comparison with the toolkit's token, with Voyado's where it is the only one (any token may ask)."""
    from voyado_bis_cli.workflows.schema_check import schema_check

    centra = context.profile.centra
    only_voyados = centra.token is None and centra.voyado_token is not None
    source = context.voyado_centra if only_voyados else context.centra
    return schema_check(source, _writer(save) if save else None)


def _writer(path: Path) -> "Callable[[str], str]":
    from voyado_bis_cli.config.atomic_file import write_atomically

    def write(sdl: str) -> str:
        write_atomically(path, sdl)
        return str(path)

    return write
