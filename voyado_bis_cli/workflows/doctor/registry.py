"""Every check, in the order in which it is told: causes before what they explain."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.workflows.doctor import (
    brand_checks,
    engage_checks,
    feed_checks,
    go_live_checks,
    manual_checks,
    queue_checks,
    shop_checks,
    subscription_checks,
    token_checks,
)
from voyado_bis_cli.workflows.doctor.check import Check, with_needed

CHECKS: Sequence[Check] = (
    *engage_checks.CHECKS,
    *token_checks.CHECKS,
    *queue_checks.CHECKS,
    *shop_checks.CHECKS,
    *feed_checks.CHECKS,
    *subscription_checks.CHECKS,
    *manual_checks.CHECKS,
    *go_live_checks.CHECKS,
    *brand_checks.CHECKS,
)


def everyday() -> tuple[Check, ...]:
    """Return what `bis doctor` looks at unless told otherwise."""
    return tuple(check for check in CHECKS if check.always)


def for_go_live() -> tuple[Check, ...]:
    """Return the list of the last day, with what it needs."""
    return with_needed([check for check in CHECKS if check.go_live], CHECKS)


def for_brands() -> tuple[Check, ...]:
    """Return the comparison of profiles, which asks nobody."""
    return brand_checks.CHECKS


def named(ids: Iterable[str]) -> tuple[Check, ...]:
    """Return checks by id or by group, with what they need; raises UsageError for an unknown word."""
    chosen = []
    for word in ids:
        found = [check for check in CHECKS if word in (check.id, check.group)]
        if not found:
            words = [*(check.id for check in CHECKS), *dict.fromkeys(check.group for check in CHECKS)]
            close = get_close_matches(word, words, n=1)
            raise UsageError(
                f"There is no check {word!r}.{f' Perhaps {close[0]} is meant.' if close else ''}",
                hint="`bis doctor --list` shows them all.",
            )
        chosen += found
    return with_needed(chosen, CHECKS)
