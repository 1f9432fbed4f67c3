"""The simulated clock: the process believes it is that day, so every action stamps and checks it as it always does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import time_machine

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    traveller: time_machine.Traveller

    def go_to(self, day: date, hour: int = 10) -> datetime:
        """Make it that hour of `day`; time never runs backwards."""
        moment = datetime.combine(day, time(hour), SHANGHAI)
        if moment < datetime.now(SHANGHAI):
            moment = datetime.now(SHANGHAI)
        self.traveller.move_to(moment)
        return moment


@contextmanager
def clock_at(day: date) -> Iterator[Clock]:
    with time_machine.travel(datetime.combine(day, time(9), SHANGHAI), tick=True) as traveller:
        yield Clock(traveller)
