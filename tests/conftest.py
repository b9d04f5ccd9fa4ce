"""Fixtures that every test may use."""

from __future__ import annotations

import pytest

from terminology import Checker


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The real checker over the real compiled vocabulary, built when it is missing."""
    return Checker.load()
