import io
import os
from pathlib import Path
from typing import Any

import pytest

from voyado_bis_cli.errors import ConfigError, ErrorCode
from voyado_bis_cli.output.sink import Sink


def test_what_is_said_arrives_at_once(told: Any) -> None:
    told.screen.sink.write("one\n")

    assert told.stream.buffer.getvalue() == b"one\n"


def test_characters_that_the_encoding_lacks_are_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    sink = Sink(stream)

    sink.write("Malmö ✓\n")

    assert stream.buffer.getvalue() == b"Malm? ?\n"
    assert (sink.can_say("Malmo"), sink.can_say("Malmö")) == (True, False)


def test_a_lone_surrogate_of_a_command_line_is_no_error(told: Any) -> None:
    told.screen.sink.write("\udce9\n")

    assert told.text == "?\n"


def test_a_pipe_has_no_width_and_a_terminal_has(told: Any, terminal: Any) -> None:
    assert told.screen.sink.width is None
    assert terminal().screen.sink.width == 80


def test_a_reader_that_left_silences_the_sink_and_nothing_else() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        sink = Sink(stream)

        sink.write("nobody reads this\n")
        sink.write("nor this\n")

        assert sink.broken


def test_a_full_disk_is_told_and_leaves_nothing_behind_that_could_fail_at_exit() -> None:
    with Path("/dev/full").open("w") as stream:
        sink = Sink(stream)

        with pytest.raises(ConfigError, match="The output could not be written: No space left on device") as caught:
            sink.write("result\n")
        sink.write("more\n")

        assert caught.value.code is ErrorCode.STATE_UNWRITABLE
        assert sink.broken
