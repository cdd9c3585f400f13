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
        ("", "An email address must have an @-sign."),
        ("voyado.com", "An email address must have an @-sign."),
        ("john@", "There must be something after the @-sign."),
        ("@voyado.com", "There must be something before the @-sign."),
        ("john@voyado", "The part after the @-sign is not valid. It should have a period."),
        ("john doe@voyado.com", "The email address contains invalid characters before the @-sign: SPACE."),
        ("john@voyado.com ", "The part after the @-sign contains invalid characters: SPACE."),
        ("john@@voyado.com", "The part after the @-sign contains invalid characters: '@'."),
        (
            "john@voyado.invalid",
            "The part after the @-sign is a special-use or reserved name that cannot be used with email.",
        ),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_email(typed)

    assert refused.value.exit_code == ExitCode.USAGE
    assert refused.value.message == f"This is not an email address. {reason}"
    assert refused.value.hint == "An address is a name, an @ and a domain with a dot in it."


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
    assert refused.value.hint == (
        "Spell it exactly as the locale of the product feed: it is the key that finds the feed."
    )


def test_a_text_that_is_far_too_long_for_a_locale_is_shown_cut() -> None:
    with pytest.raises(UsageError) as refused:
        checked_locale("Svenska/" * 5 + "and more")

    assert refused.value.message == (
        '"Svenska/Svenska/Svenska/Svenska/Svenska/" is no locale: '
        "it is written like sv-SE, two small letters, a hyphen, two capitals."
    )


@given(st.text().filter(lambda text: not re.fullmatch("[a-z]{2}-[A-Z]{2}", text)))
def test_no_other_text_is_taken_for_a_locale(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_locale(text)
    assert len(refused.value.message) < 200
