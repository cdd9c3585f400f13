"""`bis verify`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.verification import JoinAt, SyncBy, Until
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.verify_wishes import VerifyChoice
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data


class WhoSyncs(StrEnum):
    """Who tells Engage, as far as one may choose."""

    VOYADO = "voyado"
    TOOLKIT = "toolkit"


@command(changes=True, waits=True, judges=True, reports=True)
def verify(
    context: Context,
    *,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="A sold-out size.  [default: test.skus]")] = None,
    email: Annotated[str | None, typer.Option(metavar="EMAIL", help="The shopper.  [default: test.email]")] = None,
    market: Annotated[
        str | None, typer.Option(metavar="ID", help="Market, id or name.  [default: test.market]")
    ] = None,
    locale: Annotated[
        str | None, typer.Option(metavar="xx-YY", help="A feed's locale.  [default: test.locale]")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="STORE", help="See bis store-id.  [default: subscription_api.store]")
    ] = None,
    newsletter: Annotated[
        bool | None,
        typer.Option("--newsletter/--no-newsletter", help="Consent to newsletters; needed for a shopper Engage knows."),
    ] = None,
    warehouse: Annotated[
        str | None, typer.Option(metavar="ID", help="Where stock arrives, id or name.  [default: test.warehouse]")
    ] = None,
    expect_email: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="The mail's name or subject, with *.  [default: test.expect_email]"),
    ] = None,
    sync: Annotated[
        WhoSyncs | None,
        typer.Option(
            help="Who tells Engage: watch Voyado's own integration, or let bis send the test SKU's levels.  "
            "[default: voyado, on a sandbox toolkit]",
            show_default=False,
        ),
    ] = None,
    from_: Annotated[
        JoinAt | None,
        typer.Option("--from", help="Join where a person used the real form (registered) or admin page (stock)."),
    ] = None,
    until: Annotated[Until, typer.Option(help="The last effect to wait for; in CI: consumed.")] = Until.EMAIL,
    start: Annotated[bool, typer.Option("--start", help="End before waiting for Engage; --resume goes on.")] = False,
    resume: Annotated[str | None, typer.Option(metavar="RUN", help="Go on with a run that was started.")] = None,
    clean_up: Annotated[
        bool, typer.Option("--clean-up", help="Take back what interrupted runs left, on any machine.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the built-in scenarios.")] = False,
    scenario: Annotated[str | None, typer.Option(metavar="NAME", help="Play a built-in scenario.")] = None,
    scenario_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Play a scenario of your own, a TOML file.")
    ] = None,
) -> "Run[Data]":
    """Prove back in stock from end to end: subscribe, restock, see the email leave, clean up.

    Examples:
      bis verify --until consumed
      bis verify --scenario wrong-market
      bis verify --from registered --start
      bis verify --clean-up

    Ends with 8 where an effect was not seen in time, with what is left to suspect. Everything it changed is taken back,
    whatever happened.
    """
    from voyado_bis_cli.cli.verify_wishes import VerifyChoice

    choice = VerifyChoice(
        sku=sku,
        email=email,
        market=market,
        locale=locale,
        store=store,
        newsletter=newsletter,
        warehouse=warehouse,
        expect_email=expect_email,
        sync=SyncBy(sync.value) if sync else None,
        join=from_,
        until=until,
        start=start,
        scenario=scenario,
        scenario_file=scenario_file,
    )
    return _chosen(context, choice, list_=list_, clean_up=clean_up, resume=resume)


def _chosen(
    context: Context, choice: "VerifyChoice", *, list_: bool, clean_up: bool, resume: str | None
) -> "Run[Data]":
    from voyado_bis_cli.cli.verify_wishes import skus_of_tests, verify_plan, verify_ports
    from voyado_bis_cli.workflows.verify import builtin, runner

    asked = [
        name
        for name, given in {
            "--list": list_,
            "--clean-up": clean_up,
            "--resume": resume,
            "--start": choice.start,
        }.items()
        if given
    ]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} exclude each other.", hint="`bis verify --help` shows examples.")
    if list_:
        return builtin.list_scenarios()
    plan, ports = verify_plan(context, choice), verify_ports(context)
    if clean_up:
        return runner.clean_up(plan, ports, skus_of_tests(context, choice))
    if resume:
        return runner.resume(plan, ports, resume)
    return runner.verify(plan, ports)
