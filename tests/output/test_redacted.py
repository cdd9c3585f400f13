from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.output.redacted import redacted

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="xyS"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="xyS"), inner),
)


def test_every_string_is_redacted_and_everything_else_stays() -> None:
    value = {"S": ["aSb", 1, None, True, {"k": ("S",)}], "token": "voyado"}

    assert redacted(value, lambda text: text.replace("S", "*")) == {
        "*": ["a*b", 1, None, True, {"k": ["*"]}],
        "token": "voyado",
    }


@given(json_values)
def test_no_secret_survives_wherever_it_stands(value: Any) -> None:
    assert "S" not in repr(redacted(value, lambda text: text.replace("S", "*")))
