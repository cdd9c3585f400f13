"""How lines are cut into cells, and what cells without names hold."""

import pytest

from voyado_bis_cli.domain.log_columns import Aligned, Cutter, Delimited, Layout, layout_of

HEADER = "Time              Type    Level    Message"
ALIGNED = Aligned((0, 18, 26, 35))
NAMES = ("Time", "Level", "Message")


@pytest.mark.parametrize(
    ("delimiter", "record", "cells"),
    [
        (",", "a, b,c", ["a", " b", "c"]),
        (",", 'a, "b, c",""', ["a", "b, c", ""]),
        (",", 'a,"b\nc ""d"""', ["a", 'b\nc "d"']),
        (",", '"a"\nb', ['"a"\nb']),
        (",", f'"{"x" * 140_000}",b', [f'"{"x" * 140_000}"', "b"]),
        ("\t", 'a\t "b"', ["a", ' "b"']),
        ("|", "| a | b |", [" a ", " b "]),
        ("|", '| "a | b" | c |', ["a | b ", "c "]),
        ("|", "|a|", ["a"]),
        ("|", "a|b", ["a", "b"]),
        ("|", "|a|b", ["", "a", "b"]),
        ("|", "a|b|", ["a", "b", ""]),
        ("|", "|", ["", ""]),
        (",", ",a,", ["", "a", ""]),
    ],
)
def test_a_record_is_cut_at_its_delimiter_outside_of_quotes(delimiter: str, record: str, cells: list[str]) -> None:
    assert Delimited(delimiter).cells(record) == cells


def test_quotes_that_mean_nothing_are_cut_through() -> None:
    assert Delimited(",").raw('a,"b,c') == ["a", '"b', "c"]
    assert Delimited("|").raw('| "a | b |') == [' "a ', " b "]


@pytest.mark.parametrize(
    ("record", "cells"),
    [
        ("2026-07-01 12:00  Orders  Warning  Unknown SKU", ["2026-07-01 12:00", "Orders", "Warning", "Unknown SKU"]),
        ("2026-07-01 12:00  a  b  c", ["2026-07-01 12:00", "a", "b", "c"]),
        ("  2026-07-01 12:00  a  b  c  ", ["2026-07-01 12:00", "a", "b", "c"]),
        ("2026-07-01 12:00          Warning  None", ["2026-07-01 12:00  ", "        ", "Warning  ", "None"]),
        ("2026-07-01 12:00  StockLe Warning  None", ["2026-07-01 12:00  ", "StockLe ", "Warning  ", "None"]),
        ("2026-07-01 12:00  StockLevel  None", ["2026-07-01 12:00", "StockLevel", "None"]),
        ("2026-07-01 12:00:00Z      Warning  None", ["2026-07-01 12:00:00Z", "Warning", "None"]),
        ("1-50 of 300", ["1-50 of 300", "", "", ""]),
    ],
)
def test_an_aligned_row_is_cut_by_its_columns_places_where_some_are_empty(record: str, cells: list[str]) -> None:
    assert ALIGNED.cells(record) == cells
    assert ALIGNED.raw(record) == cells


@pytest.mark.parametrize(
    ("line", "cutter", "names"),
    [
        ("Time,Level,Message", Delimited(","), NAMES),
        (" Time ; Level ; Message ", Delimited(";"), NAMES),
        ("Time\tLevel\tMessage", Delimited("\t"), NAMES),
        ("| Time | Level | Message |", Delimited("|"), NAMES),
        ("Time,Quantity,Message", Delimited(","), ("Time", "Quantity", "Message")),
        ("Time;Level;Message,Text", Delimited(";"), ("Time", "Level", "Message,Text")),
        (HEADER, ALIGNED, ("Time", "Type", "Level", "Message")),
        ("Log type  Log message", Aligned((0, 10)), ("Log type", "Log message")),
    ],
)
def test_a_table_is_read_by_the_names_of_its_columns(line: str, cutter: Cutter, names: tuple[str, ...]) -> None:
    assert layout_of([line]) == Layout(1, cutter, names)
    assert layout_of(["Integration log", "Time, of all", line, "Level;Message"]) == Layout(3, cutter, names)


def test_names_are_looked_for_in_the_first_fifty_lines() -> None:
    assert layout_of([*["title"] * 49, "Time,Message"]).first == 50
    assert layout_of([*["title"] * 50, "Time,Message"]).first == 0


