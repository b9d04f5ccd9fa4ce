"""Finds and reads the data files that installed packages ship, without importing the packages."""

from __future__ import annotations

import bz2
import importlib.util
import io
import pickle
from pathlib import Path
from typing import Any

from terminology.errors import VocabularyError


def package_file(module: str, *parts: str) -> Path:
    """The path of a file inside an installed package; VocabularyError when it is not there."""
    spec = importlib.util.find_spec(module)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, *parts)
        if path.exists():
            return path
    raise VocabularyError(
        f"The data file {'/'.join(parts)} of the package {module} is missing: reinstall EntryAssist with pip."
    )


class _PlainUnpickler(pickle.Unpickler):
    """Loads containers, strings and numbers only: a pickle that names any class is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"class {module}.{name} in a data file")


def read_plain_pickle(path: Path) -> Any:
    """The content of a bz2-compressed pickle of plain data; VocabularyError when it is anything else."""
    try:
        return _PlainUnpickler(io.BytesIO(bz2.decompress(path.read_bytes()))).load()
    except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise VocabularyError(f"The data file {path.name} is damaged: reinstall its package with pip.") from error
