"""The curl lines of Centra's public documentation, word for word, with nothing set but their two variables."""

import json
import shutil
import subprocess
from typing import Any

import pytest

BEARER = r"""
curl "${BASE_URL}/graphql" \
    -X POST \
    -H "Authorization: Bearer ${ACCESS_TOKEN}" \
    -H "Content-Type: application/json" \
    -d '{"query":"{ __schema { types { name } } }"}'
"""
COOKIE = r"""
curl "${BASE_URL}/graphql" \
    -X POST \
    -H "Cookie: graphql-access=${ACCESS_TOKEN}" \
    -H "Content-Type: application/json" \
    -d '{"query":"{ __schema { types { name } } }"}'
"""
STORES = r"""
curl "${BASE_URL}/graphql" \
    -X POST \
    -H "Cookie: graphql-access=${ACCESS_TOKEN}" \
    -H "Content-Type: application/json" \
    -d '{"query": "{ stores{ id name } }"}'
"""

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl found: install curl")


def typed(line: str, sandbox: Any) -> Any:
    variables = {"BASE_URL": sandbox.url, "ACCESS_TOKEN": "sandbox-guide", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(["sh", "-c", line], env=variables, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("line", [BEARER, COOKIE], ids=["bearer", "cookie"])
def test_the_schema_is_told_by_header_and_by_cookie(sandbox: Any, line: str) -> None:
    types = typed(line, sandbox)["data"]["__schema"]["types"]

    assert {"name": "StockChange"} in types


def test_the_stores_come_with_what_the_query_cost_and_needed(sandbox: Any) -> None:
    answer = typed(STORES, sandbox)

    assert answer["data"] == {
        "stores": [{"id": 1, "name": "Sweden"}, {"id": 2, "name": "Europe"}, {"id": 3, "name": "Wholesale"}]
    }
    assert answer["extensions"]["permissionsUsed"] == ["Store:read"]
    assert answer["extensions"].keys() == {"complexity", "permissionsUsed", "appVersion"}
