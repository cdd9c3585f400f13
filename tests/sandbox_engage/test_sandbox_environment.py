"""The variables a profile needs."""

import shlex
import subprocess
import sys
from typing import Any

from voyado_bis_cli.sandbox.environment import environment, export_lines

URL = "http://127.0.0.1:8787"


def test_every_variable_in_the_order_of_a_profile() -> None:
    assert list(environment(URL).items()) == [
        ("BIS_CENTRA_URL", f"{URL}/graphql"),
        ("BIS_CENTRA_TOKEN", "sandbox-toolkit"),
        ("BIS_CENTRA_INTEGRATION_NAME", "bis toolkit"),
        ("BIS_CENTRA_VOYADO_TOKEN", "sandbox-guide"),
        ("BIS_CENTRA_VOYADO_INTEGRATION_NAME", "Engage integration"),
        ("BIS_ENGAGE_URL", URL),
        ("BIS_ENGAGE_API_KEY", "sandbox-engage-key"),
        ("BIS_TENANT", "voyadotenant"),
        ("BIS_STORE_IDS", "single"),
        ("BIS_SUBSCRIPTION_API_URL", f"{URL}/subscription-api"),
        ("BIS_SUBSCRIPTION_API_STORE", "voyadotenant"),
        (
            "BIS_FEEDS",
            f"sv-SE={URL}/feeds/sv-SE.xml de-DE={URL}/feeds/de-DE.xml en-US={URL}/feeds/en-US.xml",
        ),
        ("BIS_LOG_URL", f"{URL}/integration-log"),
        ("BIS_TEST_EMAIL", "john-doe@voyado.com"),
        ("BIS_TEST_SKUS", "1234SIZEM"),
        ("BIS_TEST_MARKET", "4"),
        ("BIS_TEST_LOCALE", "sv-SE"),
        ("BIS_TEST_WAREHOUSE", "1"),
        ("BIS_TEST_EXPECT_EMAIL", "Back in stock*"),
    ]


def test_export_lines_are_quoted_for_a_shell() -> None:
    assert export_lines({"A": "plain", "B": "bis toolkit", "C": "Back*", "D": "it's"}) == (
        "export A=plain\nexport B='bis toolkit'\nexport C='Back*'\nexport D='it'\"'\"'s'\n"
    )


def test_shell_reads_back_what_was_meant() -> None:
    lines = export_lines(environment(URL)).splitlines()
    read = dict(shlex.split(line)[1].split("=", 1) for line in lines)
    assert read == environment(URL)


def test_every_address_in_it_answers(sandbox: Any) -> None:
    env = sandbox.env
    key = {"apikey": env["BIS_ENGAGE_API_KEY"], "Content-Type": "application/json"}
    feeds = [feed.partition("=")[2] for feed in env["BIS_FEEDS"].split()]
    statuses = [
        sandbox.http.post(
            env["BIS_CENTRA_URL"],
            json={"query": "{ rateLimits { type } }"},
            headers={"Authorization": f"Bearer {env[token]}"},
        ).status_code
        for token in ("BIS_CENTRA_TOKEN", "BIS_CENTRA_VOYADO_TOKEN")
    ]
    statuses += [sandbox.http.get(url).status_code for url in feeds]
    statuses += [
        sandbox.http.get(f"{env['BIS_ENGAGE_URL']}/api/v3/contacts/count", headers=key).status_code,
        sandbox.http.get(env["BIS_LOG_URL"], headers=key).status_code,
    ]
    assert statuses == [200] * 7
    assert sandbox.http.post(env["BIS_SUBSCRIPTION_API_URL"]).status_code == 400


def test_importing_it_loads_no_server_and_no_graphql() -> None:
    script = (
        "import sys, voyado_bis_cli.sandbox.environment\n"
        "heavy = {'starlette', 'uvicorn', 'graphql', 'pydantic', 'httpx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"
