"""Adapters that read what packages and our own tables carry, one a file."""
