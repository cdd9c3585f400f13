"""The HTTP client against a real socket: what goes out, what comes back, and every way to fail."""

import gzip
import json
from collections.abc import Iterator, Mapping

import pytest

from tests.transport.support import (
    FakeClock,
    Reaction,
    Recorder,
    ScriptedServer,
    cut_short,
    drip,
    hang_up,
    refused_port,
    reply,
    reset,
    say_nothing,
)
from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode, NetworkError, RateLimitedError
from voyado_bis_cli.transport.http import HttpTransport, Timeouts
from voyado_bis_cli.transport.model import Request, RetryPolicy

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def seen() -> Recorder:
    return Recorder()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def transport(clock: FakeClock, seen: Recorder) -> Iterator[HttpTransport]:
    with HttpTransport(clock, [seen], user_agent="voyado-bis-cli/0.1.0") as opened:
        yield opened


def query(url: str, policy: RetryPolicy = RetryPolicy.REPEAT) -> Request:
    return Request(
        "Centra", "Centra Markets", "POST", f"{url}/graphql", json={"query": "{ markets { id } }"}, policy=policy
    )


def sent_head(server: ScriptedServer, number: int = 0) -> tuple[str, dict[str, str]]:
    first, *lines = server.requests[number].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return first, {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


# ---------------------------------------------------------------- what goes out
def test_a_body_goes_out_as_json_with_our_user_agent(transport: HttpTransport) -> None:
    with ScriptedServer(reply()) as server:
        transport.send(query(server.url))

    first, headers = sent_head(server)
    assert first == "POST /graphql HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == "voyado-bis-cli/0.1.0"
    assert json.loads(server.requests[0].partition(b"\r\n\r\n")[2]) == {"query": "{ markets { id } }"}


def test_a_get_carries_the_content_type_too_because_engage_wants_it(transport: HttpTransport) -> None:
    with ScriptedServer(reply(200, "12")) as server:
        transport.send(Request("Engage", "Engage count", "GET", f"{server.url}/api/v3/contacts/count"))

    first, headers = sent_head(server)
    assert first == "GET /api/v3/contacts/count HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert "content-length" not in headers


def test_the_requests_own_headers_win(transport: HttpTransport) -> None:
    own = {"user-agent": "probe", "Content-Type": "text/plain", "apikey": "k"}
    with ScriptedServer(reply()) as server:
        transport.send(Request("Engage", "x", "GET", server.url, own))

    _, headers = sent_head(server)
    assert (headers["user-agent"], headers["content-type"], headers["apikey"]) == ("probe", "text/plain", "k")


def test_parameters_join_what_the_address_already_asks(transport: HttpTransport) -> None:
    with ScriptedServer(reply()) as server:
        transport.send(Request("log", "x", "GET", f"{server.url}/rows?key=1", params={"email": "a+b@example.com"}))

    assert sent_head(server)[0] == "GET /rows?key=1&email=a%2Bb%40example.com HTTP/1.1"


def test_text_that_is_no_valid_unicode_still_goes_out(transport: HttpTransport) -> None:
    with ScriptedServer(reply()) as server:
        transport.send(Request("Engage", "x", "PUT", server.url, json={"sku": "\udcff"}))

    assert server.requests[0].endswith(b'{"sku":"\\udcff"}')


def test_connections_are_used_again(transport: HttpTransport) -> None:
    with ScriptedServer(reply()) as server:
        for _ in range(3):
            transport.send(query(server.url))

    assert (len(server.requests), server.connections) == (3, 1)


def test_cookies_are_never_sent_back(transport: HttpTransport) -> None:
    with ScriptedServer(reply(set_cookie="graphql-access=token-of-another; Path=/")) as server:
        transport.send(query(server.url))
        transport.send(query(server.url))

    assert "cookie" not in sent_head(server, 1)[1]


# ---------------------------------------------------------------- what comes back
@pytest.mark.parametrize("status", [200, 204, 301, 302, 400, 401, 403, 404, 409])
def test_an_answer_comes_back_as_it_is(transport: HttpTransport, status: int) -> None:
    with ScriptedServer(reply(status, "" if status == 204 else "[]", location="/elsewhere")) as server:
        answer = transport.send(query(server.url))

    assert (answer.status, answer.headers["location"]) == (status, "/elsewhere")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "headers", "text"),
    [
        ("{}", {}, "{}"),
        ("Gör", {}, "Gör"),
        ("Gör".encode("latin-1"), {"content_type": "text/plain; charset=latin-1"}, "Gör"),
        (b"G\xf6r", {}, "G\ufffdr"),
        (b"[]", {"content_type": "text/plain; charset=klingon"}, "[]"),
        (b"\xef\xbb\xbf[]", {}, "[]"),
        (gzip.compress(b"[1]", mtime=0), {"content_encoding": "gzip"}, "[1]"),
    ],
)
def test_a_body_is_text_whatever_its_encoding(
    transport: HttpTransport, body: bytes | str, headers: Mapping[str, str], text: str
) -> None:
    with ScriptedServer(reply(200, body, **headers)) as server:
        assert transport.send(query(server.url)).text == text


