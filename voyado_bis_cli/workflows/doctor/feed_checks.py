"""Product feeds: there, readable, with the SKUs that people will wait for."""

from collections.abc import Generator

from voyado_bis_cli.domain.feed import FeedAnswer, missing_sku_findings, sample_findings
from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning
from voyado_bis_cli.domain.ids import Locale, Sku
from voyado_bis_cli.domain.prerequisite import Verdict, judged, skipped
from voyado_bis_cli.domain.progress import RunEvent
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.workflows.doctor.check import Check, Looking, error_finding, lacking
from voyado_bis_cli.workflows.doctor.facts import Facts

_ASK_FOR_FEEDS = "Ask Voyado which feed URL is connected for each locale, and write them under feeds in the profile."


def _locales(facts: Facts) -> Verdict:
    locales, test = tuple(facts.doors.feeds), facts.subject.test.locale
    if not locales:
        return lacking("feeds", "which product feeds there are", _ASK_FOR_FEEDS)
    if test is None or test in locales:
        return judged([], f"{', '.join(locales)}")
    same_language = [locale for locale in locales if locale[:2] == test[:2]]
    meant = f" Perhaps {same_language[0]} is meant." if same_language else ""
    return judged(
        [
            error(
                "locale-without-feed",
                f"The test locale {test} has no product feed; there are {', '.join(locales)}.{meant}",
                "The locale of a subscription is the key to its feed, to the character: without one no email leaves.",
                Remedy(f"Let the form send a locale with a feed, or have a feed for {test} connected in Engage."),
            )
        ],
        "",
    )


def _readable(facts: Facts) -> Looking:
    if not facts.doors.feeds:
        return skipped("not looked at: see feed-locales")
    findings: list[Finding] = []
    counts = []
    for locale in facts.doors.feeds:
        try:
            answer = yield from facts.feed(locale)
        except BisError as problem:
            broken = error_finding(problem)
            title = f"{locale}: {broken.title}"
            findings.append(
                Finding("feed-unreadable", broken.severity, title, broken.detail, broken.remedy, broken.docs)
            )
            continue
        counts.append(f"{locale} {counted(answer.items, 'product')}")
        if answer.items == 0:
            findings.append(_empty(locale))
    return judged(findings, ", ".join(counts))


def _empty(locale: Locale) -> Finding:
    return error(
        "feed-empty",
        f"The {locale} feed is well-formed, but holds no product.",
        "Engage finds no product data in it, so no email leaves.",
        Remedy("Check the export that writes it, and that the profile has the address Engage imports."),
    )


def _holds_test_skus(facts: Facts) -> Looking:
    skus = facts.subject.test.skus
    if not skus:
        return lacking("test.skus", "which SKUs to test with", "Name one sold-out SKU of the shop in test.skus.")
    known = _known_to_centra(facts, skus)
    sold_out = _sold_out(facts, known)
    findings: list[Finding] = []
    readable = []
    for locale in facts.doors.feeds:
        answer = yield from _answer(facts, locale)
        if answer is None:
            continue
        readable.append(locale)
        findings += missing_sku_findings(locale, facts.subject.sku_fields[locale], answer, known, sold_out)
    if not readable:
        return skipped("not looked at: see feed-readable")
    if known and not sold_out and not findings:
        findings.append(_nothing_sold_out(known))
    return judged(findings, f"{', '.join(known) or 'no SKU that Centra knows'} in {', '.join(readable)}")


def _nothing_sold_out(known: tuple[Sku, ...]) -> Finding:
    return warning(
        "no-sold-out-test-sku",
        f"The feeds hold {', '.join(known)}, but all of it is in stock: that proves nothing about sold-out sizes.",
        "Engage needs product data exactly when a size is sold out; many feeds drop it then.",
        Remedy("Put a sold-out SKU into test.skus."),
    )


def _sample(facts: Facts) -> Looking:
    sold_out, in_stock = facts.sampled(sold_out=True), facts.sampled(sold_out=False)
    if not facts.doors.feeds:
        return skipped("not looked at: see feed-locales")
    if not sold_out and not in_stock:
        return skipped("not looked at: Centra shows no size with a SKU, or not its stock")
    answers: dict[Locale, FeedAnswer] = {}
    for locale in facts.doors.feeds:
        answer = yield from _answer(facts, locale)
        if answer is not None:
            answers[locale] = answer
    if not answers:
        return skipped("not looked at: see feed-readable")
    findings = sample_findings(answers, in_stock=in_stock, sold_out=sold_out)
    return judged(findings, f"{len(sold_out)} sold-out and {len(in_stock)} other SKUs of a sample are in every feed")


def _answer(facts: Facts, locale: Locale) -> Generator[RunEvent, None, FeedAnswer | None]:
    """Return what a feed says; None where it cannot be read, which `feed-readable` tells."""
    try:
        return (yield from facts.feed(locale))
    except BisError:
        return None


def _known_to_centra(facts: Facts, skus: tuple[Sku, ...]) -> tuple[Sku, ...]:
    """Return the SKUs that Centra has; all of them where it cannot be asked. The others are told by `test-skus`."""
    try:
        sizes = facts.test_sizes
    except BisError:
        return skus
    return tuple(sku for sku in skus if sizes.get(sku))


def _sold_out(facts: Facts, skus: tuple[Sku, ...]) -> tuple[Sku, ...]:
    try:
        stock = facts.test_stock
    except BisError:  # then nothing is said about being sold out
        return skus
    return tuple(sku for sku in skus if sku in stock and not any(row.fta > 0 for row in stock[sku]))


CHECKS = (
    Check("feed-locales", "feeds", "The test locale has a product feed, spelled alike", _locales, go_live=True),
    Check("feed-readable", "feeds", "Every product feed can be read", _readable, ("feed-locales",), go_live=True),
    Check(
        "feed-skus",
        "feeds",
        "The feeds hold the test SKUs, sold out or not",
        _holds_test_skus,
        ("feed-readable", "test-skus"),
    ),
    Check(
        "feed-sold-out",
        "feeds",
        "The feeds keep sold-out sizes (a sample)",
        _sample,
        ("feed-readable", "toolkit-permissions"),
        go_live=True,
    ),
)
