"""A log as a table: each row under the names of its columns, each other line with its reason."""

import pytest

from voyado_bis_cli.domain.log_table import Row, Unread, table_rows

ABOVE = "it stands above the names of the columns"
NO_ROW = "it is no row of this table"
OPEN = "a quote is opened and never closed; the row was read as if it were none"
TOO_MANY = "it has more cells than there are columns, the row was kept with the last ones together"


def row(line: int, message: str, time: str = "2026-07-01") -> Row:
    return Row(line, {"Time": time, "Message": message})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Time,Message\n2026-07-01,one\n\n2026-07-01,two", [row(2, "one"), row(4, "two")], id="rows"),
        pytest.param(
            "sep=,\nLog\n \nTime,Message\n2026-07-01,one",
            [Unread(2, ABOVE), row(5, "one")],
            id="titles",
        ),
        pytest.param("Log\nTime,Message\n2026-07-01,one", [Unread(1, ABOVE), row(3, "one")], id="one title"),
        pytest.param(
            "Time,Message\n2026-07-01,one\n1-50 of 300\n2026-07-01,two",
            [row(2, "one"), Unread(3, NO_ROW), row(4, "two")],
            id="a line that is no row",
        ),
        pytest.param(
            "Time,Message\n2026-07-01,one\nTime,Message\n2026-07-01,two",
            [row(2, "one"), row(4, "two")],
            id="again",
        ),
        pytest.param(
            "| Time | Message |\n|------|---------|\n| 2026-07-01 | one |\n+------+", [row(3, "one")], id="a frame"
        ),
        pytest.param("Time,Message\n2026-07-01,one, two", [row(2, "one, two")], id="a message with a comma"),
        pytest.param(
            "Message,Time\none,2026-07-01,?",
            [Unread(2, TOO_MANY), Row(2, {"Message": "one", "Time": "2026-07-01,?"})],
            id="too many cells and no message last",
        ),
        pytest.param(
            'Message,Level\n"one\n\n""two""",Info\nthree,Info',
            [Row(2, {"Message": 'one\n\n"two"', "Level": "Info"}), Row(5, {"Message": "three", "Level": "Info"})],
            id="a quoted cell that begins the line and goes on over others",
        ),
        pytest.param(
            'Message,Type\n"one\ntwo","Ord\ners"\nthree,Orders',
            [Row(2, {"Message": "one\ntwo", "Type": "Ord\ners"}), Row(5, {"Message": "three", "Type": "Orders"})],
            id="two quoted cells that go on over a line",
        ),
        pytest.param("Time,Message\n-+|=: ─┼│━┃┏┓└┘\n2026-07-01,one", [row(3, "one")], id="a frame of every kind"),
        pytest.param(
            'Time,Message\n2026-07-01,  "one\ntwo"\n2026-07-01,three',
            [row(2, "one\ntwo"), row(4, "three")],
            id="a space before the quote",
        ),
        pytest.param(
            'Time,Message\n2026-07-01,"one\n"" two"\n2026-07-01,"three, four"',
            [row(2, 'one\n" two'), row(4, "three, four")],
            id="a doubled quote that begins a line",
        ),
        pytest.param(
            'Time,Message\n2026-07-01,the "big one\n?,two',
            [row(2, 'the "big one'), row(3, "two", "?")],
            id="a quote within a cell",
        ),
        pytest.param(
            'Time,Message\n2026-07-01,15"\n?,two', [row(2, '15"'), row(3, "two", "?")], id="a quote that means inches"
        ),
        pytest.param(
            'Time,Message\n2026-07-01,"one\n2026-07-01,"two"',
            [Unread(2, OPEN), row(2, '"one'), row(3, "two")],
            id="an open quote before a whole row",
        ),
        pytest.param(
            'Time,Message\n2026-07-01,"one\ntwo, three',
            [Unread(2, OPEN), row(2, '"one'), row(3, "three", "two")],
            id="an open quote until the end",
        ),
        pytest.param(
            'Time  Message\n2026-07-01  "one\n2026-07-01  two"', [row(2, '"one'), row(3, 'two"')], id="aligned cells"
        ),
        pytest.param(
            "2026-07-01 12:00  Info  one",
            [Row(1, {"time": "2026-07-01 12:00", "level": "Info", "message": "one"})],
            id="no names",
        ),
        pytest.param("", [], id="nothing"),
    ],
)
def test_every_row_is_read_and_every_other_line_has_a_reason(text: str, found: list[Row | Unread]) -> None:
    assert list(table_rows(text.split("\n"))) == found


def test_a_quoted_cell_goes_over_five_hundred_lines_more_at_most() -> None:
    longest = ["Time,Message", '2026-07-01,"', *["more"] * 499, '"']
    too_long = ["Time,Message", '2026-07-01,"', *["more"] * 500, '"']

    assert list(table_rows(longest)) == [row(2, "\n".join(["", *["more"] * 499, ""]).strip())]
    assert list(table_rows(too_long))[:3] == [Unread(2, OPEN), row(2, '"'), Unread(3, NO_ROW)]
