"""`store-id`: values alone for a script, with names for people."""

from voyado_bis_cli.domain.report.store_ids import ServedStore, StoreIdData, StoreIdRow
from voyado_bis_cli.output.screen import Screen, Tone, Toned


def render(data: StoreIdData, screen: Screen) -> None:
    """Write one value per line; on a terminal, beside it, which Centra stores it serves.

    Of a value that was read, write tenant and Centra store (empty where it means all), separated by a tab.
    """
    for row in data.store_ids:
        if not screen.sink.is_terminal:
            screen.line(f"{row.tenant}\t{row.centra_store_id or ''}" if data.parsed else row.store)
        elif data.parsed:
            which = "all stores" if row.centra_store_id is None else f"Centra store {row.centra_store_id}"
            screen.line(f"{which} of the tenant ", Toned(row.tenant, Tone.STRONG))
        else:
            _with_stores(row, max(len(each.store) for each in data.store_ids), screen)


def _with_stores(row: StoreIdRow, width: int, screen: Screen) -> None:
    """Lines rather than a table: nothing has to be loaded for them."""
    if not row.serves:
        screen.line(Toned(row.store, Tone.STRONG))
        return
    served = ", ".join(map(_named, row.serves))
    screen.line(Toned(f"{row.store:<{width}}", Tone.STRONG), f"  {served}", hang=width + 2)


def _named(store: ServedStore) -> str:
    return f"{store.name} ({store.id}{', wholesale' if store.type == 'WHOLESALE' else ''})"
