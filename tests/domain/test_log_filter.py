"""Which rows are meant, and which level of ours a row answers."""

from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.log_filter import LogFilter, SentLevel, answered_level

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def row(
    message: str = "", *, sku: str = "", market: str = "", at: float | None = 0, type_: str = "StockLevel"
) -> LogEntry:
    timestamp = None if at is None else NOON + timedelta(seconds=at)
    return LogEntry(timestamp, type_, "Warning", message, Sku(sku) if sku else None, market or None)


@pytest.mark.parametrize(
    ("wanted", "entry", "accepted"),
    [
        (LogFilter(), row(), True),
        (LogFilter(sku="1234-1"), row(sku="1234-1"), True),
        (LogFilter(sku="1234-1"), row(sku="1234-12"), False),
        (LogFilter(sku="1234-1"), row("Level of 1234-1: 3"), True),
        (LogFilter(sku="1234-1"), row("Level of 1234-12, x1234-1: 3"), False),
        (LogFilter(sku="1234-1"), row("Level of 1234-1", sku="other"), False),
        (LogFilter(sku="1234SIZEM"), row("Level of 1234sizeM: 3"), True),
        (LogFilter(sku="1234SIZEM"), row(sku="1234sizeM"), True),
        (LogFilter(market="4"), row(market="4"), True),
        (LogFilter(market="4"), row("market 4 took it"), True),
        (LogFilter(market="4"), row('"externalId": "4"'), True),
        (LogFilter(market="se"), row("MARKET: SE"), True),
        (LogFilter(market="4"), row("market 4", market="5"), False),
        (LogFilter(market="4"), row("market 42, quantity 4"), False),
        (LogFilter(market="4"), row("no word about it"), False),
        (LogFilter(level="warning", type="stocklevel"), row(), True),
        (LogFilter(level="error"), row(), False),
        (LogFilter(type="Orders"), row(), False),
        (LogFilter(since=NOON), row(at=0), True),
        (LogFilter(since=NOON), row(at=-1), False),
        (LogFilter(since=NOON), row(at=None), True),
    ],
)
def test_a_row_is_chosen_by_what_it_says_and_by_its_message_where_it_has_no_columns(
    wanted: LogFilter, entry: LogEntry, *, accepted: bool
) -> None:
    assert wanted.accepts(entry) is accepted


def level(name: str, at: float, quantity: int = 10, market: str = "4", sku: str = "A") -> SentLevel:
    return SentLevel(sku, market, quantity, NOON + timedelta(seconds=at), name)


@pytest.mark.parametrize(
    ("entry", "sent", "answered"),
    [
        pytest.param(row(sku="A", market="4", at=1), [level("r1", 0), level("r0", -60)], "r1", id="the last before it"),
        pytest.param(row(sku="A", market="4", at=-0.2), [level("r1", 0), level("r0", -60)], "r1", id="on its way"),
        pytest.param(row(sku="A", market="4", at=-30), [level("r1", 0)], "r1", id="Engage's clock is behind"),
        pytest.param(row(sku="A", market="4", at=-90), [level("r1", 0)], None, id="before any level"),
        pytest.param(row(sku="A", market="4", at=900), [level("r1", 0)], None, id="too long after"),
        pytest.param(row(sku="A", market="5", at=1), [level("r1", 0)], None, id="another market"),
        pytest.param(row(sku="B", market="4", at=1), [level("r1", 0)], None, id="another SKU"),
        pytest.param(row("A in market 4", at=1), [level("r1", 0)], "r1", id="said in the message"),
        pytest.param(
            row("Quantity 3 of A", market="4", at=1), [level("r1", 0, 10), level("r0", -60, 3)], "r0", id="its quantity"
        ),
        pytest.param(
            row("Started for A", at=1), [level("r1", 0), level("r1", 0, market="5")], None, id="either of two markets"
        ),
        pytest.param(row("A in market 5", at=1), [level("r1", 0)], None, id="another market in the message"),
        pytest.param(row("Market 5 took A", at=1), [level("r1", 0)], None, id="another market begins the message"),
        pytest.param(row("A: ExternalID=5", at=1), [level("r1", 0)], None, id="another external id in the message"),
        pytest.param(row("A was sent", at=1), [level("r1", 0)], "r1", id="no market anywhere"),
        pytest.param(row(sku="A", at=0), [level("r1", 0), level("r2", 1), level("r0", -1)], "r1", id="the same moment"),
        pytest.param(row(sku="A", at=-2), [level("r1", 0), level("r0", -60)], "r1", id="two seconds on its way"),
        pytest.param(row(sku="A", at=-2.1), [level("r1", 0), level("r0", -60)], "r0", id="longer on its way"),
        pytest.param(row(sku="A", at=-1), [level("r1", 0), level("r2", 0.5)], "r1", id="the first on its way"),
        pytest.param(row(sku="A", at=600), [level("r1", 0)], "r1", id="ten minutes after"),
        pytest.param(row(sku="A", at=601), [level("r1", 0)], None, id="more than ten minutes after"),
        pytest.param(row(sku="A", at=-60), [level("r1", 0), level("r2", 0)], None, id="either of one moment"),
        pytest.param(row(sku="A", at=-60), [level("r1", 0), level("r2", 30)], "r1", id="a clock one minute behind"),
        pytest.param(row(sku="A", at=-61), [level("r1", 0)], None, id="a clock more than one minute behind"),
        pytest.param(row(sku="A", at=-50), [level("r2", 5), level("r1", 0)], "r1", id="the first after it"),
        pytest.param(row("3,5 of A", at=1), [level("r1", 0), level("r0", -60, 3)], "r1", id="no quantity of ours"),
        pytest.param(row("A: 3.", at=1), [level("r1", 0), level("r0", -60, 3)], "r0", id="its quantity at the end"),
        pytest.param(row(sku="A", at=None), [level("r1", 0)], None, id="no time"),
        pytest.param(row(sku="A", at=1, type_="Order export"), [level("r1", 0)], None, id="about an order"),
        pytest.param(row(sku="A", at=1, type_="API request"), [level("r1", 0)], None, id="about a request"),
        pytest.param(row(sku="A", at=1, type_="Subscription"), [level("r1", 0)], None, id="about something else"),
        pytest.param(row(sku="A", at=1), [], None, id="nothing was sent"),
    ],
)
def test_a_row_answers_the_level_it_can_be_the_effect_of(
    entry: LogEntry, sent: list[SentLevel], answered: str | None
) -> None:
    found = answered_level(entry, sent)

    assert (found and found.run_id) == answered
