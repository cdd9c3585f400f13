from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ownership import Claim, ownership_problem, revealed_problem
from voyado_bis_cli.errors import ErrorCode

OURS = Claim("brand-x", "our-token", "Toolkit BrandX", "their-token", "Voyado_Integration_BrandX")
OTHER = Claim("brand-y", "other-token", "Toolkit BrandY", "their-token-y", "Voyado_Integration_BrandY")

ONE_QUEUE = (
    " Centra keeps one queue per integration name: confirming an event takes it away from everyone else with that "
    "name, and brands lose stock updates in Voyado."
)
AN_INTEGRATION_OF_ITS_OWN = (
    "Make an integration of its own for the toolkit in Centra (System > API Tokens), with a name of its own such as "
    '"Toolkit BrandX", and set centra.token and centra.integration_name.'
)
A_READABLE_TOKEN = "Make centra.voyado_token readable here, or leave it out of the profile."

SHARED_BY_PROFILES = "another profile's name"
PROBLEMS = {
    "no declared name": (
        replace(OURS, integration_name=None),
        OTHER,
        "The profile 'brand-x' does not declare which integration its token belongs to.",
    ),
    "an empty name": (
        replace(OURS, integration_name=""),
        OTHER,
        "The profile 'brand-x' does not declare which integration its token belongs to.",
    ),
    "Voyado's token": (
        replace(OURS, token="their-token"),
        OTHER,
        "centra.token of 'brand-x' is also the voyado_token of 'brand-x'.",
    ),
    "another profile's Voyado token": (
        replace(OURS, token="their-token-y"),
        OTHER,
        "centra.token of 'brand-x' is also the voyado_token of 'brand-y'.",
    ),
    "a name like Voyado's": (
        replace(OURS, integration_name="My VOYADO thing"),
        OTHER,
        "The integration name 'My VOYADO thing' sounds like Voyado's own integration.",
    ),
    "a name like Engage's": (
        replace(OURS, integration_name="Engage integration"),
        OTHER,
        "The integration name 'Engage integration' sounds like Voyado's own integration.",
    ),
    "Voyado's name": (
        replace(OURS, integration_name="BIS", voyado_integration_name="bis"),
        OTHER,
        "'BIS' is Voyado's integration in the profile 'brand-x'.",
    ),
    "another profile's Voyado name": (
        replace(OURS, integration_name="BIS"),
        replace(OTHER, voyado_integration_name="BIS"),
        "'BIS' is Voyado's integration in the profile 'brand-y'.",
    ),
    "Voyado's token, which cannot be read": (
        replace(OURS, voyado_token=None, unreadable_voyado_token="the variable X is not set"),
        OTHER,
        "The voyado_token of 'brand-x' cannot be compared with ours: the variable X is not set.",
    ),
    "another profile's Voyado token, which cannot be read": (
        OURS,
        replace(OTHER, voyado_token=None, unreadable_voyado_token="the variable Y is not set"),
        "The voyado_token of 'brand-y' cannot be compared with ours: the variable Y is not set.",
    ),
    SHARED_BY_PROFILES: (
        OURS,
        replace(OTHER, integration_name="toolkit brandx"),
        "The profile 'brand-y' uses the integration name 'Toolkit BrandX' too.",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_queue_that_may_be_someone_elses_is_not_touched(name: str) -> None:
    claim, other, reason = PROBLEMS[name]

    problem = ownership_problem(claim, (other,), sandbox=False)

    assert problem is not None
    assert (problem.code, problem.exit_code) == (ErrorCode.NOT_OUR_QUEUE, 3)
    assert problem.message == reason + ONE_QUEUE
    assert problem.hint == (A_READABLE_TOKEN if "cannot be read" in name else AN_INTEGRATION_OF_ITS_OWN)


@pytest.mark.parametrize("name", PROBLEMS)
def test_only_in_a_sandbox_several_profiles_may_share_a_name_of_ours(name: str) -> None:
    claim, other, _ = PROBLEMS[name]

    assert (ownership_problem(claim, (other,), sandbox=True) is None) == (name == SHARED_BY_PROFILES)


def test_a_name_of_its_own_is_ours() -> None:
    assert ownership_problem(OURS, (OTHER,), sandbox=False) is None
    assert ownership_problem(replace(OURS, voyado_token=None, voyado_integration_name=None), (), sandbox=False) is None


@given(st.text(alphabet="voyadengVOYADENG _-", max_size=12), st.sampled_from(["voyado", "engage", "Voyado", "ENGAGE"]))
def test_no_name_with_voyado_or_engage_in_it_is_ever_ours(around: str, word: str) -> None:
    named = replace(OURS, integration_name=f"{around}{word}{around}")

    assert ownership_problem(named, (), sandbox=False) is not None


def test_centra_may_reveal_no_name_or_the_declared_one() -> None:
    assert revealed_problem((), "Toolkit BrandX") is None
    assert revealed_problem(("Toolkit BrandX",), "Toolkit BrandX") is None


@pytest.mark.parametrize(
    ("revealed", "named"),
    [
        (("Toolkit brandx",), "'Toolkit brandx'"),
        (("Toolkit BrandX", "A"), "'A', 'Toolkit BrandX'"),
        (("Engage integration",), "'Engage integration'"),
    ],
)
def test_another_name_than_the_declared_one_is_another_queue(revealed: tuple[str, ...], named: str) -> None:
    problem = revealed_problem(revealed, "Toolkit BrandX")

    assert problem is not None
    assert (problem.code, problem.exit_code) == (ErrorCode.NOT_OUR_QUEUE, 3)
    assert problem.message == (
        f"The token belongs to the integration {named}, not to the declared 'Toolkit BrandX'.{ONE_QUEUE}"
    )
    assert problem.hint == AN_INTEGRATION_OF_ITS_OWN
