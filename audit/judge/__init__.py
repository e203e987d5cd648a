"""Rules over whole frames → outcomes and findings."""

from audit.judge.engine import judge
from audit.judge.rule import SUSPECT_COLUMNS, Option, Rule, Verdict, rule

__all__ = ["SUSPECT_COLUMNS", "Option", "Rule", "Verdict", "judge", "rule"]
