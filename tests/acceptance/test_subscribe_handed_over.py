"""What a front-end developer gets: a correct call to copy, and a judgement of what their form really sent."""

import io
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.acceptance.support import EMAIL, SKU, Bis, asked, changes
from tests.conftest import SandboxAtHand

RIGHT: dict[str, Any] = {
    "email": EMAIL,
    "sku": SKU,
    "newsletter": False,
    "store": "voyadotenant",
    "locale": "sv-SE",
    "externalId": "4",
}


def test_the_curl_command_does_what_the_form_must_do(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --dry-run --as curl --show-personal-data")
    assert (result.exit_code, changes(sandbox)) == (0, [])

    command = result.stdout.replace("SANDBOX", sandbox.url.removeprefix("http://"))
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert json.loads(done.stdout) == {"received": True}
    assert [one["sku"] for one in sandbox.state()["engage"]["subscriptions"]] == [SKU]


def test_the_fetch_call_reads_as_javascript(bis: Bis) -> None:
    assert bis("subscribe --dry-run --as fetch").stdout == (
        'await fetch("http://SANDBOX/subscription-api", {\n'
        '  method: "POST",\n'
        '  headers: {"Content-Type": "application/json"},\n'
        "  body: JSON.stringify({\n"
        '    "email": "j***@voyado.com",\n'
        '    "sku": "1234SIZEM",\n'
        '    "newsletter": false,\n'
        '    "store": "voyadotenant",\n'
        '    "locale": "sv-SE",\n'
        '    "externalId": "4"\n'
        "  }),\n"
        "});\n"
    )


def test_a_masked_address_in_a_call_is_pointed_out(bis: Bis) -> None:
    assert ("info", "call-is-masked") in bis("subscribe --dry-run --as curl --json").found
    assert bis("subscribe --dry-run --as curl --json --show-personal-data").found == []


def test_no_secret_is_in_a_call(bis: Bis, sandbox: SandboxAtHand) -> None:
    told = bis("subscribe --dry-run --as curl").stdout

    assert not any(sandbox.env[name] in told for name in ("BIS_ENGAGE_API_KEY", "BIS_CENTRA_TOKEN"))


def check(bis: Bis, payload: object, **env: str | None) -> Any:
    path = bis.folder / "payload.json"
    path.write_text(payload if isinstance(payload, str) else json.dumps(payload))
    return bis("subscribe", "--check", str(path), "--json", env=env)


def told(result: Any) -> dict[str, tuple[str, str]]:
    """Return state and detail of each field that is not simply right."""
    return {row["name"]: (row["state"], row["detail"]) for row in result.data["fields"] if row["state"] != "passed"}


def test_what_is_right_is_said_to_be(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = check(bis, RIGHT)

    assert (result.exit_code, told(result), changes(sandbox)) == (0, {}, [])
    assert [row["name"] for row in result.data["fields"]] == list(RIGHT)


MISTAKES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"externalId": 4}, "externalId", "failed", 'a number; it has to be a string: "4"'),
    ({"externalId": "Sweden"}, "externalId", "failed", 'the name of a market; its id is "4"'),
    ({"externalId": "99"}, "externalId", "failed", "no market in Centra has this id"),
    ({"externalId": "6"}, "externalId", "failed", "Outlet has no allocation rule: it never gets a stock level"),
    ({"externalId": None}, "externalId", "failed", "a null; it has to be a string"),
    ({"newsletter": "false"}, "newsletter", "failed", "a string; consent has to be true or false, without quotes"),
    ({"newsletter": 0}, "newsletter", "failed", "a number; consent has to be true or false, without quotes"),
    ({"sku": "1234sizem"}, "sku", "failed", "no size in Centra has it"),
    ({"sku": " 1234SIZEM"}, "sku", "failed", "empty, or with blanks around it"),
    ({"sku": ["1234SIZEM"]}, "sku", "failed", "a list; it has to be a string"),
    ({"sku": {"id": 1}}, "sku", "failed", "a nested object; it has to be a string"),
    ({"email": "nobody"}, "email", "failed", "This is not an email address"),
    ({"email": True}, "email", "failed", "a truth value; it has to be a string"),
    ({"locale": "sv_SE"}, "locale", "failed", "not written like sv-SE; sv-SE is meant"),
    ({"locale": "fr-FR"}, "locale", "failed", "no product feed: there are de-DE, en-US, sv-SE"),
    ({"store": "othertenant"}, "store", "failed", "the profile says voyadotenant: another value may create"),
    ({"store": "not a store!"}, "store", "failed", "the profile says voyadotenant"),
    ({"store": "voyadotenant-2"}, "store", "warning", "right only for another store of the same tenant"),
    ({"captcha": "x"}, "captcha", "warning", "not one of the six fields: it is ignored, or refused"),
]


