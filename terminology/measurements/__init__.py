"""Measurements in clinical text: vital signs, body measures and laboratory values with their units."""

from terminology.measurements.extracts import columns, extract, heads_of
from terminology.measurements.measurement import Measurement
from terminology.measurements.of_note import measured
from terminology.measurements.quantities import Quantity, quantities
from terminology.measurements.reader import measurements

__all__ = ["Measurement", "Quantity", "columns", "extract", "heads_of", "measured", "measurements", "quantities"]
