"""Objects as one answer reads them: by kind, in pages, and together with what they point to.

A page of 200 events asks for 200 objects, their lines and their sizes. Rows announce what they point to when they are
read; the first time one of it is needed, all that was announced so far is read in one statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sqlite3 import Row
from typing import Any

from graphql import GraphQLError

from voyado_bis_cli.sandbox.centra.filters import Clause, Filters, conditions, every, listed
from voyado_bis_cli.sandbox.database import Database

MOST_PER_PAGE = 200
"""Contract: "limit: 1 to 200"."""

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of another kind whose `column` equals a column of this one."""

    kind: str
    column: str = "id"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of the schema as rows: `select` names its columns as the schema names its fields.

    `key` orders and identifies the rows, `links` tells for a column what it points to, `filters` and `sorts` (a name
    without its direction) what a query may ask.
    """

    select: str
    key: str = "id"
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    filters: Filters = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=lambda: {"id": "id"})


@dataclass(frozen=True, slots=True)
class Page:
    """What a list field was asked for; made of its arguments."""

    where: Mapping[str, Any] | None = None
    sort: list[str] | None = None
    limit: int | None = DEFAULT_LIMIT
    page: int | None = 1

    @property
    def rows(self) -> slice:
        """The rows of this page, from 0; raises a GraphQLError for a limit or page that Centra refuses."""
        limit = checked_limit(self.limit)
        page = 1 if self.page is None else self.page
        if page < 1:
            raise GraphQLError("Page must be 1 or more")
        return slice((page - 1) * limit, page * limit)


def checked_limit(limit: int | None) -> int:
    """Return the limit, the default for none; outside 1 to 200 it is Centra's error."""
    limit = DEFAULT_LIMIT if limit is None else limit
    if not 1 <= limit <= MOST_PER_PAGE:
        raise GraphQLError(f"Limit must be in range 1 - {MOST_PER_PAGE}")
    return limit


class Nodes:
    """Reads rows and remembers them for as long as one answer takes."""

    def __init__(self, db: Database, kinds: Mapping[str, Kind]) -> None:
        self._db = db
        self._kinds = kinds
        self._read: dict[Link, dict[object, list[Row]]] = {}
        self._announced: dict[Link, set[object]] = {}

    def listing(self, kind: str, page: Page, *restrictions: Clause) -> list[Row]:
        """Return one page of a kind, by its key unless sorted otherwise."""
        rows = page.rows
        return self.select(
            kind,
            [*self.asked(kind, page.where), *restrictions],
            order=self._order(kind, page.sort or []),
            limit=rows.stop - rows.start,
            offset=rows.start,
        )

    def asked(self, kind: str, where: Mapping[str, Any] | None) -> list[Clause]:
        """Return the clauses of a `where` on a kind."""
        return conditions(kind, self._kinds[kind].filters, where)

    def select(
        self, kind: str, clauses: Iterable[Clause], *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[Row]:
        """Return the rows of a kind that meet all clauses; they announce what they point to."""
        known = self._kinds[kind]
        where = every(clauses)
        rows = self._db.rows(
            f"SELECT * FROM ({known.select}) WHERE {where.sql} ORDER BY {order or known.key} LIMIT ? OFFSET ?",  # noqa: S608  # names of ours
            [*where.parameters, limit, offset],
        )
        for column, links in known.links.items():
            for link in links:
                self.announce(link, (row[column] for row in rows))
        return rows

    def count(self, kind: str, clauses: Iterable[Clause]) -> int:
        """Return how many rows of a kind meet all clauses."""
        where = every(clauses)
        row = self._db.row(
            f"SELECT COUNT(*) AS found FROM ({self._kinds[kind].select}) WHERE {where.sql}",  # noqa: S608  # names of ours
            where.parameters,
        )
        return row["found"] if row else 0

    def announce(self, link: Link, keys: Iterable[object]) -> None:
        """Say what will probably be asked for, so that it is read together."""
        self._announced.setdefault(link, set()).update(keys)

    def one(self, kind: str, key: object, column: str = "id") -> Row | None:
        """Return the row of a kind with this key, None where it is gone or the key is None."""
        return next(iter(self.many(kind, column, key)), None)

    def many(self, kind: str, column: str, key: object) -> list[Row]:
        """Return the rows of a kind whose column is this key, by the kind's own key."""
        link = Link(kind, column)
        found = self._read.setdefault(link, {})
        if key not in found:
            wanted = (self._announced.pop(link, set()) | {key}) - found.keys()
            found.update((each, []) for each in wanted)
            for row in self.select(kind, [listed(column, list(wanted))]):
                found[row[column]].append(row)
        return found[key]

    def forget(self) -> None:
        """Read everything anew: something was changed."""
        self._read.clear()
        self._announced.clear()

    def _order(self, kind: str, sort: list[str]) -> str:
        known = self._kinds[kind]
        steps = [name.rsplit("_", 1) for name in sort]
        return ", ".join([*(f"{known.sorts[name]} {direction}" for name, direction in steps), known.key])
