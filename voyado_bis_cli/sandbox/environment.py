"""What a profile needs to use a sandbox, as environment variables."""

import shlex
from collections.abc import Mapping

from voyado_bis_cli.sandbox.guide import API_KEY, LOCALES, TENANT


def environment(url: str) -> dict[str, str]:
    """Return every `BIS_…` variable of a profile for the sandbox at `url`, in the order of a profile's sections."""
    return {
        "BIS_CENTRA_URL": f"{url}/graphql",
        "BIS_CENTRA_TOKEN": "sandbox-toolkit",
        "BIS_CENTRA_INTEGRATION_NAME": "bis toolkit",
        "BIS_CENTRA_VOYADO_TOKEN": "sandbox-guide",
        "BIS_CENTRA_VOYADO_INTEGRATION_NAME": "Engage integration",
        "BIS_ENGAGE_URL": url,
        "BIS_ENGAGE_API_KEY": API_KEY,
        "BIS_TENANT": TENANT,
        "BIS_STORE_IDS": "single",
        "BIS_SUBSCRIPTION_API_URL": f"{url}/subscription-api",
        "BIS_SUBSCRIPTION_API_STORE": TENANT,
        "BIS_FEEDS": " ".join(f"{locale}={url}/feeds/{locale}.xml" for locale in LOCALES),
        "BIS_LOG_URL": f"{url}/integration-log",
        "BIS_TEST_EMAIL": "john-doe@voyado.com",
        "BIS_TEST_SKUS": "1234SIZEM",
        "BIS_TEST_MARKET": "4",
        "BIS_TEST_LOCALE": "sv-SE",
        "BIS_TEST_WAREHOUSE": "1",
        "BIS_TEST_EXPECT_EMAIL": "Back in stock*",
    }


def export_lines(variables: Mapping[str, str]) -> str:
    """Return the variables as `export NAME=VALUE` lines, quoted for a POSIX shell, with a final newline."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
