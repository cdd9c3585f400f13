"""`bis` as a process: pipes, signals, terminals."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

ROOT = Path(__file__).parents[2]
BIS = [sys.executable, "-m", "voyado_bis_cli"]


@pytest.fixture
def surroundings(clean: Any, tmp_path: Any) -> Any:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COLUMNS"))}
    return {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}


@pytest.fixture
def shell(surroundings: Any, tmp_path: Any) -> Any:
    def call(line: Any) -> Any:
        bis = shlex.join(BIS)
        return subprocess.run(
            ["bash", "-c", line.replace("bis ", f"{bis} ")],
            env=surroundings,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.fixture
def terminal(surroundings: Any, tmp_path: Any) -> Any:
    def call(*argv: Any, **variables: Any) -> Any:
        return pexpect.spawn(
            BIS[0],
            [*BIS[1:], *argv],
            env={**surroundings, **variables},
            cwd=tmp_path,
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=60,
        )

    return call


def ended(child: Any) -> Any:
    child.expect(pexpect.EOF)
    child.close()
    return child.before.replace("\r\n", "\n")


@pytest.mark.parametrize("command", ["bis help exit-codes", "bis config show --json"])
def test_a_reader_that_leaves_early_changes_neither_exit_code_nor_peace(shell: Any, command: Any) -> None:
    done = shell(f"{command} | head -0; echo ${{PIPESTATUS[0]}}")

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_failure_keeps_its_code_when_nobody_reads_it(shell: Any) -> None:
    done = shell("bis markets --json | head -0; echo ${PIPESTATUS[0]}")

    assert (done.stdout, done.stderr) == ("3\n", "")


def test_a_full_disk_is_told(shell: Any) -> None:
    text, json = shell("bis help > /dev/full"), shell("bis help --json > /dev/full")

    for done in (text, json):
        assert done.returncode == 3
        assert done.stderr == (
            "error: The output could not be written: No space left on device.\n"
            "  -> Check the disk or the program that reads the output, and run the command again.\n"
            "  docs/error-codes.md#state_unwritable\n"
        )


def test_a_terminal_of_80_columns_gets_colours_and_no_longer_lines(terminal: Any) -> None:
    said = ended(terminal("config", "show"))

    assert "\x1b[" in said
    assert max(len(line) for line in ended(terminal("config", "show", "--no-color")).splitlines()) <= 80


@pytest.mark.parametrize("how", [{"NO_COLOR": "1"}, "--no-color"])
def test_colours_can_be_refused(terminal: Any, how: Any) -> None:
    child = terminal("config", "show", **how) if isinstance(how, dict) else terminal("config", "show", how)

    assert "\x1b[" not in ended(child)


def test_ctrl_c_ends_a_served_sandbox_cleanly(terminal: Any) -> None:
    child = terminal("sandbox", "serve", "--port", "0", NO_COLOR="1")
    child.expect("Ctrl-C ends it")
    child.sendintr()

    assert ended(child).endswith("has ended.\n")
    assert child.exitstatus == 0


def test_an_interrupted_wait_is_130_and_no_traceback(surroundings: Any, tmp_path: Any, sandbox: Any) -> None:
    script = (
        "import sys; from voyado_bis_cli.config import show; from voyado_bis_cli.cli.context import SystemClock\n"
        "def settings(_): print('waiting', flush=True); SystemClock().sleep(60)\n"
        "show.settings = settings\n"
        "from voyado_bis_cli.cli import run; sys.exit(run(['config', 'show']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=surroundings,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "waiting\n"
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=30)

    assert child.returncode == 130
    assert err.startswith("error: Interrupted.\n")
    assert "Traceback" not in err


def test_what_was_loaded_is_left_out_of_the_search_for_garbage_and_what_comes_later_is_not(
    surroundings: Any, tmp_path: Any
) -> None:
    script = (
        "import gc, sys; from voyado_bis_cli.config import show; from voyado_bis_cli import __main__\n"
        "settings = show.settings\n"
        "def seen(resolved):\n"
        "    print(gc.isenabled(), gc.get_freeze_count() > 10_000, len(gc.get_objects()) < 10_000, file=sys.stderr)\n"
        "    return settings(resolved)\n"
        "show.settings = seen\n"
        "sys.argv = ['bis', 'config', 'show']; __main__.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "True True True\n")


def test_a_question_is_asked_on_a_terminal_and_a_no_is_taken(surroundings: Any, tmp_path: Any, write_toml: Any) -> None:
    write_toml('[profiles.brand-x.centra]\nurl = "https://brandx.centraqa.com/graphql"\n')
    script = (
        "from voyado_bis_cli.cli.context import Context; from voyado_bis_cli.cli.options import RunOptions\n"
        "from voyado_bis_cli.errors import UsageError\n"
        "try: Context(RunOptions(profile='brand-x'), '').allow_change('sell out', [])\n"
        "except UsageError as refused: print(refused.message)"
    )
    child = pexpect.spawn(sys.executable, ["-c", script], env=surroundings, cwd=tmp_path, encoding="utf-8", timeout=60)
    child.expect_exact("bis is about to sell out on brand-x (test). Go on? [y/N]: ")
    child.sendline("n")

    assert ended(child).endswith("Not done: you said no.\n")


def test_shell_completion_knows_the_commands(surroundings: Any, tmp_path: Any) -> None:
    done = subprocess.run(
        BIS,
        env={**surroundings, "_BIS_COMPLETE": "complete_bash", "COMP_WORDS": "bis sand", "COMP_CWORD": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "sandbox")
