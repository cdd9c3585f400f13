"""What would make a verification fail, found out before anything is changed."""

from collections.abc import Iterator

from voyado_bis_cli.domain.availability import fta_per_market
from voyado_bis_cli.domain.feed import missing_sku_findings
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity, error, info, warning
from voyado_bis_cli.domain.ids import ContactId, external_id_of
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.progress import Note, StepState
from voyado_bis_cli.domain.scenario import PLAIN, TEST, Event, SetStock, Subscribe
from voyado_bis_cli.domain.verification import JoinAt, SyncBy
from voyado_bis_cli.errors import UsageError, WrongError
from voyado_bis_cli.workflows.allocation import the_size
from voyado_bis_cli.workflows.verify.leftovers import left_stock
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification

CLEAN_UP = "bis verify --clean-up"


def preflight(run: Verification) -> Step:
    """Look for everything that would make the run fail, and note what is there before it.

    Nothing is changed. An error ends the run here; a warning is only told.
    """
    yield Note("Looking for what would make this run fail")
    markets = [run.cast.market(called) for called in run.plan.scenario.markets] or [run.cast.market("test")]
    findings = [
        *_left_open(run),
        *_markets(run, markets),
        *_shopper(run, markets),
        *_feed(run),
        *_listeners(run),
    ]
    wrong = [found for found in findings if found.severity is Severity.ERROR]
    if wrong:
        return Outcome(
            wrong[0].title, {"problems": [found.id for found in wrong]}, tuple(findings), state=StepState.FAILED
        )
    run.note_emails()
    run.note_log()
    checked = ", ".join(f"{market.name} ({market.id})" for market in markets)
    return Outcome(
        f"Nothing stands in the way of {run.plan.sku} in {checked}.",
        {
            "sku": run.plan.sku,
            "markets": [external_id_of(market.id) for market in markets],
            "emails_before": len(run.seen.emails),
            "warnings": [found.id for found in findings if found.severity is Severity.WARNING],
        },
        tuple(findings),
    )


def _markets(run: Verification, markets: list[Market]) -> Iterator[Finding]:
    """Markets without a rule, sizes that are not sold out, and a warehouse that counts nowhere."""
    plan, allocation = run.plan, run.cast.layout.allocation
    size = the_size(run.ports.centra, plan.sku)
    rows = run.ports.centra.stock([size.id], allocation.counted_warehouses).get(size.id, ())
    fta = fta_per_market(rows, allocation)
    for market in markets:
        name = f"{market.name} ({market.id})"
        if market.id not in fta:
            yield error(
                "market-without-rule",
                f"Market {name} has no allocation rule, so Engage never gets a stock level for it.",
                "",
                Remedy("Choose an allocation rule for the market in Centra, or another market.", ("bis markets",)),
            )
        elif fta[market.id] > 0 and plan.join not in {JoinAt.STOCK, JoinAt.EMAIL}:
            yield error(
                "not-sold-out",
                f"{plan.sku} is not sold out in {name}: {fta[market.id]} free to allocate.",
                "The next stock level above 0 would start the email, whether or not new stock arrives.",
                Remedy(
                    "Use a SKU that is sold out, or sell it out first.", (f"bis set-stock --sku {plan.sku} --fta 0",)
                ),
            )
    if plan.scenario.name == PLAIN and any(isinstance(step, SetStock) for step in plan.scenario.steps):
        yield from _warehouse(run)


def _warehouse(run: Verification) -> Iterator[Finding]:
    warehouse, market = run.cast.warehouse(TEST), run.cast.market(TEST)
    allocation = run.cast.layout.allocation
    if market.id in allocation.rules and not run.cast.counts(warehouse.id, market):
        counted = ", ".join(run.cast.layout.warehouse_name(one) for one in sorted(allocation.warehouses_of(market.id)))
        yield error(
            "warehouse-outside-rule",
            f"Stock in {warehouse.name} ({warehouse.id}) cannot be sold in {market.name} ({market.id}).",
            f"Its allocation rule counts {counted or 'no warehouse'}.",
            Remedy("Let the test stock arrive in one of those: --warehouse, or test.warehouse."),
        )


def _left_open(run: Verification) -> Iterator[Finding]:
    """Test stock of an earlier run that is still there: two runs on one SKU would undo each other."""
    if run.plan.join is JoinAt.EMAIL:
        return
    for left in left_stock(run.ports):
        if left.sku != run.plan.sku or left.run == run.run:
            continue
        size = the_size(run.ports.centra, left.sku)
        rows = run.ports.centra.stock([size.id], [left.warehouse]).get(size.id, ())
        if any(row.fta in left.left and row.fta != left.found for row in rows):
            yield error(
                "run-still-open",
                f"The run {left.run} on {left.sku} is still open: its test stock is in warehouse {left.warehouse}.",
                "It may still be running somewhere, wait to be resumed, or have died.",
                Remedy("Take it back, or go on with it.", (CLEAN_UP, f"bis verify --resume {left.run}")),
            )


