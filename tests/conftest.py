"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from terminology import Checker


@pytest.fixture(scope="session", autouse=True)
def _no_brought_sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the vocabulary sources that the user of this machine has added."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTRYASSIST_SOURCES_DIR", str(tmp_path_factory.mktemp("sources")))
        yield


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The real checker over the real compiled vocabulary, built when it is missing."""
    return Checker.load()
