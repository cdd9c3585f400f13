"""A scenario: what a verification plays, as a list of steps from a closed set.

    name = "wrong-market"
    title = "Stock arrives where this market does not sell from"

    [[steps]]
    do = "subscribe"

    [[steps]]
    do = "set-stock"
    warehouse = "other"
    add = 10

`test` is the market or warehouse of the profile's `[test]` table (or what was typed), `other` one that the shop has
beside it: a warehouse the test market does not sell from, and a market that does. Anything else is an id or a name.
"""

import tomllib
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from voyado_bis_cli.errors import ConfigError

PLAIN = "plain"
"""The scenario that is played unless another one is asked for: the testing section of the guide."""

TEST = "test"
OTHER = "other"

Units = Annotated[int, Field(ge=1, le=1000)]
Place = Annotated[str, Field(min_length=1, coerce_numbers_to_str=True)]
Who = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Permissions(_Part):
    """Check what the Centra token may do."""

    do: Literal["permissions"] = "permissions"


class Store(_Part):
    """Name the store value that tells Engage which shop this is."""

    do: Literal["store"] = "store"


class Subscribe(_Part):
    """Subscribe a shopper and see it registered; `store = "market"` sends the value of the market's own store."""

    do: Literal["subscribe"] = "subscribe"
    who: Who = "shopper"
    market: Place = TEST
    store: Literal["test", "market"] = "test"


class Registered(_Part):
    """Find the subscription that a person made with the shop's own form."""

    do: Literal["registered"] = "registered"
    who: Who = "shopper"
    market: Place = TEST


class StockBefore(_Part):
    """Note what can be sold in each market."""

    do: Literal["stock-before"] = "stock-before"


class SetStock(_Part):
    """Set test stock: to `fta` units free to allocate, or by `add` units."""

    do: Literal["set-stock"] = "set-stock"
    warehouse: Place = TEST
    fta: Annotated[int, Field(ge=0, le=1000)] | None = None
    add: Units | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.fta is None) == (self.add is None):
            raise ValueError("give exactly one of fta and add")
        return self


class Restocked(_Part):
    """See the stock that a person added on Centra's admin page."""

    do: Literal["restocked"] = "restocked"
    market: Place = TEST


class Event(_Part):
    """See the event that Centra makes of the last stock change, in our queue or in `both`."""

    do: Literal["event"] = "event"
    queue: Literal["ours", "both"] = "ours"


class Sync(_Part):
    """Send the present levels to Engage, or watch Voyado's integration do it."""

    do: Literal["sync"] = "sync"


class Consumed(_Part):
    """See that Engage used the subscription."""

    do: Literal["consumed"] = "consumed"
    who: Who = "shopper"


class StillWaiting(_Part):
    """See that the subscription still waits."""

    do: Literal["waiting"] = "waiting"
    who: Who = "shopper"


class ExpectedEmail(_Part):
    """See that one more of the expected emails left."""

    do: Literal["email"] = "email"


class NoEmail(_Part):
    """See that no (further) expected email leaves."""

    do: Literal["no-email"] = "no-email"


class Unsubscribe(_Part):
    """Delete the subscription before it was used."""

    do: Literal["unsubscribe"] = "unsubscribe"
    who: Who = "shopper"


class Order(_Part):
    """Let somebody buy units; on a sandbox only."""

    do: Literal["order"] = "order"
    market: Place = TEST
    units: Units = 1


class Return(_Part):
    """Let units of the last order come back into a warehouse; on a sandbox only."""

    do: Literal["return"] = "return"
    warehouse: Place = TEST
    units: Units = 1


class SetAutomation(_Part):
    """Change how the marketer set the automation up; on a sandbox only."""

    do: Literal["automation"] = "automation"
    minimum_quantity: Units


class ReadLog(_Part):
    """Read the integration log."""

    do: Literal["log"] = "log"


ScenarioStep = (
    Permissions
    | Store
    | Subscribe
    | Registered
    | StockBefore
    | SetStock
    | Restocked
    | Event
    | Sync
    | Consumed
    | StillWaiting
    | ExpectedEmail
    | NoEmail
    | Unsubscribe
    | Order
    | Return
    | SetAutomation
    | ReadLog
)

