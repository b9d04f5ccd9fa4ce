"""English words with their inflected forms, from lemminflect (after the NLM SPECIALIST lexicon)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_FILE = ("resources", "infl_lu.csv.gz")


def read() -> Iterator[Term]:
    """Lemmas and forms are accepted; how frequent they are, other sources say."""
    text = gzip.decompress(package_file("lemminflect", *_FILE).read_bytes()).decode("utf-8")
    for line in text.splitlines():
        lemma, _, *forms = line.split(",")
        for word in {lemma, *(form for cell in forms for form in cell.split("/"))}:
            if len(word) > 1 and word.isalpha():
                yield Term(word, Tier.ACCEPT)


SOURCES = (
    Source("English inflections (lemminflect)", "lemminflect", "MIT", "lemminflect; SPECIALIST lexicon, NLM", read),
)
