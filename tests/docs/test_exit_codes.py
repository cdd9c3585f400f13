import re
from pathlib import Path

from voyado_bis_cli.errors import ExitCode


def test_the_page_lists_exactly_the_exit_codes_there_are(docs: Path) -> None:
    told = re.findall(r"^\| (\d+) \|", (docs / "exit-codes.md").read_text("utf-8"), re.MULTILINE)

    assert [int(code) for code in told] == [code.value for code in ExitCode]
