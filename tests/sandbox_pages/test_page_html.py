from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.sandbox.pages.html import Html, fill, markup, select, table


class Reader(HTMLParser):
    """What a browser makes of a piece of HTML: its elements, and the text in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


@given(ANY_TEXT)
def test_no_text_can_break_out_of_its_element_or_attribute(text: str) -> None:
    read = Reader(fill('<p title="$text">$text</p>', text=text))

    assert read.elements == [("p", {"title": text})]
    assert read.text == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<b>", "&lt;b&gt;"),
        (Html("<b>"), "<b>"),
        (3, "3"),
        (None, ""),
        ([], ""),
        (["<", Html("<br>"), [1, None]], "&lt;<br>1"),
    ],
)
def test_markup_is_kept_and_everything_else_escaped(content: object, expected: str) -> None:
    assert markup(content) == expected  # type: ignore[arg-type]  # the table holds every kind of content


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("<p>$text</p>")


def test_one_option_is_chosen() -> None:
    read = Reader(select("market", [("4", "Sweden"), ("5", "Germany")], "5"))

    assert read.elements == [
        ("select", {"id": "market", "name": "market"}),
        ("option", {"value": "4"}),
        ("option", {"value": "5", "selected": None}),
    ]


def test_a_table_without_rows_is_a_sentence() -> None:
    assert table("Stock", ("SKU",), [], empty="None.") == '<p class="empty">None.</p>'


def test_a_column_with_a_number_stands_right_from_its_head_down() -> None:
    read = Reader(table("Stock", ("SKU", "FTA"), [("a", 1), ("b", "-")], empty=""))

    assert [(tag, told.get("class")) for tag, told in read.elements if tag in {"th", "td"}] == [
        ("th", None),
        ("th", "number"),
        ("td", None),
        ("td", "number"),
        ("td", None),
        ("td", "number"),
    ]
