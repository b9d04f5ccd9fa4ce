"""Concepts nearest to a whole phrase, misspelt or reworded: scispaCy's candidate generation over our vocabulary.

An optional index beside the lexical one, built by ``entryassist vocab build --phrases`` and loaded only when
asked for: scispaCy's module takes two seconds to import. Every form of every concept is a vector of character
trigrams weighted by TF-IDF, as scispaCy does it. scispaCy looks vectors up in an nmslib graph, which takes 80 s to
build over 200,000 forms and misses some neighbours; over that many the exact product of sparse matrices takes two
milliseconds and nothing to build, so the graph is replaced by it. The candidates are then ranked again by
rapidfuzz, which knows a letter changed in place from letters found elsewhere.

The arrays are plain numpy files, mapped and never unpickled.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

from rapidfuzz import fuzz

from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress
from terminology.vocabulary.index import VocabularyIndex, default_index_dir
from terminology.vocabulary.manifest import fingerprint
from terminology.vocabulary.normal import normal_phrase

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from scispacy.candidate_generation import CandidateGenerator
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

FORMAT = 1
_NAME = "phrases.json"
_FORMS = "forms.tsv"
_TRIGRAMS = "trigrams.json"
_ARRAYS = ("idf", "weights", "forms_of", "starts")
_CANDIDATES = 48
_REBUILD = "run `entryassist vocab build --phrases`"


def phrase_folder(index_dir: Path | None = None) -> Path:
    """Where the phrase index of a vocabulary is kept; the arguments are those of ``open_index``."""
    return (index_dir or default_index_dir()) / "phrases"


def build_phrase_index(index: VocabularyIndex, folder: Path, progress: Progress | None = None) -> int:
    """Builds the phrase index of a vocabulary in a folder, replacing what is there; the number of its forms.

    Raises VocabularyError when scispaCy is not installed, there are no concepts, or the folder cannot be written.
    """
    _require_scispacy()
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        count = _compile(index, scratch, progress or (lambda *_: None))
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise VocabularyError(f"The disk is full: free about 100 MB under {folder.parent} and try again.") from None
        raise VocabularyError(
            f"The phrase index cannot be written to {folder.parent} ({error.strerror}): "
            "set ENTRYASSIST_INDEX_DIR to a folder you may write to."
        ) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return count


class PhraseIndex:
    """The nearest concepts of a phrase. Read-only, so threads may share one."""

    def __init__(self, generator: CandidateGenerator) -> None:
        self._generator = generator

    @classmethod
    def open(cls, folder: Path, key: str = "") -> Self:
        """Maps the index in a folder; ``key`` is that of the vocabulary's manifest, if it is to be compared.

        Raises VocabularyError when there is none, or it is damaged or belongs to another vocabulary.
        """
        _require_scispacy()
        try:
            about = json.loads((folder / _NAME).read_text(encoding="utf-8"))
            if about["format"] != FORMAT or (key and about["key"] != key):
                raise VocabularyError(f"The phrase index belongs to another vocabulary: {_REBUILD}.")
            if any(fingerprint(folder / name) != tuple(expected) for name, expected in about["files"].items()):
                raise _damaged()
            return cls(_load(folder))
        except FileNotFoundError:
            raise VocabularyError(f"There is no phrase index yet: {_REBUILD}.") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise _damaged() from None

    def nearest(self, text: str, limit: int = 10) -> list[tuple[str, float]]:
        """Concept ids with a score from 0 to 1, best first; none for a text that shares no trigram with a term."""
        wanted = normal_phrase(text)
        if not wanted or limit < 1:
            return []
        (candidates,) = self._generator([wanted], max(_CANDIDATES, 4 * limit))
        scored = [
            (found.concept_id, max(map(_likeness, [wanted] * len(found.aliases), found.aliases, found.similarities)))
            for found in candidates
        ]
        return sorted(scored, key=lambda item: (-item[1], item[0]))[:limit]


def _likeness(wanted: str, form: str, cosine: float) -> float:
    letters = max(fuzz.ratio(wanted, form), fuzz.token_sort_ratio(wanted, form)) / 100
    return round(min(1.0, (cosine + letters) / 2), 4)


def _damaged() -> VocabularyError:
    return VocabularyError(f"The phrase index is damaged: {_REBUILD}.")


def _require_scispacy() -> None:
    if importlib.util.find_spec("scispacy") is None:
        raise VocabularyError(
            "Phrase search needs scispaCy, which cannot be installed on Python 3.13 or newer: use Python 3.11 or 3.12."
        )


class _ExactNeighbours:
    """Answers in place of nmslib's approximate index: every form that shares a trigram is compared."""

    def __init__(self, forms_of_trigrams: csr_matrix) -> None:
        self._forms = forms_of_trigrams

    def knnQueryBatch(self, vectors: csr_matrix, k: int) -> list[tuple[Any, Any]]:  # noqa: N802 - nmslib's name
        """For each row its ``k`` nearest forms and their cosine distances, nearest first."""
        return [self._nearest(row, k) for row in vectors @ self._forms]

    @staticmethod
    def _nearest(row: csr_matrix, k: int) -> tuple[Any, Any]:
        import numpy as np

        best = np.argpartition(-row.data, k)[:k] if k < row.nnz else np.arange(row.nnz)
        best = best[np.argsort(-row.data[best], kind="stable")]
        return row.indices[best], 1 - row.data[best]


