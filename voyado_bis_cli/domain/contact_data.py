"""What a shopper types or a shop sends along: email addresses and locales."""

import re

from voyado_bis_cli.domain.ids import Locale
from voyado_bis_cli.errors import UsageError

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")


def checked_email(text: str) -> str:
    """Return the normalised address (the domain in lower case); raises UsageError where it cannot be one.

    Says what is wrong without repeating the address: that is personal data.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # 50 ms that few commands need

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as refused:
        raise UsageError(
            f"This is not an email address. {refused}",
            hint="An address is a name, an @ and a domain with a dot in it.",
        ) from None


def checked_locale(text: str) -> Locale:
    """Return `text` as a locale, unchanged; raises UsageError unless it is written `xx-YY`.

    Never corrected: a locale is a key into a product feed, and has to equal the feed's to the character.
    """
    if not _LOCALE.fullmatch(text):
        raise UsageError(
            f'"{text[:40]}" is no locale: it is written like sv-SE, two small letters, a hyphen, two capitals.',
            hint="Spell it exactly as the locale of the product feed: it is the key that finds the feed.",
        )
    return Locale(text)
