"""Drugs: facts, look-alike names, and how well a drug fits what a note says about it."""

from terminology.drugs.look_alikes import tall_man

__all__ = ["tall_man"]