def _vectorizer(trigrams: dict[str, int] | None = None) -> TfidfVectorizer:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), vocabulary=trigrams, dtype=np.float32)


def _compile(index: VocabularyIndex, folder: Path, progress: Progress) -> int:
    import numpy as np

    progress("reading terms", 0, 3)
    table = list(_forms(index))
    if not table:
        raise VocabularyError("The vocabulary has no concepts to search: add a source with `entryassist vocab add`.")
    progress("weighing trigrams", 1, 3)
    vectorizer = _vectorizer()
    by_trigram = vectorizer.fit_transform([form for form, _ in table]).T.tocsr()
    progress("writing phrases", 2, 3)
    trigrams = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    (folder / _TRIGRAMS).write_text(json.dumps(trigrams), encoding="utf-8")
    (folder / _FORMS).write_text("".join(f"{form}\t{ids}\n" for form, ids in table), encoding="utf-8")
    arrays = (vectorizer.idf_, by_trigram.data, by_trigram.indices, by_trigram.indptr)
    for name, array in zip(_ARRAYS, arrays, strict=True):
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    files = {path.name: fingerprint(path) for path in sorted(folder.iterdir())}
    about = {"format": FORMAT, "key": index.manifest.key, "forms": len(table), "files": files}
    (folder / _NAME).write_text(json.dumps(about, indent=1), encoding="utf-8")
    progress("done", 3, 3)
    return len(table)


def _forms(index: VocabularyIndex) -> Iterator[tuple[str, str]]:
    """Each form with the ids of its concepts, separated by blanks."""
    for form, pairs in groupby(index.concepts.forms(), key=itemgetter(0)):
        yield form, " ".join(concept for _, concept in pairs)


def _load(folder: Path) -> CandidateGenerator:
    import numpy as np
    from scipy.sparse import csr_matrix
    from scispacy.candidate_generation import CandidateGenerator

    lines = (folder / _FORMS).read_text(encoding="utf-8").splitlines()
    concepts = {form: ids.split(" ") for form, _, ids in (line.partition("\t") for line in lines)}
    trigrams = json.loads((folder / _TRIGRAMS).read_text(encoding="utf-8"))
    idf, weights, forms_of, starts = (
        np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
    )
    vectorizer = _vectorizer({trigram: number for number, trigram in enumerate(trigrams)})
    vectorizer.idf_ = np.array(idf)
    matrix = csr_matrix((weights, forms_of, starts), shape=(len(trigrams), len(concepts)), copy=False)
    return CandidateGenerator(
        ann_index=_ExactNeighbours(matrix),
        tfidf_vectorizer=vectorizer,
        ann_concept_aliases_list=list(concepts),
        kb=SimpleNamespace(alias_to_cuis=concepts),
    )
