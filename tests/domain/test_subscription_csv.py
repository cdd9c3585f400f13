"""Shoppers in a spreadsheet: every row is understood, or the line that is not is named."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.subscription_csv import WishRow, wish_rows
from voyado_bis_cli.errors import ErrorCode, UsageError

COLUMNS = (
    "The first line names the columns: email, sku, market, locale, store, newsletter. "
    "What is left out comes from options and profile."
)
JOHN = {"email": "john-doe@voyado.com", "sku": "1234SIZEM"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", ", "])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_is_read_however_the_spreadsheet_was_saved(delimiter: str, encoding: str) -> None:
    lines = [["email", "sku", "newsletter"], ["john-doe@voyado.com", '"1234SIZEM"', "true"]]

    text = "\r\n".join(delimiter.join(cells) for cells in lines)

    assert wish_rows(text.encode(encoding)) == (WishRow(2, JOHN, newsletter=True),)


def test_the_first_line_alone_decides_the_delimiter() -> None:
    assert wish_rows(b"email;sku\njohn-doe@voyado.com;1,2,3\n") == (
        WishRow(2, {"email": "john-doe@voyado.com", "sku": "1,2,3"}, newsletter=None),
    )


def test_one_column_needs_no_delimiter() -> None:
    assert wish_rows(b"email\nX@voyado.com\n") == (WishRow(2, {"email": "X@voyado.com"}, newsletter=None),)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("market", "market"),
        ("marketId", "market"),
        ("externalId", "market"),
        (" LOCALE ", "locale"),
        ("Store", "store"),
    ],
)
def test_a_column_is_known_by_any_of_its_names(name: str, column: str) -> None:
    (row,) = wish_rows(f"Mail,{name}\njohn-doe@voyado.com,here\n".encode())

    assert row.said == {"email": "john-doe@voyado.com", column: "here"}


def test_e_mail_may_have_a_hyphen() -> None:
    assert wish_rows(b"E-Mail\njohn-doe@voyado.com")[0].said == {"email": "john-doe@voyado.com"}


@pytest.mark.parametrize("cells", ["john-doe@voyado.com", "john-doe@voyado.com, ,", "john-doe@voyado.com,,,a remark"])
def test_a_row_says_what_its_cells_hold_under_a_name_and_no_more(cells: str) -> None:
    assert wish_rows(f"email,sku,newsletter\n{cells}\n".encode()) == (
        WishRow(2, {"email": "john-doe@voyado.com"}, newsletter=None),
    )


def test_blank_lines_are_left_out_and_still_counted() -> None:
    rows = wish_rows(b'email,sku\n\na@example.com,A\n,\n  \n"b@example.com","B\nC"\n\nc@example.com,D\n')

    assert [(row.line, row.said["email"]) for row in rows] == [
        (3, "a@example.com"),
        (7, "b@example.com"),
        (9, "c@example.com"),
    ]


def test_a_file_may_name_columns_and_nobody() -> None:
    assert wish_rows(b"email,sku\n") == ()


@pytest.mark.parametrize(
    ("text", "newsletter"),
    [("true", True), ("YES", True), ("1", True), ("False", False), ("no", False), ("0", False), ("", None)],
)
def test_the_newsletter_is_true_false_or_not_said(text: str, newsletter: bool | None) -> None:
    assert wish_rows(f"email,newsletter\na@example.com,{text}".encode()) == (
        WishRow(2, {"email": "a@example.com"}, newsletter=newsletter),
    )


TRUTH = "It is true, false, or left empty."


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "The file is empty.", COLUMNS),
        (" \n\t\n", "The file is empty.", COLUMNS),
        ("sku,market\n1234SIZEM,4", "The first line of the file names no column email.", COLUMNS),
        ("email, Colour \n", "The file has an unknown column 'Colour'.", COLUMNS),
        (
            "email,market,Market\na@example.com,4,5",
            "The file has two columns that mean market: which one counts?",
            "Keep one of them.",
        ),
        (
            "mail,marketId,externalId,email\na@example.com,4,5,",
            "The file has two columns that mean email: which one counts?",
            "Keep one of them.",
        ),
        (f"email,{'c' * 40}d\n", f"The file has an unknown column '{'c' * 40}'.", COLUMNS),
        (
            "email,sku\na@example.com,A\n,B",
            "Line 3 of the file has no email.",
            "Give one, or take the line out.",
        ),
        ("email,newsletter\na@example.com,Maybe", "Line 2 of the file says 'Maybe' for newsletter.", TRUTH),
        (
            f"email,newsletter\na@example.com,{'y' * 20}z",
            f"Line 2 of the file says '{'y' * 20}' for newsletter.",
            TRUTH,
        ),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_remedy(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        wish_rows(text.encode())

    assert (refused.value.message, refused.value.hint, refused.value.code) == (message, hint, ErrorCode.USAGE)


@pytest.mark.parametrize("begin", ['email,sku\na@example.com,"A\n', 'email,"sku\n'], ids=["a row", "the names"])
def test_a_quote_that_is_never_closed_in_a_long_file_is_told(begin: str) -> None:
    text = begin + "b@example.com,B\n" * 10_000

    with pytest.raises(UsageError) as refused:
        wish_rows(text.encode())

    assert (refused.value.message, refused.value.hint) == (
        "A cell of the file is longer than any value can be.",
        "Look for a quotation mark that is never closed: everything behind it counts as one cell.",
    )


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_every_value_that_a_spreadsheet_writes_comes_back(skus: list[str]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["email", "sku"], *(["a@example.com", sku] for sku in skus)])

    assert [row.said["sku"] for row in wish_rows(file.getvalue().encode("utf-8-sig"))] == skus
