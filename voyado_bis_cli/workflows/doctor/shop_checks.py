"""Markets, warehouses and stock in Centra: what makes a stock level, and what only looks like one."""

from voyado_bis_cli.domain.finding import Finding, Remedy, error, info, warning
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Market, Warehouse
from voyado_bis_cli.domain.prerequisite import Verdict, judged
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.doctor.check import Check, lacking
from voyado_bis_cli.workflows.doctor.facts import Facts

_SHOWN = 5
_IN_CENTRA = ("toolkit-permissions",)


def _market_rules(facts: Facts) -> Verdict:
    allocation = facts.layout.allocation
    tested, findings = _test_market(facts)
    for market in allocation.markets:
        if market.id not in allocation.rules:
            severity = error if tested is not None and market.id == tested.id else warning
            findings.append(
                severity(
                    "market-without-rule",
                    f"Market {market.name} ({market.id}) has no allocation rule"
                    f"{', and it is the one to test with' if severity is error else ''}.",
                    "A market without a rule gets no stock level, so its subscriptions wait for ever.",
                    Remedy("Give it an allocation rule in Centra, or leave it out of the subscription form."),
                )
            )
    assumed = [market.name for market in allocation.markets_with_rule if allocation.rules[market.id].origin != "market"]
    if assumed:
        findings.append(
            info(
                "rule-assumed",
                f"{', '.join(assumed)}: no rule of its own, so a default is assumed to apply.",
                "That Centra falls back to the default of the market, then of its store, is an assumption.",
                Remedy("Set the rule on the market itself to be sure.", ("bis markets",)),
            )
        )
    return judged(findings, f"{counted(len(allocation.markets), 'market')}, each with a rule")


def _test_market(facts: Facts) -> tuple[Market | None, list[Finding]]:
    wanted, markets = facts.subject.test.market, facts.layout.allocation.markets
    if wanted is None:
        return None, []
    try:
        return by_id_or_name(markets, wanted, what="market", command="bis markets"), []
    except WrongError as problem:
        unknown = error("test-market-unknown", problem.message, "", Remedy(problem.hint, ("bis markets",)))
        return None, [unknown]


def _warehouse_rules(facts: Facts) -> Verdict:
    allocation, warehouses = facts.layout.allocation, facts.layout.warehouses
    in_a_rule = set(allocation.counted_warehouses)
    findings = _test_warehouse_counts(facts)
    for warehouse in warehouses:
        if warehouse.id not in in_a_rule:
            findings.append(
                warning(
                    "warehouse-in-no-rule",
                    f"No market sells from warehouse {warehouse.name} ({warehouse.id}): stock that arrives there "
                    "starts no email.",
                    "That is right for returns and quarantine, and a surprise anywhere else.",
                    Remedy("If it should count, add it to the allocation rule of the market.", ("bis warehouses",)),
                )
            )
    return judged(findings, f"{counted(len(warehouses), 'warehouse')}, each in the rule of a market")


def _test_warehouse_counts(facts: Facts) -> list[Finding]:
    warehouse = _test_warehouse(facts)
    if isinstance(warehouse, Finding):
        return [warehouse]
    market, _ = _test_market(facts)
    allocation = facts.layout.allocation
    if warehouse is None or market is None or market.id not in allocation.rules:
        return []
    if warehouse.id in allocation.warehouses_of(market.id):
        return []
    selling = [facts.layout.warehouse_name(one) for one in sorted(allocation.warehouses_of(market.id))]
    return [
        error(
            "test-warehouse-elsewhere",
            f"The test warehouse {warehouse.name} ({warehouse.id}) is not in the rule of the test market "
            f"{market.name} ({market.id}).",
            "Stock set there never becomes FTA of that market, so a test waits for an email that cannot come.",
            Remedy(f"Set test.warehouse to one that {market.name} sells from: {', '.join(selling)}."),
        )
    ]


