"""`set-stock`."""

from voyado_bis_cli.domain.report.stock_set import SetStockData
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned
from voyado_bis_cli.output.words import named


def render(data: SetStockData, screen: Screen) -> None:
    """Draw FTA before and after, in the warehouse and in every market, and how to take it back."""
    where = named(data.warehouse.name, data.warehouse.id)
    screen.line(
        Toned(data.sku, Tone.STRONG),
        f"  FTA in {where}: ",
        Toned(f"{data.fta_before} -> {data.fta_after} units", Tone.STRONG),
    )
    if data.stock_change_id is not None:
        screen.line(f"Stock change {data.stock_change_id} in Centra")
    if data.markets:
        screen.line()
        screen.table(
            ["market", Column("FTA before (units)", number=True), Column("FTA after (units)", number=True)],
            [[row.market, str(row.fta_before), str(row.fta_after)] for row in data.markets],
        )
    if data.undo:
        screen.line()
        screen.line("Take it back: ", Toned(data.undo, Tone.STRONG))
