"""Nothing leaves that should not: secrets in no spelling, addresses only masked."""

import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voyado_bis_cli.domain.redaction import REMOVED, SECRET, SHOWN_HEADERS, Redactor, mask_email

# Brackets would let a secret and the stand-in run into one another; no issuer puts them into tokens.
printable = st.characters(blacklist_categories=["C", "Z"], blacklist_characters="[]") | st.just(" ")
secrets = st.text(printable, min_size=4, max_size=40).filter(str.strip)
text_around = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


def unicode_escaped(text: str, *, upper: bool = False) -> str:
    units = text.encode("utf-16-be").hex()
    digits = [units[at : at + 4] for at in range(0, len(units), 4)]
    return "".join("\\u" + (each.upper() if upper else each) for each in digits)


def spellings(secret: str) -> list[str]:
    """Return every spelling the design names."""
    escaped = json.dumps(secret)[1:-1]
    percent = [quote(secret), quote(secret, safe=""), quote_plus(secret), "".join(f"%{b:02x}" for b in secret.encode())]
    return [
        secret,
        *percent,
        *(quote(secret, safe="").replace(f"%{byte:02X}", f"%{byte:02x}") for byte in secret.encode()[:1]),
        escaped,
        escaped.replace("/", r"\/"),
        json.dumps(secret, ensure_ascii=False)[1:-1],
        unicode_escaped(secret),
        unicode_escaped(secret, upper=True),
    ]


# ---------------------------------------------------------------- secrets
@given(secrets, text_around, text_around)
def test_no_spelling_of_a_secret_survives(secret: str, before: str, after: str) -> None:
    assume(secret not in SECRET)
    redactor = Redactor([secret], show_personal_data=True)

    for spelling in spellings(secret):
        redacted = redactor.text(before + spelling + after)
        assert SECRET in redacted
        assert not any(each in redacted.replace(SECRET, "\0") for each in spellings(secret))


@given(st.lists(secrets, max_size=3), text_around, st.booleans())
def test_redacting_twice_changes_nothing(known: list[str], text: str, show: bool) -> None:
    redactor = Redactor(known, show_personal_data=show)
    once = redactor.text(text + "".join(known) + "john@example.com " + " ".join(known))

    assert redactor.text(once) == once


@given(secrets, text_around)
def test_text_without_a_secret_stays_as_it_is(secret: str, text: str) -> None:
    assume(not any(spelling in text for spelling in spellings(secret)))

    assert Redactor([secret], show_personal_data=True).text(text) == text


@pytest.mark.parametrize(
    "spelling",
    [
        "ab+c/d=é",
        "ab%2Bc%2Fd%3D%C3%A9",
        "ab%2bc%2fd%3d%c3%a9",
        "ab%2Bc/d=%C3%A9",
        r"ab+c\/d=\u00e9",
        r"ab\u002Bc/d=\u00E9",  # .NET escapes the plus only
        r"\u0061\u0062\u002b\u0063\u002f\u0064\u003d\u00e9",
    ],
)
def test_a_secret_is_found_where_spellings_mix(spelling: str) -> None:
    assert Redactor(["ab+c/d=é"]).text(f"?key={spelling}&x=1") == f"?key={SECRET}&x=1"


def test_blanks_quotes_and_backslashes_in_a_secret_are_found_escaped() -> None:
    redactor = Redactor(['a "b"\\\\c'])

    for spelling in ('a "b"\\\\c', json.dumps('a "b"\\\\c')[1:-1], quote('a "b"\\\\c'), quote_plus('a "b"\\\\c')):
        assert redactor.text(f"<{spelling}>") == f"<{SECRET}>"


def test_the_longest_secret_goes_first() -> None:
    assert Redactor(["token", "token-and-more"]).text("token-and-more, token") == f"{SECRET}, {SECRET}"
    assert Redactor(["Key1", "%4Bey1-and-more"]).text("%4Bey1-and-more, %4Bey1") == f"{SECRET}, {SECRET}"


def test_a_secret_may_look_like_its_stand_in() -> None:
    redactor = Redactor(["secret", "[secret]-extra"])

    assert redactor.text("secret [secret]-extra") == f"{SECRET} {SECRET}"
    assert redactor.text(SECRET) == SECRET


def test_a_short_secret_goes_only_where_it_stands_alone() -> None:
    assert Redactor(["ab"]).text("ab, cab; key=ab&absent ab") == f"{SECRET}, cab; key={SECRET}&absent {SECRET}"


@pytest.mark.parametrize("spelling", ["caf\udce9-key", r"caf\udce9-key", "caf%ED%B3%A9-key"])
def test_a_secret_out_of_a_variable_that_is_not_utf_8_is_found_too(spelling: str) -> None:
    assert (
        Redactor([b"caf\xe9-key".decode(errors="surrogateescape")]).text(f"key={spelling}&x=1") == f"key={SECRET}&x=1"
    )


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_secret_removes_nothing(blank: str) -> None:
    assert Redactor([blank]).text("all of it\n\t stays") == "all of it\n\t stays"


# ---------------------------------------------------------------- email addresses
locals_ = st.from_regex(r"[a-z0-9][a-z0-9._+'-]{1,20}", fullmatch=True)
domains = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}\.(com|se|co\.uk)", fullmatch=True)


@given(locals_, domains)
def test_a_masked_address_keeps_its_domain_and_first_letter(local: str, domain: str) -> None:
    masked = mask_email(f"{local}@{domain}")

    assert masked == f"{local[0]}***@{domain}"
    assert mask_email(masked) == masked
    assert Redactor([]).text(masked) == masked


