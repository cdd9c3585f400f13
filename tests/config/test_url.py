import pytest

from voyado_bis_cli.config.url import address_of, base_of, checked_feed_url, checked_url, is_loopback
from voyado_bis_cli.domain.address import host_of


@pytest.mark.parametrize(
    "url",
    [
        "https://brandx.centraqa.com/graphql",
        "HTTPS://brandx.centraqa.com/graphql",
        "https://host:8443/a?code=x%20y",
        "http://127.0.0.1:8787/graphql",
        "http://localhost:8787",
        "http://[::1]:8787/",
        "https://192.0.2.1/",
    ],
)
def test_https_anywhere_and_http_on_this_machine_are_taken_unchanged(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://brandx.centra.com/graphql",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_http_to_another_machine_would_show_the_token_to_everyone(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must start with https://: over http:// tokens and addresses would travel"):
        checked_url(url)


@pytest.mark.parametrize(
    "url", ["brandx.centraqa.com", "//host/", "ftp://host/", "file:///etc/passwd", "https:/host", ""]
)
def test_an_address_without_scheme_says_how_it_starts(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must start with https://"):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///path",
        "https://ho st/",
        "https://host/…",
        "https://host\n.evil.example/",
        "https://host:99999/",
        "https://host:x/",
        "https://host:0/",
        "https://[::1/",
        "https://[zz]/",
        "https://safe.example\\@evil.example/",
        "https://smörgås.example/",
        "https://ho_st/",
    ],
)
def test_an_address_on_which_parsers_could_disagree_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a URL such as https://host/path") as refused:
        checked_url(url)
    assert "evil" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://user:hunter2@host/", "https://user@host/", "http://127.0.0.1:1@evil.example/"]
)
def test_a_password_in_an_address_is_a_secret_in_a_file(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must not contain a user name or password$"):
        checked_url(url)


def test_a_product_feed_is_public_and_may_be_http() -> None:
    assert checked_feed_url("http://shop.example/feed.xml") == "http://shop.example/feed.xml"


def test_a_feed_needs_a_scheme_too() -> None:
    with pytest.raises(ValueError, match="must start with https://"):
        checked_feed_url("feed.xml")


@pytest.mark.parametrize(
    ("url", "host", "address", "base"),
    [
        (
            "https://BrandX.CentraQA.com./graphql",
            "brandx.centraqa.com",
            "brandx.centraqa.com",
            "https://BrandX.CentraQA.com.",
        ),
        ("http://127.0.0.1:8787/graphql", "127.0.0.1", "127.0.0.1:8787", "http://127.0.0.1:8787"),
    ],
)
def test_host_address_and_base_of_a_url(url: str, host: str, address: str, base: str) -> None:
    assert (host_of(url), address_of(url), base_of(url)) == (host, address, base)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9", True),
        ("http://LOCALHOST", True),
        ("http://[::1]", True),
        ("http://0.0.0.0", False),
        ("https://localhost.example", False),
    ],
)
def test_loopback_is_this_machine_and_nothing_that_looks_like_it(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected
