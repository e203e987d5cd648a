"""A folder of results: a Parquet file a frame, and the manifest. Nothing is ever written half."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from audit.errors import UnreadableFile
from audit.frames import conform
from audit.manifest import FRAMES, frames
from audit.run import Audit

MANIFEST = "manifest.json"


def write(result: Audit, folder: str | os.PathLike[str], manifest: dict) -> Path:
    """Write all frames and then the manifest; each file appears whole or not at all. Returns the folder."""
    target = _made(folder)
    (target / MANIFEST).unlink(missing_ok=True)
    for name, frame in frames(result).items():
        _whole(target / f"{name}.parquet", partial(frame.to_parquet, index=False))
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    _whole(target / MANIFEST, lambda path: Path(path).write_text(text + "\n", encoding="utf-8"))
    return target


def refuse_unwritable(folder: str | os.PathLike[str]) -> None:
    """Raises UnreadableFile if no results could be written to a folder; makes nothing."""
    target = Path(folder)
    nearest = next(p for p in (target, *target.absolute().parents) if p.exists())
    if not nearest.is_dir():
        raise _unwritable(target, "a file is in the way")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise _unwritable(target, "no permission")


def _unwritable(target: Path, reason: str) -> UnreadableFile:
    return UnreadableFile(f"{target}: results cannot be written there ({reason})", "name another folder")


def _made(folder: str | os.PathLike[str]) -> Path:
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(target, str(error.strerror)) from error
    return target


def _whole(path: Path, write_to: Callable[[str], object]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        write_to(temporary)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def read(folder: str | os.PathLike[str]) -> Audit:
    """The result stored in a folder. Raises UnreadableFile when the folder holds no whole result."""
    source = Path(folder)
    if not (source / MANIFEST).is_file():
        raise UnreadableFile(
            f"{source}: no {MANIFEST} there", "make it with: disclosure-audit run PATH --out DIR"
        )
    return Audit(**{n: _frame(source / f"{n}.parquet", n) for n in FRAMES})


def read_manifest(folder: str | os.PathLike[str]) -> dict:
    """The manifest of a folder of results."""
    return json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))


def _frame(path: Path, name: str) -> pd.DataFrame:
    try:
        stored = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: {error}".splitlines()[0], "run the audit again") from error
    return conform(_plain_lists(stored, name), name)


def _plain_lists(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    if name != "findings":
        return frame
    return frame.assign(cells=frame["cells"].map(list), evidence=frame["evidence"].map(list))
