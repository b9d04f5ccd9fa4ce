"""One thing that a note tells, with the place where it stands and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExtractKind(StrEnum):
    """What is told of."""

    DRUG = "drug"
    PROBLEM = "problem"
    MEASUREMENT = "measurement"


class Certainty(StrEnum):
    """What the note says of it. Where several hold, the one listed first counts, ALLERGY and NEGATED before all.

    ALLERGY is said of drugs only: the patient does not tolerate it. FAMILY is said of anybody but the patient.
    UNCERTAIN takes in what is suspected, to be ruled out, or told under a condition. HISTORICAL is what is told as
    history ("history of hypertension"), even if it lasts, and for a drug that it was stopped, held or tried.
    """

    ALLERGY = "allergy"
    NEGATED = "negated"
    FAMILY = "family"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    AFFIRMED = "affirmed"


@dataclass(frozen=True, slots=True)
class Extract:
    """A drug, problem or measurement. ``text`` is ``note[start:end]``, half open, in code points.

    ``concept`` is an id of the vocabulary (``HP:0002315``), for a measurement its LOINC code; empty where none is
    known. ``value`` and ``unit`` are as written: the dose of a drug, the number of a measurement; empty for problems.
    ``section`` is a key of data/sections.tsv or empty. ``details`` are what else was read, as pairs sorted by name:
    ``form``, ``frequency`` and ``route`` of a drug, the ``quantity`` of a measurement (a key of
    data/measurements.tsv), and the meaning (``long form``) of a problem written short.
    """

    kind: ExtractKind
    start: int
    end: int
    text: str
    concept: str
    value: str
    unit: str
    certainty: Certainty
    section: str
    details: tuple[tuple[str, str], ...] = ()

    def detail(self, name: str) -> str:
        """The detail of a name; empty where it was not read."""
        return dict(self.details).get(name, "")