@given(locals_, domains, st.sampled_from(["", " ", '{"email": "', "?email=", "/contacts/", "<", "to:", "'"]))
def test_an_address_is_masked_in_every_spelling(local: str, domain: str, before: str) -> None:
    redact = Redactor([]).text
    after = f"{local[0]}***"

    assert redact(f"{before}{local}@{domain}.") == f"{before}{after}@{domain}."
    assert redact(f"{before}{quote(local)}%40{domain}&x=1") == f"{before}{after}%40{domain}&x=1"
    assert redact(f'{before}{local}\\u0040{domain}"') == f'{before}{after}\\u0040{domain}"'


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("john-doe@voyado.com", "j***@voyado.com"),
        ("Wrote to john-doe@voyado.com, a@example.com.", "Wrote to j***@voyado.com, a***@example.com."),
        ("GET /api/v3/contacts/id?email=john%2Bx%40voyado.com", "GET /api/v3/contacts/id?email=j***%40voyado.com"),
        ("?next=%2Fa%3Femail%3Djohn%40voyado.com", "?next=%2Fa%3Femail%3Dj***%40voyado.com"),
        (r'"\njohn@voyado.com"', r'"\n***@voyado.com"'),
        (r"\u0022john\u0040voyado.com\u0022", r"\u0022j***\u0040voyado.com\u0022"),
        ("åsa@example.com", "å***@example.com"),
        ("%C3%A5sa%40example.com", "***%40example.com"),
        ("_john@example.com", "***@example.com"),
        ("o'brien@example.com", "o***@example.com"),
        ("https://user:pass@example.com/", "https://user:p***@example.com/"),
        ("a@b@example.com", "a***@b***@example.com"),
        ("@inferred directives and 3 @ once", "@inferred directives and 3 @ once"),
        ("***@example.com", "***@example.com"),
    ],
)
def test_addresses_in_text(text: str, masked: str) -> None:
    assert Redactor([]).text(text) == masked


def test_what_is_no_address_is_masked_all_the_same() -> None:
    assert (mask_email("john"), mask_email("")) == ("j***", "***")


def test_the_last_at_sign_of_an_address_begins_its_domain() -> None:
    assert mask_email("john@home@example.com") == "j***@example.com"


def test_personal_data_is_shown_on_demand_and_secrets_are_not() -> None:
    redactor = Redactor(["key-12345"], show_personal_data=True)

    assert redactor.text("john@example.com key-12345") == f"john@example.com {SECRET}"


# ---------------------------------------------------------------- JSON and headers
def test_a_json_value_is_redacted_throughout() -> None:
    value = {
        "email": "john@example.com",
        "lines": [1, 2.5, None, True, ("key-12345",)],
        "of john@example.com": {"note": "key-12345"},
    }

    assert Redactor(["key-12345"]).value(value) == {
        "email": "j***@example.com",
        "lines": [1, 2.5, None, True, [SECRET]],
        "of j***@example.com": {"note": SECRET},
    }


@pytest.mark.parametrize(
    "name",
    ["apikey", "api_key", "API-Key", "token", "accessToken", "Authorization", "password", "client_secret", "Cookie"],
)
@pytest.mark.parametrize("value", ["x", 5, ["x"], {"a": "x"}])
def test_what_stands_under_a_secrets_name_is_removed(name: str, value: object) -> None:
    assert '"x"' not in json.dumps(Redactor([]).value({name: value}))
    assert SECRET in json.dumps(Redactor([]).value({name: value}))


def test_the_shape_of_what_stands_under_a_secrets_name_is_still_told() -> None:
    value = {"token": {"of john@example.com": ["key-12345", 5, None, ""], "scopes": ("read", {"expires": True})}}

    assert Redactor([]).value(value) == {
        "token": {"of j***@example.com": [SECRET, SECRET, None, ""], "scopes": [SECRET, {"expires": True}]}
    }


def test_that_a_secret_is_missing_may_be_told() -> None:
    value = {"token": None, "password": "", "apikey": False}

    assert Redactor([]).value(value) == value


@pytest.mark.parametrize("name", ["token_expires", "tokens", "sku", "integration_name"])
def test_other_names_keep_their_values(name: str) -> None:
    assert Redactor([]).value({name: "x"}) == {name: "x"}


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_header_is_shown_only_if_it_is_listed(name: str, value: str) -> None:
    shown = Redactor([]).headers({name: value})[name]

    assert shown == REMOVED or name.lower() in SHOWN_HEADERS


def test_headers_keep_their_order_and_lose_their_secrets() -> None:
    headers = {
        "Date": "today",
        "apikey": "k",
        "Authorization": "Bearer t",
        "Cookie": "graphql-access=t",
        "Location": "https://x/?email=john%40example.com&key=key-12345",
    }

    assert list(Redactor(["key-12345"]).headers(headers).items()) == [
        ("Date", "today"),
        ("apikey", REMOVED),
        ("Authorization", REMOVED),
        ("Cookie", REMOVED),
        ("Location", f"https://x/?email=j***%40example.com&key={SECRET}"),
    ]


# ---------------------------------------------------------------- size
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "@",
        "a@",
        "%40",
        "%",
        "%2",
        "\\",
        "\\u00",
        "\\u0040",
        "a.",
        "[",
        "[secret",
        " ",
        "aaaaaaaaaaab",
        "%5C",
        "john@example.com ",
    ],
)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    redactor = Redactor(["a" * 30, "\\" * 30 + "x", "%25" * 10 + "x", "@" * 20, "[secret"])
    redact = redactor.text

    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        began = time.process_time()
        redact(text)
        return time.process_time() - began

    seconds(1000)
    assert seconds(400_000) < 4  # quadratic would take minutes
