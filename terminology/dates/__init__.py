"""Dates, times of day and ages as clinicians write them."""
