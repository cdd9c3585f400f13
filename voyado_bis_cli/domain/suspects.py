"""Why an effect was not seen: the causes that are left, most likely first, and which of them look alike from outside.

Source and order: contract, "What starts the email", *No email came*.
"""

from dataclasses import dataclass
from enum import StrEnum

from voyado_bis_cli.domain.finding import Finding, Remedy, warning


class Missing(StrEnum):
    """The effect that was waited for."""

    REGISTERED = "registered"
    EVENT = "event"
    VOYADO = "voyado"
    CONSUMED = "consumed"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Known:
    """What the run can rule out: who syncs, whether the feed was looked at, and what the log said."""

    by_voyado: bool
    feed_checked: bool
    voyado_queue_seen: bool
    log_says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suspect:
    id: str
    title: str
    remedy: str
    alike: str = ""
    command: str = ""


_AUTOMATION = "an inactive automation, its minimum quantity and its filters"
_EVENTS = "an event system that is off and a queue that somebody else empties"
_SENDING = "the allowlist, a wait step and an address that bounces"

_VOYADO = _Suspect(
    "suspect-voyado-not-reading",
    "Voyado's token expired (30 days unless changed), or Voyado does not read its event queue.",
    "Look at its queue, and ask Voyado whether their service runs with this token.",
    command="bis queue",
)
_ALLOWLIST = _Suspect(
    "suspect-allowlist",
    "A staging tenant sends only to addresses on its allowlist.",
    "Ask Voyado to put the test address on the allowlist.",
    _SENDING,
)
_FIELD_NAMES = _Suspect(
    "suspect-store",
    "The store value points to another tenant, or a field name of the Subscription API is another one.",
    "Compare both with what Voyado confirmed.",
    "a wrong store value and a wrong field name",
    "bis config show",
)
_FEED = _Suspect(
    "suspect-feed",
    "There is no product feed for the locale, or the SKU is not in it.",
    "Look the SKU up in the feed; sold-out products must stay in it.",
)
_IMPORT = _Suspect(
    "suspect-feed-import",
    "Engage has not imported the feed again since the SKU was added.",
    "Look at the feed's last import in Engage.",
)
_INACTIVE = _Suspect(
    "suspect-automation",
    "The automation is not active, or it asks for more units than the level says.",
    "Open the automation in Engage: is it active, which minimum quantity does it ask for?",
    _AUTOMATION,
)
_FILTERS = _Suspect(
    "suspect-filters",
    "A filter of the automation holds it back: a recent purchase, a contact attribute, another locale or SKU.",
    "Read the automation's filters with this shopper in mind.",
    _AUTOMATION,
)
_OPT_OUT = _Suspect(
    "suspect-opted-out",
    "The contact opted out of emails.",
    "Look at the contact's preferences in Engage.",
    _AUTOMATION,
)
_WAIT_STEP = _Suspect(
    "suspect-wait-step",
    "The flow has a wait step before the email.",
    "Begin with --start and come back with --resume when the wait is over.",
    _SENDING,
)
_BOUNCED = _Suspect(
    "suspect-bounced",
    "The address bounced before, so Engage holds the email back.",
    "Look at the contact's messages in Engage.",
    _SENDING,
)
_EXPECTED = _Suspect(
    "suspect-other-email",
    "The email has another name and subject than the one expected.",
    "Compare test.expect_email (a pattern with *) with the email in Engage.",
)
_EVENTS_OFF = _Suspect(
    "suspect-events-off",
    "Centra's event system is off.",
    "Ask Centra to switch it on for this instance.",
    _EVENTS,
    "bis doctor event-system",
)
_SHARED = _Suspect(
    "suspect-shared-name",
    "Another token carries the same integration name, and its reader took the event.",
    "Give each brand and each tool an integration name of its own.",
    _EVENTS,
)
_LATE = _Suspect("suspect-late", "It may only be late.", "Give it more time with --wait.")


def suspects(missing: Missing, known: Known) -> tuple[Finding, ...]:
    """Return the causes left for an effect that was not seen, most likely first, as warnings.

    What the integration log says of it comes before all of them: it knows.
    """
    said = tuple(
        warning(
            "log-says",
            f"The integration log says: {text}",
            "It was written since the run began, about this SKU.",
        )
        for text in known.log_says
    )
    return (*said, *(_finding(suspect) for suspect in _left(missing, known)))


def _left(missing: Missing, known: Known) -> list[_Suspect]:
    match missing:
        case Missing.REGISTERED:
            return [_FIELD_NAMES, _LATE]
        case Missing.EVENT:
            return [_EVENTS_OFF, _SHARED, _LATE]
        case Missing.VOYADO:
            return [_VOYADO, _LATE]
        case Missing.CONSUMED:
            unread = [_VOYADO] if known.by_voyado and not known.voyado_queue_seen else []
            feed = [] if known.feed_checked else [_FEED]
            shared = [_SHARED] if known.by_voyado else []
            return [*unread, *feed, _INACTIVE, _FILTERS, _OPT_OUT, _IMPORT, *shared]
        case Missing.EMAIL:
            return [_ALLOWLIST, _BOUNCED, _WAIT_STEP, _EXPECTED]


def _finding(suspect: _Suspect) -> Finding:
    alike = f"From outside these look alike: {suspect.alike}." if suspect.alike else ""
    commands = (suspect.command,) if suspect.command else ()
    return warning(suspect.id, suspect.title, alike, Remedy(suspect.remedy, commands))
