"""Two habits of a server process, both measured (docs/performance.md): a heap at rest, and one core."""

import gc
import os


def settle() -> None:
    """After everything is loaded: what lives for ever is never scanned again, and collections are rarer.

    The modules of the site are hundreds of thousands of objects; scanning them cost a third of an empty page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def keep_to_one_core() -> None:
    """Bind this process, and the threads it starts from now on, to its last allowed core.

    One interpreter lock lets one thread compute at a time; on two cores the lock and the objects travel
    between their caches. Does nothing where there is one core or the system cannot do it.
    """
    if hasattr(os, "sched_setaffinity") and len(cores := os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {max(cores)})
