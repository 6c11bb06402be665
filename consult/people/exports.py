"""What "download my data" hands over: each app adds its part here, from its apps.py."""

from collections.abc import Callable

Exporter = Callable[[object], object]
_exporters: dict[str, Exporter] = {}


def register(name: str, exporter: Exporter) -> None:
    """`exporter(user)` returns what the app keeps about the person, as lists, dicts, strings and numbers."""
    _exporters[name] = exporter


def collect(user) -> dict:
    return {name: _exporters[name](user) for name in sorted(_exporters)}
