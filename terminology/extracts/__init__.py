"""What a note says of drugs, problems and measurements, as structured extracts with span and certainty."""

from terminology.extracts.extract import Certainty, Extract, ExtractKind
from terminology.extracts.extractor import Extractor

__all__ = ["Certainty", "Extract", "ExtractKind", "Extractor"]