def test_observers_see_each_attempt_and_each_wait(transport: HttpTransport, seen: Recorder) -> None:
    with ScriptedServer(reply(503, "down", x_request_id="r1"), reply(200, "[]")) as server:
        transport.send(query(server.url))

    assert [(each.attempt, each.status, each.failure, each.answer_text) for each in seen.exchanges] == [
        (1, 503, None, "down"),
        (2, 200, None, "[]"),
    ]
    assert seen.exchanges[0].answer_headers["x-request-id"] == "r1"
    assert seen.waits == [(0.5, "HTTP 503")]


# ---------------------------------------------------------------- repeating
def test_a_passing_failure_is_repeated_until_an_answer_comes(transport: HttpTransport, clock: FakeClock) -> None:
    with ScriptedServer(hang_up, reset, reply(500), reply(200, "[1]")) as server:
        assert transport.send(query(server.url)).json() == [1]

    assert clock.slept == [0.5, 1, 2]


def test_the_last_5xx_is_the_answer(transport: HttpTransport) -> None:
    with ScriptedServer(reply(502)) as server:
        assert transport.send(query(server.url)).status == 502

    assert len(server.requests) == 4


@pytest.mark.parametrize("policy", [RetryPolicy.REPEAT_IF_NOT_DONE, RetryPolicy.NEVER])
def test_what_may_have_been_done_is_not_repeated_unless_harmless(
    transport: HttpTransport, clock: FakeClock, policy: RetryPolicy
) -> None:
    with ScriptedServer(reply(503), hang_up) as server:
        assert transport.send(query(server.url, policy)).status == 503
        with pytest.raises(NetworkError) as caught:
            transport.send(query(server.url, policy))

    assert caught.value.may_have_arrived
    assert clock.slept == []


# ---------------------------------------------------------------- 429
@pytest.mark.parametrize(
    "value",
    ["7", "Mon, 23 Nov 2026 12:00:07 GMT", "1795435207", "1795435207000", "2026-11-23T12:00:07Z"],
)
@pytest.mark.parametrize("policy", [RetryPolicy.REPEAT, RetryPolicy.REPEAT_IF_NOT_DONE])
def test_a_rate_limit_is_waited_out(
    transport: HttpTransport, clock: FakeClock, seen: Recorder, value: str, policy: RetryPolicy
) -> None:
    with ScriptedServer(reply(429, retry_after=value), reply()) as server:
        assert transport.send(query(server.url, policy)).status == 200

    assert clock.slept == [7]
    assert seen.waits == [(7, "HTTP 429")]


