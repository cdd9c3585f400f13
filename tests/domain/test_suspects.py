"""What is left to suspect depends on what was ruled out."""

import pytest

from voyado_bis_cli.domain.suspects import Known, Missing, suspects
from voyado_bis_cli.domain.verification import says_undelivered


def ids(missing: Missing, **known: object) -> list[str]:
    settled = {"by_voyado": False, "feed_checked": True, "voyado_queue_seen": True, **known}
    return [found.id for found in suspects(missing, Known(**settled))]  # type: ignore[arg-type]  # a test's table


def test_voyado_is_suspected_only_where_it_syncs_and_nobody_saw_its_queue() -> None:
    voyado = "suspect-voyado-not-reading"

    assert voyado not in ids(Missing.CONSUMED)
    assert voyado not in ids(Missing.CONSUMED, by_voyado=True)
    assert ids(Missing.CONSUMED, by_voyado=True, voyado_queue_seen=False)[0] == voyado
    assert ids(Missing.VOYADO)[0] == voyado


def test_a_feed_that_was_looked_at_is_no_suspect() -> None:
    assert "suspect-feed" in ids(Missing.CONSUMED, feed_checked=False)
    assert "suspect-feed" not in ids(Missing.CONSUMED)


@pytest.mark.parametrize("missing", Missing)
def test_the_log_knows_better(missing: Missing) -> None:
    assert ids(missing, log_says=("Not started",))[0] == "log-says"
    assert len(ids(missing)) > 1


def test_what_cannot_be_told_apart_says_so() -> None:
    (allowlist, bounced, wait, other) = suspects(Missing.EMAIL, Known(True, True, True))

    assert allowlist.detail == bounced.detail == wait.detail
    assert allowlist.detail.startswith("From outside these look alike: ")
    assert other.detail == ""


@pytest.mark.parametrize(
    ("status", "undelivered"),
    [("Delivered", False), ("", False), ("Opened", False), ("HardBounce", True), ("Rejected", True), ("blocked", True)],
)
def test_a_status_is_read_as_a_person_would(status: str, undelivered: bool) -> None:
    assert says_undelivered(status) is undelivered
