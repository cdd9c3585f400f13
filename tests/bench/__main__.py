"""`make bench`: what draining a queue costs, beside a floor and a literal reading of Centra's guide.

Everything is measured in one run, one after the other, against one sandbox in a process of its own. The result is
printed and written into `docs/performance.md`, between the two marks there.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx

from voyado_bis_cli.sandbox.environment import environment

ROOT = Path(__file__).parents[2]
PAGE_OF_RESULTS = ROOT / "docs" / "performance.md"
MARKS = ("<!-- make bench -->", "<!-- end of make bench -->")
SKUS, MARKETS = 500, 4
SIZES = (1_000, 10_000, 100_000)
LITERAL_UP_TO = 10_000
"""The literal script would take an hour for more; beyond it is computed: it costs the same for every event."""
REQUESTS_PER_EVENT = 4
ROUNDS = {0: 9, 1_000: 9, 10_000: 5, 100_000: 3}
"""How often each is run, by the number of events: the shorter a run, the more the machine's own moods show."""

Command: TypeAlias = tuple[str, ...]

BIS = (sys.executable, "-m", "voyado_bis_cli", "sync-stock", "--once", "--quiet", "--json")
FLOOR = (sys.executable, "-m", "tests.bench.floor")
LITERAL = (sys.executable, "-m", "tests.bench.one_at_a_time")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost: HTTP requests, seconds from start to end of its process, its peak memory in MB."""

    requests: int
    seconds: float
    megabytes: float


class Bench:
    """A sandbox, and the cost of emptying its queue."""

    def __init__(self, url: str, folder: Path) -> None:
        self._http = httpx.Client(base_url=f"{url}/_sandbox", trust_env=False, timeout=60)
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._env = {
            **kept,
            **environment(url),
            "BIS_STATE_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder),  # modules are compiled once, as when pip installs them
        }

    def costs(self, commands: Sequence[Command], events: int) -> list[Cost]:
        """Return what each command costs: the quickest of some rounds in turns, each with a queue of its own."""
        rounds = [[self.once(command, events) for command in commands] for _ in range(ROUNDS[events])]
        return [min(costs, key=lambda cost: cost.seconds) for costs in zip(*rounds, strict=True)]

    def once(self, command: Command, events: int) -> Cost:
        """Return the cost of one round."""
        self._http.post("/reset").raise_for_status()
        seed = {"events": events, "skus": SKUS, "markets": MARKETS, "integration": "bis toolkit"}
        self._http.post("/seed", json=seed).raise_for_status()
        measuring = (sys.executable, "-c", _MEASURE, *command)
        seconds, kilobytes, code = json.loads(subprocess.check_output(measuring, env=self._env, cwd=ROOT))
        requests = self._requests()
        if code or self._events_left():
            raise SystemExit(f"{' '.join(command)}: exit code {code}, events left: {self._events_left()}")
        return Cost(requests, seconds, kilobytes / 1024)

    def _requests(self) -> int:
        """Return how many requests there were since the reset: entries are numbered from 1."""
        (last,) = self._http.get("/journal", params={"limit": 1}).json()["entries"]
        return int(last["id"])

    def _events_left(self) -> bool:
        answer = httpx.post(
            self._env["BIS_CENTRA_URL"],
            json={"query": "{ events(limit: 1) { id } }"},
            headers={"Authorization": f"Bearer {self._env['BIS_CENTRA_TOKEN']}"},
        )
        return bool(answer.json()["data"]["events"])


@contextmanager
def sandbox() -> Generator[str]:
    """Serve one in a process of its own, and return its URL."""
    command = (sys.executable, "-c", _SERVE)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


_SERVE = """
from voyado_bis_cli.sandbox.server import serve
from voyado_bis_cli.sandbox.settings import Settings
serve(Settings(), port=0, on_ready=lambda url: print(url, flush=True))
"""


_MEASURE = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([time.perf_counter() - began, usage.ru_maxrss, process.returncode]))
"""
"""A small process starts what is measured: on Linux a child's peak is never told as less than its parent's size."""


def table(bench: Bench) -> Iterator[str]:
    """Yield the lines of the result."""
    python = f"Python {sys.version.split()[0]} on {os.cpu_count()} cores"
    yield f"{SKUS} SKUs, {MARKETS} markets, one size per event; {python}."
    yield ""
    yield "| events | | requests | wall time | peak memory |"
    yield "|---|---|---|---|---|"
    start, start_of_floor = bench.costs((BIS, FLOOR), 0)
    yield _row("0", "`bis sync-stock --once`", start)
    yield _row("", "floor", start_of_floor)
    least, requests = 0.0, 0
    for n, events in enumerate(SIZES):
        ours, floor = bench.costs((BIS, FLOOR), events)
        yield _row(f"{events:,}".replace(",", " "), "`bis sync-stock --once`", ours)
        yield _row("", "floor", floor)
        if events <= LITERAL_UP_TO:
            literal = bench.once(LITERAL, events)
            requests = literal.requests
            yield _row("", "one at a time", literal)
        else:
            requests += REQUESTS_PER_EVENT * (events - SIZES[n - 1])
            yield f"| | one at a time, computed | {requests} | | |"
        least = least or ours.megabytes
        started = (ours.seconds - start.seconds) / (floor.seconds - start_of_floor.seconds)
        yield (
            f"| | **ratio** | **{requests / ours.requests:.0f} times fewer** than one at a time | "
            f"**{ours.seconds / floor.seconds:.2f}** of the floor; {started:.2f} once both have started | "
            f"**{ours.megabytes / least:.2f}** of that at 1 000 |"
        )


def _row(events: str, what: str, cost: Cost) -> str:
    return f"| {events} | {what} | {cost.requests} | {cost.seconds:.1f} s | {cost.megabytes:.0f} MB |"


def main() -> None:
    """Measure, print and write."""
    with sandbox() as url, tempfile.TemporaryDirectory() as folder:
        lines = []
        for line in table(Bench(url, Path(folder))):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            lines.append(line)
    begin, end = MARKS
    page = PAGE_OF_RESULTS.read_text(encoding="utf-8")
    result = "\n".join([begin, *lines, end])
    PAGE_OF_RESULTS.write_text(re.sub(f"{begin}.*{end}", lambda _: result, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
