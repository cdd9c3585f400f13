"""A log that somebody saved or copied: every readable row is kept, and the rest is named by its line."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.log_file import read_log_file
from voyado_bis_cli.domain.log_table import Unread
from voyado_bis_cli.domain.log_time import moments

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENTRY = LogEntry(NOON, "Orders", "Warning", "Unknown SKU")
NAMES = ["Time", "Type", "Level", "Message", "SKU", "Market"]


def read(text: str, encoding: str = "utf-8") -> tuple[list[LogEntry], list[int]]:
    """Return the rows of a file and the lines that could not be read."""
    found = read_log_file(text.encode(encoding))
    return list(found.entries), [each.line for each in found.unread]


@pytest.mark.parametrize(
    "text",
    [
        "Time,Type,Level,Message\n2026-07-01 12:00:00,Orders,Warning,Unknown SKU\n",
        "sep=;\nTime;Type;Level;Message\n2026-07-01 12:00;Orders;Warning;Unknown SKU",
        "Time\tType\tLevel\tMessage\r\n2026-07-01T12:00:00Z\tOrders\tWarning\tUnknown SKU\r\n",
        '"Timestamp","Category","Severity","Text"\n"2026-07-01 14:00+02:00","Orders","Warning","Unknown SKU"\n',
        "Message,Level,Type,Date,Time\nUnknown SKU,Warning,Orders,2026-07-01,12:00\n",
        "Tidpunkt;Typ;Nivå;Meddelande\n2026-07-01 12.00;Orders;Warning;Unknown SKU\n",
        "| Time (UTC) | Type | Level | Message |\n|---|--|--|--|\n|2026-07-01 12:00|Orders|Warning|Unknown SKU|",
        "Time              Type    Level    Message\n2026-07-01 12:00  Orders  Warning  Unknown SKU\n",
        "2026-07-01 12:00\tOrders\tWarning\tUnknown SKU\n",
        "1 Jul 2026 12:00  Warning  Orders  Unknown SKU\n",
        '[{"timestamp": "2026-07-01T12:00:00Z", "type": "Orders", "level": "Warning", "message": "Unknown SKU"}]',
        '{"Time": 1782907200, "Type": "Orders", "Level": "Warning", "Message": "Unknown SKU"}\n',
        '{"n": 1, "items": [\n{"time": 1782907200000, "type": "Orders",\n"level": "Warning", "text": "Unknown SKU"}]}',
        "Time,Type,Level,Message\n7/1/2026 12:00:00 PM,Orders,Warning,Unknown SKU\n",
        "Time;Type;Level;Message\n01.07.2026 12:00;Orders;Warning;Unknown SKU\n\n",
        "Time,Type,Level,Message,\n2026-07-01 12:00,Orders,Warning,Unknown SKU,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_row_is_read_however_it_was_saved(text: str, encoding: str) -> None:
    assert read(text, encoding) == ([ENTRY], [])


@pytest.mark.parametrize("text", ["", "\n\n", " \r\n", "[]", '{"items": []}', "Time,Type,Level,Message\n"])
def test_a_file_without_rows_is_no_mistake(text: str) -> None:
    assert read(text) == ([], [])


def messages(text: str) -> tuple[list[str], list[int]]:
    entries, unread = read(text)
    return [entry.message for entry in entries], unread


@pytest.mark.parametrize(
    ("text", "kept", "unread"),
    [
        pytest.param(
            'Time,Level,Message\n2026-07-01,Info,"one,\ntwo ""2"""\n2026-07-02,Info,three\n',
            ['one,\ntwo "2"', "three"],
            [],
            id="a quoted line break",
        ),
        pytest.param(
            'Time,Level,Message\n2026-07-01,Info,"open\n2026-07-02,Info,"closed"\n2026-07-03,Info,x\n',
            ['"open', "closed", "x"],
            [2],
            id="a quote that is never closed",
        ),
        pytest.param(
            'Level,Message\nInfo,"open\nInfo,next\n', ['"open', "next"], [2], id="an open quote where no time helps"
        ),
        pytest.param(
            "Time,Level,Message\n2026-07-01,Info,a, b, and c\n", ["a, b, and c"], [], id="a comma nobody quoted"
        ),
        pytest.param(
            "Time,Message,Level\n2026-07-01,a,b,Info\n", ["a"], [2], id="more cells than columns, and no message last"
        ),
        pytest.param(
            "Integration log\n\nTime\tType\tMessage\n2026-07-01\tOrders\tone\n1-50 of 300\n",
            ["one"],
            [1, 5],
            id="titles and footers of a page",
        ),
        pytest.param(
            "Time,Message\n2026-07-01,one\nTime,Message\n2026-07-02,two\n", ["one", "two"], [], id="two files in one"
        ),
        pytest.param(
            "Time,Message\nlast week,one\n2026-07-02,two\nnever,\n", ["one", "two"], [2, 4], id="times nobody can read"
        ),
        pytest.param(
            "2026-07-01 12:00:00 [Warning] one\nnonsense\n2026-07-01 12:00:01.5 two\n",
            ["Warning] one", "two"],
            [2],
            id="lines without columns",
        ),
        pytest.param(
            '{"time": "2026-07-01", "message": "one"}\n{"time": \nnonsense\n{"a": 1}\n{"message": "two"}\n',
            ["one", "two"],
            [2, 3, 4],
            id="JSON lines, some broken",
        ),
        pytest.param(
            '[\n{"message": "one"},\n{"message": two},\n{"message": "three"},\n{"mess',
            ["one", "three"],
            [3, 5],
            id="an array that breaks off",
        ),
        pytest.param(
            'Saved by hand\n{"message": "one"}\n{"message": "two"}\n', ["one", "two"], [1], id="JSON below a title"
        ),
        pytest.param(
            'Saved\n{"Message": ":", "Market": "", "Level": "a"}\n{"Message": "0", "Market": "", "Level": "b"}\n',
            [":", "0"],
            [1],
            id="JSON that could be read as the names of columns",
        ),
        pytest.param(
            'Time,Message\n2026-07-01,"{\n{""message"": 1}\n}"\n2026-07-02,two\n',
            ['{\n{"message": 1}\n}', "two"],
            [],
            id="a table with JSON in it",
        ),
        pytest.param(
            'Saved by hand\n  {"message": "one"}\n  {"message": "two"}\n', ["one", "two"], [1], id="indented JSON"
        ),
        pytest.param(
            'Time,Message\n2026-07-01,one\n{"message": "two"}\n', ["one"], [3], id="as many rows as objects of JSON"
        ),
        pytest.param("[" * 100_000 + '{"message": "one"}', ["one"], [], id="JSON that is nothing but brackets"),
    ],
)
def test_what_cannot_be_read_hides_nothing_else(text: str, kept: list[str], unread: list[int]) -> None:
    assert messages(text) == (kept, unread)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (
            f"Time,Message\n{'?' * 40},one",
            [Unread(2, f"its time cannot be read ({'?' * 40}), the row was kept without")],
        ),
        (
            f"Time,Message\n{'?' * 99},one",
            [Unread(2, f"its time cannot be read ({'?' * 40}), the row was kept without")],
        ),
        (
            "Log\nTime,Message\nnever,\n?,one\n1-50 of 300",
            [
                Unread(1, "it stands above the names of the columns"),
                Unread(3, "it has neither a time, a type, a level nor a message"),
                Unread(4, "its time cannot be read (?), the row was kept without"),
                Unread(5, "it is no row of this table"),
            ],
        ),
        ("SKU,Market\nA-1,4", [Unread(2, "it has neither a time, a type, a level nor a message")]),
        ('[\n{"time": "?"}]', [Unread(2, "it has neither a time, a type, a level nor a message")]),
        ('Log\n{"message": "one"}\n{"message": "two"}', [Unread(1, "it is no JSON")]),
    ],
)
def test_what_could_not_be_read_is_named_with_its_reason_in_the_order_of_lines(text: str, unread: list[Unread]) -> None:
    assert list(read_log_file(text.encode()).unread) == unread


