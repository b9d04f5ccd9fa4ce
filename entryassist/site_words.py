"""The site's own words: a plain UTF-8 file, one word a line, that people may also edit by hand.

Beside it lies the list of words that a supervisor has refused, so that they are not proposed again. Lines that
begin with ``#`` are remarks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from terminology.errors import VocabularyError

NAME = "site_words.txt"


def rejected_beside(path: Path) -> Path:
    """The file of refused words that goes with a file of accepted ones."""
    return path.with_name(f"{path.stem}.rejected{path.suffix}")


def read_words(path: Path) -> frozenset[str]:
    """The words of a list in lower case; none when there is no file yet.

    Raises VocabularyError when it cannot be read or is not UTF-8: a lost list would turn words the site
    has accepted into findings.
    """
    return frozenset(word.lower() for word in _lines(path) if word and not word.startswith("#"))


def add_words(path: Path, words: Iterable[str]) -> int:
    """Adds the words that a list lacks, keeping what else is in it; how many were added.

    Raises VocabularyError when the file cannot be written; it then is as it was.
    """
    known = read_words(path)
    new = sorted({word.lower() for word in words} - known)
    if not new:
        return 0
    kept = [line for line in _lines(path) if line]
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in [*kept, *new])
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        raise VocabularyError(f"{path} cannot be written: {error.strerror}; nothing was added.") from None
    finally:
        scratch.unlink(missing_ok=True)
    return len(new)


def _lines(path: Path) -> list[str]:
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise VocabularyError(
            f"The site's word list {path} is not UTF-8 at byte offset {error.start}: save it as UTF-8."
        ) from None
    except OSError as error:
        raise VocabularyError(f"The site's word list {path} cannot be read: {error.strerror}.") from None
