"""EntryAssist's tokens as a spaCy pipeline, for spaCy and scispaCy components to run on.

Importing this module imports spaCy, which takes about a second; nothing else in the package does.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from terminology.tokens import tokenize


class ClinicalTokenizer:
    """A spaCy tokenizer that cuts text as the checker does; white space other than one blank is kept as tokens."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a Doc whose tokens are the checker's."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for token in tokenize(text):
            gap = text[at : token.start]
            if gap[:1] == " " and words:
                spaces[-1] = True
                gap = gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
            words.append(token.text)
            spaces.append(False)
            at = token.end
        if rest := text[at:]:
            if rest[0] == " " and words:
                spaces[-1] = True
                rest = rest[1:]
            if rest:
                words.append(rest)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def blank_pipeline() -> Language:
    """A blank English pipeline with the clinical tokenizer. Needs no model."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    return nlp
