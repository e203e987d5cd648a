"""The columns and types of every frame, declared once. Everything that makes a frame goes through ``conform``."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from audit.model import OUTCOMES, STATES, Severity

SEVERITIES = tuple(s.name for s in sorted(Severity, reverse=True))
FORMS = ("narrative", "2014", "2019", "2021", "unknown")
LEVELS = ("province", "city", "county", "township", "village", "unknown")
KINDS = ("government", "general_office", "department", "township", "street", "institution", "unknown")
SCOPES = ("own", "own_plus_departments", "aggregate", "unknown")
STATUSES = ("read", "partly_read", "unreadable")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: dtype ``str`` ``Int64`` ``Float64`` ``boolean`` ``date`` (datetime64[s]) ``list``; allowed values."""

    dtype: str
    allowed: tuple[str, ...] = ()
    required: bool = False


TEXT, KEY = Column("str"), Column("str", required=True)
COUNT, NUMBER, DATE, LIST, FLAG = (
    Column("Int64"),
    Column("Float64"),
    Column("date"),
    Column("list"),
    Column("boolean"),
)

REPORTS = {
    "report_id": KEY,
    "path": KEY,
    "sha256": TEXT,
    "format": TEXT,
    "encoding": TEXT,
    "agency": TEXT,
    "level": Column("str", LEVELS),
    "kind": Column("str", KINDS),
    "province": TEXT,
    "city": TEXT,
    "county": TEXT,
    "division_code": TEXT,
    "year": COUNT,
    "form": Column("str", FORMS),
    "scope": Column("str", SCOPES),
    "title": TEXT,
    "index_no": TEXT,
    "published_on": DATE,
    "generated_on": DATE,
    "signed_on": DATE,
    "period_start": DATE,
    "period_end": DATE,
    "host": TEXT,
    "sources": TEXT,
    "cells_expected": COUNT,
    "cells_number": COUNT,
    "cells_blank": COUNT,
    "cells_unreadable": COUNT,
    "cells_absent": COUNT,
    "status": Column("str", STATUSES, required=True),
    "note": TEXT,
}

FACTS = {
    "report_id": KEY,
    "cell": KEY,
    "table": TEXT,
    "row": TEXT,
    "column": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "state": Column("str", STATES, required=True),
    "raw": TEXT,
    "locator": TEXT,
}

CLAIMS = {
    "report_id": KEY,
    "claim_id": KEY,
    "measure": KEY,
    "kind": Column("str", ("count", "share", "nil", "all", "growth", "cumulative", "date"), required=True),
    "value": NUMBER,
    "unit": TEXT,
    "approximate": FLAG,
    "year": COUNT,
    "scope": TEXT,
    "channel": TEXT,
    "group_id": TEXT,
    "part_of": TEXT,
    "exhaustive": FLAG,
    "decimals": COUNT,
    "label": TEXT,
    "section": TEXT,
    "raw": TEXT,
    "sentence": TEXT,
    "locator": TEXT,
}

SECTIONS = {
    "report_id": KEY,
    "number": COUNT,
    "title": TEXT,
    "canonical": KEY,
    "text": TEXT,
    "locator": TEXT,
    "lines": TEXT,
}

OBSERVATIONS = {"report_id": KEY, "kind": KEY, "quote": TEXT, "locator": TEXT}

OUTCOMES_FRAME = {
    "report_id": KEY,
    "rule_id": KEY,
    "outcome": Column("str", OUTCOMES, required=True),
    "reason": TEXT,
}

FINDINGS = {
    "finding_id": KEY,
    "rule_id": KEY,
    "severity": Column("str", SEVERITIES, required=True),
    "confidence": Column("str", ("high", "medium", "low"), required=True),
    "about": Column("str", ("body", "copy", "extraction"), required=True),
    "report_id": KEY,
    "agency": TEXT,
    "year": COUNT,
    "cells": LIST,
    "observed": TEXT,
    "expected": TEXT,
    "difference": NUMBER,
    "message_en": TEXT,
    "message_zh": TEXT,
    "basis": TEXT,
    "hint": TEXT,
    "evidence": LIST,
    "evidence_hash": TEXT,
}

SCHEMAS: dict[str, dict[str, Column]] = {
    "reports": REPORTS,
    "facts": FACTS,
    "claims": CLAIMS,
    "sections": SECTIONS,
    "observations": OBSERVATIONS,
    "outcomes": OUTCOMES_FRAME,
    "findings": FINDINGS,
}


def empty(name: str) -> pd.DataFrame:
    """The frame of this name without rows, with its columns and dtypes."""
    return conform(pd.DataFrame(), name)


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A copy of ``frame`` with exactly the declared columns, in order, in the declared dtypes.

    Missing columns become missing values. Raises ValueError naming frame, column and offending value when a
    required column has missing values or a value is not among the allowed ones.
    """
    schema = SCHEMAS[name]
    extra = set(frame.columns) - set(schema)
    if extra:
        raise ValueError(f"{name}: unknown columns {sorted(extra)}")
    given = frame.reset_index(drop=True)
    made = {
        c: _typed(given[c], spec) if c in given else _missing(spec, len(given)) for c, spec in schema.items()
    }
    for column, spec in schema.items():
        _check(made[column], name, column, spec)
    return pd.DataFrame(made, columns=list(schema), index=given.index, copy=True)


def _missing(spec: Column, length: int) -> pd.Series:
    """A column without a single value."""
    dtype = {"date": "datetime64[s]", "list": "object"}.get(spec.dtype, spec.dtype)
    return pd.Series([None] * length, dtype=dtype)


def _typed(series: pd.Series, spec: Column) -> pd.Series:
    if spec.dtype == "date":
        return pd.to_datetime(series, errors="coerce").astype("datetime64[s]")
    if spec.dtype == "list":
        return series.astype("object")
    if spec.dtype == "str" and series.dtype == object:
        return series.where(series.notna(), None).astype("str")
    if spec.dtype == "Float64" and series.dtype == object:
        return pd.to_numeric(series.map(lambda v: None if v is None else float(v))).astype("Float64")
    return series.astype(spec.dtype)


def _check(series: pd.Series, name: str, column: str, spec: Column) -> None:
    if spec.required and series.isna().any():
        raise ValueError(f"{name}.{column}: missing values are not allowed")
    if spec.allowed:
        wrong = series[series.notna() & ~series.isin(spec.allowed)]
        if len(wrong):
            raise ValueError(f"{name}.{column}: {wrong.iloc[0]!r} is not one of {', '.join(spec.allowed)}")
