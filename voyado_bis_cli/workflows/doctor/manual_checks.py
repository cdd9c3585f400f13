"""What only a person can look at: what to look for, and who looked when."""

from collections.abc import Callable

from voyado_bis_cli.domain.prerequisite import CheckState, Confirmation, Verdict
from voyado_bis_cli.workflows.doctor.check import Check
from voyado_bis_cli.workflows.doctor.facts import Facts

CONFIRMED = "doctor.confirmed"
"""Kind of the journal's entries about confirmations: `{"check", "by"}`."""


def _manual(id_: str, what_to_look_for: str) -> Callable[[Facts], Verdict]:
    def look(facts: Facts) -> Verdict:
        entries = facts.doors.journal.entries(CONFIRMED, limit=1000)
        last = next((entry for entry in entries if entry.payload.get("check") == id_), None)
        confirmed = Confirmation(str(last.payload.get("by")), last.at.date()) if last else None
        return Verdict(CheckState.MANUAL, what_to_look_for, confirmed=confirmed)

    return look


def _check(id_: str, title: str, look_for: str, *, always: bool = True) -> Check:
    return Check(id_, "manual", title, _manual(id_, look_for), go_live=True, always=always)


CHECKS = (
    _check(
        "voyado-configured",
        "Back in stock is configured for the tenant",
        "Ask Voyado's team: they switch it on per tenant and start the integration that reads Centra's events.",
    ),
    _check(
        "feeds-connected",
        "The feeds are connected in Engage, under the same locales",
        "In Engage, the feeds' last import succeeded, and each locale is spelled as the form sends it (sv-SE, not sv).",
    ),
    _check(
        "email-module",
        "The email template has a Back in stock module",
        "Open the template in Engage: without the module the email leaves without the product.",
    ),
    _check(
        "automation",
        "The back-in-stock automation is active",
        "In Engage it is active, and its filters (minimum quantity, locale, SKU, recent purchase) are meant so.",
    ),
    _check(
        "subscription-form",
        "The shop shows the form for sold-out sizes",
        "Open a sold-out size: the form appears, sends all six fields, and its market is the one of that shop.",
    ),
    _check(
        "captcha",
        "A captcha stands in front of the form",
        "The Subscription API is open to anyone. Try the form without solving the captcha: nothing may be created.",
    ),
    _check(
        "token-shared",
        "Voyado's token was given to this brand's tenant only",
        "Whoever shared it looks it up: one token per brand, each in its own Engage tenant, or brands lose events.",
    ),
    _check(
        "old-subscriptions",
        "Nobody waits in Engage who should not be mailed",
        "No API counts them: ask Voyado how many subscriptions wait. The first levels above 0 mail them all.",
        always=False,
    ),
)
