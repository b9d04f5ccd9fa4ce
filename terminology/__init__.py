"""EntryAssist's language layer: judges clinical text.

from terminology import Checker
findings = Checker.load().check("Lisinopril 10.0 mg QD")
"""

from terminology.checker import CheckedText, Checker, TextChange
from terminology.concept import Concept, Group
from terminology.context import NoteContext
from terminology.extracts import Certainty, Extract, ExtractKind
from terminology.finding import Finding, Safety, Severity, Suggestion
from terminology.measurements import Measurement, extract
from terminology.settings import Settings

__all__ = [
    "Certainty",
    "CheckedText",
    "Checker",
    "Concept",
    "Extract",
    "ExtractKind",
    "Finding",
    "Group",
    "Measurement",
    "NoteContext",
    "Safety",
    "Settings",
    "Severity",
    "Suggestion",
    "TextChange",
    "extract",
]
