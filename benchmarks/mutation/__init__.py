"""Small faults put into the source of rules, one at a time."""
