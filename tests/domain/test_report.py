import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.report import Data, Report
from voyado_bis_cli.domain.report.log import LogData, LogRow
from voyado_bis_cli.domain.report.store_ids import StoreIdRow
from voyado_bis_cli.domain.report.sync import EventCounts, FailedRow, LevelCounts, SentRow, SyncStockData
from voyado_bis_cli.errors import BisError, ExitCode, NetworkError, NotYetError, RefusedError

ERROR, WARNING, INFO = finding.error("e", "E"), finding.warning("w", "W"), finding.info("i", "I")
FINDINGS = st.lists(st.sampled_from([ERROR, WARNING, INFO])).map(tuple)


class Nothing(Data):
    """No data."""


@pytest.mark.parametrize(
    ("findings", "normal", "strict"),
    [
        ((), 0, 0),
        ((INFO,), 0, 0),
        ((WARNING,), 0, 1),
        ((ERROR,), 1, 1),
        ((INFO, WARNING, ERROR), 1, 1),
    ],
)
def test_an_error_exits_1_and_a_warning_only_when_strict(
    findings: tuple[Finding, ...], normal: int, strict: int
) -> None:
    report = Report(Nothing(), findings)

    assert report.exit_code() == normal
    assert report.exit_code(strict=True) == strict


@pytest.mark.parametrize(
    ("partial", "code"),
    [(RefusedError("Engage refused 2 levels."), 5), (NetworkError("No answer."), 6), (NotYetError("Not seen."), 8)],
)
def test_a_partial_failure_decides_whatever_was_found(partial: BisError, code: int) -> None:
    assert Report(Nothing(), (), partial).exit_code() == code
    assert Report(Nothing(), (ERROR,), partial).exit_code(strict=True) == code


@given(FINDINGS)
def test_strict_is_never_milder(findings: tuple[Finding, ...]) -> None:
    report = Report(Nothing(), findings)

    assert report.exit_code() <= report.exit_code(strict=True)
    assert (report.exit_code() is ExitCode.WRONG) == any(f.severity is Severity.ERROR for f in findings)


def test_levels_are_shown_with_the_field_names_engage_uses() -> None:
    data = SyncStockData(
        events=EventCounts(fetched=1, confirmed=1),
        stock_levels=LevelCounts(sent=1, failed=1),
        skus=("1234SIZEM",),
        markets=("4", "5"),
        sent=(SentRow(sku="1234SIZEM", quantity=10, external_id="4"),),
        failed=(FailedRow(sku="1234SIZEM", external_id="5", reason="unknown market"),),
    )

    shown = json.loads(data.model_dump_json(by_alias=True))

    assert shown["sent"] == [{"sku": "1234SIZEM", "quantity": 10, "externalId": "4"}]
    assert shown["failed"] == [{"sku": "1234SIZEM", "externalId": "5", "reason": "unknown market"}]
    assert shown["events"] == {"fetched": 1, "confirmed": 1, "left": 0}
    assert shown["dry_run"] is False


def test_a_log_says_where_it_was_read() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    row = LogRow(timestamp=at, type="StockLevels", level="Information", message="ok", sku="1234SIZEM", market="4")

    shown = json.loads(LogData(source=LogSource.EVIDENCE, entries=(row,)).model_dump_json(by_alias=True))

    assert shown["source"] == "evidence"
    assert shown["entries"][0]["timestamp"] == "2026-03-01T12:00:00Z"


def test_data_is_frozen_and_takes_no_unknown_field() -> None:
    row = StoreIdRow(store="voyadotenant-1", tenant="voyadotenant", centra_store_id=1)

    with pytest.raises(ValidationError, match="frozen"):
        row.store = "other"
    with pytest.raises(ValidationError, match="extra_forbidden"):
        StoreIdRow.model_validate({"store": "a", "tenant": "a", "brand": "x"})
