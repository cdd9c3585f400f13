"""`store-id` data."""

from voyado_bis_cli.domain.report import Data


class StoreIdRow(Data):
    """One `store` value for the Subscription API."""

    store: str
    tenant: str
    centra_store_id: int | None = None
    centra_store_name: str | None = None


class StoreIdData(Data):
    """The `store` values asked for; with `--parse`, every reading of the given one."""

    store_ids: tuple[StoreIdRow, ...]
