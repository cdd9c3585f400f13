"""`why`."""

from voyado_bis_cli.domain.report.why import WhyData
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING, named, number, spoken

_ARRIVED = {True: "one above 0 reached Engage", False: "none above 0 reached Engage", None: "not known"}
_TONES = {"found": Tone.BAD, "likely": Tone.WARN}


def render(data: WhyData, screen: Screen) -> None:
    """Draw the ranked causes, then what was read for them; times are UTC. The findings say what to do."""
    market = named(data.market_name, data.market)
    screen.line(Toned(f"Why no email about {data.sku} in {market}?", Tone.STRONG), hang=0)
    screen.table(
        [Column("", number=True), "cause", "", "what speaks for it"],
        [
            [str(place), row.cause.value, Toned(row.certainty, _TONES.get(row.certainty, Tone.PLAIN)), row.evidence]
            for place, row in enumerate(data.suspects, start=1)
        ],
    )
    screen.line()
    screen.line(Toned("What was read", Tone.STRONG))
    for label, value in _facts(data):
        screen.line(Toned(f"  {label:<14}", Tone.FAINT), value, hang=16)


def _facts(data: WhyData) -> list[tuple[str, str]]:
    facts = [
        ("contact", f"{each.id}, type {each.type or 'not shown'}, {spoken(each.preferences)}") for each in data.contacts
    ] or [("contact", "none with this email")]
    facts += [
        ("subscription", f"{each.id}: market {each.market or NOTHING}, locale {each.locale}")
        for each in data.subscriptions
    ] or [("subscription", f"none to {data.sku}")]
    facts.append(("feed", ", ".join(f"{locale}: {_in_feed(held)}" for locale, held in data.feeds.items()) or NOTHING))
    facts.append(("rule", data.rule or NOTHING))
    facts += [
        (
            "stock",
            f"{each.name}: FTA {each.fta}, allocated {each.allocated}, threshold {number(each.threshold)}"
            + ("" if each.counts else " (not in the market's rule)"),
        )
        for each in data.warehouses
    ]
    facts.append(("market", f"FTA {number(data.fta)}, sellable by our estimate {number(data.sellable)}"))
    facts.append(("queue", data.queue))
    facts.append(("level", _ARRIVED[data.level_arrived]))
    facts += [
        (
            "email",
            f"{each.sent_at:%Y-%m-%d %H:%M:%S} " * bool(each.sent_at) + f"{each.subject or each.name} ({each.status})",
        )
        for each in data.emails
    ] or [("email", "none of an automation")]
    facts += [("log", text) for text in data.log]
    return [*facts, *(("not read", text) for text in data.unread)]


def _in_feed(held: bool | None) -> str:  # noqa: FBT001  # the answer is the value
    return "not looked at" if held is None else f"{'holds' if held else 'lacks'} the SKU"
