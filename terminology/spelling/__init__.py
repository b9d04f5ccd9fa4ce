"""Spelling: which words are known, and what a misspelt one may have meant."""
