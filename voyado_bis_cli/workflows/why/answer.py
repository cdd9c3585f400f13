"""`why`: reads everything, ranks what keeps the email away, and says what cannot be told apart."""

from voyado_bis_cli.domain.missing_email import Answer, Cause, Facts, why_no_email
from voyado_bis_cli.domain.missing_email_findings import findings_of
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.why import (
    ContactRow,
    EmailSeen,
    SubscriptionSeen,
    SuspectRow,
    WarehouseSeen,
    WhyData,
)
from voyado_bis_cli.domain.store_id import readings
from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.workflows.why.question import Question, WhyPorts
from voyado_bis_cli.workflows.why.reading import Reading


def why(question: Question, ports: WhyPorts) -> Run[WhyData]:
    """Answer why a shopper got no email about a SKU in a market. Only reads, also from Voyado's queue.

    Raises WrongError for a SKU or market that Centra does not have.
    """
    reading = Reading(question, ports)
    yield Note("Reading markets, rules and stock from Centra")
    _ = reading.market, reading.stock
    yield Note("Looking for the shopper in Engage")
    _ = reading.subscriptions
    yield Note("Looking at the event queues; nothing is confirmed")
    _ = reading.queue
    feeds = yield from reading.reading_feeds()
    state, told = reading.queue
    facts = Facts(
        sku=question.sku,
        market=reading.external_id,
        contacts=reading.contacts,
        subscriptions=reading.subscriptions,
        contact_type=question.contact_type,
        was_registered=reading.registered_at is not None,
        feeds=feeds,
        has_rule=_has_rule(reading),
        stock=reading.stock,
        queue=state,
        queue_says=told,
        events=reading.events,
        level_arrived=reading.level_arrived,
        emails=tuple(email for _, email in reading.expected_emails),
        emailed_type=next((contact.type or "" for contact, _ in reading.expected_emails), ""),
        foreign_store=_foreign_store(question),
        may_have_allowlist=question.may_have_allowlist,
    )
    answer = why_no_email(facts)
    return Report(_data(facts, answer, reading), findings_of(facts, answer, reading.log_says, tuple(reading.unread)))


def _has_rule(reading: Reading) -> bool | None:
    if reading.layout is None or reading.market is None:
        return None
    return reading.market.id in reading.layout.allocation.rules


def _foreign_store(question: Question) -> str:
    """Say that the store value names another tenant, where it does."""
    if not question.store or not question.tenant:
        return ""
    try:
        is_ours = any(one.tenant == question.tenant for one in readings(question.store))
    except UsageError:
        is_ours = False
    told = f"the store value {question.store!r} does not belong to the tenant {question.tenant!r}"
    return "" if is_ours else told


def _data(facts: Facts, answer: Answer, reading: Reading) -> WhyData:
    rule = reading.layout.allocation.rules.get(reading.market.id) if reading.layout and reading.market else None
    group: tuple[Cause, ...] = tuple(suspect.cause for suspect in answer.first)
    return WhyData(
        sku=facts.sku,
        market=facts.market,
        market_name=reading.market.name if reading.market else None,
        told_apart=answer.is_told_apart,
        group=group,
        suspects=tuple(
            SuspectRow(cause=each.cause, certainty=each.certainty.name.lower(), evidence=each.evidence)
            for each in answer.suspects
        ),
        contacts=tuple(
            ContactRow(id=each.id, type=each.type, preferences=dict(each.preferences)) for each in facts.contacts
        ),
        subscriptions=tuple(
            SubscriptionSeen(
                id=each.id,
                contact_id=each.contact,
                locale=each.locale,
                market=each.external_id,
                created_on=each.created_on,
            )
            for each in facts.subscriptions
        ),
        feeds={str(locale): held for locale, held in facts.feeds.items()},
        rule=rule.rule.name if rule else None,
        fta=facts.stock.fta if facts.stock else None,
        sellable=facts.stock.sellable if facts.stock else None,
        warehouses=_warehouses(reading),
        queue=facts.queue_says,
        level_arrived=facts.level_arrived,
        emails=tuple(
            EmailSeen(
                name=each.name,
                subject=each.subject,
                sent_at=each.sent_at,
                status=each.status,
                expected=reading.is_expected(each),
            )
            for _, each in reading.automation_emails
        ),
        log=reading.log_says,
        unread=tuple(reading.unread),
    )


def _warehouses(reading: Reading) -> tuple[WarehouseSeen, ...]:
    layout = reading.layout
    if layout is None:
        return ()
    counted = layout.allocation.warehouses_of(reading.market.id) if reading.market else frozenset()
    rows = {row.warehouse: row for row in reading.rows or ()}
    return tuple(
        WarehouseSeen(
            id=warehouse.id,
            name=warehouse.name,
            counts=warehouse.id in counted,
            fta=rows[warehouse.id].fta,
            allocated=rows[warehouse.id].allocated,
            threshold=warehouse.threshold,
        )
        for warehouse in layout.warehouses
        if warehouse.id in rows
    )
