"""A log saved as JSON: each object is a row, and each line with something else is named."""

import json

import pytest

from voyado_bis_cli.domain.log_json import json_rows
from voyado_bis_cli.domain.log_table import Row, Unread

ONE, TWO = {"message": "one"}, {"message": "two"}
NO_JSON = "it is no JSON"
NO_ROW = "it has neither a time, a type, a level nor a message"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('[{"message": "one"},\n {"message": "two"}]', [Row(1, ONE), Row(2, TWO)], id="an array"),
        pytest.param('{"message": "one"}\n{"message": "two"}\n', [Row(1, ONE), Row(2, TWO)], id="an object per line"),
        pytest.param('{"message": "one"} {"message": "two"}', [Row(1, ONE), Row(1, TWO)], id="two on a line"),
        pytest.param('{"n": 1, "items": [\n\n{"message": "one"}]}', [Row(3, ONE)], id="an object around the rows"),
        pytest.param('{"items": []}\n{"message": "two"}', [Row(2, TWO)], id="an empty one around"),
        pytest.param(
            '{"pages": [{"rows": [\n{"message": "one"}],\n"page": 1}],\n"total": 1}\nx',
            [Row(2, ONE), Unread(5, NO_JSON)],
            id="an object around objects around the rows",
        ),
        pytest.param('{"items": []} x', [Unread(1, NO_JSON)], id="something behind it"),
        pytest.param(
            '{"a": {"b": 1}, "items": [{"message": "one"}], "next": "page 2"}',
            [Unread(1, NO_ROW), Row(1, ONE)],
            id="another object beside the rows",
        ),
        pytest.param('{"time": "?"}', [Row(1, {"time": "?"})], id="nothing but a time"),
        pytest.param('{"level": "Info"}', [Row(1, {"level": "Info"})], id="nothing but a level"),
        pytest.param('{"time": "", "sku": "A"}', [Unread(1, NO_ROW)], id="a row that says nothing"),
        pytest.param('\n\n{"a": 1}', [Unread(3, NO_ROW)], id="an object that is no row"),
        pytest.param("a\nb\n\nc\nd", [Unread(line, NO_JSON) for line in (1, 2, 4, 5)], id="lines of text"),
        pytest.param('x{"message": "one"}', [Unread(1, NO_JSON), Row(1, ONE)], id="one character before"),
        pytest.param('{"message": "one"}\nx', [Row(1, ONE), Unread(2, NO_JSON)], id="one character behind"),
        pytest.param('{{"message": "one"}}', [Unread(1, NO_JSON), Row(1, ONE)], id="a row in something broken"),
        pytest.param("{x} {y}\n{z}", [Unread(1, NO_JSON), Unread(2, NO_JSON)], id="broken objects"),
        pytest.param("{\n{", [Unread(1, NO_JSON), Unread(2, NO_JSON)], id="objects that never end"),
        pytest.param("\ufeff[ ,\t]\n", [], id="an empty array"),
    ],
)
def test_every_row_is_found_and_everything_else_is_named_once_by_its_line(text: str, found: list[Row | Unread]) -> None:
    assert list(json_rows(text.split("\n"))) == found


def test_json_too_deep_to_be_read_is_named() -> None:
    assert list(json_rows(['{"a":' * 2_000, '{"message": "two"}'])) == [Unread(1, NO_JSON), Row(2, TWO)]


@pytest.mark.parametrize(
    "row",
    [
        {"message": "one", "skus": ["A-1", "A-2"]},
        {"message": "one", "skus": []},
        {"time": "2026-07-01", "tags": ["stock"]},
    ],
)
def test_a_row_may_hold_a_list_of_values(row: dict[str, object]) -> None:
    assert list(json_rows([json.dumps(row)])) == [Row(1, row)]


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "log", "rows": [{"message": "one"}]}',
        '{"type": "log", "rows": [[{"message": "one"}]]}',
        '{"type": "log", "columns": ["Message"], "rows": [{"message": "one"}]}',
    ],
)
def test_an_object_around_rows_is_none_itself(text: str) -> None:
    assert list(json_rows([text])) == [Row(1, ONE)]
