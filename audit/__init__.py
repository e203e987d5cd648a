"""Audit toolkit for annual disclosure reports (public names follow when all rooms are in)."""
