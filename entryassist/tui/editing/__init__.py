"""What the editors do beyond typing: ghost text, completion list, find, macros, line keys, vi keys."""
