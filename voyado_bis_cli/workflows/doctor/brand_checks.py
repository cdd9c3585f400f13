"""Profiles beside each other: what two brands must not share."""

from collections.abc import Callable

from voyado_bis_cli.domain import brands
from voyado_bis_cli.domain.brands import Rule, unread_tokens
from voyado_bis_cli.domain.finding import Finding, Remedy, warning
from voyado_bis_cli.domain.prerequisite import Verdict, judged
from voyado_bis_cli.workflows.doctor.check import Check
from voyado_bis_cli.workflows.doctor.facts import Facts


def _compared(rule: Rule) -> Callable[[Facts], Verdict]:
    def look(facts: Facts) -> Verdict:
        return judged(rule(facts.subject.brands), f"compared {_profiles(facts)}")

    return look


def _tokens(facts: Facts) -> Verdict:
    compared = facts.subject.brands
    findings = (*_nothing_to_compare(facts), *brands.shared_tokens(compared), *unread_tokens(compared))
    return judged(findings, f"compared {_profiles(facts)}")


def _nothing_to_compare(facts: Facts) -> tuple[Finding, ...]:
    if len(facts.subject.brands) > 1:
        return ()
    title = f"There is only one profile ({_profiles(facts)}), so nothing can be compared."
    remedy = Remedy("Write a profile per brand into one bis.toml: only there can they be compared.")
    return (warning("one-profile", title, "", remedy),)


def _profiles(facts: Facts) -> str:
    return ", ".join(brand.profile for brand in facts.subject.brands) or "no profile"


def _check(id_: str, title: str, look: Callable[[Facts], Verdict]) -> Check:
    return Check(id_, "brands", title, look, always=False)


CHECKS = (
    _check("brand-tokens", "No token stands in two profiles", _tokens),
    _check("brand-names", "No integration name serves two profiles", _compared(brands.shared_names)),
    _check("brand-own-token", "No token of Voyado's is the toolkit's too", _compared(brands.voyados_token_is_ours)),
    _check("brand-stores", "No two brands share tenant and store value", _compared(brands.shared_stores)),
    _check("brand-sides", "No profile mixes test and production", _compared(brands.mixed)),
)
