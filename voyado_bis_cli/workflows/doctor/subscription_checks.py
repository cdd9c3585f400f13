"""The Subscription API, the `store` value, and what still waits in Engage."""

from collections.abc import Mapping
from http import HTTPStatus

from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning
from voyado_bis_cli.domain.ids import ContactId, StoreId
from voyado_bis_cli.domain.prerequisite import Verdict, judged
from voyado_bis_cli.domain.store_id import readings
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import UsageError, WrongError
from voyado_bis_cli.workflows.doctor.check import Check, lacking
from voyado_bis_cli.workflows.doctor.facts import Facts

_TAKES_POST = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
_URL = "Voyado gives the URL to each customer, and it has no default: ask for it, then set subscription_api.url."
_STORE = "Ask Voyado which value they expect; `bis store-id` makes one from tenant and store."


def _reachable(facts: Facts) -> Verdict:
    if facts.doors.subscription_api is None:
        return lacking("subscription_api.url", "where the Subscription API is", _URL)
    status = facts.subscription_api_status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status in _TAKES_POST:
        return judged([], f"it answers (HTTP {status} to OPTIONS, which creates nothing)")
    return judged(
        [
            warning(
                "subscription-api-odd",
                f"Something answers at subscription_api.url, but with HTTP {status} to a harmless OPTIONS.",
                "How the Subscription API answers it is not published, so this proves neither a right nor a wrong URL.",
                Remedy(
                    "Compare the URL with the one Voyado gave you; a test subscription proves it.", ("bis subscribe",)
                ),
            )
        ],
        "",
    )


def _store_value(facts: Facts) -> Verdict:
    store, tenant = facts.subject.subscription_store, facts.subject.tenant
    if store is None:
        return lacking("subscription_api.store", "which store value the form sends", _STORE)
    if tenant is None:
        return lacking("tenant", "which Engage tenant it is", "It is what stands before .voyado.com in Engage's URL.")
    try:
        ours = next((one for one in readings(store) if one.tenant == tenant), None)
    except UsageError as refused:
        return judged([error("store-value", refused.message, "", Remedy(refused.hint))], "")
    if ours is None:
        return judged([_other_tenant(store, tenant)], "")
    if ours.centra_store_id is None:
        return judged([], f"{store}: the one environment of tenant {tenant}")
    known = {one.id: one.name for one in facts.toolkit_permissions.stores}
    unknown = known and ours.centra_store_id not in known
    findings = [_no_such_store(store, ours.centra_store_id, known)] if unknown else []
    return judged(findings, f"{store}: store {known.get(ours.centra_store_id, '')} of tenant {tenant}")


def _other_tenant(store: str, tenant: str) -> Finding:
    return error(
        "store-of-another-tenant",
        f"The store value {store!r} does not belong to the tenant {tenant!r}.",
        "It decides where a subscription goes: contacts and subscriptions may be created in somebody else's Engage.",
        Remedy(_STORE, (f"bis store-id --tenant {tenant}", f"bis store-id --parse {store}")),
    )


def _no_such_store(store: str, store_id: int, known: Mapping[StoreId, str]) -> Finding:
    listed = ", ".join(f"{name} ({id_})" for id_, name in known.items())
    return error(
        "store-without-centra-store",
        f"The store value {store!r} names Centra store {store_id}, which does not exist; there are {listed}.",
        "The number behind the last hyphen is Centra's store id, and must be one Voyado knows too.",
        Remedy(_STORE, ("bis store-id --all",)),
    )


def waiting_subscriptions(facts: Facts) -> Verdict:
    """Judge whether subscriptions that this toolkit made still wait: all of them will be mailed."""
    engage = facts.doors.engage.get(facts.subject.api_version)
    if engage is None:
        return lacking("engage.url", "where Engage is", "https://<tenant>.voyado.com, from Voyado.")
    _ = facts.contact_count
    entries = facts.doors.journal.entries("subscription.registered", limit=1000)
    contacts = dict.fromkeys(str(entry.payload["contact"]) for entry in entries if "contact" in entry.payload)
    waiting: list[Subscription] = []
    for contact in contacts:
        try:
            waiting += engage.subscriptions(ContactId(contact))
        except WrongError:  # the contact is gone, and its subscriptions with it
            continue
    if not waiting:
        return judged([], "none of those that this toolkit made; others are for `old-subscriptions`")
    skus = ", ".join(sorted({one.sku for one in waiting}))
    return judged(
        [
            warning(
                "subscriptions-left",
                f"Engage still holds {counted(len(waiting), 'subscription')} from tests, for {skus}.",
                "The first stock level above 0 mails every one of them.",
                Remedy("Delete what is left over from tests.", ("bis subscriptions list",)),
            )
        ],
        "",
    )


CHECKS = (
    Check("subscription-api", "subscriptions", "The Subscription API answers", _reachable, go_live=True),
    Check(
        "store-value",
        "subscriptions",
        "The store value belongs to this tenant and to a Centra store",
        _store_value,
        ("toolkit-token",),
        go_live=True,
    ),
)
