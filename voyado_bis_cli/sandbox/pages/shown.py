"""How things are put that several pages show."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from voyado_bis_cli.sandbox.centra.showroom import Market
from voyado_bis_cli.sandbox.pages.html import Html, fill

SIZES_PER_PAGE = 60


def address(path: str, **query: str) -> str:
    """Return a path with its query."""
    return f"{path}?{urlencode(query)}"


def units(number: int) -> str:
    """Return `1 unit`, `2 units`."""
    return counted(number, "unit")


def counted(number: int, what: str) -> str:
    """Return a number with what it counts, whose plural ends in s."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def moment(timestamp: str) -> str:
    """Return an ISO 8601 moment in UTC for reading: 2026-03-01 12:00:00."""
    return timestamp[:19].replace("T", " ")


def availability(fta: int, market: Market) -> Html:
    """Say whether a size can be bought in a market."""
    if not market.warehouses:
        return fill('<span class="badge off">Not sold</span>')
    return fill(
        '<span class="badge good">In stock</span>' if fta > 0 else '<span class="badge bad">Out of stock</span>'
    )


@dataclass(frozen=True, slots=True)
class Search:
    """What a list of sizes is asked for: a text, and which page of it (from 1)."""

    text: str
    number: int
    limit: int = SIZES_PER_PAGE

    @classmethod
    def of(cls, request: Request) -> "Search":
        """Read it from a request."""
        number = request.query_params.get("page", "1")
        return cls(request.query_params.get("q", ""), max(int(number), 1) if number.isdecimal() else 1)

    @property
    def offset(self) -> int:
        """How many sizes come before this page."""
        return (self.number - 1) * self.limit


def search_form(path: str, search: Search, found: int) -> Html:
    """Return the form that asks again, and the way to the pages before and after."""
    pages = [
        fill('<a href="$address">$text</a> ', address=address(path, q=search.text, page=str(number)), text=text)
        for number, text, there in (
            (search.number - 1, "Previous", search.number > 1),
            (search.number + 1, "Next", found == search.limit),
        )
        if there
    ]
    return fill(
        '<form class="row" role="search" action="$path"><label for="q">SKU or name</label>'
        '<input id="q" name="q" type="search" value="$text"><button>Search</button></form><p>$pages</p>',
        path=path,
        text=search.text,
        pages=pages,
    )
