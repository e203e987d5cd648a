"""What one document says: the part of loading that a worker process does, on bytes alone."""

from __future__ import annotations

from audit.errors import UnreadableFile
from audit.exchange import Loaded, lost
from audit.form import forms
from audit.model import Kind, Tidied
from audit.read import read_bytes, read_converted
from audit.tidy.report import tidy


def examine(data: bytes, name: str, kind: Kind | None = None) -> Loaded:
    """Read one document; never raises for what is in it: the row says ``unreadable`` and why.

    With a ``kind``, the bytes are those of the converted file. The row lacks what the bytes do not tell: report_id, path, sha256.
    """
    try:
        document = read_bytes(data, name) if kind is None else read_converted(data, kind)
        said = tidy(document, name)
    except UnreadableFile as error:
        return lost(str(error))
    except MemoryError:
        raise
    except Exception as error:  # one file must not take the run with it; the note asks for a report
        return lost(f"internal error, please report it: {type(error).__name__}: {error}")
    row: dict[str, object] = {"format": document.format, "encoding": document.encoding}
    return Loaded(row | said.metadata | _coverage(said) | {"status": said.status, "note": said.note}, said)


def _coverage(said: Tidied) -> dict[str, object]:
    form = said.metadata.get("form")
    expected = frozenset(forms()[form].cells) if form in forms() else frozenset()
    cells = [f for f in said.facts if f.cell in expected or f.cell.startswith("s14.")]
    states = [f.state for f in cells]
    return {
        "cells_expected": len(cells),
        "cells_number": states.count("number"),
        "cells_blank": sum(states.count(s) for s in ("blank", "dash", "not_applicable")),
        "cells_unreadable": states.count("unreadable"),
        "cells_absent": states.count("absent"),
    }
