"""First names and surnames (US Census), from the package ``names``: for capitalised words only."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.vocabulary.package_files import package_file

_FILES = ("dist.all.last", "dist.female.first", "dist.male.first")


def read_names() -> Iterator[str]:
    """Every name in lower case."""
    for file in _FILES:
        for line in package_file("names", file).read_text(encoding="ascii").splitlines():
            yield line.split()[0].lower()
