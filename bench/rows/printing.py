"""The printable record against bare WeasyPrint on the same HTML."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from typing import Any

import pikepdf

from bench import items
from bench.report import Line, Outcome
from tests.archive.printing.samples import record

ROUNDS, BAR = 9, 1.15
EACH, TWICE = 8, 1.8  # printables a process, and what two of them must reach


def run() -> Outcome:
    """Print a short text, one with a table, and a long one, turn by turn with the library alone."""
    kinds = {
        "short": items.body(4),
        "with a table": items.body(4, rows=40),
        "long": items.body(120),
    }
    lines: list[Line] = []
    for kind, body in kinds.items():
        ratio, own, pages = _compare(record(body))
        lines.append(Line(f"{kind} ({pages} pages), against the library", ratio, "x", at_most=BAR))
        lines.append(Line(f"  {kind}: our time", own, "ms"))
    lines.append(Line("two processes against one", _two_against_one(), "x", at_least=TWICE))
    return Outcome("printing", "Printable PDF/A-3a + PDF/UA-1 against bare WeasyPrint", (*lines,))


def _two_against_one() -> float:
    """Print as many a process, alone and side by side, in processes that are warm."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_warm) as pool:
        list(pool.map(_print, [1, 1]))
        rates = []
        for together in (1, 2, 1, 2):
            start = time.perf_counter()
            list(pool.map(_print, [EACH] * together))
            rates.append(together * EACH / (time.perf_counter() - start))
    return round(max(rates[1::2]) / max(rates[::2]), 2)


def _warm() -> None:
    import django

    django.setup()


def _print(count: int) -> None:
    from archive.printing import render_record

    for _ in range(count):
        render_record(record(items.body(12)))


def _compare(of: Any) -> tuple[float, float, int]:
    from archive.printing import render_record
    from archive.printing.layout import lay_out

    page = lay_out(of)
    bare = _bare(page)
    own_times, bare_times = [], []
    for _ in range(ROUNDS):
        bare_times.append(_timed(bare))
        own_times.append(_timed(lambda: render_record(of)))
    ratio = statistics.median(a / b for a, b in zip(own_times, bare_times, strict=True))
    with pikepdf.open(BytesIO(render_record(of))) as printed:
        pages = len(printed.pages)
    return round(ratio, 3), round(min(own_times) * 1000, 1), pages


def _bare(page: Any) -> Callable[[], bytes]:
    """Return the library alone at the same work: same HTML, fonts, styles and kind of PDF."""
    from weasyprint import HTML

    from archive.printing import pdf

    fonts, styles, profile = pdf._shared()  # noqa: SLF001  shared fonts and styles
    fetcher = pdf._OnlyOurs(page.pictures.get)  # noqa: SLF001  pictures for both

    def bare() -> bytes:
        html = HTML(string=page.html, base_url=pdf.BASE, url_fetcher=fetcher)
        made: bytes = html.write_pdf(
            font_config=fonts,
            stylesheets=[styles],
            color_profiles={pdf.SRGB: profile},
            **pdf.OPTIONS,
        )
        return made

    return bare


def _timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
