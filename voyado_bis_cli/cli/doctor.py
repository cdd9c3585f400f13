"""`bis doctor`: the prerequisites of the guide, each a check."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import WHOLE_GROUP, command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.doctor_schema import schema
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data
    from voyado_bis_cli.domain.report.doctor import DoctorData
    from voyado_bis_cli.workflows.doctor.check import Check

app = typer.Typer(help="Check all prerequisites of the guide; changes nothing.")


class Moment(StrEnum):
    """A moment that has a list of its own."""

    GO_LIVE = "go-live"


@app.command(WHOLE_GROUP)
@command(judges=True, reports=True, changes=True, waits=True)
def doctor(
    context: Context,
    *,
    checks: Annotated[
        list[str] | None, typer.Argument(metavar="CHECK", help="Only these, by id or group.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the checks instead of looking.")] = False,
    moment: Annotated[
        Moment | None, typer.Option("--for", help="The list of that moment: what matters on the last day.")
    ] = None,
    all_profiles: Annotated[
        bool, typer.Option("--all-profiles", help="Compare the profiles of bis.toml: what brands must not share.")
    ] = False,
    prove_events: Annotated[
        bool, typer.Option("--prove-events", help="Prove the event system: change a test SKU by one unit, and back.")
    ] = False,
    sku: Annotated[
        str | None, typer.Option(metavar="SKU", help="The test SKU for --prove-events; one that is in stock.")
    ] = None,
) -> "Run[Data]":
    """Check all prerequisites of the guide; changes nothing unless --prove-events asks for it.

    Examples:
      bis doctor
      bis doctor feed-skus event-system
      bis doctor --for go-live -p brand-x
      bis doctor --all-profiles
      bis doctor confirm captcha --by "Anna Berg"
      bis doctor schema

    Each check passed, failed, is a warning, is for a person to look at (manual), or was skipped because another check
    says why it could not be looked at. `bis doctor confirm --help` and `bis doctor schema --help` explain those two.
    """
    from voyado_bis_cli.cli.doctor_subject import doors, prove_events_of, subject
    from voyado_bis_cli.workflows.doctor.run import doctor as workflow
    from voyado_bis_cli.workflows.doctor.run import listed

    if list_:
        return listed()
    if prove_events:
        return prove_events_of(context, sku)
    chosen = _chosen(checks or (), moment, all_profiles=all_profiles)
    return workflow(subject(context, chosen), doors(context, chosen), chosen)


@app.command()
@command()
def confirm(
    context: Context,
    *,
    check: Annotated[str, typer.Argument(metavar="CHECK", help="A manual check, such as captcha.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who looked.")],
) -> "Run[DoctorData]":
    """Note that a person looked at what no machine can see; later reports show who and when.

    Examples:
      bis doctor confirm captcha --by "Anna Berg"
      bis doctor confirm automation --by Anna -p brand-x
    """
    from voyado_bis_cli.workflows.doctor.confirmation import confirm as workflow

    context.profile.need("centra.url")  # a note must say which set-up was looked at
    return workflow(check, by, context.journal, context.clock)


app.command()(schema)


def _chosen(checks: "list[str] | tuple[str, ...]", moment: Moment | None, *, all_profiles: bool) -> "tuple[Check, ...]":
    from voyado_bis_cli.workflows.doctor import registry

    if sum((bool(checks), moment is not None, all_profiles)) > 1:
        raise UsageError(
            "Named checks, --for and --all-profiles exclude each other.", hint="`bis doctor --help` shows examples."
        )
    if all_profiles:
        return registry.for_brands()
    if moment is Moment.GO_LIVE:
        return registry.for_go_live()
    return registry.named(checks) if checks else registry.everyday()
