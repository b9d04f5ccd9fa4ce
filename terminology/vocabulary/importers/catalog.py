"""The file formats in the order they are tried, and the finding of the file in what a user names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from terminology.errors import VocabularyError
from terminology.vocabulary.importers import (
    fhir,
    hunspell,
    icd10cm_order,
    loinc,
    mesh_xml,
    obo,
    rxnorm,
    snomed,
    umls,
    unii,
    word_list,
)
from terminology.vocabulary.importers.format import Format

FORMATS: tuple[Format, ...] = (
    umls.FORMAT,
    rxnorm.FORMAT,
    snomed.FORMAT,
    loinc.FORMAT,
    unii.FORMAT,
    icd10cm_order.FORMAT,
    mesh_xml.FORMAT,
    obo.FORMAT,
    fhir.FORMAT,
    hunspell.FORMAT,
    # anything may be a plain list, so it comes last
    word_list.FORMAT,
)

_HEAD = 1 << 16
_DEPTH = 4
_PACKED = (
    (b"PK\x03\x04", "a zip archive", "unzip {name}"),
    (b"\x1f\x8b", "compressed with gzip", "gunzip -k {name}"),
    (b"BZh", "compressed with bzip2", "bunzip2 -k {name}"),
    (b"\xfd7zXZ", "compressed with xz", "unxz -k {name}"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "7z x {name}"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file with its format, and the name and version that it gives itself."""

    path: Path
    format: Format
    name: str
    version: str
    size: int


def find(path: Path) -> Found:
    """The file to add and its format, given it or a folder that holds it.

    Raises VocabularyError when there is none, it is packed, cut off, unreadable or of no known format.
    """
    try:
        if not path.exists():
            raise VocabularyError(f"{path} does not exist: check the path.")
        file = _in_folder(path) if path.is_dir() else path
        if not file.is_file():
            raise VocabularyError(f"{file} is no regular file: name the file to add.")
        return _recognised(file)
    except OSError as error:
        raise VocabularyError(f"{error.filename or path} cannot be read: {error.strerror}.") from None


def _in_folder(folder: Path) -> Path:
    """The one file of a known name in a folder or a few levels below."""
    within = sorted(_files(folder))
    for form in FORMATS:
        for pattern in form.files:
            files = [file for file in within if fnmatchcase(file.name, pattern)]
            if len(files) > 1:
                names = ", ".join(file.relative_to(folder).as_posix() for file in files[:3])
                raise VocabularyError(f"{folder} holds several files to add ({names}…): name one of them.")
            if files:
                return files[0]
    wanted = ", ".join(form.files[0] for form in FORMATS if form.files)
    raise VocabularyError(f"{folder} holds no file of a known name ({wanted}): name the file to add.")


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        if len(Path(where).relative_to(folder).parts) >= _DEPTH:
            folders.clear()
        yield from (Path(where, name) for name in names)


def _recognised(file: Path) -> Found:
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    _refuse_packed(file, head)
    form = next(form for form in FORMATS if form.recognise(file, head))
    form.check(file)
    return Found(file, form, _name(form, file, head), form.version(file, head), file.stat().st_size)


def _refuse_packed(file: Path, head: bytes) -> None:
    for magic, what, command in _PACKED:
        if head.startswith(magic):
            raise VocabularyError(
                f"{file} is {what}, not a text file: unpack it first, for example with "
                f"'{command.format(name=file.name)}', and add what is inside."
            )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise VocabularyError(f"{file} is UTF-16 from byte offset 0: save it as UTF-8 and add that.")
    if b"\0" in head:
        raise VocabularyError(f"{file} is not text (a zero at byte offset {head.index(0)}): no terminology comes so.")
    if not head.strip():
        raise VocabularyError(f"{file} is empty: there is nothing to add.")


def _name(form: Format, file: Path, head: bytes) -> str:
    title = form.title or (fhir.title(head) if form is fhir.FORMAT else "")
    return title if re.search("[A-Za-z0-9]", title) else re.sub(r"[_\s]+", " ", file.stem)
