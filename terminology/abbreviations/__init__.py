"""Short forms: their senses, and which one a note means."""
