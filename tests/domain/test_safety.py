import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.safety import Ask, Consent, Decision, Go, Ground, Refuse, decide
from voyado_bis_cli.errors import ErrorCode

SKU = Sku("1234SIZEM")
NOBODY_SAID_ANYTHING = Consent(yes=False, confirmed_profile=None, interactive=False)

consents = st.builds(
    Consent,
    yes=st.booleans(),
    confirmed_profile=st.sampled_from([None, "brand-x", "brand-y"]),
    interactive=st.booleans(),
)
kinds = st.sampled_from(["sandbox", "test", "production", "something new"])


def ground(kind: str) -> Ground:
    return Ground("brand-x", kind, ("1234SIZEM",))


@given(consents)
def test_a_sandbox_asks_nothing(consent: Consent) -> None:
    assert decide("sell out", [Sku("any")], ground("sandbox"), consent) == Go()


@pytest.mark.parametrize(
    "consent",
    [
        Consent(yes=True, confirmed_profile=None, interactive=False),
        Consent(yes=False, confirmed_profile="brand-x", interactive=False),
    ],
    ids=["--yes", "--confirm-profile"],
)
def test_a_test_system_takes_a_yes_given_beforehand(consent: Consent) -> None:
    assert decide("sell out", [Sku("any")], ground("test"), consent) == Go()


def test_a_test_system_asks_a_person() -> None:
    consent = Consent(yes=False, confirmed_profile="brand-y", interactive=True)

    assert decide("set 1234-1 to 5", [SKU], ground("test"), consent) == Ask(
        "bis is about to set 1234-1 to 5 on brand-x (test). Go on?"
    )


def refusal(decision: Decision) -> tuple[str, str, ErrorCode, int]:
    assert isinstance(decision, Refuse)
    error = decision.error
    return error.message, error.hint, error.code, error.exit_code


def test_without_a_person_a_test_system_is_refused_and_the_flag_named() -> None:
    decision = decide("set 1234-1 to 5", [SKU], ground("test"), NOBODY_SAID_ANYTHING)

    assert refusal(decision) == (
        "bis would set 1234-1 to 5 on brand-x, and nobody can be asked here.",
        "Allow it with --yes (or BIS_YES=1), or run it in a terminal.",
        ErrorCode.CONFIRMATION_NEEDED,
        2,
    )


@given(kinds, consents)
def test_nothing_but_the_profiles_own_name_opens_production(kind: str, consent: Consent) -> None:
    decision = decide("sell out", [SKU], ground(kind), consent)

    if kind not in {"sandbox", "test"}:
        assert (decision == Go()) == (consent.confirmed_profile == "brand-x")
        assert not isinstance(decision, Ask)


@pytest.mark.parametrize(("named", "said"), [(None, ""), ("brand-y", " 'brand-y' is another name.")])
def test_production_names_the_flag_that_opens_it(named: str | None, said: str) -> None:
    consent = Consent(yes=True, confirmed_profile=named, interactive=True)
    decision = decide("sell out", [SKU], ground("production"), consent)

    assert refusal(decision) == (
        f"brand-x is production: bis would sell out, and does not do that unasked.{said}",
        "If it is meant, repeat the profile's name: --confirm-profile brand-x. `bis demo` is harmless.",
        ErrorCode.CONFIRMATION_NEEDED,
        2,
    )


def test_production_lets_nothing_but_test_skus_be_touched() -> None:
    consent = Consent(yes=False, confirmed_profile="brand-x", interactive=False)

    assert refusal(decide("sell out", [SKU, Sku("B"), Sku("A")], ground("production"), consent)) == (
        "brand-x is production, and A, B is not among its test.skus: bis would sell out.",
        "Production lets bis touch only the SKUs that the profile names in test.skus: use one of them, or add it.",
        ErrorCode.CONFIRMATION_NEEDED,
        2,
    )
    assert decide("sell out", [SKU], ground("production"), consent) == Go()
    assert decide("listen", [], ground("production"), consent) == Go()
