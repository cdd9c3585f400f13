"""How each report reads in a pipe, and that none is wider than 80 columns on a terminal."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.domain import report
from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.permission import PermissionState, RequiredBy
from voyado_bis_cli.domain.progress import StepState
from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.catalogue import (
    MarketFtaRow,
    MarketRow,
    MarketsData,
    StockData,
    WarehouseRow,
    WarehousesData,
    WarehouseStockRow,
)
from voyado_bis_cli.domain.report.help import HelpData, HelpRow
from voyado_bis_cli.domain.report.listeners import ListenerRow, ListenersData
from voyado_bis_cli.domain.report.log import LogData, LogRow
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow, RateLimitRow, StoreRow
from voyado_bis_cli.domain.report.profiles import EveryProfileData, ProfileResult
from voyado_bis_cli.domain.report.sandbox import EnvironmentData, ExchangeRow, JournalData, ResetData, ServedData
from voyado_bis_cli.domain.report.settings import SettingRow, SettingsData
from voyado_bis_cli.domain.report.stock_set import MarketChangeRow, SetStockData, WarehouseRef
from voyado_bis_cli.domain.report.store_ids import StoreIdData, StoreIdRow
from voyado_bis_cli.domain.report.subscribe import ResponseRow, SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.domain.report.sync import (
    EventCounts,
    Explanation,
    FailedRow,
    LevelCounts,
    MarketReason,
    SentRow,
    SyncStockData,
    TouchedBy,
    WarehouseFigures,
)
from voyado_bis_cli.domain.report.verification import StepRow, VerificationData
from voyado_bis_cli.output.render import catalogue, render, sandbox

WHEN = datetime(2026, 3, 1, 10, 15, tzinfo=UTC)


def market(id_: int, name: str, rule: int | None, origin: str | None, warehouses: tuple[int, ...]) -> MarketRow:
    return MarketRow(
        id=id_,
        name=name,
        store_id=1,
        store_name="Sweden",
        rule_id=rule,
        rule_name="Nordic" if rule else None,
        rule_origin=origin,
        warehouses=warehouses,
    )


def subscription(state: SubscribeState, **more: Any) -> SubscriptionRow:
    return SubscriptionRow(
        email="j***@voyado.com",
        sku="1234SIZEM",
        locale="sv-SE",
        market="4",
        store="voyadotenant",
        state=state,
        request={"sku": "1234SIZEM"},
        **more,
    )


def sync(**more: Any) -> SyncStockData:
    values = {
        "skus": (),
        "markets": (),
        "sent": (),
        "failed": (),
        "events": EventCounts(),
        "stock_levels": LevelCounts(),
    }
    return SyncStockData(**{**values, **more})


CASES: dict[str, tuple[Data, str]] = {
    "markets": (
        MarketsData(
            markets=(
                market(4, "Sweden", 1, "market", (1,)),
                market(5, "Germany", 1, "store default", (1, 2)),
                market(6, "Outlet", None, None, ()),
            )
        ),
        """\
id  market   store       allocation rule                      warehouses
 4  Sweden   Sweden (1)  Nordic (1)                           1
 5  Germany  Sweden (1)  Nordic (1), store default (assumed)  1, 2
 6  Outlet   Sweden (1)  none                                 -
""",
    ),
    "warehouses": (
        WarehousesData(
            warehouses=(
                WarehouseRow(
                    id=1, name="Stockholm", threshold=None, stock_master="INTERNAL", rules=(1, 2), markets=(4, 5)
                ),
                WarehouseRow(id=3, name="Returns", threshold=2, stock_master="EXTERNAL", rules=(), markets=()),
            )
        ),
        """\
id  warehouse  threshold (units)  stock master  rules  markets
 1  Stockholm                  -  INTERNAL      1, 2   4, 5
 3  Returns                    2  EXTERNAL      -      -
""",
    ),
    "stock": (
        StockData(
            sku="1234-1",
            product_size_id=102,
            warehouses=(
                WarehouseStockRow(warehouse_id=1, warehouse_name="Stockholm", fta=5, allocated=1, threshold=None),
            ),
            markets=(
                MarketFtaRow(market_id=4, market_name="Sweden", fta=5),
                MarketFtaRow(market_id=6, market_name="Outlet", fta=None),
            ),
        ),
        """\
1234-1  product size 102, all figures in units

id  warehouse  FTA  allocated  threshold
 1  Stockholm    5          1          -

id  market                FTA
 4  Sweden                  5
 6  Outlet  no rule, no level
