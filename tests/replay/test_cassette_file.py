"""The file format: readable, and the same cassette when it is read again."""

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.replay.cassette_file import CassetteFile

FILE = CassetteFile("Recorded from somewhere")
TEXT = st.text(st.characters(codec="utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


def cassette(asked: str, answered: str) -> dict[str, Any]:
    return {
        "version": 1,
        "interactions": [{"request": {"body": asked}, "response": {"body": {"string": answered}}}],
    }


def test_a_file_begins_with_its_origin_and_shows_json_and_queries_line_by_line() -> None:
    asked = json.dumps({"query": "query Stores {\n  stores { id }\n}\n"})

    assert FILE.serialize(cassette(asked, '{"data":{"stores":[{"id":1}]}}')) == (
        "# Recorded from somewhere\n"
        "version: 1\n"
        "interactions:\n"
        "- request:\n"
        "    body:\n"
        "      query: |\n"
        "        query Stores {\n"
        "          stores { id }\n"
        "        }\n"
        "  response:\n"
        "    body:\n"
        "      data:\n"
        "        stores:\n"
        "        - id: 1\n"
    )


@given(value=JSON)
@example(value={"yes": "no", "at": "2030-01-01", "n": "1", "lines": "a \n b\n\n", "odd": "\x00\x85\u2028\ufeff"})
def test_json_is_the_same_json_when_it_is_read_again(value: object) -> None:
    body = json.dumps(value)

    (read,) = FILE.deserialize(FILE.serialize(cassette(body, body)))["interactions"]

    assert json.loads(read["request"]["body"]) == value
    assert json.loads(read["response"]["body"]["string"]) == value


@given(text=TEXT)
@example(text='"a bare JSON text"')
@example(text="3")
@example(text="")
@example(text="<html>\n \n</html>")
def test_what_is_no_json_object_or_list_stays_as_it_was_sent(text: str) -> None:
    if text.strip()[:1] not in ("{", "["):
        (read,) = FILE.deserialize(FILE.serialize(cassette(text, text)))["interactions"]

        assert (read["request"]["body"], read["response"]["body"]["string"]) == (text, text)
