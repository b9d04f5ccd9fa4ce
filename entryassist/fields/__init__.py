"""The structured fields of a note: what is typed is split, understood, completed and judged. No screen here."""