@pytest.mark.parametrize(("change", "name", "state", "detail"), MISTAKES)
def test_each_mistake_is_named_by_its_field(
    bis: Bis, change: dict[str, Any], name: str, state: str, detail: str
) -> None:
    result = check(bis, RIGHT | change)

    assert list(told(result)) == [name]
    assert told(result)[name][0] == state
    assert detail in told(result)[name][1]
    assert result.exit_code == (1 if state == "failed" else 0)


def test_a_name_that_is_nearly_right_is_recognised(bis: Bis) -> None:
    payload = {("ExternalID" if name == "externalId" else name): value for name, value in RIGHT.items()}

    assert told(check(bis, payload)) == {
        "externalId": ("failed", "missing; 'ExternalID' was sent, and names count to the letter"),
        "ExternalID": ("warning", "not one of the six fields: it is ignored, or refused"),
    }


def test_what_cannot_be_compared_is_unverified_and_no_mistake(bis: Bis) -> None:
    unset = dict.fromkeys(["BIS_CENTRA_URL", "BIS_FEEDS", "BIS_SUBSCRIPTION_API_STORE", "BIS_TENANT"])
    toml = bis.write_toml('[profiles.bare.engage]\nurl = "https://voyadotenant.staging.voyado.com"\n')
    path = bis.folder / "payload.json"
    path.write_text(json.dumps(RIGHT))

    result = bis("subscribe", "--check", str(path), "--json", "--config", str(toml), "-p", "bare", env=unset)

    assert result.exit_code == 0
    assert {name: state for name, (state, _) in told(result).items()} == dict.fromkeys(
        ["sku", "store", "locale", "externalId"], "unverified"
    )


@pytest.mark.parametrize(
    ("tenant", "store", "state"),
    [("voyadotenant", "voyadotenant-1", "passed"), ("othertenant", "voyadotenant-1", "failed")],
)
def test_without_a_store_in_the_profile_the_tenant_tells(bis: Bis, tenant: str, store: str, state: str) -> None:
    result = check(bis, RIGHT | {"store": store}, BIS_TENANT=tenant, BIS_SUBSCRIPTION_API_STORE=None)

    assert next(row["state"] for row in result.data["fields"] if row["name"] == "store") == state


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("email=a%40b.se&sku=1", "It is a web form's encoding, not JSON: the Subscription API takes one JSON object."),
        ("nonsense", "It is no JSON: the Subscription API takes one JSON object."),
        ("[]", "It is JSON, but no object: the Subscription API takes one JSON object."),
    ],
)
def test_what_is_no_json_object_is_a_usage_error(bis: Bis, text: str, error: str) -> None:
    result = check(bis, text)

    assert (result.exit_code, result.json["error"]["message"]) == (2, error)


def test_it_can_be_pasted_and_is_shown_masked(
    bis: Bis, sandbox: SandboxAtHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = io.BytesIO(json.dumps(RIGHT | {"newsletter": "no"}).encode())
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=pasted, isatty=lambda: False))

    result = bis("subscribe --check -")

    assert (result.exit_code, "POST /subscription-api" in asked(sandbox)) == (1, False)
    assert "j***@voyado.com" in result.stdout
    assert "error: newsletter: a string; consent has to be true or false, without quotes." in result.stderr


def test_a_file_that_is_not_there(bis: Bis, tmp_path: Path) -> None:
    result = bis("subscribe", "--check", str(tmp_path / "nowhere.json"))

    assert result.exit_code == 2
    assert "cannot be read" in result.error