def _test_warehouse(facts: Facts) -> Warehouse | Finding | None:
    wanted = facts.subject.test.warehouse
    if wanted is None:
        return None
    try:
        return by_id_or_name(facts.layout.warehouses, wanted, what="warehouse", command="bis warehouses")
    except WrongError as problem:
        return error("test-warehouse-unknown", problem.message, "", Remedy(problem.hint, ("bis warehouses",)))


def _test_skus(facts: Facts) -> Verdict:
    if not facts.subject.test.skus:
        return lacking("test.skus", "which SKUs to test with", "Name one sold-out SKU of the shop in test.skus.")
    findings = []
    for sku, sizes in facts.test_sizes.items():
        if not sizes:
            findings.append(
                error(
                    "sku-unknown",
                    f"Centra has no size with the test SKU {sku}, as far as the toolkit's token sees.",
                    "A SKU is product number, variant number and size number in one string, to the character.",
                    Remedy("Copy the SKU from the size in Centra into test.skus."),
                )
            )
        elif len(sizes) > 1:
            findings.append(
                error(
                    "shared-sku",
                    f"{len(sizes)} sizes in Centra share the SKU {sku}.",
                    "Engage knows a size by its SKU alone: the level of one would be taken for the other's.",
                    Remedy("Give each size its own SKU in Centra."),
                )
            )
    return judged(findings, f"{', '.join(facts.test_sizes)}: one size each")


def _stock_master(facts: Facts) -> Verdict:
    counted = set(facts.layout.allocation.counted_warehouses)
    external = [one for one in facts.layout.warehouses if one.stock_master == "EXTERNAL" and one.id in counted]
    findings = [
        warning(
            "external-stock-master",
            f"The stock of {one.name} ({one.id}) is fed by an external system (ERP or WMS).",
            "It may overwrite a test change at any moment; in daily business it is what makes the stock events.",
            Remedy("Test in a warehouse whose stock master is Centra, or agree on a time with whoever runs the ERP."),
        )
        for one in external
    ]
    return judged(findings, "Centra itself is the stock master of every warehouse that counts")


def _sellable(facts: Facts) -> Verdict:
    allocation = facts.layout.allocation
    thresholds = {one.id: one.threshold or 0 for one in facts.layout.warehouses}
    names = {market.id: market.name for market in allocation.markets}
    found = [
        (size.sku, f"{fta} in {names[market]}")
        for size in facts.sample
        for market, fta in size.unsellable_in(allocation, thresholds)
    ]
    if not found:
        return judged([], f"in a sample of {len(facts.sample)} sizes, whatever has FTA can be sold")
    shown = ", ".join(f"{sku} ({where})" for sku, where in found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    return judged(
        [
            warning(
                "fta-not-sellable",
                f"{len({sku for sku, _ in found})} of {len(facts.sample)} sizes looked at have FTA that the shop would "
                f"not sell, by our estimate: {shown}.",
                "Centra's FTA deducts neither a warehouse's threshold nor a variant's stock offset, the shop does. "
                "Engage would mail people about something they find sold out. How an offset counts over several "
                "warehouses is not published, so this is an estimate.",
                Remedy(
                    "Ask Voyado for a minimum quantity in the automation that is above threshold and offset.",
                    (f"bis stock --sku {found[0][0]}",),
                ),
            )
        ],
        "",
    )


CHECKS = (
    Check("market-rules", "markets", "Every market has an allocation rule", _market_rules, _IN_CENTRA, go_live=True),
    Check(
        "warehouse-rules",
        "markets",
        "Every warehouse that should count is in the rule of a market",
        _warehouse_rules,
        _IN_CENTRA,
        go_live=True,
    ),
    Check("test-skus", "stock", "Each test SKU is one size in Centra", _test_skus, _IN_CENTRA),
    Check("stock-master", "stock", "Nobody else overwrites test stock", _stock_master, _IN_CENTRA),
    Check("sellable-stock", "stock", "What has FTA can be sold (an estimate)", _sellable, _IN_CENTRA, go_live=True),
)
