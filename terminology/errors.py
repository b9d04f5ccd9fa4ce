"""Errors of the language layer. Each message is one sentence a user can act on and never holds note text."""


class TerminologyError(Exception):
    """Something the person at the keyboard can mend; ``str(error)`` says what is wrong and what to do."""


class VocabularyError(TerminologyError):
    """The vocabulary index, or a source it is built from, is missing, damaged or unreadable."""


class RuleError(TerminologyError):
    """A rule failed on a note: the check is not complete, and the message names the rule only."""
