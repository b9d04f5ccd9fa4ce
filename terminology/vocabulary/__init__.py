"""The vocabulary: sources of terms, the index compiled from them, and look-ups in it."""

from terminology.vocabulary.index import VocabularyIndex, build_index, index_status, open_index

__all__ = ["VocabularyIndex", "build_index", "index_status", "open_index"]
