from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.plus_address import plus_addresses


def test_a_mailbox_has_as_many_numbered_addresses_as_asked_for() -> None:
    assert plus_addresses("john-doe@voyado.com", 3) == (
        "john-doe+1@voyado.com",
        "john-doe+2@voyado.com",
        "john-doe+3@voyado.com",
    )


def test_an_address_that_has_a_plus_keeps_it_and_gets_no_second_one() -> None:
    assert plus_addresses("john-doe+bis@voyado.com", 2) == ("john-doe+bis-1@voyado.com", "john-doe+bis-2@voyado.com")


def test_only_the_last_at_sign_begins_the_domain() -> None:
    assert plus_addresses('"john@home"@voyado.com', 1) == ('"john@home"+1@voyado.com',)


@given(st.integers(min_value=0, max_value=200))
def test_no_address_comes_twice(count: int) -> None:
    assert len(set(plus_addresses("john-doe@voyado.com", count))) == count
