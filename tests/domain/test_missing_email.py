"""The ranking: what was found comes first, in the contract's order; what cannot be told apart is one group."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, Sku, SubscriptionId
from voyado_bis_cli.domain.missing_email import (
    Cause,
    Certainty,
    Events,
    Facts,
    QueueState,
    Stock,
    Suspect,
    why_no_email,
)
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
    queue_says="7 events wait",
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
        pytest.param(
            {"contact_type": "Member", "contacts": (replace(SHOPPER, type=None),)},
            PASSED_OVER,
            id="a contact type that Engage does not show",
        ),
        pytest.param(
            {"contact_type": "Member", "contacts": ()},
            [*PASSED_OVER[:3], "opted-out", PASSED_OVER[3]],
            id="a contact that could not be read",
        ),
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


FOUND, LIKELY, POSSIBLE = Certainty
NOT_STARTED = "Engage got a level above 0 and did not start: "
MAYBE_GOT = "Engage may have got the level: "
USED_UP = "the subscription was there and is used up, and "
NOTHING = "nothing waits any more, and "
NOT_TOLD = "no level of it reached Engage, and "
MAYBE_NOT_TOLD = "perhaps no level reached Engage, and "
LEFT = "'Back in stock: A' left on 2026-07-01 12:00 UTC, status "


@pytest.mark.parametrize(
    ("changed", "suspects"),
    [
        pytest.param(
            {"stock": Stock(1, 1), "contacts": (replace(SHOPPER, preferences={"acceptsEmail": "yes"}),)},
            [
                (Cause.TOO_FEW, LIKELY, NOT_STARTED + "1 unit may be below the automation's minimum"),
                (Cause.AUTOMATION_INACTIVE, LIKELY, NOT_STARTED + "no API shows whether the automation is active"),
                (Cause.FILTERED, LIKELY, NOT_STARTED + "a recent purchase, or a filter on contact, SKU or locale"),
                (Cause.OPTED_OUT, LIKELY, NOT_STARTED + "preferences are not shown"),
                (Cause.FEED_NOT_IMPORTED, LIKELY, NOT_STARTED + "Engage may not have imported the feed again yet"),
            ],
            id="the level came",
        ),
        pytest.param(
            {
                "contacts": (Contact(ContactId("c-2")), replace(SHOPPER, preferences={"acceptsEmail": False})),
                "stock": None,
                "queue": QueueState.UNKNOWN,
                "events": Events.UNKNOWN,
                "level_arrived": None,
            },
            [
                (Cause.VOYADO_NOT_READING, POSSIBLE, MAYBE_NOT_TOLD + "Voyado's queue could not be looked at"),
                (Cause.TOO_FEW, POSSIBLE, MAYBE_GOT + "what there is may be below the automation's minimum"),
                (Cause.AUTOMATION_INACTIVE, POSSIBLE, MAYBE_GOT + "no API shows whether the automation is active"),
                (Cause.FILTERED, POSSIBLE, MAYBE_GOT + "a recent purchase, or a filter on contact, SKU or locale"),
                (Cause.OPTED_OUT, POSSIBLE, MAYBE_GOT + "the contact accepts no newsletters"),
                (Cause.OTHER_CONTACT, POSSIBLE, MAYBE_GOT + "it hangs on one of 2 contacts with this email"),
                (Cause.FEED_NOT_IMPORTED, POSSIBLE, MAYBE_GOT + "Engage may not have imported the feed again yet"),
                (
                    Cause.SHARED_NAME,
                    POSSIBLE,
                    MAYBE_NOT_TOLD + "whoever has the same integration name may have taken the event",
                ),
                (Cause.EVENTS_OFF, POSSIBLE, MAYBE_NOT_TOLD + "nothing proves that Centra makes events"),
            ],
            id="hardly anything could be read",
        ),
        pytest.param(
            {"level_arrived": False},
            [(Cause.SHARED_NAME, LIKELY, NOT_TOLD + "whoever has the same integration name may have taken the event")],
            id="no level came, and events are made",
        ),
        pytest.param(
            {"level_arrived": False, "queue": QueueState.UNKNOWN, "events": Events.MISSING},
            [
                (Cause.VOYADO_NOT_READING, LIKELY, NOT_TOLD + "Voyado's queue could not be looked at"),
                (Cause.EVENTS_OFF, LIKELY, NOT_TOLD + "a stock change made no event for our integration either"),
            ],
            id="no level came, and no events are made",
        ),
        pytest.param(
            {"queue": QueueState.WAITING, "level_arrived": None},
            [(Cause.VOYADO_NOT_READING, LIKELY, "7 events wait")],
            id="events just now",
        ),
        pytest.param(
            {
                "queue": QueueState.STALE,
                "has_rule": False,
                "feeds": {Locale("nb-NO"): True, Locale("de-DE"): True},
                "contact_type": "Member",
            },
            [
                (Cause.VOYADO_NOT_READING, FOUND, "7 events wait"),
                (Cause.MARKET_WITHOUT_RULE, FOUND, "market 4 has no allocation rule, so it never gets a stock level"),
                (
                    Cause.LOCALE_WITHOUT_FEED,
                    FOUND,
                    "the subscription has 'sv-SE', and there are feeds for de-DE, nb-NO",
                ),
                (Cause.OTHER_CONTACT, FOUND, "the subscription hangs on the contact of type Contact, not on Member"),
            ],
            id="much is wrong",
        ),
        pytest.param(
            {"feeds": {SV: False}, "stock": Stock(0, 0)},
            [
                (Cause.SKU_NOT_IN_FEED, FOUND, "the sv-SE feed has no A"),
                (Cause.TOO_FEW, FOUND, "0 units free to allocate in this market"),
            ],
            id="sold out, and taken out of the feed",
        ),
        pytest.param(
            {"stock": Stock(0, 0, ("Returns", "Berlin"))},
            [
                (
                    Cause.OUTSIDE_RULE,
                    FOUND,
                    "there is stock in Returns, Berlin, and the market's rule sells from none of these",
                )
            ],
            id="stock elsewhere",
        ),
        pytest.param(
            {"subscriptions": (replace(WAITING, external_id=ExternalId("9")), replace(WAITING, external_id=None))},
            [(Cause.OTHER_MARKET, FOUND, "the subscription has market 9, none, and the stock levels have 4")],
            id="other markets",
        ),
        pytest.param(
            {**NOTHING_WAITS, "contacts": ()},
            [
                (Cause.OTHER_TENANT, POSSIBLE, "Engage has no contact: a store value may name another tenant"),
                (Cause.NEVER_SUBSCRIBED, POSSIBLE, "Engage has no contact: the form may never have sent it"),
            ],
            id="a shopper nobody knows",
        ),
        pytest.param(
            {**NOTHING_WAITS, "may_have_allowlist": True, "foreign_store": "store b is staging-2"},
            [
                (Cause.OTHER_TENANT, FOUND, "store b is staging-2"),
                (Cause.ALLOWLIST, POSSIBLE, NOTHING + "a staging tenant sends to its allowlist only"),
                (
                    Cause.NEVER_SUBSCRIBED,
                    POSSIBLE,
                    "Engage knows the shopper, but no subscription to this SKU: the form may never have sent it",
                ),
                (Cause.BOUNCED, POSSIBLE, NOTHING + "an address that bounced before gets no email"),
                (Cause.WAIT_STEP, POSSIBLE, NOTHING + "a flow may wait before it sends"),
            ],
            id="a store of another tenant",
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "may_have_allowlist": True},
            [
                (Cause.ALLOWLIST, LIKELY, USED_UP + "a staging tenant sends to its allowlist only"),
                (Cause.BOUNCED, LIKELY, USED_UP + "an address that bounced before gets no email"),
                (Cause.WAIT_STEP, LIKELY, USED_UP + "a flow may wait before it sends"),
            ],
            id="used up",
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "emails": (MAIL,)},
            [(Cause.ALREADY_USED, FOUND, LEFT + "Delivered; a second email needs a second subscription")],
            id="its email left",
        ),
        pytest.param(
            {**NOTHING_WAITS, "contacts": (), "emails": (replace(MAIL, subject="", sent_at=None, status=""),)},
            [
                (
                    Cause.ALREADY_USED,
                    LIKELY,
                    "'Back in stock' left some time ago, status unknown; a second email needs a second subscription",
                ),
                (Cause.OTHER_TENANT, POSSIBLE, "Engage has no contact: a store value may name another tenant"),
                (Cause.NEVER_SUBSCRIBED, POSSIBLE, "Engage has no contact: the form may never have sent it"),
            ],
            id="an email that says little",
        ),
        pytest.param(
            {**NOTHING_WAITS, "was_registered": True, "emails": (replace(MAIL, status="HardBounce"),)},
            [(Cause.BOUNCED, FOUND, LEFT + "HardBounce")],
            id="bounced",
        ),
        pytest.param(
            {
                **NOTHING_WAITS,
                "was_registered": True,
                "emails": (MAIL,),
                "contact_type": "Member",
                "emailed_type": "Contact",
            },
            [(Cause.OTHER_CONTACT, FOUND, LEFT + "Delivered, to the contact of type Contact")],
            id="to another contact",
        ),
    ],
)
def test_a_suspect_says_how_sure_it_is_and_what_speaks_for_it(
    changed: dict[str, Any], suspects: list[tuple[Cause, Certainty, str]]
) -> None:
    answer = why_no_email(replace(RIGHT, **changed))

    assert answer.suspects == tuple(Suspect(*each) for each in suspects)


def test_of_several_causes_found_the_contracts_order_decides_and_none_is_hidden() -> None:
    broken = replace(RIGHT, queue=QueueState.STALE, feeds={SV: False}, stock=Stock(0, 0), contact_type="Member")

    answer = why_no_email(broken)

    assert [suspect.cause.value for suspect in answer.suspects] == [
        "voyado-not-reading",
        "sku-not-in-feed",
        "too-few",
        "other-contact",
    ]


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
