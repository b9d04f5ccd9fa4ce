"""Whether scores mean what they say: a reliability table, its calibration error, and a diagram as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

BINS = 10
SIZE, MARGIN = 320, 46


class Bin(NamedTuple):
    """Suggestions with scores of one tenth: how many, their mean score, and the share that was right."""

    count: int
    score: float
    right: float


class Reliability(NamedTuple):
    """Bins of equal width; empty ones are left out."""

    bins: tuple[Bin, ...]

    @classmethod
    def of(cls, scored: Iterable[tuple[float, bool]]) -> Reliability:
        """From pairs of score and whether the suggestion was right."""
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for score, right in scored:
            bins[min(BINS - 1, int(score * BINS))].append((score, right))
        return cls(
            tuple(
                Bin(len(part), sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part))
                for part in bins
                if part
            )
        )

    @property
    def error(self) -> float:
        """The expected calibration error: the mean distance between score and share, weighted by count."""
        total = sum(part.count for part in self.bins)
        return sum(part.count * abs(part.score - part.right) for part in self.bins) / total

    def table(self) -> str:
        """As Markdown."""
        rows = [f"| {part.score:.2f} | {part.right:.2f} | {part.count} |" for part in self.bins]
        return "\n".join(["| mean score | share right | suggestions |", "|---|---|---|", *rows])


def diagram(reliability: Reliability) -> str:
    """An SVG: the share of right suggestions over their mean score; on the dotted line they are equal."""

    def at(x: float, y: float) -> tuple[float, float]:
        return round(MARGIN + x * SIZE, 1), round(MARGIN / 2 + (1 - y) * SIZE, 1)

    total = max(part.count for part in reliability.bins)
    whole = SIZE + 1.5 * MARGIN
    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole + 8}" font-family="sans-serif" '
        'font-size="11" fill="#333">',
        f'<rect x="{left}" y="{top}" width="{SIZE}" height="{SIZE}" fill="#fff" stroke="#999"/>',
        f'<path d="M{left} {bottom} L{right} {top}" stroke="#999" stroke-dasharray="3 3"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = at(tenth / 10, tenth / 10)
        out.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{tenth / 10:.1f}</text>')
        out.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{tenth / 10:.1f}</text>')
    points = [at(part.score, part.right) for part in reliability.bins]
    out.append(f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}" fill="none" stroke="#1f6fb2"/>')
    for (x, y), part in zip(points, reliability.bins, strict=True):
        radius = round(2.5 + 7 * (part.count / total) ** 0.5, 1)
        out.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#1f6fb2" fill-opacity="0.7"/>')
    middle = MARGIN + SIZE / 2
    out.append(f'<text x="{middle}" y="{bottom + 36}" text-anchor="middle">score of the first suggestion</text>')
    out.append(
        f'<text x="12" y="{middle - MARGIN / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {middle - MARGIN / 2})">share that was right</text>'
    )
    return "\n".join([*out, "</svg>", ""])
