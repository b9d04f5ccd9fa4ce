"""Runs the application in a pseudo terminal and times what it writes. Used by keystroke.py and startup.py."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

QUIET_SECONDS = 0.004  # a frame is over when nothing more comes for this long


class Frame(NamedTuple):
    """Milliseconds from a key to the first and to the last byte of the frame; below 0 when there was none.

    ``work`` is the time that the application's threads ran on a core meanwhile: on a machine with nothing else to
    do a frame takes about as long, and it stays the same where other programs hold the cores up.
    """

    first: float
    last: float
    work: float


class Terminal:
    """A program in a pseudo terminal of a given size."""

    def __init__(self, command: list[str], environment: Mapping[str, str], columns: int, rows: int) -> None:
        self.started = time.perf_counter()
        self.output = b""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(environment, TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.update(COLUMNS=str(columns), LINES=str(rows))
            os.execvp(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, timeout: float) -> bytes:
        """What the program writes next, nothing when the time is over."""
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return b""
        data = os.read(self._fd, 1 << 16)
        self.output += data
        return data

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def wait_for(self, text: str, timeout: float = 120) -> float:
        """Read until the text has been written since the last call; seconds since the start."""
        end = time.perf_counter() + timeout
        while text.encode() not in self.output:
            if time.perf_counter() > end:
                sys.exit(f"the application never wrote {text!r}")
            self.read(0.05)
        self.output = b""
        return time.perf_counter() - self.started

    def rest(self, seconds: float) -> None:
        """Read and drop what comes for a while: a blinking cursor never leaves the line quiet."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        self.output = b""

    def paste(self, text: str, pace: float) -> Frame:
        """Paste a text as a terminal does (in brackets)."""
        return self.press(f"\x1b[200~{text}\x1b[201~", pace)

    def press(self, keys: str, pace: float) -> Frame:
        """Press a key, or write what stands for one; takes ``pace`` seconds."""
        pressed, worked = time.perf_counter(), self._work()
        self.write(keys)
        first = last = work = 0.0
        while (left := pressed + pace - time.perf_counter()) > 0:
            if self.read(left if not first else min(left, QUIET_SECONDS)):
                last, work = time.perf_counter(), self._work() - worked
                first = first or last
            elif first:
                break
        while (left := pressed + pace - time.perf_counter()) > 0:
            self.read(left)
        return Frame((first - pressed) * 1000, (last - pressed) * 1000, work)

    def _work(self) -> float:
        """Milliseconds that the application's threads have run; 0 on a kernel that does not tell."""
        return sum(map(_run_time, Path(f"/proc/{self._pid}/task").glob("*/schedstat")))

    def memory(self) -> tuple[float, float]:
        """Resident memory of the program in MiB, and the most it has been."""
        status = dict(line.split(":", 1) for line in Path(f"/proc/{self._pid}/status").read_text().splitlines())
        return int(status["VmRSS"].split()[0]) / 1024, int(status["VmHWM"].split()[0]) / 1024

    def cpu(self, seconds: float) -> float:
        """Percent of one core used over that time without a key pressed."""
        ticks = os.sysconf("SC_CLK_TCK")
        before = self._ticks()
        self.rest(seconds)
        return 100 * (self._ticks() - before) / ticks / seconds

    def _ticks(self) -> int:
        fields = Path(f"/proc/{self._pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def close(self) -> None:
        """End the program."""
        os.kill(self._pid, 15)
        os.waitpid(self._pid, 0)


def _run_time(path: Path) -> float:
    try:
        return int(path.read_text().split()[0]) / 1e6
    except (OSError, IndexError):  # the thread has ended
        return 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which that many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def report(name: str, values: Sequence[float], shape: Callable[[float], str] = lambda value: f"{value:7.1f}") -> None:
    """One line of figures."""
    figures = "  ".join(f"p{percent} {shape(percentile(values, percent))}" for percent in (50, 95, 99))
    print(f"{name:28} {figures}  worst {shape(max(values))} ms  ({len(values)} keys)")
