"""A call that is copied into a shell or a browser's console sends the very body it was made of."""

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.http_call import CallStyle, PostCall

URL = "https://example.com/api/subscribe?shop=1&lang=sv"
BODY = {"email": "åsa@example.com", "sku": "O'Neill-1", "newsletter": False}

CURL = r"""curl -X POST 'https://example.com/api/subscribe?shop=1&lang=sv' \
  -H 'Content-Type: application/json' \
  -d '{"email": "åsa@example.com", "sku": "O'"'"'Neill-1", "newsletter": false}'"""

FETCH = """await fetch("https://example.com/api/subscribe?shop=1&lang=sv", {
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({
    "email": "åsa@example.com",
    "sku": "O'Neill-1",
    "newsletter": false
  }),
});"""


def words_of(command: str) -> list[str]:
    """Return what a shell makes of a command that goes on over several lines."""
    return shlex.split(command.replace("\\\n", ""))


BODIES = st.dictionaries(st.text(min_size=1), st.text() | st.booleans() | st.integers())


@pytest.mark.parametrize(("style", "call"), [(CallStyle.CURL, CURL), (CallStyle.FETCH, FETCH)])
def test_a_call_is_laid_out_to_be_read_and_copied(style: CallStyle, call: str) -> None:
    assert PostCall(style, URL, is_masked=False).of(BODY) == call


@given(BODIES)
def test_a_shell_hands_curl_the_body_as_it_was(body: dict[str, object]) -> None:
    *words, sent = words_of(PostCall(CallStyle.CURL, URL, is_masked=False).of(body))

    assert words == ["curl", "-X", "POST", URL, "-H", "Content-Type: application/json", "-d"]
    assert json.loads(sent) == body


@given(BODIES)
def test_a_browser_reads_the_body_as_it_was(body: dict[str, object]) -> None:
    call = PostCall(CallStyle.FETCH, URL, is_masked=False).of(body)
    _, _, argument = call.partition("JSON.stringify(")

    assert json.loads(argument.removesuffix("),\n});")) == body


def test_a_url_cannot_leave_its_quotes() -> None:
    url = "https://example.com/'\"$(id)"

    assert shlex.split(PostCall(CallStyle.CURL, url, is_masked=False).of({}).replace("\\\n", ""))[3] == url
    assert (
        PostCall(CallStyle.FETCH, url, is_masked=False)
        .of({})
        .startswith(r'await fetch("https://example.com/' + r"'\"" + '$(id)", {')
    )