@pytest.mark.parametrize(
    ("lines", "cutter"),
    [
        (["2026-07-01;Info, please;one", "2026-07-02;Info;two"], Delimited(";")),
        (["Info,2026-07-01,one", "2026-07-02;Info;two", "Info,2026-07-02,two"], Delimited(",")),
        (["2026-07-01  Info  one"], Aligned()),
        ([], Delimited("\t")),
    ],
)
def test_a_table_without_names_is_cut_where_its_cells_hold_times(lines: list[str], cutter: Cutter) -> None:
    assert layout_of(lines) == Layout(0, cutter)


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        (["2026-07-01", "Info", "Orders", "Sent"], ("2026-07-01", "Info", "Orders", "Sent")),
        (["Orders", " 2026-07-01 ", " Sent", "INFO "], ("2026-07-01", "INFO", "Orders", "Sent")),
        (["2026-07-01", "Orders", "", "Unknown", "SKU"], ("2026-07-01", None, "Orders", "Unknown SKU")),
        (["2026-07-01", "Sent"], ("2026-07-01", None, None, "Sent")),
        (["2026-07-01"], ("2026-07-01", None, None, "")),
        (["2026-07-01 12:00 - Sent"], ("2026-07-01 12:00", None, None, "Sent")),
        (["2026-07-01 12:00 [Info]", "Sent"], ("2026-07-01 12:00", "Info", None, "Sent")),
        (["2026-07-01 12:00:00 XL sold out"], ("2026-07-01 12:00:00", None, None, "XL sold out")),
        (["2026-07-01 12:00", "2026-07-02", "Sent"], ("2026-07-01 12:00", None, "2026-07-02", "Sent")),
        (["0000-00-00 00:00:00", "2026-07-01", "Sent"], ("2026-07-01", None, "0000-00-00 00:00:00", "Sent")),
        (["Orders", "Info", "2026-07-01"], None),
        (["1-50 of 300"], None),
    ],
)
def test_cells_without_names_are_told_by_what_they_hold(
    cells: list[str], row: tuple[str, str | None, str | None, str] | None
) -> None:
    named = row and {name: cell for name, cell in zip(("time", "level", "type", "message"), row, strict=True) if cell}

    assert Layout(0, Delimited(",")).row(cells) == (named and {"message": "", **named})


@pytest.mark.parametrize(
    ("cutter", "cells", "row"),
    [
        (Delimited(","), [" 2026-07-01", "Info ", "Sent"], {"Time": "2026-07-01", "Level": "Info", "Message": "Sent"}),
        (Delimited(","), ["2026-07-01", "Info"], {"Time": "2026-07-01", "Level": "Info"}),
        (Delimited(","), ["", "", "a", " b", ""], {"Time": "", "Level": "", "Message": "a, b,"}),
        (Delimited(","), ["", "", "a", " ", ""], {"Time": "", "Level": "", "Message": "a"}),
        (Aligned(), ["", "", "a", "b"], {"Time": "", "Level": "", "Message": "a  b"}),
        (Delimited(","), ["Sent"], None),
    ],
)
def test_cells_stand_under_their_names_and_the_last_takes_what_is_beyond(
    cutter: Cutter, cells: list[str], row: dict[str, str] | None
) -> None:
    assert Layout(1, cutter, NAMES).row(cells) == row


def test_a_single_column_may_be_a_whole_row() -> None:
    assert Layout(1, Delimited(","), ("Message",)).row(["Sent"]) == {"Message": "Sent"}


@pytest.mark.parametrize(
    ("cells", "too_many"),
    [(["a", "b", "c"], False), (["a", "b", "c", " "], False), (["a", "b", "c", "", "d"], True)],
)
def test_only_a_cell_that_holds_something_is_one_too_many(cells: list[str], *, too_many: bool) -> None:
    assert Layout(1, Delimited(","), NAMES).has_too_many(cells) is too_many
    assert not Layout(0, Delimited(",")).has_too_many(cells)


def test_the_names_are_recognised_when_they_come_once_more() -> None:
    layout = Layout(1, Delimited(","), NAMES)

    assert layout.is_header(["Time ", " Level", "Message"])
    assert not layout.is_header(["Time", "Level"])


@pytest.mark.parametrize(
    ("names", "line", "whole"),
    [
        (NAMES, "2026-07-01,Info,Sent", True),
        (NAMES, "2026-07-01,Info,Sent,late", True),
        (NAMES, '2026-07-01,Info,"Sent', True),
        (NAMES, "2026-07-01,Info", False),
        (NAMES, "Info,2026-07-01,Sent", False),
        (("Level", "Date", "Created"), "Info,2026-07-01,?", True),
        (("Level", "Date", "Created"), "Info,?,2026-07-01", False),
        (("Level", "Message"), "2026-07-01,2026-07-01", False),
        ((), "Info,2026-07-01", True),
        ((), "Orders,Info,2026-07-01", False),
    ],
)
def test_a_whole_row_has_a_cell_for_every_column_and_a_time_in_its_place(
    names: tuple[str, ...], line: str, *, whole: bool
) -> None:
    assert Layout(1, Delimited(","), names).is_row(line) is whole
