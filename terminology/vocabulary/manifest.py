"""What an index was built from, and the key that tells whether it is still the right one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from terminology.data_files import DATA
from terminology.errors import VocabularyError
from terminology.vocabulary.sources.catalog import all_sources

FORMAT = 4
# the tables that are compiled into the index; the others are read as they are
_TABLES = (
    "abbreviations.tsv",
    "brand_names.tsv",
    "clinical_frequency.tsv",
    "clinical_pairs.tsv",
    "clinical_words.tsv",
    "preferred_terms.tsv",
    "sense_cues.tsv",
)
_CODE = Path(__file__).parent
_COMPILED_BY = (
    *(
        _CODE / name
        for name in (
            "build.py",
            "deletes.py",
            "doubtful.py",
            "normal.py",
            "pairs.py",
            "sounds.py",
            "term.py",
            "word.py",
        )
    ),
    *(_CODE / "sources").glob("*.py"),
    _CODE.parent / "abbreviations" / "inventory.py",
)
NAME = "manifest.json"
_CHECKED = 1 << 16


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source in a built index. ``clashes`` of its concepts have another preferred term in an earlier source."""

    name: str
    package: str
    version: str
    licence: str
    attribution: str
    terms: int
    clashes: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of ``manifest.json``.

    ``files`` maps a file name to ``[size in bytes, digest of both ends]``, ``full`` to a digest of the whole.
    """

    format: int
    key: str
    words: int
    forms: int
    concepts: int
    sources: tuple[SourceRecord, ...]
    files: dict[str, tuple[int, str]]
    full: dict[str, str]

    def save(self, folder: Path) -> None:
        """Writes the manifest into an index folder."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Reads and checks an index folder; VocabularyError when it is missing, damaged or of another format."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            sources = tuple(SourceRecord(**record) for record in data.pop("sources"))
            files = {name: (int(size), str(digest)) for name, (size, digest) in data.pop("files").items()}
            manifest = cls(sources=sources, files=files, **data)
        except FileNotFoundError:
            raise VocabularyError("There is no vocabulary index yet: run `entryassist vocab build`.") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise _damaged() from None
        if manifest.format != FORMAT:
            raise VocabularyError("The vocabulary index is from another version: run `entryassist vocab build`.")
        for name, expected in manifest.files.items():
            if fingerprint(folder / name) != expected:
                raise _damaged()
        return manifest


def _damaged() -> VocabularyError:
    return VocabularyError("The vocabulary index is damaged: run `entryassist vocab build`.")


def fingerprint(path: Path) -> tuple[int, str]:
    """Size and a digest of the first and last 64 KiB: cheap enough to check at every start."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            digest = hashlib.blake2b(file.read(_CHECKED), digest_size=16)
            file.seek(max(0, size - _CHECKED))
            digest.update(file.read(_CHECKED))
            return size, digest.hexdigest()
    except OSError:
        return -1, ""


def package_version(package: str) -> str:
    """The installed version of a source's package, or the empty string for our own data."""
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        raise VocabularyError(f"The package {package} is not installed: reinstall EntryAssist with pip.") from None


def wanted_key() -> str:
    """The key of the index that this installation needs: sources, their versions, our data files, and the code
    that reads and compiles them.
    """
    digest = hashlib.blake2b(str(FORMAT).encode(), digest_size=10)
    for source in all_sources():
        digest.update(f"{source.name}={package_version(source.package)}{source.digest};".encode())
    for path in (*(DATA / name for name in _TABLES), *sorted(_COMPILED_BY)):
        digest.update(path.name.encode() + hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()
