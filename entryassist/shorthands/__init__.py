"""Shorthands: short forms that become phrases or templates. No screen and no database here."""
