"""The softmax over the senses of a short form: fitting its weights, and how well it does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass
class Choice:
    """One short form in context: a row of features for each long form, which of them are right, and its weight."""

    matrix: np.ndarray
    right: np.ndarray
    weight: float
    source: str
    short: str
    longs: list[str]
    fold: int = 0


def same(text: str) -> str:
    """What counts as the same long form: lower case, no punctuation, no final plural s."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


def fit(
    choices: Sequence[Choice],
    fixed: Mapping[int, float],
    dropped: Collection[int] = (),
    penalty: float = 1e-4,
    steps: int = 400,
) -> np.ndarray:
    """The weights that make the right senses likeliest, by gradient ascent (Adam) with an L2 penalty.

    ``fixed`` columns keep the weight they are given; ``dropped`` ones get none.
    """
    data = [c for c in choices if c.right.any() and not c.right.all()]
    stacked = np.vstack([c.matrix for c in data])
    starts = np.cumsum([0] + [len(c.right) for c in data])[:-1]
    owner = np.repeat(np.arange(len(data)), [len(c.right) for c in data])
    right = np.concatenate([c.right for c in data]).astype(float)
    weight = np.array([c.weight for c in data])
    free = np.ones(stacked.shape[1])
    free[[*fixed, *dropped]] = 0.0
    given = np.zeros(stacked.shape[1])
    for column, value in fixed.items():
        given[column] = 0.0 if column in dropped else value
    scale = stacked.std(axis=0) + 1e-9
    scaled, offset = stacked / scale * free, stacked @ given
    theta, m, v = np.zeros(len(free)), np.zeros(len(free)), np.zeros(len(free))
    for step in range(1, steps + 1):
        z = scaled @ theta + offset
        z -= np.maximum.reduceat(z, starts)[owner]
        e = np.exp(z)
        p = e / np.add.reduceat(e, starts)[owner]
        q = p * right
        q /= np.maximum(np.add.reduceat(q, starts), 1e-12)[owner]
        gradient = scaled.T @ ((q - p) * weight[owner]) / weight.sum() - penalty * theta
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        theta = theta + 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return theta / scale * free + given


def judged(theta: np.ndarray, choice: Choice) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities of the senses, and their order."""
    z = choice.matrix @ theta
    p = np.exp(z - z.max())
    p /= p.sum()
    return p, np.argsort(-z, kind="stable")


@dataclass
class Figures:
    """First, first three, and the calibration error of the first score, in ten bins of equal size."""

    count: int
    first: float
    three: float
    ece: float


def figures(pairs: Sequence[tuple[np.ndarray, Choice]]) -> Figures:
    """Over choices, each with the weights that did not see it."""
    first = three = 0
    scored = []
    for theta, choice in pairs:
        p, order = judged(theta, choice)
        hit = bool(choice.right[order[0]])
        first += hit
        three += bool(choice.right[order[:3]].any())
        scored.append((p[order[0]], hit))
    scored.sort()
    bins = [np.array(b) for b in np.array_split(np.array(scored, dtype=float), 10) if len(b)]
    ece = sum(len(b) * abs(b[:, 0].mean() - b[:, 1].mean()) for b in bins) / max(1, len(scored))
    n = max(1, len(pairs))
    return Figures(len(pairs), first / n, three / n, float(ece))
