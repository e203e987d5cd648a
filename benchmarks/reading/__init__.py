"""Seeded reports with a distinct figure in every cell, in many layouts, formats and quirks; their truth; scores."""
