"""Maker of the sample reports: a county that does not exist, its figures, its prose, its layouts, its faults."""
