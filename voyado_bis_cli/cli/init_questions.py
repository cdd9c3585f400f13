"""What `bis init` asks: every question is an option too, with one rule for both."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from voyado_bis_cli.cli import init_rules as rules
from voyado_bis_cli.cli.init_rules import Draft


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. `read` turns what was typed into the answer, or raises ValueError with the rest of a sentence.

    `suggest` returns what Enter stands for, None where an answer is needed, an empty text where it may be left out;
    `several` splits what was typed.
    """

    key: str
    option: str
    ask: str
    read: Callable[[str, Draft], Any]
    suggest: Callable[[Draft], str | None] = lambda _: ""
    several: str = ""
    metavar: str = "TEXT"

    @property
    def name(self) -> str:
        """The option as a parameter."""
        return self.option.removeprefix("--").replace("-", "_")

    @property
    def about(self) -> str:
        """What the option holds: the question without what Enter stands for."""
        return self.ask.partition(" (Enter")[0]

    def answer(self, typed: Sequence[str], draft: Draft) -> Any:
        """Return the answer to what was typed; raises ValueError."""
        read = [self.read(one.strip(), draft) for one in typed if one.strip()]
        if not read:
            raise ValueError("must not be empty")
        return _joined(read) if self.several else read[0]

    def split(self, typed: str) -> list[str]:
        """Return the parts of what was typed in one line."""
        return [part for part in re.split(self.several, typed) if part] if self.several else [typed]


def _joined(read: list[Any]) -> Any:
    """Return several answers as TOML has them: a list, or a table where each is a pair."""
    return dict(read) if read and isinstance(read[0], tuple) else read


QUESTIONS: tuple[Question, ...] = (
    Question(
        "tenant",
        "--tenant",
        "The Engage tenant: what stands before .voyado.com",
        rules.tenant,
        lambda _: None,
        metavar="TENANT",
    ),
    Question(
        "store_ids",
        "--store-ids",
        "An Engage environment per Centra store (per-store), or one for all (single)",
        rules.store_ids,
        rules.as_first("store_ids", None),
        metavar="per-store|single",
    ),
    Question(
        "centra.url",
        "--centra-url",
        "Centra's API, which ends in /graphql",
        rules.centra_url,
        rules.as_first("centra.url", None),
        metavar="URL",
    ),
    Question(
        "centra.token",
        "--token-from",
        "Where the toolkit's own Centra token is: env:NAME, file:PATH or keyring:NAME",
        rules.reference("centra.token"),
        rules.own_variable("centra.token"),
        metavar="REF",
    ),
    Question(
        "centra.integration_name",
        "--integration-name",
        "The integration name of that token, as in Centra",
        rules.integration(ours=True),
        rules.own_name,
        metavar="NAME",
    ),
    Question(
        "centra.token_expires",
        "--token-expires",
        "When that token expires, such as 2027-01-31 (Enter: not known)",
        rules.day,
        metavar="DATE",
    ),
    Question(
        "centra.stores",
        "--store",
        "The Centra stores of this brand, by id (Enter: all)",
        rules.store_number,
        several=r"[,\s]+",
        metavar="ID",
    ),
    Question(
        "centra.voyado_integration_name",
        "--voyado-integration-name",
        "The integration name of Voyado's token (Enter: not made yet)",
        rules.integration(ours=False),
        rules.voyados_name,
        metavar="NAME",
    ),
    Question(
        "centra.voyado_token",
        "--voyado-token-from",
        "Where Voyado's Centra token is",
        rules.reference("centra.voyado_token"),
        rules.voyados_variable,
        metavar="REF",
    ),
    Question(
        "centra.voyado_token_expires",
        "--voyado-token-expires",
        "When Voyado's token expires (Enter: not known)",
        rules.day,
        metavar="DATE",
    ),
    Question(
        "engage.url",
        "--engage-url",
        "Engage's address",
        rules.engage_url,
        rules.address_of_tenant,
        metavar="URL",
    ),
    Question(
        "engage.api_key",
        "--engage-key-from",
        "Where the Engage API key is",
        rules.reference("engage.api_key"),
        rules.own_variable("engage.api_key"),
        metavar="REF",
    ),
    Question(
        "subscription_api.url",
        "--subscription-api-url",
        "The Subscription API that Voyado gave you (Enter: not yet)",
        rules.url,
        rules.as_first("subscription_api.url"),
        metavar="URL",
    ),
    Question(
        "subscription_api.store",
        "--subscription-store",
        "The store value, as Voyado confirmed it",
        rules.store,
        rules.store_value,
        metavar="STORE",
    ),
    Question(
        "feeds",
        "--feed",
        "Product feeds, LOCALE=URL, separated by blanks (Enter: none yet)",
        rules.feed,
        several=r"\s+",
        metavar="LOCALE=URL",
    ),
    Question(
        "test.email",
        "--test-email",
        "An address for tests, of your own (Enter: none)",
        rules.email,
        rules.as_first("test.email"),
        metavar="EMAIL",
    ),
    Question(
        "test.skus",
        "--test-sku",
        "SKUs for tests, separated by commas (Enter: none)",
        rules.text,
        several=",",
        metavar="SKU",
    ),
    Question(
        "test.market", "--test-market", "A market for tests, by id or name (Enter: none)", rules.market, metavar="ID"
    ),
    Question(
        "test.locale",
        "--test-locale",
        "A locale for tests, such as sv-SE (Enter: none)",
        rules.locale,
        metavar="LOCALE",
    ),
    Question(
        "test.warehouse",
        "--test-warehouse",
        "A warehouse for tests, by id or name (Enter: none)",
        rules.warehouse,
        metavar="ID",
    ),
)
"""In the order they are asked: each may look at the answers before it."""

TAKEN_OVER = (
    "engage.api_version",
    "engage.contact_type",
    "engage.batch_size",
    "subscription_api.fields",
    "test.expect_email",
)
"""What `--like` takes over without asking: it belongs to neither brand."""
