"""Findings to a record: front matter and body in the house format, written as one new file."""