def _shopper(run: Verification, markets: list[Market]) -> Iterator[Finding]:
    """Look at the contact: opted out, of several types, or waiting already."""
    plan, engage = run.plan, run.ports.engage
    contacts = engage.contact_ids(plan.wish.email)
    run.know(*contacts)
    subscribes = any(isinstance(step, Subscribe) for step in plan.scenario.steps)
    if contacts and subscribes and plan.wish.newsletter is None:
        raise UsageError(
            "This shopper already exists in Engage, and nobody publishes what a subscription without newsletter "
            "consent does to a consent given before.",
            hint="Say which it is: --newsletter or --no-newsletter.",
        )
    if not contacts and plan.join is JoinAt.EMAIL:
        raise WrongError(
            "Engage knows no contact with this email address, so no email can have left.",
            hint="Give the address that was typed into the form: --email.",
        )
    if len(contacts) > 1:
        yield info("several-contacts", f"{len(contacts)} contacts have this address; all of them are looked at.")
    for contact in contacts:
        refused = [name for name, value in engage.contact(contact).preferences.items() if _opts_out(name, value)]
        if refused:
            severity = info if plan.wish.newsletter is False else warning  # then it was asked for
            yield severity(
                "opted-out",
                f"The contact {contact} does not accept emails ({', '.join(refused)}).",
                "An automation that asks for consent sends it none.",
                Remedy("If no email comes, let the test contact accept emails in Engage."),
            )
        yield from _already_waiting(run, contact, markets) if subscribes else ()


def _already_waiting(run: Verification, contact: ContactId, markets: list[Market]) -> Iterator[Finding]:
    wanted = {external_id_of(market.id) for market in markets}
    for one in run.ports.engage.subscriptions(contact):
        if one.sku == run.plan.sku and one.external_id in wanted and one.locale == run.plan.wish.locale:
            yield error(
                "already-waiting",
                f"The shopper already waits for {one.sku} in market {one.external_id}, since before this run.",
                "What happens next would not prove that a new subscription works.",
                Remedy(
                    "Join where the subscription is there, or delete what an earlier run left.",
                    ("bis verify --from registered", CLEAN_UP),
                ),
            )


def _opts_out(name: str, value: object) -> bool:
    """Tell whether a preference refuses emails; the preferences' names are the tenant's own."""
    return value is False and "email" in name.casefold()


def _feed(run: Verification) -> Iterator[Finding]:
    """Look for the product feed of the locale, and for the SKU in it."""
    locale, sku = run.plan.wish.locale, run.plan.sku
    if not run.ports.feeds:
        yield warning(
            "feeds-unknown",
            f"The profile names no product feeds, so it could not be checked whether {locale} has one with {sku}.",
            "Without product data for the SKU the email never starts.",
            Remedy("Add the feeds to the profile ([profiles.NAME.feeds] or BIS_FEEDS)."),
        )
        return
    feed = run.ports.feeds.get(locale)
    if feed is None:
        yield error(
            "no-feed",
            f"There is no product feed for the locale {locale}, so its email would never start.",
            "",
            Remedy(f"Use one of {', '.join(sorted(run.ports.feeds))}, or connect a feed for it in Engage."),
        )
        return
    *_, answer = feed.port.looking_up([sku])
    yield from missing_sku_findings(locale, feed.sku_field, answer, [sku], sold_out=[sku])


def _listeners(run: Verification) -> Iterator[Finding]:
    """Whoever syncs must hear of stock changes: a change made before a listener is set never becomes an event."""
    if not any(isinstance(step, Event | SetStock) for step in run.plan.scenario.steps):
        return
    if run.plan.sync_by is not SyncBy.VOYADO:
        if not run.our_queue.is_listened_to():
            yield error(
                "nobody-listens",
                "Our own integration does not listen to stock changes, so its event can never be seen.",
                "",
                Remedy("Listen first.", ("bis listeners add",)),
            )
    elif run.voyado_queue is None:
        yield warning(
            "voyado-queue-unseen",
            "The profile has no centra.voyado_token, so Voyado's event queue cannot be looked at.",
            "Whether Voyado reads it shows only in what Engage does.",
            Remedy("Set centra.voyado_token: it is only ever read with."),
        )
    elif not run.voyado_queue.is_listened_to():
        yield error(
            "nobody-listens",
            "Nobody listens to stock changes with Voyado's integration name: Voyado has not configured its side yet.",
            "Without a listener Centra makes no event for it.",
            Remedy("Give Voyado the token and ask them to start their integration.", ("bis queue",)),
        )
