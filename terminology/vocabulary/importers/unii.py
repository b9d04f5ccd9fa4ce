"""FDA UNII_Names.txt: names of substances, of which brand and official names are kept."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.concept import Group
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, release_in_name
from terminology.vocabulary.importers.lines import Line, field_text, read_lines
from terminology.vocabulary.term import Term, Tier

_HEADER = b"Name\tTYPE\tUNII\t"
_COLUMNS = 4
_KEPT = frozenset({b"bn", b"of"})


def read(reading: Reading) -> Iterator[Read]:
    """Names in small letters: the file has all in capitals, which say nothing here."""

    def terms(line: Line) -> Iterator[Term]:
        fields = line.raw.split(b"\t")
        if len(fields) != _COLUMNS:
            raise Malformed(f"{len(fields)} columns instead of {_COLUMNS}")
        if line.number == 1 or fields[1] not in _KEPT:
            return
        text, preferred = field_text(line, fields, 0).lower(), field_text(line, fields, 3).lower()
        concept = f"UNII:{field_text(line, fields, 2)}"
        # nobody vouches for the spelling of capitals, so these words are never suggested
        yield Term(text, min(Tier.ACCEPT, reading.tier), Group.DRUG, concept, "" if text == preferred else preferred)

    return read_lines(reading, terms)


FORMAT = Format(
    name="FDA UNII (UNII_Names.txt)",
    title="FDA UNII names",
    licence="US public domain",
    attribution="FDA Substance Registration System, UNII",
    tier=Tier.ACCEPT,
    files=("UNII_Names*.txt",),
    recognise=lambda path, head: head.removeprefix(b"\xef\xbb\xbf").startswith(_HEADER),
    read=read,
    version=release_in_name(r"(?i)UNII_Names_(\w+)\.txt"),
)
