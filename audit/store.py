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
    target = prepared(folder)
    (target / MANIFEST).unlink(missing_ok=True)
    for name, frame in frames(result).items():
        _whole(target / f"{name}.parquet", partial(frame.to_parquet, index=False))
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    _whole(target / MANIFEST, lambda path: Path(path).write_text(text + "\n", encoding="utf-8"))
    return target


def prepared(folder: str | os.PathLike[str]) -> Path:
    """The folder, made if need be. Raises UnreadableFile where results cannot be written."""
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=target).close()
    except OSError as error:
        raise UnreadableFile(
            f"{target}: results cannot be written there ({error.strerror})", "name another folder"
        ) from error
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
