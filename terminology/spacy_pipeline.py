"""EntryAssist's tokens as a spaCy pipeline, for spaCy and scispaCy components to run on.

Importing this module imports spaCy, which takes about a second; nothing else in the package does.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from terminology.tokens import spaced


class ClinicalTokenizer:
    """A spaCy tokenizer that cuts text as the checker does; white space other than one blank is kept as tokens."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a Doc whose tokens are the checker's."""
        cut = list(spaced(text))
        return Doc(self.vocab, words=[word for word, _ in cut], spaces=[is_spaced for _, is_spaced in cut])


def blank_pipeline() -> Language:
    """A blank English pipeline with the clinical tokenizer. Needs no model."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    return nlp
