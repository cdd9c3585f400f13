"""Starts `bis` in processes of its own, from a warmed one."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from tests.sync.support import Outcome

_PATIENCE = 20.0  # seconds


@dataclass(frozen=True)
class Process:
    """A run of `bis` that is under way."""

    zygote: "Zygote"
    pid: int
    folder: Path

    def wait(self) -> Outcome:
        """Return how it ended; the code is negative where a signal killed it."""
        code = self.zygote.ended(self.pid)
        out, err = ((self.folder / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        return Outcome(code, out, err)

    @property
    def boundaries(self) -> int:
        """How many boundaries it passed, once it has ended by itself."""
        return int((self.folder / "boundaries").read_text(encoding="ascii"))

    def until_paused(self) -> None:
        self._until((self.folder / "paused").exists)

    def until_told(self, text: str) -> None:
        """Wait until it has said `text` on stderr."""
        self._until(lambda: text in (self.folder / "stderr").read_text(encoding="utf-8"))

    def go_on(self) -> None:
        (self.folder / "go").touch()

    def _until(self, seen: Any) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not seen():
            assert time.monotonic() < deadline, (self.folder / "stderr").read_text(encoding="utf-8")
            time.sleep(0.005)


class Zygote:
    """Forks runs; one order at a time."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._orders: IO[str] = process.stdin  # type: ignore[assignment]  # a pipe
        self._answers: IO[str] = process.stdout  # type: ignore[assignment]  # a pipe
        self._folder = folder
        self._numbers = count(1)
        self._running: set[int] = set()

    def start(self, *argv: str, env: Mapping[str, str], **plan: int) -> Process:
        """Start `bis`; `plan` holds `kill_at`, `pause_at` and `page` as the zygote knows them."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        (folder / "stderr").touch()
        pid = self.ordered(do="fork", argv=argv, env={**env, "HOME": str(folder)}, folder=str(folder), **plan)
        self._running.add(pid)
        return Process(self, pid, folder)

    def ended(self, pid: int) -> int:
        """Wait for a run and return its code."""
        self._running.discard(pid)
        return self.ordered(do="wait", pid=pid)

    def end_all(self) -> None:
        """Kill what a failed test left behind: it would hold the queue against every later one."""
        for pid in tuple(self._running):
            os.kill(pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
            self.ended(pid)

    def ordered(self, **order: Any) -> int:
        self._orders.write(f"{json.dumps(order)}\n")
        self._orders.flush()
        answer: int = json.loads(self._answers.readline())
        return answer


@contextmanager
def warmed(folder: Path) -> Generator[Zygote]:
    """Start the process that has imported everything."""
    command = [sys.executable, "-m", "tests.sync.zygote"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Zygote(process, folder)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(_PATIENCE)
