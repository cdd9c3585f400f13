"""Facts are fetched once, and so are their failures; a big feed tells how far it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Locale, Sku
from voyado_bis_cli.domain.permission import ReadProbeAnswer
from voyado_bis_cli.domain.prerequisite import CheckState, Verdict, judged
from voyado_bis_cli.domain.progress import Note
from voyado_bis_cli.errors import (
    AuthError,
    BisError,
    ConfigError,
    ErrorCode,
    NetworkError,
    PermissionMissingError,
    RateLimitedError,
)
from voyado_bis_cli.workflows.doctor.check import Check, Look, run_check, with_needed
from voyado_bis_cli.workflows.doctor.facts import Facts
from voyado_bis_cli.workflows.doctor.registry import CHECKS
from voyado_bis_cli.workflows.doctor.subject import Doors, Subject, TestSubject
from voyado_bis_cli.workflows.ports import JournalPort

SV = Locale("sv-SE")


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"nobody waits here, not even {seconds} s")


@dataclass
class Journal:
    kept: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def append(self, kind: str, payload: Any) -> None:
        raise AssertionError(f"a doctor writes nothing: {kind} {payload}")

    def entries(self, kind: str, *, limit: int = 100) -> tuple[Any, ...]:
        return self.kept.get(kind, ())[:limit]


@dataclass
class Feed:
    answers: tuple[FeedAnswer, ...]
    failure: BisError | None = None
    read: int = 0

    def looking_up(self, wanted: Collection[Sku]) -> Iterator[FeedAnswer]:
        assert Sku("A") in wanted
        self.read += 1
        yield from self.answers
        if self.failure:
            raise self.failure


@dataclass
class Centra:
    """A Centra of which only the probes are asked."""

    failure: BisError | None = None
    asked: list[Collection[str]] = field(default_factory=list)

    def read_probes(self, permissions: Collection[str]) -> ReadProbeAnswer:
        self.asked.append(permissions)
        if self.failure:
            raise self.failure
        return ReadProbeAnswer(frozenset(permissions), frozenset())


def facts(*, feed: Feed | None = None, voyado: Centra | None = None, toolkit: Centra | None = None) -> Facts:
    doors = Doors(
        Clock(),
        cast("JournalPort", Journal()),
        voyado=cast("Any", voyado),
        toolkit=cast("Any", toolkit),
        feeds={SV: feed} if feed else {},
    )
    return Facts(Subject("brand-x", "test", test=TestSubject((Sku("A"),))), doors)


def drained(run: Any) -> tuple[list[Any], Any]:
    """Let a generator run to its end; return what it told and what it returned, or the error it raised."""
    told = []
    while True:
        try:
            told.append(next(run))
        except StopIteration as ended:
            return told, ended.value
        except BisError as error:
            return told, error


def test_a_feed_is_read_once_and_tells_how_far_it_is() -> None:
    half, whole = FeedAnswer(200_000, frozenset()), FeedAnswer(400_000, frozenset({Sku("A")}))
    feed = Feed((half, whole))
    known = facts(feed=feed)

    told, answer = drained(known.feed(SV))

    assert answer is whole
    assert told == [
        Note("Reading the sv-SE feed"),
        Note("Reading the sv-SE feed: 200000 products so far"),
        Note("Reading the sv-SE feed: 400000 products so far"),
    ]
    assert drained(known.feed(SV)) == ([], whole)
    assert feed.read == 1


def test_a_feed_that_breaks_off_stays_broken_whatever_it_said_before() -> None:
    broken = NetworkError("It broke off.")
    feed = Feed((FeedAnswer(1, frozenset()),), broken)
    known = facts(feed=feed)

    assert drained(known.feed(SV))[1] is broken
    assert drained(known.feed(SV)) == ([], broken)
    assert feed.read == 1


def test_a_failure_is_asked_for_once() -> None:
    centra = Centra(AuthError("It has expired."))
    known = facts(voyado=centra)

    for _ in range(2):
        with pytest.raises(AuthError):
            _ = known.voyado_permissions

    assert len(centra.asked) == 1


def test_after_a_rate_limit_centra_is_asked_nothing_more_with_either_token() -> None:
    limited = RateLimitedError("429")
    toolkit = Centra()
    known = facts(voyado=Centra(limited), toolkit=toolkit)

    with pytest.raises(RateLimitedError):
        _ = known.voyado_permissions
    with pytest.raises(RateLimitedError):
        _ = known.toolkit_permissions

    assert known.exhausted is limited
    assert toolkit.asked == []


# ---------------------------------------------------------------- one check


def check(look: Look, *needs: str) -> Check:
    return Check("this", "group", "It is so", look, needs)


def raising(error: BisError) -> Look:
    def look(_facts: Facts) -> Verdict:
        raise error

    return look


def looked(look: Look, *needs: str, results: Collection[Any] = ()) -> Verdict:
    _, result = drained(run_check(check(look, *needs), facts(), results))
    verdict: Verdict = result.verdict
    return verdict


UNSET = ConfigError("The profile lacks a thing.", code=ErrorCode.CONFIG_MISSING)


@pytest.mark.parametrize(
    ("error", "explained_by", "state"),
    [
        (NetworkError("Nobody there."), None, CheckState.FAILED),
        (NetworkError("Nobody there."), CheckState.FAILED, CheckState.SKIPPED),
        (NetworkError("Nobody there."), CheckState.SKIPPED, CheckState.SKIPPED),
        (NetworkError("Nobody there."), CheckState.WARNING, CheckState.FAILED),
        (PermissionMissingError("No."), CheckState.WARNING, CheckState.SKIPPED),
        (PermissionMissingError("No."), None, CheckState.FAILED),
        (RateLimitedError("429"), None, CheckState.SKIPPED),
        (UNSET, None, CheckState.WARNING),
        (UNSET, CheckState.WARNING, CheckState.SKIPPED),
    ],
)
def test_what_cannot_be_looked_at_fails_unless_another_check_says_why(
    error: BisError, explained_by: CheckState | None, state: CheckState
) -> None:
    cause = Check("cause", "group", "The cause", raising(error))
    results = [cause.result(Verdict(explained_by, "told there"))] if explained_by else []
    needs = ("cause",) if explained_by else ()

    assert looked(raising(error), *needs, results=results).state is state


def test_an_error_becomes_a_finding_with_its_own_advice() -> None:
    verdict = looked(raising(NetworkError("Nobody there.", hint="Start it.")))

    (found,) = verdict.findings
    assert (found.id, found.title, found.remedy.text) == ("network", "Nobody there.", "Start it.")


def test_a_check_may_take_its_time_and_tell() -> None:
    def slow(_facts: Facts) -> Any:
        yield Note("half way")
        return judged([], "done")

    told, result = drained(run_check(check(slow), facts(), ()))

    assert told == [Note("half way")]
    assert result.verdict.detail == "done"


def test_what_a_check_needs_is_looked_at_first_whatever_was_typed() -> None:
    one, two, three = (
        Check(id_, "group", id_, raising(UNSET), needs) for id_, needs in (("1", ()), ("2", ("1",)), ("3", ("2",)))
    )

    assert with_needed([three], [one, two, three]) == (one, two, three)
    assert with_needed([two, one], [one, two, three]) == (one, two)


def test_no_check_is_called_like_a_group() -> None:
    assert {each.id for each in CHECKS} & {each.group for each in CHECKS} == set()


def test_a_check_comes_after_what_explains_it() -> None:
    order = [each.id for each in CHECKS]

    assert [
        (each.id, cause) for each in CHECKS for cause in each.needs if order.index(cause) > order.index(each.id)
    ] == []
