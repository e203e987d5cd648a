"""The run manifest: everything that decides the result of a run, and digests of what came out.

No clock and no machine names: the same input and the same versions give the same manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

import pandas as pd

from audit.judge import Rule
from audit.run import Audit
from audit.settings import Settings

FORMAT = 1
LIBRARIES = ("pandas", "numpy", "pyarrow", "pypdfium2", "zhconv-rs")
FRAMES = ("reports", "facts", "claims", "sections", "observations", "outcomes", "findings")
_UNSTABLE = {"path"}
CHUNK = 20_000
"""Rows of a frame that are text in all columns at a time."""


def manifest(
    result: Audit,
    paths: Sequence[str],
    rules: Iterable[Rule],
    selection: str = "",
    settings: Settings | None = None,
) -> dict:
    """What was read, by which rules, settings and versions, and the digest of every frame.

    The digests leave ``path`` out, so that a moved folder gives the same ones.
    """
    chosen = list(rules)
    inputs = result.reports[["path", "sha256", "report_id"]].astype("object")
    return {
        "format": FORMAT,
        "toolkit": _version("disclosure-audit"),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "paths": list(paths),
        "rules": {"selection": selection, "ids": [r.id for r in chosen], "digest": rule_digest()},
        "settings": (settings or Settings()).plain(),
        "inputs": inputs.where(inputs.notna(), None).to_dict("records"),
        "frames": {n: {"rows": len(f), "sha256": digest(f)} for n, f in frames(result).items()},
    }


def frames(result: Audit) -> dict[str, pd.DataFrame]:
    """The frames of a result that are stored, by name."""
    return {name: getattr(result, name) for name in FRAMES}


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of a frame's content; independent of row order, and of where the files lie."""
    kept = frame[[c for c in frame.columns if c not in _UNSTABLE]]
    lines = sorted(line for at in range(0, len(kept), CHUNK) for line in _lines(kept.iloc[at : at + CHUNK]))
    sum_ = hashlib.sha256("\n".join(kept.columns).encode())
    for line in lines:
        sum_.update(b"\n" + line)
    return sum_.hexdigest()


def _lines(frame: pd.DataFrame) -> Iterator[bytes]:
    """The rows of a frame as text; UTF-8 keeps the order of characters and takes half the room."""
    plain = frame.astype("object").where(frame.notna(), None)
    columns = [[_canonical(v) for v in plain[c]] for c in plain.columns]
    for row in zip(*columns, strict=True):
        yield "\x1f".join(row).encode()


def _canonical(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return repr(value)
    return (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    )


def rule_digest() -> str:
    """SHA-256 over the source of the rules, the form data and the vocabularies: changes when a verdict can."""
    sum_ = hashlib.sha256()
    for package in ("audit.rules", "audit.form"):
        for file in sorted(files(package).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".toml")):
                sum_.update(file.name.encode() + b"\0" + file.read_bytes())
    return sum_.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
