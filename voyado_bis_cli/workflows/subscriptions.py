"""`subscriptions`: what still waits in Engage, of a shopper or of what this toolkit made, and its deletion."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from voyado_bis_cli.domain.finding import Finding, Remedy, info
from voyado_bis_cli.domain.ids import ContactId, Sku, SubscriptionId
from voyado_bis_cli.domain.progress import Note, Run, RunEvent
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.subscriptions import SubscriptionsData, WaitingRow, WaitingState
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import NetworkError, RefusedError, WrongError
from voyado_bis_cli.workflows.ports import Consent, EngagePort, JournalPort

_LOOKED_BACK = 10_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Which subscriptions are meant: those of a shopper, else those that this toolkit made; of them, by SKU and run.

    One email may have several contacts: all of them count. `contact` names one.
    """

    email: str | None = None
    contact: ContactId | None = None
    sku: Sku | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    subscription: Subscription
    run: str | None

    def row(self, state: WaitingState = WaitingState.WAITING, reason: str = "") -> WaitingRow:
        one = self.subscription
        return WaitingRow(
            subscription_id=one.id,
            contact_id=one.contact,
            sku=one.sku,
            locale=one.locale,
            market=one.external_id,
            created_on=one.created_on,
            run_id=self.run,
            state=state,
            reason=reason,
        )


def list_subscriptions(meant: Selection, engage: EngagePort, journal: JournalPort) -> Run[SubscriptionsData]:
    """List what waits. Without a shopper only what this toolkit made can be found: no API lists them by SKU."""
    found = yield from _found(meant, engage, journal)
    return Report(SubscriptionsData(subscriptions=tuple(one.row() for one in found)), _limits(meant))


def delete_subscriptions(
    meant: Selection, engage: EngagePort, journal: JournalPort, consent: Consent
) -> Run[SubscriptionsData]:
    """Delete what waits, and look whether it is gone; a shopper is not told."""
    found = yield from _found(meant, engage, journal)
    if found:
        skus = sorted({one.subscription.sku for one in found})
        consent(f"delete {counted(len(found), 'subscription')} to {', '.join(skus)} from Engage", skus)
    rows = []
    for one in found:
        yield Note(f"Deleting the subscription {one.subscription.id}")
        rows.append(_deleted(one, engage, journal))
    failed = [row for row in rows if row.state is WaitingState.FAILED]
    partial = RefusedError(
        f"{len(failed)} of {len(rows)} subscriptions could not be deleted.",
        hint="The reasons stand beside each of them. Run it again: what is gone already is no error.",
    )
    return Report(SubscriptionsData(subscriptions=tuple(rows)), _limits(meant), partial if failed else None)


def _deleted(one: _Waiting, engage: EngagePort, journal: JournalPort) -> WaitingRow:
    subscription = one.subscription
    try:
        engage.unsubscribe(subscription.id)
        if any(each.id == subscription.id for each in engage.subscriptions(subscription.contact)):
            return one.row(WaitingState.FAILED, "Engage says it is deleted and still shows it")
    except (RefusedError, NetworkError) as error:
        return one.row(WaitingState.FAILED, error.message)
    journal.append("subscription.deleted", {"contact": subscription.contact, "subscription": subscription.id})
    return one.row(WaitingState.DELETED)


def _found(
    meant: Selection, engage: EngagePort, journal: JournalPort
) -> Generator[RunEvent, None, tuple[_Waiting, ...]]:
    ours = _made_by_us(journal)
    is_shopper_named = meant.email is not None or meant.contact is not None
    contacts: tuple[ContactId, ...] = tuple(dict.fromkeys(contact for contact, _ in ours.values()))
    if meant.contact is not None:
        contacts = (meant.contact,)
    elif meant.email is not None:
        contacts = engage.contact_ids(meant.email)
    elif meant.run is not None:
        contacts = tuple(dict.fromkeys(contact for contact, run in ours.values() if run == meant.run))
    found: list[_Waiting] = []
    for number, contact in enumerate(contacts, start=1):
        yield Note(f"Looking at contact {number} of {len(contacts)}")
        for one in _waiting(engage, contact, must_exist=meant.contact is not None):
            run = ours[one.id][1] if one.id in ours else None
            is_meant = (is_shopper_named or run is not None) and meant.sku in (None, one.sku)
            if is_meant and meant.run in (None, run):
                found.append(_Waiting(one, run))
    return tuple(found)


def _waiting(engage: EngagePort, contact: ContactId, *, must_exist: bool) -> tuple[Subscription, ...]:
    try:
        return engage.subscriptions(contact)
    except WrongError:  # deleted or merged meanwhile, and its subscriptions with it
        if must_exist:
            raise
        return ()


def _made_by_us(journal: JournalPort) -> Mapping[SubscriptionId, tuple[ContactId, str]]:
    """Return contact and run of each subscription in the journal, oldest first."""
    return {
        SubscriptionId(str(entry.payload["subscription"])): (ContactId(str(entry.payload["contact"])), entry.run_id)
        for entry in reversed(journal.entries("subscription.registered", limit=_LOOKED_BACK))
    }


def _limits(meant: Selection) -> tuple[Finding, ...]:
    if meant.email is not None or meant.contact is not None:
        return ()
    return (
        info(
            "only-our-own",
            "These are the subscriptions that this toolkit made from this machine: no API of Engage lists others.",
            "",
            Remedy("Name the shopper to see all of theirs.", ("bis subscriptions list --email EMAIL",)),
        ),
    )
