"""From numbers to lengths."""

from dataclasses import dataclass
from math import floor, log10


def nice(most: float, steps: int = 4) -> float:
    """The step of an axis from 0 to at least `most`: 1, 2 or 5 times a power of ten, at least 1, about `steps` of them."""
    if most <= 0:
        return 1
    raw = most / steps
    power = 10 ** floor(log10(raw)) if raw > 0 else 1
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= raw - 1e-9)
    return max(1, step)


@dataclass(frozen=True)
class Scale:
    """Counts from 0 to `top` on `room` units."""

    top: float
    room: float
    step: float

    @classmethod
    def over(cls, most: float, room: float, steps: int = 4) -> "Scale":
        step = nice(most, steps)
        top = step
        while top < most:
            top += step
        return cls(top, room, step)

    def __call__(self, value: float) -> float:
        return self.room * value / self.top

    @property
    def ticks(self) -> list[float]:
        return [self.step * n for n in range(round(self.top / self.step) + 1)]
