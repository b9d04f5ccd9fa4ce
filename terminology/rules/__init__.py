"""The rules, one kind a file, and the catalogue that lists them."""