_OF_SUBSCRIBERS = (Consumed, StillWaiting, Unsubscribe)
_OF_CHANGES = (Event, Sync)
_CHANGES = (SetStock, Restocked, Order, Return)
_SANDBOX_ONLY = (Order, Return, SetAutomation)


class Scenario(_Part):
    """A named list of steps; with `sync = "toolkit"` it needs an order of events that only our own sync can keep."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Annotated[str, Field(min_length=1)]
    sync: Literal["any", "toolkit"] = "any"
    steps: Annotated[tuple[Annotated[ScenarioStep, Field(discriminator="do")], ...], Field(min_length=1)]

    @property
    def sandbox_steps(self) -> tuple[str, ...]:
        """The steps that no API of Centra or Engage can do: they need a sandbox's control."""
        return tuple(dict.fromkeys(step.do for step in self.steps if isinstance(step, _SANDBOX_ONLY)))

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets shoppers wait in, as the scenario calls them."""
        return tuple(dict.fromkeys(step.market for step in self.steps if isinstance(step, Subscribe | Registered)))

    @property
    def warehouses(self) -> tuple[str, ...]:
        """The warehouses that stock is set in, as the scenario calls them."""
        return tuple(dict.fromkeys(step.warehouse for step in self.steps if isinstance(step, SetStock | Return)))

    @property
    def changes_something(self) -> bool:
        """Whether anything is written to Centra or Engage."""
        return any(isinstance(step, Subscribe | Unsubscribe | SetStock | Sync | Order) for step in self.steps)


def scenario_from(text: str, origin: str) -> Scenario:
    """Return the scenario written as TOML in `text`; raises ConfigError that names every wrong key of `origin`."""
    try:
        scenario = Scenario.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _invalid(origin, [f"it is no TOML: {error}"]) from None
    except ValidationError as error:
        raise _invalid(origin, _complaints(error)) from None
    if problems := list(_out_of_order(scenario)):
        raise _invalid(origin, problems)
    return scenario


def _out_of_order(scenario: Scenario) -> Iterator[str]:
    known: set[str] = set()
    seen: list[ScenarioStep] = []
    for at, step in enumerate(scenario.steps):
        if isinstance(step, Subscribe | Registered):
            if step.who in known:
                yield f"steps.{at}.who: {step.who!r} subscribed already; give this one another name"
            known.add(step.who)
        elif isinstance(step, _OF_SUBSCRIBERS) and step.who not in known:
            yield f"steps.{at}.who: nobody called {step.who!r} subscribed before"
        elif isinstance(step, _OF_CHANGES) and not any(isinstance(one, _CHANGES) for one in seen):
            yield f"steps.{at}.do: {step.do!r} needs a change of stock before it"
        elif isinstance(step, Return) and not any(isinstance(one, Order) for one in seen):
            yield f"steps.{at}.do: 'return' needs an order before it"
        seen.append(step)


def _complaints(error: ValidationError) -> list[str]:
    """Return what is wrong, each with its key. A step that is wrong is not also said to be missing."""
    errors = error.errors()
    has_wrong_step = any(len(each["loc"]) > 1 for each in errors)
    return [_told(each) for each in errors if each["loc"] != ("steps",) or not has_wrong_step]


def _told(error: Any) -> str:
    """Return one complaint of pydantic's behind the key it is about; a union's tag is no key."""
    at = [part for index, part in enumerate(error["loc"]) if not (error["loc"][0] == "steps" and index == 2)]  # noqa: PLR2004  # the tag's place
    return f"{'.'.join(map(str, at)) or 'the file'}: {error['msg'].removeprefix('Value error, ')}"


def _invalid(origin: str, problems: list[str]) -> ConfigError:
    return ConfigError(
        f"The scenario {origin} cannot be played: {'; '.join(problems)}.",
        hint="`bis verify --list` shows the built-in ones; docs/how-to-prove-it.md lists the steps and their keys.",
        details={"problems": problems},
    )
