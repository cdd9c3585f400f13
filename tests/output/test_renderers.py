"""How each report reads in a pipe, and that none is wider than 80 columns on a terminal."""

import importlib
import pkgutil
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from voyado_bis_cli.domain import report
from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.finding import Severity
from voyado_bis_cli.domain.missing_email import Cause
from voyado_bis_cli.domain.payload_check import FieldState
from voyado_bis_cli.domain.permission import PermissionState, RequiredBy
from voyado_bis_cli.domain.prerequisite import CheckState
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
from voyado_bis_cli.domain.report.doctor import CheckEntry, CheckListData, CheckRow, DoctorData
from voyado_bis_cli.domain.report.handover import (
    HandoverData,
    HandoverFeed,
    HandoverMarket,
    HandoverPermission,
    HandoverStore,
)
from voyado_bis_cli.domain.report.help import HelpData, HelpRow
from voyado_bis_cli.domain.report.init import InitData, VariableRow
from voyado_bis_cli.domain.report.listeners import ListenerRow, ListenersData
from voyado_bis_cli.domain.report.log import AnsweredLevel, LogData, LogRow
from voyado_bis_cli.domain.report.payload_check import FieldRow, PayloadCheckData
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow, RateLimitRow, StoreRow
from voyado_bis_cli.domain.report.profiles import EveryProfileData, ProfileResult
from voyado_bis_cli.domain.report.queue import OldestEvent, QueueData
from voyado_bis_cli.domain.report.sandbox import (
    EnvironmentData,
    ExchangeRow,
    FaultRow,
    FaultsClearedData,
    FaultsData,
    JournalData,
    ResetData,
    SeededData,
    ServedData,
    VoyadoData,
)
from voyado_bis_cli.domain.report.scenarios import ScenarioRow, ScenariosData
from voyado_bis_cli.domain.report.schema_check import GuessRow, SchemaCheckData, SchemaDifferenceRow
from voyado_bis_cli.domain.report.settings import SettingRow, SettingsData
from voyado_bis_cli.domain.report.stock_set import MarketChangeRow, SetStockData, WarehouseRef
from voyado_bis_cli.domain.report.store_ids import ServedStore, StoreIdData, StoreIdRow
from voyado_bis_cli.domain.report.subscribe import ResponseRow, SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.domain.report.subscriptions import SubscriptionsData, WaitingRow, WaitingState
from voyado_bis_cli.domain.report.support_bundle import (
    JournalRow,
    JudgedRun,
    KeptFinding,
    SupportBundleData,
    VersionRow,
)
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
from voyado_bis_cli.domain.report.why import (
    ContactRow,
    EmailSeen,
    SubscriptionSeen,
    SuspectRow,
    WarehouseSeen,
    WhyData,
)
from voyado_bis_cli.domain.schema_difference import Change, GuessState
from voyado_bis_cli.output.render import catalogue, doctor, render, sandbox

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


def excess(of: str, state: PermissionState) -> PermissionRow:
    return PermissionRow(
        permission=f"{of}:read", label=of, access="read", required_by=RequiredBy.NOBODY, state=state, purpose="pry"
    )


def checked(id_: str, group: str, state: CheckState, **more: Any) -> CheckRow:
    return CheckRow(id=id_, group=group, title="so it must be", state=state, detail="what was seen", **more)


SWEDEN = ServedStore(id=1, name="Sweden", type="DIRECT_TO_CONSUMER")
RETAILERS = ServedStore(id=3, name="Wholesale", type="WHOLESALE")
STORE_IDS = StoreIdData(
    store_ids=(
        StoreIdRow(store="voyadotenant-1", tenant="voyadotenant", centra_store_id=1, serves=(SWEDEN,)),
        StoreIdRow(store="voyadotenant-3", tenant="voyadotenant", centra_store_id=3, serves=(RETAILERS,)),
    )
)
PARSED = StoreIdData(
    store_ids=(
        StoreIdRow(store="voyadotenant-124", tenant="voyadotenant", centra_store_id=124),
        StoreIdRow(store="voyadotenant-124", tenant="voyadotenant-124"),
    ),
    parsed="voyadotenant-124",
)