def test_a_rate_limit_too_far_away_says_when_to_come_back(transport: HttpTransport, clock: FakeClock) -> None:
    with ScriptedServer(reply(429, retry_after="3600")) as server, pytest.raises(RateLimitedError) as caught:
        transport.send(query(server.url))

    assert caught.value.exit_code == 7
    assert caught.value.details == {"resume_at": "2026-11-23T13:00:00+00:00", "operation": "Centra Markets"}
    assert caught.value.message == (
        f"Nothing more from Centra at {server.url} before 2026-11-23 13:00:00 UTC: "
        "its rate limit is reached (HTTP 429, Centra Markets)."
    )
    assert clock.slept == []


def test_pauses_of_one_request_add_up_against_what_it_may_wait(transport: HttpTransport, clock: FakeClock) -> None:
    with ScriptedServer(reply(429, retry_after="20")) as server, pytest.raises(RateLimitedError):
        transport.send(query(server.url))

    assert clock.slept == [20]


def test_a_rate_limit_that_stays_without_a_moment_is_still_a_rate_limit(transport: HttpTransport) -> None:
    with ScriptedServer(reply(429)) as server, pytest.raises(RateLimitedError) as caught:
        transport.send(query(server.url))

    assert caught.value.details["resume_at"] is None
    assert len(server.requests) == 4


def test_a_rate_limit_beyond_the_deadline_is_not_waited_for(clock: FakeClock) -> None:
    deadline = clock.monotonic() + 5
    with (
        ScriptedServer(reply(429, retry_after="6")) as server,
        HttpTransport(clock, user_agent="x", deadline=deadline) as transport,
        pytest.raises(RateLimitedError),
    ):
        transport.send(query(server.url))

    assert clock.slept == []


# ---------------------------------------------------------------- failing
def test_nobody_listens(transport: HttpTransport, clock: FakeClock, seen: Recorder) -> None:
    url = f"http://127.0.0.1:{refused_port()}"

    with pytest.raises(NetworkError) as caught:
        transport.send(query(url))

    error = caught.value
    assert error.message == f"Nothing answers at {url}, where Centra should be. Tried 4 times."
    assert (error.code, error.exit_code, error.may_have_arrived) == (ErrorCode.NETWORK, 6, False)
    assert error.hint == "Start the server on this machine (bis sandbox serve), or correct the URL's port."
    assert clock.slept == [0.5, 1, 2]
    assert [each.status for each in seen.exchanges] == [None] * 4


def test_a_refused_connection_is_repeated_even_for_what_is_not_harmless(
    transport: HttpTransport, clock: FakeClock
) -> None:
    with pytest.raises(NetworkError):
        transport.send(query(f"http://127.0.0.1:{refused_port()}", RetryPolicy.REPEAT_IF_NOT_DONE))

    assert clock.slept == [0.5, 1, 2]


@pytest.mark.parametrize("reaction", [hang_up, reset, cut_short, reply(200, b"no gzip", content_encoding="gzip")])
def test_a_lost_answer_may_have_arrived(transport: HttpTransport, reaction: Reaction) -> None:
    with ScriptedServer(reaction) as server, pytest.raises(NetworkError) as caught:
        transport.send(query(server.url, RetryPolicy.NEVER))

    assert caught.value.may_have_arrived
    assert caught.value.code == ErrorCode.NETWORK
    assert server.url in caught.value.message


def test_an_earlier_attempt_may_have_arrived_although_the_last_one_did_not(clock: FakeClock) -> None:
    class StopsAfterTheFirstAttempt(Recorder):
        def waiting(self, seconds: float, reason: str) -> None:
            if not self.waits:
                server.__exit__(None)
            super().waiting(seconds, reason)

    server = ScriptedServer(reply(503)).__enter__()
    with (
        HttpTransport(clock, [StopsAfterTheFirstAttempt()], user_agent="x") as transport,
        pytest.raises(NetworkError, match="Nothing answers") as caught,
    ):
        transport.send(query(server.url))

    assert caught.value.may_have_arrived