def test_a_line_in_another_encoding_is_kept_as_well() -> None:
    entries = read_log_file(b"Time,Message\n2026-07-01,\xc3\xa5\n2026-07-02,\xe5\n2026-07-03,\x81\n").entries

    assert [entry.message for entry in entries] == ["å", "å", "\ufffd"]


def test_columns_that_are_empty_in_an_aligned_table_stay_empty() -> None:
    entries, unread = read(
        "Time              Type    Level    Message\n2026-07-01 12:00          Warning  Unknown SKU\n"
    )

    assert (entries, unread) == ([LogEntry(NOON, "", "Warning", "Unknown SKU")], [])


def test_sku_and_market_are_read_where_there_are_columns_for_them() -> None:
    entries, _ = read("Time,Message,SKU,External ID\n2026-07-01 12:00,Sent,1234SIZEM,4\n")

    assert entries == [LogEntry(NOON, "", "", "Sent", Sku("1234SIZEM"), "4")]


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (["2026-07-01", "2026-07-02", "2026-07-03"], "abc"),
        (["2026-07-03", "2026-07-02", "2026-07-01"], "cba"),
        (["2026-07-02", "?", "2026-07-01"], "cba"),
        (["?", "2026-07-01", "2026-07-02"], "abc"),
        (["2026-07-01", "?", "2026-07-02"], "abc"),
        (["?", "?", "?"], "abc"),
        (["2026-07-02", "2026-07-03", "?", "2026-07-01"], "dcab"),
    ],
)
def test_rows_come_oldest_first_and_those_without_a_time_stay_beside_their_neighbours(
    times: list[str], order: str
) -> None:
    lines = [f"{time},{name}" for time, name in zip(times, "abcd", strict=False)]

    assert "".join(messages("\n".join(["Time,Message", *lines]))[0]) == order


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (["1/7/2026", "13/7/2026"], [1, 13]),
        (["7/1/2026", "7/13/2026"], [1, 13]),
        (["7/1/2026 1:00 PM"], [1]),
        (["1/7/2026"], [None]),
        (["13/1/2026", "1/13/2026"], [None, None]),
        (["2026-13-01", "1" * 60, "12345678901234", ""], [None, None, None, None]),
        (["July 1, 2026 1:00 PM", "2026/07/01 01:00", "1-7-2026 01:00 UTC"], [1, 1, 1]),
    ],
)
def test_a_day_and_a_month_are_told_apart_by_the_rest_of_the_file_or_not_at_all(
    written: Sequence[str], days: list[int | None]
) -> None:
    assert [moment and moment.day for moment in moments(written)] == days