""",
    ),
    "check-permissions": (
        CheckPermissionsData(
            token="voyado",
            integration_name=None,
            permissions=(
                PermissionRow(
                    permission="Event:write",
                    label="Event",
                    access="write",
                    required_by=RequiredBy.GUIDE,
                    state=PermissionState.GRANTED,
                ),
                PermissionRow(
                    permission="Market:read",
                    label="Market",
                    access="read",
                    required_by=RequiredBy.GUIDE,
                    state=PermissionState.MISSING,
                ),
                PermissionRow(
                    permission="Event:read",
                    label="Event",
                    access="read",
                    required_by=RequiredBy.CENTRA,
                    state=PermissionState.UNVERIFIED,
                    detail="Centra's answer did not say",
                ),
            ),
            stores=(StoreRow(id=1, name="Sweden", type="DIRECT_TO_CONSUMER"),),
            rate_limits=(RateLimitRow(type="REQUEST_COUNT", interval="TEN_SECONDS", quota=60, used=1, remaining=59),),
        ),
        """\
Voyado's token  integration: not known

   permission   in Centra      asked by  detail
✓  Event:write  Write > Event  guide
✗  Market:read  Read > Market  guide     missing
-  Event:read   Read > Event   centra    Centra's answer did not say

Stores: Sweden (1, DIRECT_TO_CONSUMER)

rate budget    per          quota  used  remaining
REQUEST_COUNT  TEN_SECONDS     60     1         59
""",
    ),
    "check-permissions, nothing seen": (
        CheckPermissionsData(token="toolkit", integration_name="Toolkit", permissions=(), stores=(), rate_limits=()),
        """\
The toolkit's token  integration: Toolkit

  permission  in Centra  asked by  detail

Stores: -
""",
    ),
    "store-id": (
        StoreIdData(
            store_ids=(
                StoreIdRow(store="voyadotenant", tenant="voyadotenant"),
                StoreIdRow(
                    store="voyadotenant-1", tenant="voyadotenant", centra_store_id=1, centra_store_name="Sweden"
                ),
            )
        ),
        "voyadotenant\nvoyadotenant-1\t1\tSweden\n",
    ),
    "set-stock": (
        SetStockData(
            sku="1234SIZEM",
            warehouse=WarehouseRef(id=1, name="Stockholm"),
            fta_before=0,
            fta_after=10,
            markets=(MarketChangeRow(market="4", fta_before=0, fta_after=10),),
            stock_change_id=304,
            undo="bis set-stock --undo last",
        ),
        """\
1234SIZEM  FTA in Stockholm (1): 0 -> 10 units
Stock change 304 in Centra

market  FTA before (units)  FTA after (units)
4                        0                 10

Take it back: bis set-stock --undo last
""",
    ),
    "set-stock, nothing changed": (
        SetStockData(
            sku="1234SIZEM",
            warehouse=WarehouseRef(id=3, name="Returns"),
            fta_before=5,
            fta_after=5,
            markets=(),
            stock_change_id=None,
            undo=None,
        ),
        "1234SIZEM  FTA in Returns (3): 5 -> 5 units\n",
    ),
    "subscribe": (
        SubscribeData(
            subscriptions=(
                subscription(
                    SubscribeState.REGISTERED,
                    contact_id="4f",
                    subscription_id="7a",
                    response=ResponseRow(status=200, body={"received": True}),
                ),
                subscription(SubscribeState.DRY_RUN),
            )
        ),
        """\
✓ j***@voyado.com waits for 1234SIZEM: registered in Engage
  market       4
  locale       sv-SE
  store        voyadotenant
  contact      4f
  subscription 7a
  request      {"sku": "1234SIZEM"}
  response     HTTP 200 {"received": true}
- j***@voyado.com waits for 1234SIZEM: not sent (dry run)
  market       4
  locale       sv-SE
  store        voyadotenant
  request      {"sku": "1234SIZEM"}
""",
    ),
    "sync-stock": (
        sync(
            events=EventCounts(fetched=2, confirmed=1, left=1),
            stock_levels=LevelCounts(sent=1, failed=1),
            sent=(SentRow(sku="1234SIZEM", quantity=10, external_id="4"),),
            failed=(FailedRow(sku="1234-1", external_id="5", reason="unknown SKU"),),
        ),
        """\
SKU        market  FTA sent
1234SIZEM  4             10

SKU     market  refused because
1234-1  5       unknown SKU

