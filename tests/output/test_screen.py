from typing import Any

import pytest

from voyado_bis_cli.output.screen import Column, Tone, Toned

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


def test_text_from_an_api_is_no_markup(told: Any) -> None:
    told.screen.line("[bold]Product:read[/bold] [/foo] :warning:")
    told.screen.table(["[a]"], [["[Product:read]"]])

    assert told.lines == ["[bold]Product:read[/bold] [/foo] :warning:", "[a]", "[Product:read]"]


@pytest.mark.parametrize("nasty", ["\x1b[2Jgone", "\x9b31mred", "back\x08", "\rstart"])
def test_text_from_an_api_cannot_move_the_cursor(told: Any, nasty: Any) -> None:
    told.screen.line(nasty)
    told.screen.table(["name"], [[nasty]])

    assert not set(told.text) & set("\x1b\x9b\x08\r")
    assert "�" in told.text


def test_a_secret_is_gone_before_a_cell_is_folded(terminal: Any) -> None:
    screen = terminal()
    screen.screen.table(["a", "b"], [["x" * 60, "before sesame-open-1 after"]])

    assert "sesame" not in screen.text.replace("\n", "")
    assert "[secret]" in screen.text


def test_a_row_is_one_line_in_a_pipe_whatever_its_width(told: Any) -> None:
    told.screen.table(["name", Column("units", number=True)], [["x" * 300, "7"], ["two\nlines", "1234"]])

    assert told.lines == [f"{'name':<300}  units", f"{'x' * 300}      7", f"{'two lines':<300}   1234"]


def test_long_cells_fold_at_80_columns(terminal: Any) -> None:
    screen = terminal()
    screen.screen.table(["sku", "reason"], [["1234SIZEM", "because " * 20]])

    assert max(map(len, screen.lines)) <= 80
    assert screen.text.count("because") == 20


def test_a_line_keeps_its_length_unless_it_is_prose(terminal: Any) -> None:
    screen = terminal()
    screen.screen.line(f"bis {LONG}")
    screen.screen.line(f"  {LONG}", hang=2)

    assert screen.lines == [
        f"bis {LONG}",
        "  one two three four five six seven eight nine ten eleven twelve thirteen",
        "  fourteen fifteen",
    ]


def test_prose_is_not_broken_in_a_pipe(told: Any) -> None:
    told.screen.line(LONG, hang=2)

    assert told.lines == [LONG]


def test_tones_are_colours_only_where_colour_is_wanted(terminal: Any, told: Any) -> None:
    parts = (Toned("error", Tone.BAD), ": it broke")
    plain, colored = terminal(), terminal(color=True)
    for each in (plain, colored, told):
        each.screen.line(*parts)

    assert colored.text == "\x1b[31merror\x1b[0m: it broke\n"
    assert plain.text == told.text == "error: it broke\n"


def test_a_broken_coloured_line_has_no_spaces_at_its_ends(terminal: Any) -> None:
    screen = terminal(color=True)
    screen.screen.line(Toned(LONG, Tone.FAINT), hang=4)

    assert screen.lines == [
        "\x1b[2mone two three four five six seven eight nine ten eleven twelve thirteen\x1b[0m",
        "    \x1b[2mfourteen fifteen\x1b[0m",
    ]


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", ["✓", "✗", "-"]), ("ascii", ["ok", "x", "-"])], ids=["utf-8", "ascii"]
)
def test_signs_fit_the_encoding(terminal: Any, encoding: Any, signs: Any) -> None:
    screen = terminal(encoding=encoding).screen

    assert [screen.mark(good).text for good in (True, False, None)] == signs


def test_a_thing_told_once_is_not_told_again(told: Any) -> None:
    assert [told.screen.once("step a"), told.screen.once("step a"), told.screen.once("step b")] == [True, False, True]
