"""Run every measurement, print one table, write var/bench.json.

    python -m tests.bench [module …]

Each module of this folder with a `run() -> list[dict]` is one; a row has name, value, unit, baseline, ratio,
goal and ok (None where nothing is demanded). Status 1 when a goal was missed.
"""

import importlib
import json
import os
import pkgutil
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

FIELDS = ("name", "value", "unit", "baseline", "ratio", "goal", "ok")


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")
    import django

    django.setup()


def modules(wanted: list[str]) -> list:
    import tests.bench as folder

    names = sorted(m.name for m in pkgutil.iter_modules(folder.__path__) if not m.name.startswith("_"))
    unknown = set(wanted) - set(names)
    if unknown:
        raise SystemExit(f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(names)}.")
    found = [importlib.import_module(f"tests.bench.{name}") for name in names if not wanted or name in wanted]
    return [module for module in found if hasattr(module, "run")]


def shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ok" if value else "MISSED"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return str(value)


def table(rows: list[dict]) -> str:
    cells = [FIELDS] + [tuple(shown(row.get(field)) for field in FIELDS) for row in rows]
    widths = [max(len(line[n]) for line in cells) for n in range(len(FIELDS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def main(wanted: list[str]) -> int:
    set_up()
    from django.conf import settings

    rows = []
    for module in modules(wanted):
        print(f"{module.__name__} …", file=sys.stderr, flush=True)
        rows += module.run()
    print(table(rows))
    out = Path(settings.VAR_DIR) / "bench.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    facts = {"at": datetime.now(UTC).isoformat(), "machine": machine, "rows": rows}
    out.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    missed = [row["name"] for row in rows if row.get("ok") is False]
    if missed:
        print(f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
