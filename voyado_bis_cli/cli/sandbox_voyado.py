"""Lets a stand-in for Voyado's integration work, pass by pass, until it is told to stop."""

from typing import TYPE_CHECKING

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.sandbox_control import address_at, control
from voyado_bis_cli.cli.stop_signals import stop_on_signals
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sandbox import VoyadoData
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import NetworkError
from voyado_bis_cli.sandbox.json_http import JsonHttpError
from voyado_bis_cli.sandbox.voyado import Pass, brand_y_at, voyado_at

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run


def play_voyado(context: Context, port: int, *, interval: float, once: bool, brand_y: bool) -> "Run[VoyadoData]":
    """Say what each pass did; one that fails is tried again after `interval` seconds, or ends the run with `once`."""
    yield from ()
    url = address_at(port)
    control(context.unmetered, "GET", f"{url}/_sandbox")
    integration = (brand_y_at if brand_y else voyado_at)(url)
    done: list[Pass] = []
    with stop_on_signals(context.clock) as stop:
        while not stop.requested():
            try:
                done.append(integration.one_pass())
                context.output.narrator.remark(_told(done[-1]))
            except JsonHttpError as error:
                if once:
                    raise NetworkError(f"Voyado's stand-in gives up: {error}") from error
                context.output.narrator.remark(f"{error} Once more in {interval:g} s.")
            if once or stop.wait(interval):
                break
    return Report(
        VoyadoData(
            url=url,
            passes=len(done),
            events=sum(each.events for each in done),
            levels=sum(each.levels for each in done),
            refused=sum(each.refused for each in done),
        )
    )


def _told(each: Pass) -> str:
    refused = f", {each.refused} refused" if each.refused else ""
    return f"{counted(each.events, 'event')} confirmed, {counted(each.levels, 'level')} sent{refused}."