Stock levels: 1 sent, 1 failed
Events: 2 fetched, 1 confirmed, 1 left in the queue
""",
    ),
    "sync-stock, dry run, nothing to do": (
        sync(dry_run=True),
        "Stock levels: 0 would be sent, 0 failed\nEvents: 0 fetched, 0 confirmed, 0 left in the queue\n",
    ),
    "sync-stock, explained": (
        sync(
            explained=(
                Explanation(
                    sku="1234-1",
                    sizes=(102,),
                    touched_by=(TouchedBy(event=2, object_type="Order", reference=77),),
                    markets=(
                        MarketReason(
                            market="4",
                            name="Sweden",
                            rule="Nordic",
                            rule_origin="market",
                            fta=5,
                            warehouses=(
                                WarehouseFigures(
                                    id=1, name="Stockholm", counts=True, fta=5, allocated=1, threshold=None
                                ),
                                WarehouseFigures(id=2, name="Berlin", counts=False, fta=3, allocated=0, threshold=2),
                            ),
                            decision="sent",
                        ),
                        MarketReason(
                            market="6",
                            name="Outlet",
                            rule=None,
                            rule_origin=None,
                            fta=None,
                            warehouses=(),
                            decision="no level",
                        ),
                    ),
                ),
            )
        ),
        """\
1234-1  events: 2 (Order 77)
  market 4 Sweden (rule Nordic, from the market, FTA 5): sent
    Stockholm: FTA 5, allocated 1, counts
    Berlin: FTA 3, allocated 0, threshold 2, does not count
  market 6 Outlet (no rule): no level

Stock levels: 0 sent, 0 failed
Events: 0 fetched, 0 confirmed, 0 left in the queue
""",
    ),
    "all profiles": (
        EveryProfileData(
            profiles=(
                ProfileResult(profile="brand-x", ok=True, exit_code=0, data={}, error=None),
                ProfileResult(profile="brand-y", ok=False, exit_code=4, data={}, error="The token has expired."),
            )
        ),
        "✓ brand-x  exit code 0\n✗ brand-y  exit code 4  The token has expired.\n",
    ),
    "listeners": (
        ListenersData(
            integration_name="Toolkit",
            listeners=(ListenerRow(object_type="StockChange", change_types=("CREATED", "UPDATED")),),
            missing=("Order",),
        ),
        """\
Toolkit
   object type  changes
✓  StockChange  CREATED, UPDATED
✗  Order        not listened to
""",
    ),
    "listeners, none": (
        ListenersData(integration_name="Toolkit", listeners=(), missing=()),
        "Toolkit  listens to nothing\n",
    ),
    "log": (
        LogData(
            source=LogSource.EVIDENCE,
            entries=(
                LogRow(timestamp=WHEN, type="Email", level="Warning", message="Sent", sku="1234SIZEM", market="4"),
                LogRow(timestamp=None, type="Orders", level="Information", message="Read"),
            ),
        ),
        """\
Evidence through the APIs (this is not the integration log, which no public API reads)
time (UTC)           type    level        SKU        market  message
2026-03-01 10:15:00  Email   Warning      1234SIZEM  4       Sent
-                    Orders  Information  -          -       Read
""",
    ),
    "log, empty": (LogData(source=LogSource.HTTP, entries=()), "Engage integration log\nno rows\n"),
    "verify": (
        VerificationData(
            steps=(
                StepRow(
                    name="stock",
                    state=StepState.PASSED,
                    detail="Ten units arrived.",
                    duration_ms=1250,
                    evidence={"stock_change_id": 304, "missing": []},
                ),
                StepRow(name="event", state=StepState.FAILED, detail="", duration_ms=5, evidence={}),
                StepRow(name="log", state=StepState.SKIPPED, detail="No source.", duration_ms=0, evidence={}),
            )
        ),
        """\
✓ stock  1.2 s
    Ten units arrived.
    stock change id: 304
✗ event  5 ms
- log (skipped)  0 ms
    No source.

3 steps: 1 passed, 1 failed, 1 skipped
""",
    ),
    "verify, no steps": (VerificationData(steps=()), "\n0 steps: none\n"),
    "config show": (
        SettingsData(
            source="file",
            file="bis.toml",
            settings=(
                SettingRow(key="tenant", value="voyadotenant", origin="bis.toml [profiles.x]", variable="BIS_TENANT"),
                SettingRow(
                    key="engage.api_key",
                    value=None,
                    origin="env:KEY",
                    variable="BIS_ENGAGE_API_KEY",
                    note="KEY is unset",
                ),
                SettingRow(key="log.url", value=None, origin=None, variable="BIS_LOG_URL"),
            ),
        ),
        """\
