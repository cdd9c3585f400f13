"""What matters on the last day only."""

from voyado_bis_cli.domain.brands import production_problems
from voyado_bis_cli.domain.prerequisite import Verdict, judged
from voyado_bis_cli.workflows.doctor.check import Check
from voyado_bis_cli.workflows.doctor.facts import Facts
from voyado_bis_cli.workflows.doctor.queue_checks import leftover_listeners
from voyado_bis_cli.workflows.doctor.subscription_checks import waiting_subscriptions


def _production(facts: Facts) -> Verdict:
    subject = facts.subject
    return judged(
        production_problems(subject.centra_url, subject.engage_url), "Centra and Engage are the production hosts"
    )


CHECKS = (
    Check(
        "production-hosts",
        "go-live",
        "The profile points at production on both sides",
        _production,
        go_live=True,
        always=False,
    ),
    Check(
        "leftover-listeners",
        "go-live",
        "The toolkit left no listener behind",
        leftover_listeners,
        ("toolkit-permissions",),
        go_live=True,
        always=False,
    ),
    Check(
        "waiting-subscriptions",
        "go-live",
        "No test subscription waits to be mailed",
        waiting_subscriptions,
        ("engage-reachable", "engage-key", "engage-version"),
        go_live=True,
        always=False,
    ),
)
