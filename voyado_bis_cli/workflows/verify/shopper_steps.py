"""What the shopper does and what becomes of it: subscribe, wait, be served, change their mind."""

from dataclasses import replace

from voyado_bis_cli.domain.ids import ContactId, ExternalId, SubscriptionId, external_id_of
from voyado_bis_cli.domain.report.subscribe import SubscriptionRow
from voyado_bis_cli.domain.scenario import Consumed, Registered, StillWaiting, Subscribe, Unsubscribe
from voyado_bis_cli.domain.store_id import store_identifier
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.errors import ConfigError, ErrorCode, WrongError
from voyado_bis_cli.workflows.subscribe import Wish, subscribe
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification, Waiter, stop_on_error, until_seen


def subscribe_shopper(step: Subscribe, run: Verification) -> Step:
    """Subscribe the shopper and see it registered in Engage."""
    wish = _wish(step, run)
    before = _waiting_of(run, wish.email)
    run.ports.journal.append(
        "verify.subscribing",
        {
            "run": run.run,
            "sku": wish.sku,
            "market": external_id_of(run.cast.market(step.market).id),
            "locale": wish.locale,
            "before": [one.id for one in before],
        },
    )
    run.seen.touched = True
    report = yield from subscribe(wish, run.ports.for_subscribing)
    stop_on_error(report)
    row = report.data.subscriptions[0]
    waiter = _remember(step.who, row, run, known={one.id for one in before})
    return Outcome(
        f"Engage shows subscription {row.subscription_id} for {row.sku}, market {row.market}, locale {row.locale}.",
        {
            "contact_id": waiter.contact,
            "subscription_id": waiter.subscription,
            "state": row.state.value,
        },
        report.findings,
    )


def find_registered(step: Registered, run: Verification) -> Step:
    """Find the subscription that a person made with the real form."""
    wish, market = run.plan.wish, external_id_of(run.cast.market(step.market).id)

    def registered() -> Subscription | None:
        waiting = _waiting_of(run, wish.email)
        wanted = (wish.sku, wish.locale, market)
        return next((one for one in waiting if (one.sku, one.locale, one.external_id) == wanted), None)

    found = yield from until_seen(run, registered, f"a subscription to {wish.sku} in market {market}, {wish.locale}")
    run.ports.journal.append("verify.joined", {"run": run.run, "subscription": found.id})
    run.know(found.contact)
    run.seen.waiters[step.who] = Waiter(found.contact, found.id, market, found.locale, is_ours=False)
    return Outcome(
        f"Engage shows subscription {found.id} for {found.sku}, market {market}, locale {found.locale}: "
        "made by a person, so it is not deleted afterwards.",
        {
            "contact_id": found.contact,
            "subscription_id": found.id,
            "state": "already-registered",
        },
    )


def see_consumed(step: Consumed, run: Verification) -> Step:
    """See that Engage used the subscription."""
    waiter = run.waiter(step.who)
    yield from until_seen(run, lambda: not run.is_waiting(waiter) or None, "Engage to use the subscription")
    return Outcome(
        "The subscription is gone from Engage: it started the automation.", {"subscription_id": waiter.subscription}
    )


def see_waiting(step: StillWaiting, run: Verification) -> Step:
    """See that the subscription is still there, after the time an effect may take."""
    yield from ()
    waiter = run.waiter(step.who)
    run.ports.clock.sleep(run.plan.quiet)
    if not run.is_waiting(waiter):
        raise WrongError(
            f"The subscription of {step.who} in market {waiter.market} is gone, and it should still wait.",
            code=ErrorCode.NOT_AS_EXPECTED,
            hint="A level above 0 for its market reached Engage, or somebody deleted it: `bis log` shows which.",
        )
    return Outcome(
        f"The subscription of {step.who} in market {waiter.market} still waits, as it should.",
        {"subscription_id": waiter.subscription},
    )


def unsubscribe_shopper(step: Unsubscribe, run: Verification) -> Step:
    """Delete the subscription and see that it is gone."""
    waiter = run.waiter(step.who)
    run.ports.engage.unsubscribe(waiter.subscription)
    yield from until_seen(run, lambda: not run.is_waiting(waiter) or None, "Engage to delete the subscription")
    return Outcome("The subscription is deleted.", {"subscription_id": waiter.subscription})


def _wish(step: Subscribe, run: Verification) -> Wish:
    """Return the subscription to make. A contact that this run made has no consent that could be lost."""
    wish = run.plan.wish
    is_second = bool(run.seen.waiters) and wish.newsletter is None
    return replace(
        wish,
        market=str(run.cast.market(step.market).id),
        store=_store_of_market(step, run) if step.store == "market" else wish.store,
        newsletter=False if is_second else wish.newsletter,
    )


def _store_of_market(step: Subscribe, run: Verification) -> str:
    market = run.cast.market(step.market)
    if run.plan.tenant is None:
        raise ConfigError(
            "The profile does not name the tenant, so the store value of a market cannot be made.",
            code=ErrorCode.CONFIG_MISSING,
            hint="Set tenant (BIS_TENANT).",
        )
    if market.store is None:
        raise WrongError(f"Market {market.name} ({market.id}) belongs to no store.", hint="bis markets lists them.")
    return store_identifier(run.plan.tenant, market.store.id)


def _waiting_of(run: Verification, email: str) -> list[Subscription]:
    """Return what the shopper waits for, whatever contact it hangs on."""
    engage = run.ports.engage
    return [one for contact in engage.contact_ids(email) for one in engage.subscriptions(contact)]


def _remember(who: str, row: SubscriptionRow, run: Verification, known: set[SubscriptionId]) -> Waiter:
    waiter = Waiter(
        ContactId(row.contact_id or ""),
        SubscriptionId(row.subscription_id or ""),
        ExternalId(row.market),
        row.locale,
        is_ours=row.subscription_id not in known,
    )
    run.know(waiter.contact)
    run.seen.waiters[who] = waiter
    return waiter
