"""When what happened, drawn: one bar per stretch of the run, in SVG that needs nothing from outside."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from voyado_bis_cli.output.files.account import Account, Span, Verdict
from voyado_bis_cli.output.files.text import Say
from voyado_bis_cli.output.words import duration

WIDTH = 960  # units of the drawing; the page scales it
_LABELS = 400  # units to the left of the axis
_TIMES = 80  # units to the right of it, where the last duration stands
_ROW = 26
_BAR = 14
_HEAD = 24
_LONGEST = 58  # characters of a label that fit
_TICKS = 5  # at most, besides zero
_STEPS = (0.001, 0.002, 0.005)


def timeline(account: Account, say: Say) -> str:
    """Return the drawing as an `<svg>`; empty where nothing was noted."""
    spans = account.spans
    if not spans:
        return ""
    verdicts = {case.name: case.verdict for case in account.cases}
    start = min(span.began for span in spans)
    whole = max(span.ended for span in spans) - start or 0.001
    height = _HEAD + _ROW * len(spans) + 8
    drawn = "".join((*_axis(whole, height), *_bars([span.since(start) for span in spans], verdicts, whole, say)))
    title = f"Timeline: {len(spans)} stretches in {duration(int(whole * 1000))}"
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )


def ticks(whole: float) -> Sequence[float]:
    """Return round moments of a run of `whole` seconds, zero first and at most six."""
    steps = (step * 10**power for power in range(12) for step in _STEPS)
    step = next(step for step in steps if whole / step <= _TICKS)
    return [round(place * step, 6) for place in range(int(whole / step) + 1)]


def _axis(whole: float, height: int) -> Iterable[str]:
    for moment in ticks(whole):
        x = _place(moment, whole)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{_HEAD - 4}" y2="{height}"/>'
        yield f'<text class="scale" x="{x}" y="{_HEAD - 10}">{_scale(moment)}</text>'


def _bars(spans: Sequence[Span], verdicts: Mapping[str, Verdict], whole: float, say: Say) -> Iterable[str]:
    for row, span in enumerate(spans):
        y = _HEAD + row * _ROW
        x, end = _place(span.began, whole), _place(span.ended, whole)
        verdict = verdicts.get(span.name)
        kind = verdict.name.lower().replace("_", "-") if verdict else "noted"
        took = duration(int((span.ended - span.began) * 1000))
        label = say(span.title)
        shown = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
        yield f"<g><title>{escape(label)}: {took}</title>"
        yield f'<text class="label" x="0" y="{y + 15}">{escape(shown)}</text>'
        yield f'<rect class="{kind}" x="{x}" y="{y + 4}" width="{max(end - x, 3):.1f}" height="{_BAR}" rx="3"/>'
        yield f'<text class="took" x="{max(end, x + 3) + 6:.1f}" y="{y + 15}">{took}</text></g>'


def _place(moment: float, whole: float) -> float:
    return round(_LABELS + (WIDTH - _LABELS - _TIMES) * moment / whole, 1)


def _scale(moment: float) -> str:
    return "0" if not moment else duration(round(moment * 1000)).removesuffix(" 0 s")
