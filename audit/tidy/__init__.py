"""Document → facts, claims, sections, metadata of one report."""
