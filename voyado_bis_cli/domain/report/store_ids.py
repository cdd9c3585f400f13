"""`store-id` data."""

from voyado_bis_cli.domain.report import Data


class ServedStore(Data):
    """A Centra store, as Centra names it; `type` is `DIRECT_TO_CONSUMER`, `WHOLESALE`, or what Centra may add."""

    id: int
    name: str
    type: str


class StoreIdRow(Data):
    """One `store` value for the Subscription API.

    `centra_store_id` is null where one Engage environment serves all stores. `serves` lists the Centra stores that use
    the value; it is empty where Centra was not asked.
    """

    store: str
    tenant: str
    centra_store_id: int | None = None
    centra_store_name: str | None = None
    centra_store_type: str | None = None
    serves: tuple[ServedStore, ...] = ()


class StoreIdData(Data):
    """The `store` values asked for; `parsed` is the value given to `--parse`, whose every reading is then a row."""

    store_ids: tuple[StoreIdRow, ...]
    parsed: str | None = None
