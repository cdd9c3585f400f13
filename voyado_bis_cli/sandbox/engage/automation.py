"""The back in stock automation: which waiting subscription a stock level starts, and what stands in its way.

Source: "What starts the email" in Voyado's back in stock documentation; the filters are the ones a marketer can set.
"""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from voyado_bis_cli.sandbox.engage.bodies import StockLevelBody
from voyado_bis_cli.sandbox.engage.subscriptions import Subscription


class Automation(BaseModel):
    """How the marketer set the automation up.

    `locales` and `skus` limit it where they are given, `not_bought_in_days` skips recent buyers, `only_opted_in`
    skips contacts that do not accept newsletters, `wait_seconds` is a wait step before the email. `welcome_email`
    is another automation, which greets contacts the Subscription API creates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    active: bool = True
    minimum_quantity: int = Field(default=1, ge=1)
    locales: tuple[str, ...] | None = None
    skus: tuple[str, ...] | None = None
    not_bought_in_days: float | None = Field(default=None, gt=0)
    only_opted_in: bool = False
    wait_seconds: float = Field(default=0, ge=0)
    welcome_email: bool = False


@dataclass(frozen=True, slots=True)
class Shopper:
    """What the automation's filters ask about a contact."""

    accepts_email: bool
    bought_recently: bool


@dataclass(frozen=True, slots=True)
class ProductData:
    """Whether there is a product feed for a subscription's locale, and whether it holds the SKU."""

    feed_exists: bool
    sku_in_feed: bool


def concerns(level: StockLevelBody, subscription: Subscription) -> bool:
    """Whether a level is about a subscription: each attribute present in the level must equal the subscription's."""
    return (
        level.sku == subscription.sku
        and level.externalId in {None, subscription.external_id}
        and level.locale in {None, subscription.locale}
    )


def obstacle(automation: Automation, level: StockLevelBody, product: ProductData, shopper: Shopper, locale: str) -> str:
    """Return the first reason why a level does not start the automation for a subscription it concerns, or ''."""
    obstacles = (
        (level.quantity <= 0, "the quantity is not above 0"),
        (not product.feed_exists, f"there is no product feed for {locale}"),
        (not product.sku_in_feed, f"the product feed for {locale} does not hold the SKU"),
        (not automation.active, "the automation is not active"),
        (
            level.quantity < automation.minimum_quantity,
            f"the automation asks for {automation.minimum_quantity} or more",
        ),
        (automation.locales is not None and locale not in automation.locales, "the automation is for other locales"),
        (automation.skus is not None and level.sku not in automation.skus, "the automation is for other SKUs"),
        (shopper.bought_recently, "the contact bought it recently"),
        (automation.only_opted_in and not shopper.accepts_email, "the contact does not accept newsletters"),
    )
    return next((reason for stands, reason in obstacles if stands), "")