def test_a_slow_answer_is_a_timeout_that_may_have_arrived(clock: FakeClock) -> None:
    with (
        ScriptedServer(say_nothing) as server,
        HttpTransport(clock, user_agent="x", timeouts=Timeouts(read=0.1)) as transport,
        pytest.raises(NetworkError) as caught,
    ):
        transport.send(query(server.url, RetryPolicy.NEVER))

    assert (caught.value.code, caught.value.may_have_arrived) == (ErrorCode.TIMEOUT, True)
    assert caught.value.message == f"No answer in time from Centra at {server.url}."


def test_the_runs_deadline_cuts_a_read_short_and_says_so(clock: FakeClock) -> None:
    with (
        ScriptedServer(say_nothing) as server,
        HttpTransport(clock, user_agent="x", deadline=clock.monotonic() + 0.1) as transport,
        pytest.raises(NetworkError) as caught,
    ):
        transport.send(query(server.url))

    assert (caught.value.code, caught.value.may_have_arrived) == (ErrorCode.TIMEOUT, True)
    assert caught.value.message == (
        f"The run's --timeout of 0.1 s passed before Centra at {server.url} had answered (Centra Markets)."
    )


def test_after_the_deadline_nothing_is_sent(clock: FakeClock) -> None:
    with (
        ScriptedServer(reply()) as server,
        HttpTransport(clock, user_agent="x", deadline=clock.monotonic() + 60) as transport,
    ):
        clock.sleep(60)
        with pytest.raises(NetworkError, match="timeout of 60 s passed") as caught:
            transport.send(query(server.url))

    assert (server.requests, caught.value.may_have_arrived) == ([], False)


def test_a_body_without_end_ends_at_the_deadline() -> None:
    ticking = FakeClock(tick=1)
    with (
        ScriptedServer(drip) as server,
        HttpTransport(ticking, user_agent="x", deadline=ticking.monotonic() + 20) as transport,
        pytest.raises(NetworkError, match="The run's --timeout") as caught,
    ):
        transport.send(query(server.url))

    assert (caught.value.code, caught.value.may_have_arrived) == (ErrorCode.TIMEOUT, True)


# ---------------------------------------------------------------- what cannot be sent
@pytest.mark.parametrize("value", ["line\nbreak", "carriage\r", "trailing ", " leading", "tokén", "\udcff", "nul\0"])
def test_a_token_that_cannot_be_sent_is_a_sentence_without_the_token(transport: HttpTransport, value: str) -> None:
    request = Request("Centra", "x", "GET", "http://127.0.0.1:9", {"Authorization": value})

    with pytest.raises(ConfigError, match="The header 'Authorization' for Centra cannot be sent") as caught:
        transport.send(request)

    assert value not in caught.value.message


@pytest.mark.parametrize("name", ["", "Two Words", "colon:", "ångström"])
def test_a_header_name_that_cannot_be_sent_is_a_sentence(transport: HttpTransport, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be sent"):
        transport.send(Request("Centra", "x", "GET", "http://127.0.0.1:9", {name: "x"}))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("brandx.centraqa.com/graphql", "does not begin with https://"),
        ("", "does not begin with https://"),
        ("ftp://brandx.centraqa.com", "does not begin with https://"),
        ("https://", "names no server"),
        ("https:///graphql", "names no server"),
        ("https://brandx.centraqa.com:99999/", "names no server"),
        ("https://brandx.centraqa.com:port/", "is not a URL"),
        ("https://brandx..centraqa.com/", "is not a URL"),
        (f"https://{'x' * 64}.com/", "is not a URL"),
        ("https://[zz]/", "is not a URL"),
        ("https://brandx.centraqa.com/\n", "is not a URL"),
        ("https://brandx.centraqa.com/\udcff", "is not a URL"),
    ],
)
def test_an_address_that_cannot_be_asked_is_a_sentence(transport: HttpTransport, url: str, why: str) -> None:
    with pytest.raises(ConfigError) as caught:
        transport.send(Request("Centra", "x", "GET", url, params={"a": "b"}))

    assert why in caught.value.message
    assert "brandx" not in caught.value.message


