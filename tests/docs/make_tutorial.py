"""Plays `docs/tutorial.md` on a sandbox and writes below each command what it printed (`make docs`)."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
SERVE = "bis sandbox serve"
ENV = "bis sandbox env"
BLOCK = re.compile(r"^```sh\n(?P<typed>.*?)^```\n(?:\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
A_MOMENT = "2026-03-01 12:00:00"
SEPARATOR = "\036"


def main() -> None:
    """Write the page."""
    page = ROOT / "docs" / "tutorial.md"
    page.write_text(played(page.read_text("utf-8")), "utf-8")


def played(page: str) -> str:
    """Return the page with what its commands print today, all of it typed in one shell; moments are made the same."""
    blocks = [block["typed"] for block in BLOCK.finditer(page) if is_played(block["typed"])]
    outputs = iter(_printed(blocks))

    def with_output(block: re.Match[str]) -> str:
        shown = next(outputs) if is_played(block["typed"]) else ""
        return f"```sh\n{block['typed']}```\n" + (f"\n```text\n{shown}\n```\n" if shown else "")

    return BLOCK.sub(with_output, page)


def is_played(typed: str) -> bool:
    """Tell whether a block is typed in the second terminal: all with `bis` but the server's."""
    return "bis " in typed and SERVE not in typed


def _printed(blocks: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as home, _sandbox(Path(home)) as port:
        script = "".join(f"printf '{SEPARATOR}'\n{_typed(block, port)}" for block in blocks)
        done = _start(["bash", "-euo", "pipefail", "-c", script], Path(home), stdout=subprocess.PIPE)
        output, complaint = done.communicate()
    if done.returncode:
        raise RuntimeError(f"the tutorial ended with exit code {done.returncode}:\n{output}{complaint}")
    return [MOMENT.sub(A_MOMENT, shown).strip("\n") for shown in output.split(SEPARATOR)[1:]]


def _typed(block: str, port: str) -> str:
    lines = [line for line in block.splitlines(keepends=True) if not line.startswith(". ")]
    return "".join(lines).replace(ENV, f"{ENV} --port {port}")


@contextmanager
def _sandbox(home: Path) -> Iterator[str]:
    """Serve a sandbox as in the first terminal; yield the port it found free."""
    log = home / "serve.log"
    with log.open("w") as said:
        server = _start([*shlex.split(SERVE), "--port", "0"], home, stderr=said)
    try:
        yield _port(server, log)
    finally:
        server.terminate()
        server.communicate()


def _port(server: subprocess.Popen[str], log: Path) -> str:
    for _ in range(400):
        if found := re.search(r"at http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return found[1]
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the sandbox did not start:\n{log.read_text('utf-8')}")


def _start(
    command: list[str], home: Path, *, stdout: int = subprocess.DEVNULL, stderr: int | IO[str] = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Start a command with an empty home, `bis` on the path, no setting of `bis` and nobody to answer."""
    launcher = home / "bin" / "bis"
    launcher.parent.mkdir(exist_ok=True)
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m voyado_bis_cli "$@"\n', "utf-8")
    launcher.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
        "PATH": f"{launcher.parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    return subprocess.Popen(
        command,
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
