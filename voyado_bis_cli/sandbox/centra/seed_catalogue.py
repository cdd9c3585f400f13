"""The seed's products and opening stock. SKU = product number + variant number + size number."""

from dataclasses import dataclass

LETTER_SIZES = ("S", "M", "L", "XL")
SHOE_SIZES = ("38", "39", "40", "41", "42", "43")
BELT_SIZES = ("85", "95", "105")
ONE_SIZE = "One size"
SIZE_NAMES = (*LETTER_SIZES, ONE_SIZE, *SHOE_SIZES, *BELT_SIZES)


@dataclass(frozen=True, slots=True)
class SeedVariant:
    """A variant and its sizes by name and size number; a `stock_offset` above 0 replaces a threshold."""

    name: str
    number: str
    sizes: tuple[tuple[str, str], ...]
    stock_offset: int = 0


@dataclass(frozen=True, slots=True)
class SeedProduct:
    """A product and its variants."""

    name: str
    number: str
    price: str
    variants: tuple[SeedVariant, ...]


def _numbered(sizes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((size, size) for size in sizes)


PRODUCTS = (
    SeedProduct(
        "Linen shirt",
        "1234",
        "799.00",
        (
            SeedVariant("White", "SIZE", _numbered(LETTER_SIZES)),
            SeedVariant("Shirt bag", "-1", ((ONE_SIZE, ""),)),
        ),
    ),
    SeedProduct(
        "Wool sweater",
        "2001",
        "1199.00",
        (
            SeedVariant("Grey", "GRY", _numbered(LETTER_SIZES)),
            SeedVariant("Navy", "NVY", _numbered(LETTER_SIZES)),
        ),
    ),
    SeedProduct(
        "Rain jacket",
        "3005",
        "1899.00",
        (
            SeedVariant("Black", "BLK", _numbered(LETTER_SIZES)),
            SeedVariant("Yellow", "YEL", _numbered(LETTER_SIZES), stock_offset=3),
        ),
    ),
    SeedProduct(
        "Canvas sneaker",
        "4100",
        "899.00",
        (
            SeedVariant("White", "WHT", _numbered(SHOE_SIZES)),
            SeedVariant("Black", "BLK", _numbered(SHOE_SIZES)),
        ),
    ),
    SeedProduct(
        "Leather belt",
        "5200",
        "549.00",
        (
            SeedVariant("Brown", "BRN", _numbered(BELT_SIZES)),
            SeedVariant("Black", "BLK", _numbered(BELT_SIZES)),
        ),
    ),
)


def _quantities(prefix: str, sizes: tuple[str, ...], *quantities: int) -> dict[str, int]:
    return {prefix + size: quantity for size, quantity in zip(sizes, quantities, strict=True) if quantity}


STOCKHOLM = {
    "1234SIZES": 4,
    "1234SIZEL": 2,
    "1234SIZEXL": 1,
    "1234-1": 5,
    **_quantities("2001GRY", LETTER_SIZES, 6, 0, 3, 0),
    **_quantities("2001NVY", LETTER_SIZES, 10, 12, 9, 4),
    **_quantities("3005BLK", LETTER_SIZES, 7, 0, 5, 2),
    **_quantities("3005YEL", LETTER_SIZES, 3, 2, 8, 0),
    **_quantities("4100WHT", SHOE_SIZES, 0, 3, 6, 8, 5, 1),
    **_quantities("4100BLK", SHOE_SIZES, 2, 4, 7, 7, 3, 0),
    **_quantities("5200BRN", BELT_SIZES, 15, 20, 0),
    **_quantities("5200BLK", BELT_SIZES, 11, 0, 9),
}
BERLIN = {
    "1234SIZES": 3,
    "1234SIZEXL": 1,
    **_quantities("2001GRY", LETTER_SIZES, 0, 2, 4, 0),  # M: its FTA is Berlin's threshold, so the shop shows sold out
    **_quantities("2001NVY", LETTER_SIZES, 5, 6, 0, 3),
    **_quantities("3005BLK", LETTER_SIZES, 4, 0, 4, 1),
    **_quantities("3005YEL", LETTER_SIZES, 1, 5, 0, 0),
    **_quantities("4100WHT", SHOE_SIZES, 0, 2, 5, 6, 4, 0),
    **_quantities("4100BLK", SHOE_SIZES, 0, 0, 3, 4, 0, 0),
    **_quantities("5200BRN", BELT_SIZES, 8, 0, 0),
}
RETURNS = {"4100WHT38": 2, "5200BRN105": 1}  # sold out for every market: this warehouse is in no rule

OPENING_STOCK = {1: STOCKHOLM, 2: BERLIN, 3: RETURNS}
