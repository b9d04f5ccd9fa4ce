"""The parts screens are made of, by region."""
