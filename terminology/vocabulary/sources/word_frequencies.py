"""Extra: English words with frequencies, from wordfreq (60 MB, not installed by default).

The whole list accepts one common misspelling in fifteen, so words below Zipf 3 only soften a finding.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from terminology.errors import VocabularyError
from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_TRUSTED_ZIPF = 3.0
_CENTIBELS_PER_ZIPF = 100


def read() -> Iterator[Term]:
    """Words by falling frequency; the file holds one list of words for each centibel below certainty."""
    import msgpack

    path = package_file("wordfreq", "data", "large_en.msgpack.gz")
    try:
        _, *buckets = msgpack.unpackb(gzip.decompress(path.read_bytes()), raw=False)
    except (OSError, ValueError):
        raise VocabularyError("The data of the package wordfreq is damaged: reinstall it with pip.") from None
    for centibels, words in enumerate(buckets):
        zipf = 9 - centibels / _CENTIBELS_PER_ZIPF
        for word in words:
            if word.isalpha() and word.isascii() and len(word) > 1:
                yield Term(word, Tier.ACCEPT if zipf >= _TRUSTED_ZIPF else Tier.SOFTEN, zipf=max(0.0, zipf))


SOURCES = (
    Source("English words (wordfreq)", "wordfreq", "Apache-2.0, data CC BY-SA 4.0", "wordfreq by Robyn Speer", read),
)
