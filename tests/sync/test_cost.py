"""The fewest requests that do the job."""

from math import ceil

import pytest

from tests.sync.support import Shop

GRID = [
    (1, 1, 1),
    (199, 199, 2),
    (200, 50, 4),
    (201, 201, 1),
    (400, 399, 3),
    (1_000, 3, 4),
    (2_000, 777, 2),
    (10_000, 2_000, 4),
]


@pytest.mark.parametrize(("n", "s", "m"), GRID)
def test_requests_stay_below_the_bound(shop: Shop, n: int, s: int, m: int) -> None:
    shop.seed(n, skus=s, markets=m, warehouses=(1, 2), seed=n)
    stores = {"BIS_CENTRA_STORES": "1"} if m == 1 else {}

    outcome = shop.sync("--once", env=stores)

    asked = shop.asked()
    assert outcome.code == 0
    assert outcome.data["events"] == {"fetched": n, "confirmed": n, "left": 0}
    assert len(outcome.data["markets"]) == m
    assert len(outcome.data["skus"]) == s
    assert len(asked) == outcome.document["usage"]["requests"]
    assert len(asked) <= 4 * ceil(n / 200) + ceil(s * m / 100) + 6
    latest = shop.latest
    assert latest == {key: fta for key, fta in shop.fta().items() if key in latest}
    assert len(latest) == s * m
