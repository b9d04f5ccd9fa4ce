"""The structured fields of the entry form."""
