"""A process that has imported everything once and forks for each run of `bis`: a real process in milliseconds.

Reads one JSON order per line and answers each with one line. `warm` runs `bis` in the process itself, which imports all
that a run needs. `fork` starts `bis` with `argv` in the environment `env`,
its output in `folder`, and answers with its pid; `wait` answers with the exit status of a pid. Before and after each
request of a child lies a boundary: it kills itself with SIGKILL at the one numbered `kill_at`, and at `pause_at` it
waits until the file `go` is there. `page` is how many events it asks for at once.
"""

import gc
import io
import json
import os
import signal
import ssl
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.sync.support import environment_of
from voyado_bis_cli.cli import run, sync_modes
from voyado_bis_cli.transport.http import HttpTransport


def main() -> None:
    # loading certificate authorities takes most of a short run, and nothing here speaks TLS
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]  # called the same
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "fork":
            pid = os.fork()
            if pid == 0:
                _child(order)
            _answer(pid)
        elif order["do"] == "warm":
            with environment_of(order["env"]), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                code = run(order["argv"])
            gc.freeze()  # a child shares what is not touched
            _answer(code)
        else:
            _answer(os.waitstatus_to_exitcode(os.waitpid(order["pid"], 0)[1]))


def _child(order: dict[str, Any]) -> None:
    folder = Path(order["folder"])
    for name in [name for name in os.environ if name.startswith("BIS_")]:
        del os.environ[name]
    os.environ.update(order["env"])
    os.chdir(folder)
    for number, name in ((0, os.devnull), (1, "stdout"), (2, "stderr")):
        mode = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, mode, 0o600), number)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    boundaries = _with_boundaries(folder, order.get("kill_at"), order.get("pause_at"))
    if page := order.get("page"):
        _ask_for(page)
    code = 99
    try:
        code = run(order["argv"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        (folder / "boundaries").write_text(str(boundaries()), encoding="ascii")
        os._exit(code)


def _with_boundaries(folder: Path, kill_at: int | None, pause_at: int | None) -> Callable[[], int]:
    send, passed = HttpTransport.send, 0

    def boundary() -> None:
        nonlocal passed
        passed += 1
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if passed == pause_at:
            (folder / "paused").touch()
            while not (folder / "go").exists():
                time.sleep(0.005)

    def between_boundaries(self: HttpTransport, request: Any) -> Any:
        boundary()
        answer = send(self, request)
        boundary()
        return answer

    HttpTransport.send = between_boundaries  # type: ignore[method-assign]  # in this child alone
    return lambda: passed


def _ask_for(page: int) -> None:
    settings_of = sync_modes._settings
    sync_modes._settings = lambda context, choice: replace(settings_of(context, choice), page=page)


def _answer(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