# ---------------------------------------------------------------- proxies
def test_a_proxy_of_the_environment_is_used(transport: HttpTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(200, "[]")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        transport.send(query("http://shop.example.com"))

    assert sent_head(proxy)[0] == "POST http://shop.example.com/graphql HTTP/1.1"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_asked_without_the_proxy(
    transport: HttpTransport, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "no such scheme://")
    with ScriptedServer(reply()) as server:
        assert transport.send(query(server.url.replace("127.0.0.1", host))).status == 200


def test_a_proxy_that_refuses_is_named(transport: HttpTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(407)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(NetworkError, match="proxy of this machine does not connect to Centra") as caught:
            transport.send(query("https://shop.example.com"))

    assert not caught.value.may_have_arrived


@pytest.mark.parametrize(("name", "value"), [("HTTPS_PROXY", "gopher://proxy"), ("SSL_CERT_FILE", "/no/such/file")])
def test_network_settings_that_cannot_be_used_are_a_sentence(
    transport: HttpTransport, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError, match="The network settings of this machine cannot be used") as caught:
        transport.send(query("https://shop.example.com"))

    assert name in caught.value.hint


# ---------------------------------------------------------------- streaming
def feed(url: str, policy: RetryPolicy = RetryPolicy.REPEAT) -> Request:
    return Request("feed", "feed sv-SE", "GET", f"{url}/feed.xml?key=k", policy=policy)


def test_a_feed_is_read_in_pieces_and_decompressed(transport: HttpTransport, seen: Recorder) -> None:
    body = "".join(f"<item>{number * 7919 % 100_003}</item>" for number in range(100_000)).encode()
    with ScriptedServer(reply(200, gzip.compress(body), content_encoding="gzip", etag="e")) as server:
        with transport.stream(feed(server.url)) as answer:
            pieces = list(answer.chunks)
        assert (answer.status, answer.headers["etag"]) == (200, "e")

    assert b"".join(pieces) == body
    assert len(pieces) > 1
    assert seen.exchanges[0].answer_text == ""
    assert "content-type" not in sent_head(server)[1]


def test_opening_a_feed_is_repeated_and_ends_with_the_last_answer(transport: HttpTransport, clock: FakeClock) -> None:
    with (
        ScriptedServer(reply(503, "down"), hang_up, reply(404, "gone")) as server,
        transport.stream(feed(server.url)) as answer,
    ):
        assert (answer.status, b"".join(answer.chunks)) == (404, b"gone")

    assert clock.slept == [0.5, 1]


def test_a_feed_that_breaks_off_is_an_error_where_it_breaks(transport: HttpTransport) -> None:
    with (
        ScriptedServer(cut_short) as server,
        transport.stream(feed(server.url)) as answer,
        pytest.raises(NetworkError) as caught,
    ):
        list(answer.chunks)

    assert caught.value.message == f"The connection to the feed at {server.url} broke before its answer was complete."


def test_a_feed_need_not_be_read_to_its_end(transport: HttpTransport) -> None:
    with ScriptedServer(reply(200, b"<item/>" * 100_000)) as server:
        with transport.stream(feed(server.url)) as answer:
            next(answer.chunks)
        with transport.stream(feed(server.url)) as again:
            assert again.status == 200

    assert len(server.requests) == 2


def test_a_rate_limited_feed_is_a_rate_limit(transport: HttpTransport) -> None:
    with (
        ScriptedServer(reply(429, retry_after="999")) as server,
        pytest.raises(RateLimitedError),
        transport.stream(feed(server.url)),
    ):
        raise AssertionError


def test_every_failure_is_one_of_ours(transport: HttpTransport) -> None:
    with pytest.raises(BisError):
        transport.send(query("http://no-such-host.invalid", RetryPolicy.NEVER))
