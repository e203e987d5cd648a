"""Faults put into clean reports one at a time and in pairs: what is found, where, and what is said without reason.

    python -m benchmarks.detection [--few]     prints the tables and writes measured.csv

``figures`` works on panels of balanced figures, ``texts`` on the bytes of whole reports.
"""
