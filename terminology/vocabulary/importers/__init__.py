"""Readers of the files that users bring, one format a module, and the adding of what they read."""