def secret(variable: str, purpose: str, *, is_set: bool = False) -> VariableRow:
    return VariableRow(key="k", reference=f"env:{variable}", variable=variable, purpose=purpose, is_set=is_set)


def handover(**more: Any) -> HandoverData:
    values: dict[str, Any] = {
        "profile": "brand-x",
        "centra_url": "https://x.centra.com/graphql",
        "integration_name": None,
        "token_expires": None,
        "permissions_passed": True,
        "permissions": (),
        "engage_url": None,
        "tenant": None,
        "stores": (),
        "markets": None,
        "locales": (),
        "feeds": (),
    }
    return HandoverData(**{**values, **more})


def guess(name: str, state: GuessState = GuessState.CONFIRMED) -> GuessRow:
    live = "Int!" if state is GuessState.CONFIRMED else ""
    return GuessRow(name=name, what="NAME", state=state, published="Int!", live=live)


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
                    purpose="confirm events",
                ),
                PermissionRow(
                    permission="Market:read",
                    label="Market",
                    access="read",
                    required_by=RequiredBy.GUIDE,
                    state=PermissionState.MISSING,
                    purpose="tell markets apart",
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

   permission   in Centra      asked by  needed to           detail
✓  Event:write  Write > Event  guide     confirm events
✗  Market:read  Read > Market  guide     tell markets apart  missing
-  Event:read   Read > Event   centra                        Centra's answer did not say

Stores: Sweden (1, DIRECT_TO_CONSUMER)

rate budget    per          quota  used  remaining
REQUEST_COUNT  TEN_SECONDS     60     1         59
""",
    ),
    "check-permissions, nothing seen": (
        CheckPermissionsData(token="toolkit", integration_name="Toolkit", permissions=(), stores=(), rate_limits=()),
        """\
The toolkit's token  integration: Toolkit

  permission  in Centra  asked by  needed to  detail

Stores: -
""",
    ),
    "check-permissions --least-privilege": (
        CheckPermissionsData(
            token="voyado",
            integration_name="Engage integration",
            permissions=(),
            excess=(
                excess("Customer", PermissionState.GRANTED),
                excess("Market.comment", PermissionState.MISSING),
                excess("Warehouse.stock", PermissionState.UNVERIFIED),
            ),
            stores=(),
            rate_limits=(),
        ),
        """\
Voyado's token  integration: Engage integration

  permission  in Centra  asked by  needed to  detail

What it should not have
   permission            in Centra               would let it  detail
✗  Customer:read         Read > Customer         pry           has it
✓  Market.comment:read   Read > Market.comment   pry           has it not
-  Warehouse.stock:read  Read > Warehouse.stock  pry           unverified

Stores: -
""",
    ),
    "queue": (
        QueueData(
            token="voyado",
            integration_name="Engage integration",
            listeners=(ListenerRow(object_type="Order", change_types=("CREATED", "UPDATED")),),
            size=1000,
            size_is_exact=False,
            by_type={"Order": 998, "Customer": 2},
            oldest=OldestEvent(
                id=7, object_type="Order", change_type="CREATED", reference=5001, created_at=WHEN, age_s=19_300
            ),
            unexpected=("Customer",),
        ),
        """\
Voyado's queue  integration: Engage integration
more than 1000 events waiting, the oldest 5 h 21 min old (Order 5001); nothing was confirmed

listens to  changes           waiting
Order       CREATED, UPDATED      998
Customer    -                       2
""",
    ),
    "queue, nobody listens": (
        QueueData(
            token="toolkit",
            integration_name=None,
            listeners=(),
            size=0,
            size_is_exact=True,
            by_type={},
            oldest=None,
            unexpected=(),
        ),
        """\
The toolkit's queue  integration: not known
0 events waiting; nothing was confirmed
nobody listens
""",
    ),
    "doctor": (
        DoctorData(
            checks=(
                checked("engage-key", "engage", CheckState.PASSED),
                checked("feed-skus", "feeds", CheckState.FAILED),
                checked("feed-sold-out", "feeds", CheckState.WARNING),
                checked("captcha", "manual", CheckState.MANUAL),
                checked("automation", "manual", CheckState.MANUAL, confirmed_by="Anna", confirmed_on=date(2026, 3, 1)),
                checked("store-value", "go-live", CheckState.SKIPPED),
            )
        ),
        """\
engage
  ✓ so it must be  engage-key
      what was seen
feeds
  ✗ so it must be  feed-skus failed
  - so it must be  feed-sold-out warning
manual
  - so it must be  captcha manual
      what was seen
  ✓ so it must be  automation confirmed by Anna on 2026-03-01
      what was seen
go-live
  - so it must be  store-value skipped
      what was seen

6 checks: 1 passed, 1 failed, 1 warning, 2 manual, 1 skipped
""",
    ),
    "doctor --list": (
        CheckListData(
            checks=(CheckEntry(id="captcha", group="manual", title="A captcha", everyday=True, go_live=False),)
        ),
        """\
check    group   what must be so  everyday  go-live
captcha  manual  A captcha        yes
""",
    ),
    "store-id": (STORE_IDS, "voyadotenant-1\nvoyadotenant-3\n"),
    "store-id --parse": (PARSED, "voyadotenant\t124\nvoyadotenant-124\t\n"),
    "init": (
        InitData(
            path="bis.toml",
            profile="brand-x",
            created=True,
            variables=(
                secret("BRAND_X_CENTRA_TOKEN", "the toolkit's own token"),
                VariableRow(key="engage.api_key", reference="file:key", variable=None, purpose="the key", is_set=False),
                secret("BRAND_X_VOYADO_TOKEN", "Voyado's", is_set=True),
            ),
            next=("bis config show",),
        ),
        """\
✓ Profile brand-x is in bis.toml; it holds no secret.

Put these in place:
  BRAND_X_CENTRA_TOKEN  the toolkit's own token
  file:key              the key

Then:
  bis config show
""",
    ),
    "init, everything in place": (
        InitData(path="bis.toml", profile="brand-x", created=False, variables=(), next=("bis config show -p brand-x",)),
        """\
✓ Profile brand-x is in bis.toml; it holds no secret.

Then:
  bis config show -p brand-x
""",
    ),
    "handover": (
        handover(
            integration_name="Voyado | X",
            token_expires=date(2027, 1, 31),
            permissions_passed=False,
            permissions=(
                HandoverPermission(
                    permission="Market:read", required_by=RequiredBy.GUIDE, state=PermissionState.GRANTED
                ),
                HandoverPermission(
                    permission="Event:write", required_by=RequiredBy.GUIDE, state=PermissionState.MISSING
                ),
                HandoverPermission(
                    permission="Event:read", required_by=RequiredBy.CENTRA, state=PermissionState.UNVERIFIED
                ),
            ),
            engage_url="https://t.voyado.com",
            tenant="t",
            stores=(HandoverStore(id=1, name="Sweden", type="WHOLESALE", store="t-1"),),
            markets=(HandoverMarket(external_id="4", name="Sverige", centra_store_name=None),),
            locales=("sv-SE",),
            feeds=(HandoverFeed(locale="sv-SE", url="https://shop.example.com/feed.xml"),),
        ),
        """\
# Back in stock: from Centra to Voyado Engage

| what | value |
|---|---|
| Centra URL | https://x.centra.com/graphql |
| Integration name | Voyado \\| X |
| Token | shared separately and securely; it is not on this page |
| Token expires | 2027-01-31 |
| Permissions | CHECK FAILED: 1 of the guide's 2 granted |
| Permissions missing | Event:write |
| Permissions unverified | Event:read |
| Engage | https://t.voyado.com |
| Tenant | t |
| Locales | sv-SE |

## Stores and `store` values

| Centra store | name | type | `store` |
|---|---|---|---|
| 1 | Sweden | WHOLESALE | `t-1` |

## Markets

| `externalId` | market | Centra store |
|---|---|---|
| `4` | Sverige | - |

## Product feeds

| locale | feed |
|---|---|
| sv-SE | https://shop.example.com/feed.xml |
""",
    ),
    "handover with gaps": (
        handover(),
        """\
# Back in stock: from Centra to Voyado Engage

| what | value |
|---|---|
| Centra URL | https://x.centra.com/graphql |
| Integration name | (to be filled in) |
| Token | shared separately and securely; it is not on this page |
| Token expires | (to be filled in) |
| Permissions | check passed: 0 of the guide's 0 granted |
| Engage | (to be filled in) |
| Tenant | (to be filled in) |
| Locales | (to be filled in) |

## Stores and `store` values

(to be filled in)

## Markets

(to be filled in)

## Product feeds

(to be filled in)
""",
    ),
    "doctor schema": (
        SchemaCheckData(introspected=True, operations=2, names=9, inferred=(guess("Market.id"),)),
        "✓ 9 names that 2 operations use: all as published\n\n✓ 1 inferred name or type: 1 confirmed, 0 refuted\n",
    ),
    "doctor schema, refused": (
        SchemaCheckData(introspected=False, operations=2, names=9),
        "- 9 names that 2 operations use: not compared\n",
    ),
    "doctor schema, changed": (
        SchemaCheckData(
            introspected=True,
            operations=2,
            names=9,
            differences=(
                SchemaDifferenceRow(
                    name="Market.name",
                    change=Change.RENAMED,
                    published="String!",
                    live="",
                    instead="Market.title",
                    operations=("Markets",),
                    commands=("bis markets",),
                ),
            ),
            inferred=(guess("Market.id"), guess("Market.name", GuessState.REFUTED)),
            saved="centra.graphql",
        ),
        """\
✗ 9 names that 2 operations use: 1 difference

name         change   published  here          affects
Market.name  renamed  String!    Market.title  bis markets

✗ 2 inferred names and types: 1 confirmed, 1 refuted

inferred     what  as we have it  here
Market.name  name  Int!           -

The instance's schema is in centra.graphql.
""",
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
    "verify, rows": (
        VerificationData(
            steps=(
                StepRow(
                    name="sync",
                    state=StepState.PASSED,
                    detail="Engage took the levels.",
                    duration_ms=20,
                    evidence={
                        "sent": [{"sku": "1234SIZEM", "quantity": 10, "externalId": "4"}],
                        "rows": [
                            {"timestamp": None, "type": "Email", "level": "Warning", "message": "Sent", "market": "4"}
                        ],
                    },
                ),
            )
        ),
        """\
✓ sync  20 ms
    Engage took the levels.
    sent:
      sku: 1234SIZEM, quantity: 10, externalId: 4
    rows:
      Email  Warning  Sent

1 step: 1 passed
""",
    ),
    "verify, many rows": (
        VerificationData(
            steps=(
                StepRow(
                    name="log",
                    state=StepState.PASSED,
                    detail="",
                    duration_ms=20,
                    evidence={"rows": [{"message": f"Row {number}"} for number in range(22)]},
                ),
            )
        ),
        "✓ log  20 ms\n    rows:\n"
        + "".join(f"      Row {number}\n" for number in range(20))
        + "      ... and 2 more rows (--json shows all)\n\n1 step: 1 passed\n",
    ),
    "verify, no steps": (VerificationData(steps=()), "\n0 steps: none\n"),
    "verify --list": (
        ScenariosData(
            scenarios=(
                ScenarioRow(
                    name="plain",
                    title="All of it",
                    steps=("subscribe", "email"),
                    sandbox_only=False,
                    toolkit_only=False,
                ),
                ScenarioRow(name="sold-out", title="None", steps=("order",), sandbox_only=True, toolkit_only=True),
            )
        ),
        """\
plain  All of it
  subscribe > email
sold-out  None
  order (on a sandbox only, with --sync toolkit)
""",
    ),
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
    "report": (
        SupportBundleData(
            made=WHEN,
            profile="x",
            versions=(VersionRow(name="bis", version="0.1.0"),),
            config=SettingsData(
                source="file",
                file="bis.toml",
                settings=(
                    SettingRow(key="tenant", value="t|u", origin="bis.toml", variable="BIS_TENANT"),
                    SettingRow(key="log.url", value=None, origin=None, variable="BIS_LOG_URL"),
                ),
            ),
            judged=(
                JudgedRun(
                    at=WHEN,
                    run_id="01k",
                    command="doctor",
                    exit_code=7,
                    error="rate_limited: Wait.",
                    findings=(KeptFinding(id="odd", severity=Severity.WARNING, title="It is *odd*"),),
                ),
            ),
            journal=(JournalRow(at=WHEN, run_id="01k", kind="stock.undone", payload={"change": 12}),),
            requests=(JournalRow(at=WHEN, run_id="01k", kind="request.sent", payload={"status": 200}),),
        ),
        """\
# Support bundle of bis, 2026-03-01 10:15 UTC

Profile `x`. Secrets and email addresses are masked.

## Versions

| what | version |
|---|---|
| `bis` | `0.1.0` |

## Settings, from file in `bis.toml`

| key | value | origin |
|---|---|---|
| `tenant` | `t\\|u` | `bis.toml` |

## Last findings

- **bis doctor**: exit code 7, 2026-03-01 10:15 UTC, run 01k
  - ended by rate\\_limited: Wait.
  - warning: It is \\*odd\\* (`odd`)

## Journal, newest first, in UTC

```text
2026-03-01 10:15:00 01k stock.undone {"change": 12}
```

## Requests, newest first, in UTC

```text
2026-03-01 10:15:00 01k request.sent {"status": 200}
```
""",
    ),
    "report, in a file": (
        SupportBundleData(
            file="ticket.md",
            made=WHEN,
            profile="x",
            versions=(),
            config=SettingsData(source="nothing", file=None, settings=()),
            judged=(),
            journal=(),
            requests=(),
        ),
        "Written to ticket.md.\n",
    ),
    "log, with levels of ours": (
        LogData(
            source=LogSource.HTTP,
            entries=(
                LogRow(
                    timestamp=WHEN,
                    type="Email",
                    level="Info",
                    message="Sent",
                    answers=AnsweredLevel(quantity=10, market="4", sent_at=WHEN, run_id="run-1"),
                ),
                LogRow(timestamp=None, type="", level="", message="Read"),
            ),
        ),
        (
            "Engage integration log\n"
            "time (UTC)           type   level  SKU  market  our level  message\n"
            "2026-03-01 10:15:00  Email  Info   -    -       10         Sent\n"
            "-                                  -    -       -          Read\n"
        ),
    ),
    "subscribe, a call": (
        SubscribeData(subscriptions=(subscription(SubscribeState.DRY_RUN, call="curl \\\n  -d '{}'"),)),
        "curl \\\n  -d '{}'\n",
    ),
    "subscribe, many": (
        SubscribeData(
            subscriptions=(
                subscription(SubscribeState.REGISTERED, contact_id="c-1"),
                subscription(SubscribeState.FAILED, reason="No."),
                subscription(SubscribeState.NOT_SENT),
            )
        ),
        (
            "   email            SKU        market  locale  contact  state\n"
            "✓  j***@voyado.com  1234SIZEM  4       sv-SE   c-1      registered in Engage\n"
            "✗  j***@voyado.com  1234SIZEM  4       sv-SE   -        failed: No.\n"
            "-  j***@voyado.com  1234SIZEM  4       sv-SE   -        not sent\n"
            "1 registered in Engage, 1 failed, 1 not sent\n"
        ),
    ),
    "subscribe, what a front end sent": (
        PayloadCheckData(
            fields=(
                FieldRow(name="sku", value='"1234SIZEM"', state=FieldState.PASSED, detail="one size in Centra has it"),
                FieldRow(name="store", value="", state=FieldState.FAILED, detail="missing"),
                FieldRow(name="locale", value='"sv-SE"', state=FieldState.UNVERIFIED, detail="no feeds"),
            )
        ),
        (
            "   field   sent\n"
            '✓  sku     "1234SIZEM"  one size in Centra has it\n'
            "✗  store   -            missing\n"
            '-  locale  "sv-SE"      no feeds\n'
        ),
    ),
    "subscriptions": (
        SubscriptionsData(
            subscriptions=(
                WaitingRow(
                    subscription_id="s-1",
                    contact_id="c-1",
                    sku="1234SIZEM",
                    locale="sv-SE",
                    market="4",
                    created_on=WHEN,
                    run_id="run-1",
                    state=WaitingState.DELETED,
                ),
                WaitingRow(
                    subscription_id="s-2",
                    contact_id="c-1",
                    sku="1234-1",
                    locale="sv-SE",
                    market=None,
                    created_on=None,
                    run_id=None,
                    state=WaitingState.FAILED,
                    reason="No.",
                ),
            )
        ),
        (
            "   subscription  contact  SKU        market  locale  since (UTC)       run    state\n"
            "✓  s-1           c-1      1234SIZEM  4       sv-SE   2026-03-01 10:15  run-1  deleted\n"
            "✗  s-2           c-1      1234-1     -       sv-SE   -                 -      failed: No.\n"
        ),
    ),
    "subscriptions, none": (SubscriptionsData(subscriptions=()), "no subscriptions\n"),
    "why": (
        WhyData(
            sku="1234SIZEM",
            market="4",
            market_name="Sweden",
            told_apart=True,
            group=(Cause.SKU_NOT_IN_FEED,),
            suspects=(
                SuspectRow(cause=Cause.SKU_NOT_IN_FEED, certainty="found", evidence="the sv-SE feed has no 1234SIZEM"),
                SuspectRow(cause=Cause.FILTERED, certainty="possible", evidence="nobody knows"),
            ),
            contacts=(ContactRow(id="c-1", type="Member", preferences={"acceptsEmail": False}),),
            subscriptions=(SubscriptionSeen(id="s-1", contact_id="c-1", locale="sv-SE", market="4", created_on=WHEN),),
            feeds={"sv-SE": False, "de-DE": None, "en-US": True},
            rule="Nordic",
            fta=5,
            sellable=3,
            warehouses=(
                WarehouseSeen(id=1, name="Stockholm", counts=True, fta=5, allocated=0, threshold=2),
                WarehouseSeen(id=3, name="Returns", counts=False, fta=0, allocated=0, threshold=None),
            ),
            queue="Voyado's queue is empty.",
            level_arrived=True,
            emails=(EmailSeen(name="Welcome", subject="", sent_at=WHEN, status="Delivered", expected=False),),
            log=("Not started",),
            unread=("emails: gone",),
        ),
        (
            "Why no email about 1234SIZEM in Sweden (4)?\n"
            "   cause                      what speaks for it\n"
            "1  sku-not-in-feed  found     the sv-SE feed has no 1234SIZEM\n"
            "2  filtered         possible  nobody knows\n"
            "\n"
            "What was read\n"
            "  contact       c-1, type Member, acceptsEmail: no\n"
            "  subscription  s-1: market 4, locale sv-SE\n"
            "  feed          sv-SE: lacks the SKU, de-DE: not looked at, en-US: holds the SKU\n"
            "  rule          Nordic\n"
            "  stock         Stockholm: FTA 5, allocated 0, threshold 2\n"
            "  stock         Returns: FTA 0, allocated 0, threshold - (not in the market's rule)\n"
            "  market        FTA 5, sellable by our estimate 3\n"
            "  queue         Voyado's queue is empty.\n"
            "  level         one above 0 reached Engage\n"
            "  email         2026-03-01 10:15:00 Welcome (Delivered)\n"
            "  log           Not started\n"
            "  not read      emails: gone\n"
        ),
    ),
    "why, of a shopper nobody knows": (
        WhyData(
            sku="1234SIZEM",
            market="4",
            market_name=None,
            told_apart=False,
            group=(Cause.OTHER_TENANT, Cause.NEVER_SUBSCRIBED),
            suspects=(),
            contacts=(),
            subscriptions=(),
            feeds={},
            rule=None,
            fta=None,
            sellable=None,
            warehouses=(),
            queue="not looked at",
            level_arrived=None,
            emails=(),
            log=(),
            unread=(),
        ),
        (
            "Why no email about 1234SIZEM in 4?\n"
            "  cause    what speaks for it\n"
            "\n"
            "What was read\n"
            "  contact       none with this email\n"
            "  subscription  none to 1234SIZEM\n"
            "  feed          -\n"
            "  rule          -\n"
            "  market        FTA -, sellable by our estimate -\n"
            "  queue         not looked at\n"
            "  level         not known\n"
            "  email         none of an automation\n"
        ),
    ),
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
    "sandbox seed": (
        SeededData(url="http://127.0.0.1:8787", events=1000, skus=1),
        "1000 units of 1 SKU arrived, an event each, in the sandbox at http://127.0.0.1:8787.\n",
    ),
    "sandbox fault list": (
        FaultsData(
            url="http://127.0.0.1:8787",
            faults=(
                FaultRow(id=1, kind="status", options={"status": 503, "path": "/graphql"}, matches=3, hits=1),
                FaultRow(id=2, kind="reset", options={"done": True}, matches=0, hits=0),
                FaultRow(id=3, kind="partial-batch", options={"skus": ["A 1"]}, matches=0, hits=0),
            ),
        ),
        """\
id  kind           options                       matches  hits
 1  status         --status 503 --path /graphql        3     1
 2  reset          --done                              0     0
 3  partial-batch  --sku 'A 1'                         0     0
""",
    ),
    "sandbox fault list, none": (
        FaultsData(url="http://127.0.0.1:8787", faults=()),
        "No fault stands in the sandbox at http://127.0.0.1:8787.\n",
    ),
    "sandbox fault clear": (
        FaultsClearedData(url="http://127.0.0.1:8787", cleared=2),
        "2 faults taken away from the sandbox at http://127.0.0.1:8787.\n",
    ),
    "sandbox voyado": (
        VoyadoData(url="http://127.0.0.1:8787", passes=2, events=3, levels=6, refused=1),
        "2 passes: 3 events, 6 levels sent, 1 refused.\n",
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


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (STORE_IDS, ["voyadotenant-1  Sweden (1)", "voyadotenant-3  Wholesale (3, wholesale)"]),
        (PARSED, ["Centra store 124 of the tenant voyadotenant", "all stores of the tenant voyadotenant-124"]),
        (StoreIdData(store_ids=(StoreIdRow(store="t", tenant="t"),)), ["t"]),
    ],
    ids=["with stores", "parsed", "alone"],
)
def test_a_person_sees_which_stores_a_store_id_serves(terminal: Any, data: StoreIdData, lines: list[str]) -> None:
    screen = terminal()
    render(data, screen.screen)

    assert screen.lines == lines


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


@pytest.mark.parametrize("module", [catalogue, doctor, sandbox])
def test_data_of_another_command_is_no_silent_blank(told: Any, module: Any) -> None:
    with pytest.raises(TypeError, match="StoreIdData"):
        module.render(StoreIdData(store_ids=()), told.screen)
