"""`subscribe --check`: judges what a front end really sent; sends nothing."""

from collections.abc import Callable, Collection
from dataclasses import replace

from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning
from voyado_bis_cli.domain.ids import Sku, StoreId
from voyado_bis_cli.domain.payload_check import FieldState, FieldVerdict, Known, judged_fields, payload_of
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.payload_check import FieldRow, PayloadCheckData
from voyado_bis_cli.workflows.allocation import read_layout
from voyado_bis_cli.workflows.ports import Catalogue


def check_payload(
    content: Callable[[], bytes], known: Known, centra: Catalogue | None, stores: Collection[StoreId]
) -> Run[PayloadCheckData]:
    """Judge the body of one request, with Centra's SKUs and markets where it can be asked."""
    payload = payload_of(content().decode("utf-8-sig", "replace"))
    if centra:
        yield Note("Comparing it with Centra's markets and SKUs")
        layout = read_layout(centra, stores)
        sku = payload.get(known.names["sku"])
        known = replace(
            known,
            markets=layout.markets,
            markets_with_rule=frozenset(layout.allocation.rules),
            sizes=len(centra.sizes_of_sku(Sku(sku))) if isinstance(sku, str) and sku else 0,
        )
    verdicts = judged_fields(payload, known)
    rows = tuple(FieldRow(name=each.name, value=each.value, state=each.state, detail=each.detail) for each in verdicts)
    return Report(PayloadCheckData(fields=rows), tuple(map(_finding, filter(_is_bad, verdicts))))


def _is_bad(verdict: FieldVerdict) -> bool:
    return verdict.state in {FieldState.FAILED, FieldState.WARNING}


def _finding(verdict: FieldVerdict) -> Finding:
    severity = error if verdict.state is FieldState.FAILED else warning
    return severity(
        "payload-field",
        f"{verdict.name}: {verdict.detail}.",
        "",
        Remedy("This is a correct call:", ("bis subscribe --dry-run --as fetch",)),
    )