Settings from bis.toml

setting         value                   from
tenant          voyadotenant            bis.toml [profiles.x]
engage.api_key  no value: KEY is unset  env:KEY

not set  variable
log.url  BIS_LOG_URL
""",
    ),
    "config show, nothing at all": (SettingsData(source="nothing", file=None, settings=()), "Nothing is set up\n"),
    "help": (
        HelpData(
            topic="exit-codes", entries=(HelpRow(name="0", about="done"), HelpRow(name="130", about="interrupted"))
        ),
        "0    done\n130  interrupted\n",
    ),
    "help, topics": (
        HelpData(topic=None, entries=(HelpRow(name="exit-codes", about="what they mean"),)),
        "exit-codes  what they mean\n\nbis --help lists the commands, bis COMMAND --help explains one.\n",
    ),
    "sandbox serve": (
        ServedData(url="http://127.0.0.1:8787", state=":memory:"),
        "The sandbox at http://127.0.0.1:8787 has ended.\n",
    ),
    "sandbox env": (
        EnvironmentData(variables={"BIS_TENANT": "voyadotenant", "BIS_CENTRA_INTEGRATION_NAME": "bis toolkit"}),
        "export BIS_TENANT=voyadotenant\nexport BIS_CENTRA_INTEGRATION_NAME='bis toolkit'\n",
    ),
    "sandbox reset": (
        ResetData(url="http://127.0.0.1:8787", seed="guide"),
        "The sandbox at http://127.0.0.1:8787 begins again with the seed guide.\n",
    ),
    "sandbox journal": (
        JournalData(
            url="http://127.0.0.1:8787",
            entries=(
                ExchangeRow(
                    id=7,
                    time="2026-03-01T10:15:00.123+00:00",
                    method="POST",
                    path="/graphql",
                    operation="Stock",
                    status=200,
                    duration_ms=1.4,
                    request={},
                    response={},
                ),
                ExchangeRow(
                    id=8,
                    time="2026-03-01T10:15:01.000+00:00",
                    method="GET",
                    path="/integration-log",
                    operation=None,
                    status=401,
                    duration_ms=12,
                    request={},
                    response={},
                ),
            ),
        ),
        """\
id  time          request               operation  status   took
 7  10:15:00.123  POST /graphql         Stock      200      1 ms
 8  10:15:01.000  GET /integration-log             401     12 ms
""",
    ),
    "sandbox journal, empty": (
        JournalData(url="http://127.0.0.1:8787", entries=()),
        "The sandbox at http://127.0.0.1:8787 has seen no request.\n",
    ),
}


@pytest.mark.parametrize(("data", "text"), CASES.values(), ids=CASES)
def test_a_report_reads_like_this(told: Any, data: Data, text: str) -> None:
    render(data, told.screen)

    assert told.text == text


@pytest.mark.parametrize(
    "data", [data for name, (data, _) in CASES.items() if name != "sandbox env"], ids=lambda data: type(data).__name__
)
def test_a_report_fits_80_columns(terminal: Any, data: Data) -> None:
    screen = terminal()
    render(data, screen.screen)

    assert max(map(len, screen.lines)) <= 80


def test_every_report_module_has_its_renderer() -> None:
    modules = [each.name for each in pkgutil.iter_modules(report.__path__)]

    assert [name for name in modules if not importlib.import_module(f"{catalogue.__package__}.{name}").render] == []


def test_every_kind_of_data_was_drawn_here() -> None:
    modules = [
        importlib.import_module(f"{report.__name__}.{each.name}") for each in pkgutil.iter_modules(report.__path__)
    ]
    of_commands = {each for module in modules for name, each in vars(module).items() if re.fullmatch(".+Data", name)}

    assert of_commands == {type(data) for data, _ in CASES.values()}


def test_a_long_sync_shows_the_first_rows_and_how_many_follow(told: Any) -> None:
    rows = tuple(SentRow(sku=f"SKU-{n}", quantity=n, external_id="4") for n in range(52))
    render(sync(sent=rows, stock_levels=LevelCounts(sent=52)), told.screen)

    assert "SKU-49  " in told.text
    assert "SKU-50" not in told.text
    assert "... and 2 more rows (--json shows all)\n" in told.text


@pytest.mark.parametrize("module", [catalogue, sandbox])
def test_data_of_another_command_is_no_silent_blank(told: Any, module: Any) -> None:
    with pytest.raises(TypeError, match="StoreIdData"):
        module.render(StoreIdData(store_ids=()), told.screen)
