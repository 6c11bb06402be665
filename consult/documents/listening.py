"""Who hears, inside the act, that words of a version in preparation changed: apps above, which documents does not know."""

from collections.abc import Callable

_listeners: list[Callable] = []


def on_changed(listener: Callable) -> None:
    """`listener(by, version, gone=...)` is called in the transaction of each act, the draft locked; told from apps.py.

    `gone` is true where the version is about to be thrown away. What the listener writes, it records itself.
    """
    _listeners.append(listener)


def changed(by, version, *, gone: bool = False) -> None:
    for listener in _listeners:
        listener(by, version, gone=gone)
