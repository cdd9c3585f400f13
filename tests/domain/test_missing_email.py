"""The ranking: what was found comes first, in the contract's order; what cannot be told apart is one group."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.finding import Severity
from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, Sku, SubscriptionId
from voyado_bis_cli.domain.missing_email import Cause, Certainty, Events, Facts, QueueState, Stock, why_no_email
from voyado_bis_cli.domain.missing_email_findings import findings_of
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription

SV = Locale("sv-SE")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SHOPPER = Contact(ContactId("c-1"), "Contact", {"acceptsEmail": True})
WAITING = Subscription(SubscriptionId("s-1"), SHOPPER.id, Sku("A"), SV, ExternalId("4"), NOON)
MAIL = Email("m-1", "Back in stock", "Back in stock: A", NOON, "EmailMessage", "Automation", "Delivered")

RIGHT = Facts(
    sku=Sku("A"),
    market=ExternalId("4"),
    contacts=(SHOPPER,),
    subscriptions=(WAITING,),
    feeds={SV: True},
    has_rule=True,
    stock=Stock(10, 10),
    queue=QueueState.EMPTY,
    queue_says="q",
    events=Events.SEEN,
    level_arrived=True,
)
"""Everything readable is right, and still nothing came."""

PASSED_OVER = ["too-few", "automation-inactive", "filtered", "feed-not-imported"]
NOTHING_WAITS: dict[str, Any] = {"subscriptions": ()}


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        pytest.param({}, PASSED_OVER, id="passed over"),
        pytest.param(
            {"contacts": (replace(SHOPPER, preferences={"acceptsEmail": False}),)},
            [*PASSED_OVER[:3], "opted-out", PASSED_OVER[3]],
            id="who accepts no newsletters",
        ),
        pytest.param(
            {"contacts": (replace(SHOPPER, preferences={}), Contact(ContactId("c-2"))), "stock": None},
            [*PASSED_OVER[:3], "opted-out", "other-contact", PASSED_OVER[3]],
            id="several contacts, without preferences",
        ),
        pytest.param({"queue": QueueState.REFUSED}, ["voyado-not-reading"], id="token refused"),
        pytest.param({"queue": QueueState.NOBODY_LISTENS}, ["voyado-not-reading"], id="nobody listens"),
        pytest.param({"queue": QueueState.STALE}, ["voyado-not-reading"], id="old events"),
        pytest.param(
            {"queue": QueueState.WAITING, "level_arrived": None}, ["voyado-not-reading"], id="events just now"
        ),
        pytest.param({"queue": QueueState.WAITING}, PASSED_OVER, id="events wait, but the level came all the same"),
        pytest.param({"market": ExternalId("5")}, ["other-market"], id="other market"),
        pytest.param({"has_rule": False, "stock": None}, ["market-without-rule"], id="no rule"),
        pytest.param({"feeds": {Locale("de-DE"): True}}, ["locale-without-feed"], id="no feed"),
        pytest.param({"feeds": {SV: False}}, ["sku-not-in-feed"], id="not in the feed"),
        pytest.param({"feeds": {SV: None}}, PASSED_OVER, id="a feed that could not be read"),
        pytest.param({"feeds": {}}, PASSED_OVER, id="no feeds declared"),
        pytest.param({"stock": Stock(0, 0)}, ["too-few"], id="sold out"),
        pytest.param({"stock": Stock(0, 0, ("Returns",))}, ["stock-outside-rule"], id="outside the rule"),
        pytest.param({"contact_type": "Member"}, ["other-contact"], id="other contact type"),
        pytest.param({"contact_type": "CONTACT"}, PASSED_OVER, id="the same contact type"),
        pytest.param({"level_arrived": False}, ["shared-name"], id="events are made, and taken"),
        pytest.param({"level_arrived": False, "events": Events.MISSING}, ["events-off"], id="no events are made"),
        pytest.param(
            {"level_arrived": False, "events": Events.UNKNOWN}, ["shared-name", "events-off"], id="taken or not made"
        ),
        pytest.param(
            {"level_arrived": False, "queue": QueueState.UNKNOWN},
            ["voyado-not-reading", "shared-name"],
            id="a queue that nobody can look at",
        ),
        pytest.param(
            {"level_arrived": None, "events": Events.UNKNOWN},
            [*PASSED_OVER, "shared-name", "events-off"],
            id="nobody knows whether the level came",
        ),
        pytest.param(
            {**NOTHING_WAITS, "contacts": ()}, ["other-tenant", "never-subscribed"], id="a shopper nobody knows"
        ),
        pytest.param(
            {**NOTHING_WAITS, "contacts": (), "foreign_store": "told"}, ["other-tenant"], id="another tenant's store"
        ),
        pytest.param(
            NOTHING_WAITS, ["other-tenant", "never-subscribed", "bounced", "wait-step"], id="used up, or never there"
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "may_have_allowlist": True},
            ["allowlist", "bounced", "wait-step"],
            id="used up",
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "emails": (MAIL,)}, ["already-used"], id="its email left"
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "emails": (replace(MAIL, status="HardBounce", sent_at=None),)},
            ["bounced"],
            id="bounced",
        ),
        pytest.param(
            {**NOTHING_WAITS, "emails": (MAIL,), "contact_type": "Member", "emailed_type": "Contact"},
            ["other-contact"],
            id="to another contact",
        ),
        pytest.param(
            {**NOTHING_WAITS, "emails": (MAIL,)},
            ["already-used", "other-tenant", "never-subscribed", "bounced", "wait-step"],
            id="an email that may be an older one",
        ),
    ],
)
def test_the_first_answer_is_the_cause_found_or_the_group_that_is_left(
    changed: dict[str, Any], group: list[str]
) -> None:
    answer = why_no_email(replace(RIGHT, **changed))

    assert [suspect.cause.value for suspect in answer.first] == group
    assert answer.is_told_apart is (len(group) == 1)


def test_of_several_causes_found_the_contracts_order_decides_and_none_is_hidden() -> None:
    broken = replace(RIGHT, queue=QueueState.STALE, feeds={SV: False}, stock=Stock(0, 0), contact_type="Member")

    answer = why_no_email(broken)

    assert [suspect.cause.value for suspect in answer.suspects] == [
        "voyado-not-reading",
        "sku-not-in-feed",
        "too-few",
        "other-contact",
    ]
    told = findings_of(broken, answer, ("so it is",), ("the log: gone",))
    assert [(found.severity, found.id) for found in told] == [
        (Severity.ERROR, "why-voyado-not-reading"),
        (Severity.ERROR, "why-sku-not-in-feed"),
        (Severity.ERROR, "why-too-few"),
        (Severity.ERROR, "why-other-contact"),
        (Severity.WARNING, "not-everything-read"),
    ]
    assert told[0].detail == "The integration log says: so it is"


def test_a_group_is_told_as_one_with_its_members_in_order() -> None:
    facts = replace(RIGHT, stock=Stock(2, 0))
    (group, sold_out) = findings_of(facts, why_no_email(facts), (), ())

    assert group.title == "It is one of 4 causes that look alike from outside; most likely first."
    assert [line[:2] for line in group.detail.splitlines()] == ["1.", "2.", "3.", "4."]
    assert (sold_out.severity, sold_out.id) == (Severity.INFO, "shop-says-sold-out")


def test_one_that_is_only_likely_is_a_warning() -> None:
    facts = replace(RIGHT, level_arrived=False)
    (told,) = findings_of(facts, why_no_email(facts), (), ())

    assert (told.severity, told.id) == (Severity.WARNING, "why-shared-name")


facts = st.builds(
    Facts,
    sku=st.just(Sku("A")),
    market=st.sampled_from([ExternalId("4"), ExternalId("5")]),
    contacts=st.sampled_from([(), (SHOPPER,)]),
    subscriptions=st.sampled_from([(), (WAITING,)]),
    was_registered=st.booleans(),
    feeds=st.sampled_from([{}, {SV: True}, {SV: False}, {SV: None}, {Locale("de-DE"): True}]),
    has_rule=st.sampled_from([None, True, False]),
    stock=st.sampled_from([None, Stock(0, 0), Stock(0, 0, ("Returns",)), Stock(3, 3)]),
    queue=st.sampled_from(QueueState),
    events=st.sampled_from(Events),
    level_arrived=st.sampled_from([None, True, False]),
    emails=st.sampled_from([(), (MAIL,)]),
    foreign_store=st.sampled_from(["", "told"]),
    may_have_allowlist=st.booleans(),
)


@given(facts)
def test_there_is_always_an_answer_and_each_cause_stands_in_it_once(read: Facts) -> None:
    answer = why_no_email(read)
    causes = [suspect.cause for suspect in answer.suspects]

    assert answer.first
    assert len(causes) == len(set(causes))
    assert [suspect.certainty for suspect in answer.suspects] == sorted(
        suspect.certainty for suspect in answer.suspects
    )
    order = list(Cause)
    for certainty in Certainty:
        of_it = [order.index(suspect.cause) for suspect in answer.suspects if suspect.certainty is certainty]
        assert of_it == sorted(of_it)
