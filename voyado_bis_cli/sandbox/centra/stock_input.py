"""Which sizes and how many a stock mutation is about: its input, with a user error for all that does not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voyado_bis_cli.sandbox.centra.problems import Remarks, not_simulated
from voyado_bis_cli.sandbox.database import Database

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What the two mutations call the same things."""

    sizes_of_variant: str
    quantity: str


SET = Names("sizeStockLevels", "quantity")
CHANGE = Names("sizeChanges", "deliveredQuantity")


@dataclass(frozen=True, slots=True)
class Asked:
    """One size with the quantity asked for, and where in the input it stands."""

    size: int
    quantity: int
    path: Path


class StockInput:
    """Reads the input of `setStock` and `changeStock`; what is wrong goes to `remarks` as user errors."""

    def __init__(self, db: Database, remarks: Remarks, names: Names) -> None:
        self._db = db
        self._remarks = remarks
        self._names = names

    def warehouse(self, given: Mapping[str, Any] | None, path: Path) -> int | None:
        """Return the id of an existing warehouse; None where none is given, or (a user error) none fits."""
        if given is None:
            return None
        one = self._only_field(given, path)
        if one is None:
            return None
        name, value = one
        if name != "id":
            raise not_simulated(f"WarehouseInput.{name}")
        if self._db.row("SELECT 1 FROM centra_warehouses WHERE id = ?", (value,)) is None:
            self._remarks.refuse(f"Warehouse {value} was not found.", path)
            return None
        return int(value)

    def description(self, given: str) -> None:
        """Ask for a description that says something."""
        if not given.strip():
            self._remarks.refuse("A description is required.", ("input", "description"))

    def sizes(self, given: Mapping[str, Any]) -> list[Asked]:
        """Return the sizes that could be found, each once."""
        found: dict[int, Asked] = {}
        for asked in [
            *self._by_variant(given.get("productVariants") or ()),
            *self._by_size(given.get("productSizes") or ()),
        ]:
            if asked.size in found:
                self._remarks.refuse("This size is given more than once.", asked.path)
            found.setdefault(asked.size, asked)
        if not (given.get("productVariants") or given.get("productSizes")):
            self._remarks.refuse("Provide productVariants or productSizes.", ("input",))
        return list(found.values())

    def _by_variant(self, variants: Sequence[Mapping[str, Any]]) -> Iterator[Asked]:
        for index, entry in enumerate(variants):
            path: Path = ("input", "productVariants", index)
            _refuse_unit_cost(entry)
            variant = self._variant(entry["productVariant"], (*path, "productVariant"))
            for position, step in enumerate(entry[self._names.sizes_of_variant] if variant is not None else ()):
                step_path: Path = (*path, self._names.sizes_of_variant, position)
                one = self._only_field(step["size"], (*step_path, "size"))
                if one is not None:
                    column = {"id": "n.id", "name": "n.name"}[one[0]]
                    rows = self._db.rows(f"{_SIZES_OF_VARIANT} AND {column} = ?", (variant, one[1]))
                    yield from self._asked([row["id"] for row in rows], step, (*step_path, "size"), one)

    def _variant(self, given: Mapping[str, Any], path: Path) -> int | None:
        one = self._only_field(given, path)
        if one is None:
            return None
        name, value = one
        if name != "id":
            raise not_simulated(f"ProductVariantInput.{name}")
        if self._db.row("SELECT 1 FROM centra_variants WHERE id = ?", (value,)) is None:
            self._remarks.refuse(f"Product variant {value} was not found.", path)
            return None
        return int(value)

    def _by_size(self, sizes: Sequence[Mapping[str, Any]]) -> Iterator[Asked]:
        for index, entry in enumerate(sizes):
            path: Path = ("input", "productSizes", index, "productSize")
            _refuse_unit_cost(entry)
            one = self._only_field(entry["productSize"], path)
            if one is not None:
                name, value = one
                columns = ("sku", "ean", "upc") if name == "any" else (name.lower(),)
                matches = " OR ".join(f"{column} = ?" for column in columns)
                rows = self._db.rows(f"SELECT id FROM centra_sizes WHERE {matches}", (value,) * len(columns))  # noqa: S608  # columns of ours
                yield from self._asked([row["id"] for row in rows], entry, path, one)

    def _asked(
        self, sizes: Sequence[int], entry: Mapping[str, Any], path: Path, identifier: tuple[str, Any]
    ) -> Iterator[Asked]:
        name, value = identifier
        if len(sizes) == 1:
            yield Asked(sizes[0], entry[self._names.quantity], (*path[:-1], self._names.quantity))
        elif sizes:
            self._remarks.refuse(f"More than one product size has the {name} {value}.", path)
        else:
            self._remarks.refuse(f"Product size with the {name} {value} was not found.", path)

    def _only_field(self, given: Mapping[str, Any], path: Path) -> tuple[str, Any] | None:
        present = [(name, value) for name, value in given.items() if value is not None]
        if len(present) != 1:
            self._remarks.refuse("Exactly one input field should be provided.", path)
            return None
        return present[0]


_SIZES_OF_VARIANT = (
    "SELECT s.id FROM centra_sizes s JOIN centra_size_names n ON n.id = s.size_id WHERE s.variant_id = ?"
)


def _refuse_unit_cost(entry: Mapping[str, Any]) -> None:
    if entry.get("unitCost") is not None:
        raise not_simulated("unitCost")
