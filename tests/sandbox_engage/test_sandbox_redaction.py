"""What never stands in the journal or the log."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.sandbox.redaction import Redactor, masked, masked_email

NOTHING_SENT = Redactor([])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("john-doe@voyado.com", "j***@voyado.com"),
        ("Sent to john-doe@voyado.com: hi", "Sent to j***@voyado.com: hi"),
        ("john-doe%40voyado.com", "j***@voyado.com"),
        ("john%2Ddoe%40voyado%2Ecom", "j***@voyado.com"),
        ("%6Aohn-doe%40voyado.com", "j***@voyado.com"),
        ("john-doe%2540voyado.com", "j***@voyado.com"),
        ("john-doe\\u0040voyado.com", "j***@voyado.com"),
        ("john+tag@voyado.com,jane.doe@example.com", "j***@voyado.com,j***@example.com"),
        ("/contacts/john-doe@voyado.com", "/***@voyado.com"),
        ("<john-doe@voyado.com>", "<j***@voyado.com>"),
        ("mailto:john-doe@voyado.com?subject=x", "mailto:j***@voyado.com?subject=x"),
        ('"john doe"@voyado.com', '"***@voyado.com'),
        ("o'neil@example.com", "o***@example.com"),
        ("jörg@exämple.com", "j***@exämple.com"),
        ("a@b", "a***@b"),
        ("100 % cotton", "100 % cotton"),
        ("stock @include(if: $x)", "stock @include(if: $x)"),
        ("50%25 off \\u00e4", "50%25 off \\u00e4"),
        ("\\ud800 john@example.com", "\\ud800 j***@example.com"),
    ],
)
def test_addresses_are_masked_in_any_spelling(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"), [("john@voyado.com", "j***@voyado.com"), ("john", "j***"), ("@x", "***@x"), ("", "***")]
)
def test_a_field_called_email_is_masked_whatever_it_holds(address: str, expected: str) -> None:
    assert masked_email(address).lstrip("x") == expected


# longer than any word around it, so that finding the rest of one means that it leaked
LOCAL_PARTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.!#$&'*+/=?^_`{|}~-", min_size=6, max_size=30)
SPELLINGS = st.sampled_from(
    [
        str,
        quote,
        lambda text: quote(quote(text)),
        lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
        lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
    ]
)


@given(local=LOCAL_PARTS, spelling=SPELLINGS, around=st.sampled_from(["{}", "to {} now", "<{}>", '"{}"', "a,{};b"]))
def test_no_local_part_survives_any_spelling(local: str, spelling: object, around: str) -> None:
    text = around.format(spelling(f"{local}@voyado.com"))  # type: ignore[operator]  # a table of functions
    assert local[1:] not in masked(text).replace("***@voyado.com", "")


@given(local=LOCAL_PARTS)
def test_json_stays_json_and_holds_no_address(local: str) -> None:
    address = f"{local}@voyado.com"
    body = json.dumps(
        {"email": address, "nested": [{address: f"to {address}"}], "link": f"https://x/?e={quote(address)}"}
    )
    redacted = json.loads(NOTHING_SENT.body(body.encode()))
    assert redacted["email"] == f"{local[0]}***@voyado.com"
    assert address not in json.dumps(redacted)
    assert set(redacted) == {"email", "nested", "link"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("email=john-doe%40voyado.com&contactType=Member", "email=j***@voyado.com&contactType=Member"),
        ("email=john+x%40voyado.com", "email=j***@voyado.com"),
        ("EMAIL=not%20an%20address", "EMAIL=n***"),
        ("email=", "email="),
        ("count=5", "count=5"),
        ("apiKey=sandbox-engage-key&since", "apiKey=***&since"),
        ("q=to%20john%40voyado.com", "q=to j***@voyado.com"),
        ("", ""),
    ],
)
def test_query_is_readable_and_masked(query: str, expected: str) -> None:
    assert NOTHING_SENT.query(query) == expected


def test_names_of_people_and_keys_are_removed_by_their_field() -> None:
    body = {
        "firstName": "John",
        "last_name": "Doe",
        "apikey": "k",
        "token": "t",
        "mobilePhone": None,
        "sku": "S",
        "n": 1,
    }
    assert json.loads(NOTHING_SENT.body(json.dumps(body).encode())) == {
        "firstName": "***",
        "last_name": "***",
        "apikey": "***",
        "token": "***",
        "mobilePhone": None,
        "sku": "S",
        "n": 1,
    }


def test_credentials_of_the_request_are_removed_wherever_they_turn_up() -> None:
    redactor = Redactor([("Authorization", "Bearer sandbox-toolkit"), ("apikey", "sandbox-engage-key")])
    assert redactor.text("sandbox-toolkit and sandbox-engage-key") == "*** and ***"
    assert Redactor([("Cookie", "graphql-access=sandbox-toolkit")]).text("x sandbox-toolkit") == "x ***"
    assert Redactor([("apikey", "a")]).text("a banana") == "a banana"


def test_header_names_stay_and_only_harmless_values() -> None:
    headers = [("Content-Type", "application/json"), ("User-Agent", "me@example.com"), ("X-Any", "1"), ("apikey", "k")]
    assert NOTHING_SENT.headers(headers) == {
        "content-type": "application/json",
        "user-agent": "m***@example.com",
        "x-any": "***",
        "apikey": "***",
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", ""),
        (b"<p>john@example.com</p>", "<p>j***@example.com</p>"),
        (b"email=john%40example.com", "e***@example.com"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b'"\\ud800"', '"?"'),
    ],
)
def test_what_is_no_json_is_masked_as_text(body: bytes, expected: str) -> None:
    assert NOTHING_SENT.body(body) == expected
