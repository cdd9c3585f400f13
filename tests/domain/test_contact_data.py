import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.contact_data import checked_email, checked_locale
from voyado_bis_cli.errors import ExitCode, UsageError


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("john-doe@voyado.com", "john-doe@voyado.com"),
        ("john-doe+bis1@voyado.com", "john-doe+bis1@voyado.com"),
        ("John-Doe@VOYADO.com", "John-Doe@voyado.com"),
        ("shopper@blocked.example", "shopper@blocked.example"),
    ],
)
def test_a_valid_address_comes_back_normalised(typed: str, expected: str) -> None:
    assert checked_email(typed) == expected


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "must have an @-sign"),
        ("voyado.com", "must have an @-sign"),
        ("john@", "something after the @-sign"),
        ("@voyado.com", "something before the @-sign"),
        ("john@voyado", "should have a period"),
        ("john doe@voyado.com", "invalid characters before the @-sign"),
        ("john@voyado.com ", "invalid characters"),
        ("john@@voyado.com", "invalid characters"),
        ("john@voyado.invalid", "special-use"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_email(typed)
    assert refused.value.exit_code == ExitCode.USAGE
    assert reason in refused.value.message


def test_a_refused_address_is_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        checked_email("jane.private@@example.com")
    assert "jane" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("locale", ["sv-SE", "de-DE", "en-US"])
def test_a_locale_is_taken_as_it_is(locale: str) -> None:
    assert checked_locale(locale) == locale


@pytest.mark.parametrize(
    "locale", ["sv_SE", "SV-se", "sv", "", "sv-se", "SV-SE", "sv-SE ", "sve-SE", "sv-SE\n", "zh-Hans-CN", "\u017fv-SE"]
)
def test_a_locale_in_another_spelling_is_refused_and_never_corrected(locale: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_locale(locale)
    assert refused.value.message == (
        f'"{locale}" is no locale: it is written like sv-SE, two small letters, a hyphen, two capitals.'
    )
    assert "exactly as the locale of the product feed" in refused.value.hint


@given(st.text().filter(lambda text: not re.fullmatch("[a-z]{2}-[A-Z]{2}", text)))
def test_no_other_text_is_taken_for_a_locale(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_locale(text)
    assert len(refused.value.message) < 200
