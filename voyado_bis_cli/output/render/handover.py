"""`handover`: a page of Markdown on stdout, to be sent as it is."""

from collections.abc import Iterable, Sequence

from voyado_bis_cli.domain.permission import PermissionState, RequiredBy
from voyado_bis_cli.domain.report.handover import HandoverData
from voyado_bis_cli.output.screen import Screen

_GAP = "(to be filled in)"


def render(data: HandoverData, screen: Screen) -> None:
    """Write the page; a value that is not known is a visible gap."""
    for line in _page(data):
        screen.line(line)


def _page(data: HandoverData) -> Iterable[str]:
    yield "# Back in stock: from Centra to Voyado Engage"
    yield ""
    yield from _table(
        ("what", "value"),
        [
            ("Centra URL", data.centra_url),
            ("Integration name", data.integration_name or _GAP),
            ("Token", "shared separately and securely; it is not on this page"),
            ("Token expires", data.token_expires.isoformat() if data.token_expires else _GAP),
            *_permissions(data),
            ("Engage", data.engage_url or _GAP),
            ("Tenant", data.tenant or _GAP),
            ("Locales", ", ".join(data.locales) or _GAP),
        ],
    )
    yield from _section(
        "Stores and `store` values",
        ("Centra store", "name", "type", "`store`"),
        [(str(each.id), each.name, each.type, f"`{each.store}`" if each.store else _GAP) for each in data.stores],
    )
    yield from _section(
        "Markets",
        ("`externalId`", "market", "Centra store"),
        [(f"`{each.external_id}`", each.name, each.centra_store_name or "-") for each in data.markets or ()],
    )
    yield from _section("Product feeds", ("locale", "feed"), [(each.locale, each.url) for each in data.feeds])


def _permissions(data: HandoverData) -> Iterable[tuple[str, str]]:
    """Yield what the check came to: every permission that is not granted stands there by its name."""
    guide = [row for row in data.permissions if row.required_by is RequiredBy.GUIDE]
    granted = sum(row.state is PermissionState.GRANTED for row in guide)
    verdict = "check passed" if data.permissions_passed else "CHECK FAILED"
    yield "Permissions", f"{verdict}: {granted} of the guide's {len(guide)} granted"
    for state in (PermissionState.MISSING, PermissionState.UNVERIFIED):
        names = [row.permission for row in data.permissions if row.state is state]
        if names:
            yield f"Permissions {state.value}", ", ".join(names)


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    yield ""
    yield f"## {title}"
    yield ""
    if rows:
        yield from _table(columns, rows)
    else:
        yield _GAP


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    yield _row(columns)
    yield f"|{'---|' * len(columns)}"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    """Return a row; a bar in a name would end its cell, and a line break the table."""
    safe = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"
