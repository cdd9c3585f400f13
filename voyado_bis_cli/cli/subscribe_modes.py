"""Which of the ways to subscribe was asked for, and the workflow that serves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.defaults import stores_of
from voyado_bis_cli.cli.typed_file import content_of
from voyado_bis_cli.cli.wishes import subscribe_ports, wish
from voyado_bis_cli.domain.http_call import CallStyle, PostCall
from voyado_bis_cli.domain.plus_address import plus_addresses
from voyado_bis_cli.domain.subscription_csv import wish_rows
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data
    from voyado_bis_cli.workflows.subscribe import Wish
    from voyado_bis_cli.workflows.subscribe_many import Pace

MOST = 10
"""Subscriptions of `--count` outside the sandbox: they are real contacts in a tenant that others use too."""

_SECONDS_EACH = 0.2
"""From one subscription to the next: at most five requests each, and Engage allows 50 a second per key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeChoice:
    """What was typed behind `bis subscribe`."""

    sku: str | None
    email: str | None
    market: str | None
    locale: str | None
    store: str | None
    newsletter: bool | None
    count: int | None
    from_csv: Path | None
    dry_run: bool
    style: CallStyle | None
    check: Path | None

    def validate(self) -> None:
        """Raise UsageError where two options exclude each other, or one needs another."""
        ways = {
            "--count": self.count is not None,
            "--from-csv": self.from_csv is not None,
            "--check": self.check is not None,
            "--as": self.style is not None,
        }
        asked = [name for name, given in ways.items() if given]
        if len(asked) > 1:
            raise UsageError(
                f"{' and '.join(asked)} exclude each other.", hint="`bis subscribe --help` shows examples."
            )
        if self.style and not self.dry_run:
            raise UsageError(
                "--as goes with --dry-run: it shows the request, and sends nothing.", hint="Add --dry-run."
            )
        if self.from_csv and self.email:
            raise UsageError("--from-csv names the shoppers, so --email has no meaning.", hint="Leave one of them out.")


def start(context: Context, choice: SubscribeChoice) -> "Run[Data]":
    """Return the run that was asked for."""
    from voyado_bis_cli.workflows.subscribe import subscribe

    choice.validate()
    if choice.check:
        return _check(context, choice.check)
    wishes = list(_wishes(context, choice))
    if choice.count is None and choice.from_csv is None:
        return subscribe(wishes[0], subscribe_ports(context))
    from voyado_bis_cli.workflows.subscribe_many import subscribe_many

    return subscribe_many(wishes, subscribe_ports(context), _pace(context))


def _wishes(context: Context, choice: SubscribeChoice) -> "Iterator[Wish]":
    if choice.from_csv is not None:
        yield from _of_file(context, choice, choice.from_csv)
        return
    one = _wish(context, choice, {}, choice.newsletter)
    if choice.count is None:
        yield one
        return
    _check_count(context, choice.count)
    for address in plus_addresses(one.email, choice.count):
        yield _wish(context, choice, {"email": address}, choice.newsletter)


def _of_file(context: Context, choice: SubscribeChoice, path: Path) -> "Iterator[Wish]":
    rows = wish_rows(content_of(context, path, "Paste the rows, with the names of the columns above")())
    if not rows:
        raise UsageError(
            "The file names no shopper.", hint="It has a line with the names of the columns, and no other."
        )
    for row in rows:
        newsletter = choice.newsletter if row.newsletter is None else row.newsletter
        try:
            yield _wish(context, choice, row.said, newsletter)
        except UsageError as error:
            raise UsageError(f"Line {row.line}: {error.message}", hint=error.hint) from None


def _wish(context: Context, choice: SubscribeChoice, said: Mapping[str, str], newsletter: bool | None) -> "Wish":
    one = wish(
        context,
        sku=said.get("sku", choice.sku),
        email=said.get("email", choice.email),
        market=said.get("market", choice.market),
        locale=said.get("locale", choice.locale),
        store=said.get("store", choice.store),
        newsletter=newsletter,
    )
    return one.as_dry_run(_call(context, choice.style)) if choice.dry_run else one


def _call(context: Context, style: CallStyle | None) -> PostCall | None:
    if style is None:
        return None
    (url,) = context.profile.need("subscription_api.url")
    return PostCall(style, url, is_masked=not context.options.show_personal_data)


def _check_count(context: Context, count: int) -> None:
    from voyado_bis_cli.config.sections import Kind

    if count > MOST and context.kind is not Kind.SANDBOX:
        raise UsageError(
            f"--count makes {count} contacts in {context.profile.name}; outside the sandbox {MOST} is the most.",
            hint="Try many on the sandbox, or name real test shoppers with --from-csv.",
        )


def _pace(context: Context) -> "Pace":
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.subscribe_many import Pace

    return Pace(context.clock, 0.0 if context.kind is Kind.SANDBOX else _SECONDS_EACH)


def _check(context: Context, path: Path) -> "Run[Data]":
    from voyado_bis_cli.domain.payload_check import Known
    from voyado_bis_cli.workflows.check_payload import check_payload

    profile = context.profile
    known = Known(
        names=profile.subscription_api.field_names,
        store=profile.subscription_api.store,
        tenant=profile.tenant,
        feed_locales=tuple(profile.feeds),
    )
    has_centra = profile.centra.url and profile.centra.token
    content = content_of(context, path, "Paste the JSON that the front end sent")
    return check_payload(content, known, context.centra if has_centra else None, stores_of(profile))
