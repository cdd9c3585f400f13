import pytest

from voyado_bis_cli.domain.scenario import Scenario, scenario_from
from voyado_bis_cli.errors import ConfigError, ErrorCode

HEAD = 'name = "own"\ntitle = "Our own"\n'
EVERY_STEP = """
steps = [
  { do = "permissions" }, { do = "store" },
  { do = "subscribe" }, { do = "registered", who = "second", market = 4 },
  { do = "stock-before" }, { do = "set-stock", warehouse = "other", add = 1 }, { do = "restocked" },
  { do = "event", queue = "both" }, { do = "sync" },
  { do = "consumed" }, { do = "waiting", who = "second" }, { do = "email" }, { do = "no-email" },
  { do = "unsubscribe", who = "second" },
  { do = "order" }, { do = "return" }, { do = "automation", minimum_quantity = 2 }, { do = "log" },
]
"""


def scenario(*steps: str) -> Scenario:
    return scenario_from(f"{HEAD}steps = [{', '.join(steps)}]", "own.toml")


def test_every_step_can_be_played_in_order() -> None:
    read = scenario_from(HEAD + EVERY_STEP, "own.toml")

    assert (read.name, read.title, read.sync, len(read.steps)) == ("own", "Our own", "any", 18)
    assert read.sandbox_steps == ("order", "return", "automation")
    assert read.markets == ("test", "4")
    assert read.warehouses == ("other", "test")
    assert read.changes_something


def test_a_scenario_that_only_looks_needs_no_sandbox_and_changes_nothing() -> None:
    read = scenario('{ do = "registered" }', '{ do = "restocked" }', '{ do = "event" }', '{ do = "consumed" }')

    assert (read.sandbox_steps, read.warehouses, read.changes_something) == ((), (), False)


@pytest.mark.parametrize("change", ['"set-stock", fta = 0', '"restocked"', '"order"'])
@pytest.mark.parametrize("step", ["event", "sync"])
def test_an_event_follows_any_change_of_stock(step: str, change: str) -> None:
    assert scenario(f"{{ do = {change} }}", '{ do = "log" }', f'{{ do = "{step}" }}').steps[-1].do == step


ALL_STEPS = (
    "'permissions', 'store', 'subscribe', 'registered', 'stock-before', 'set-stock', 'restocked', 'event', 'sync', "
    "'consumed', 'waiting', 'email', 'no-email', 'unsubscribe', 'order', 'return', 'automation', 'log'"
)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("name =", ["it is no TOML: Invalid value (at end of document)"], id="no TOML"),
        pytest.param("", ["name: Field required", "title: Field required", "steps: Field required"], id="nothing"),
        pytest.param(
            HEAD + "steps = []", ["steps: Tuple should have at least 1 item after validation, not 0"], id="no step"
        ),
        pytest.param(
            HEAD + '"" = 1\nsteps = [{ do = "log" }]', ["the file: Extra inputs are not permitted"], id="a key unnamed"
        ),
        pytest.param(
            'title = ""\nsteps = [{ do = "dance" }]',
            [
                "name: Field required",
                "title: String should have at least 1 character",
                "steps.0: Input tag 'dance' found using 'do' does not match any of the expected tags: " + ALL_STEPS,
            ],
            id="a step nobody knows",
        ),
        pytest.param(
            HEAD
            + 'steps = [{ do = "set-stock" }, { do = "set-stock", fta = 1, add = 1 }, { do = "order", units = 0 }]',
            [
                "steps.0: give exactly one of fta and add",
                "steps.1: give exactly one of fta and add",
                "steps.2.units: Input should be greater than or equal to 1",
            ],
            id="keys of a step",
        ),
        pytest.param(
            HEAD + 'steps = [{ do = "subscribe" }, { do = "registered" }, { do = "subscribe", who = "second" }]',
            ["steps.1.who: 'shopper' subscribed already; give this one another name"],
            id="subscribed twice",
        ),
        pytest.param(
            HEAD + 'steps = [{ do = "consumed" }, { do = "subscribe", who = "second" }, { do = "waiting" },'
            '  { do = "unsubscribe", who = "third" }]',
            [
                "steps.0.who: nobody called 'shopper' subscribed before",
                "steps.2.who: nobody called 'shopper' subscribed before",
                "steps.3.who: nobody called 'third' subscribed before",
            ],
            id="never subscribed",
        ),
        pytest.param(
            HEAD + 'steps = [{ do = "event" }, { do = "return" }, { do = "set-stock", add = 1 }, { do = "return" }]',
            [
                "steps.0.do: 'event' needs a change of stock before it",
                "steps.1.do: 'return' needs an order before it",
                "steps.3.do: 'return' needs an order before it",
            ],
            id="out of order",
        ),
    ],
)
def test_what_cannot_be_played_is_told_by_its_key_and_all_at_once(text: str, problems: list[str]) -> None:
    with pytest.raises(ConfigError) as refused:
        scenario_from(text, "own.toml")

    assert (refused.value.message, refused.value.hint, refused.value.details, refused.value.code) == (
        f"The scenario own.toml cannot be played: {'; '.join(problems)}.",
        "`bis verify --list` shows the built-in ones; docs/how-to-prove-it.md lists the steps and their keys.",
        {"problems": problems},
        ErrorCode.CONFIG_INVALID,
    )
