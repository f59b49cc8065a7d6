"""What a row found, beside the facts of the machine it was found on."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.yardstick import yardstick

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Line:
    """One measured value; with a bar it must reach at least, or stay at most at."""

    what: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def verdict(self) -> str:
        """Return whether the bar holds; nothing where there is none."""
        if self.at_least is not None:
            return "holds" if self.value >= self.at_least else "MISSED"
        if self.at_most is not None:
            return "holds" if self.value <= self.at_most else "MISSED"
        return ""

    @property
    def bar(self) -> str:
        """Return the bar as people write it."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""


@dataclass(frozen=True)
class Outcome:
    """A row of the table of budgets."""

    name: str
    title: str
    lines: tuple[Line, ...]


def machine() -> dict[str, object]:
    """Return the facts without which a number says nothing."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("ascii", "replace").splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": model[0] if model else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "commit": _commit(),
        "database": "embedded PostgreSQL, fsync and synchronous_commit on",
    }


def keep(outcome: Outcome, *, load_before: float) -> None:
    """Write the outcome to its file and show it."""
    RESULTS.mkdir(exist_ok=True)
    lines = [{**asdict(line), "verdict": line.verdict} for line in outcome.lines]
    record = {
        "row": outcome.title,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251  not the product
        "load_average": {"before": round(load_before, 2), "after": round(os.getloadavg()[0], 2)},
        "yardstick_ms": yardstick(),
        "machine": machine(),
        "lines": lines,
    }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (RESULTS / f"{outcome.name}.json").write_text(text, "utf-8")
    print(f"\n{outcome.title}  (load {load_before:.1f})")
    for line in outcome.lines:
        value = f"{line.value:,.3g}" if abs(line.value) < 100 else f"{line.value:,.0f}"
        print(f"  {line.what:58} {value:>9} {line.unit:8} {line.bar:>8} {line.verdict}")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()