# ---------------------------------------------------------------- rules
printable = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1)
words = st.lists(printable.filter(lambda text: "\ufeff" not in text), min_size=1, max_size=4).map(" ".join)
rows = st.lists(
    st.builds(
        LogEntry,
        st.integers(0, 10_000).map(lambda seconds: NOON + timedelta(seconds=seconds)),
        st.sampled_from(["Orders", "StockLevel"]),
        st.sampled_from(["Info", "Warning"]),
        words,
        st.sampled_from([None, Sku("1234-1")]),
        st.sampled_from([None, "4"]),
    ),
    min_size=1,
    max_size=8,
).map(lambda entries: sorted(entries, key=lambda entry: str(entry.timestamp)))


def cells(entry: LogEntry) -> list[str]:
    assert entry.timestamp is not None
    return [
        entry.timestamp.isoformat(),
        entry.type,
        entry.level,
        entry.message,
        entry.sku or "",
        entry.market or "",
    ]


def as_table(delimiter: str) -> Callable[[list[LogEntry]], str]:
    def written(entries: list[LogEntry]) -> str:
        table = io.StringIO()
        csv.writer(table, delimiter=delimiter).writerows([NAMES, *map(cells, entries)])
        return table.getvalue()

    return written


def as_json(entries: list[LogEntry]) -> str:
    return json.dumps([dict(zip(NAMES, cells(entry), strict=True)) for entry in entries])


def as_json_lines(entries: list[LogEntry]) -> str:
    return "\n".join(json.dumps(dict(zip(NAMES, cells(entry), strict=True)), ensure_ascii=False) for entry in entries)


WRITERS = [as_table(","), as_table(";"), as_table("\t"), as_json, as_json_lines]


@given(rows, st.sampled_from(WRITERS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_is_read_back(
    entries: list[LogEntry], write: Callable[[list[LogEntry]], str], encoding: str
) -> None:
    found = read_log_file(write(entries).encode(encoding))

    assert (sorted(found.entries, key=repr), found.unread) == (sorted(entries, key=repr), ())


@given(rows, st.lists(st.integers(0, 8), max_size=4), st.sampled_from([as_table("\t"), as_json_lines]))
def test_lines_of_rubbish_are_named_and_no_row_is_lost(
    entries: list[LogEntry], places: list[int], write: Callable[[list[LogEntry]], str]
) -> None:
    lines = write(entries).splitlines()
    head = 1 if lines[0].startswith("Time") else 0
    for place in places:
        lines.insert(min(head + place, len(lines)), "rubbish")
    found = read_log_file("\n".join(lines).encode())

    assert sorted(found.entries, key=repr) == sorted(entries, key=repr)
    assert [each.line for each in found.unread] == [at for at, line in enumerate(lines, start=1) if line == "rubbish"]


@given(st.binary(max_size=400) | st.text('{}[]",;\t\n 1aTime-:/', max_size=400).map(str.encode))
def test_no_file_is_too_ugly(data: bytes) -> None:
    found = read_log_file(data)

    assert all(entry.timestamp or entry.message or entry.type or entry.level for entry in found.entries)
