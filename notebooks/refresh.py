"""Run the notebooks anew and store their outputs: ``python notebooks/refresh.py [NAME …]``.

Widget state is left out: it would make a notebook many times as large, and it is made again when a cell runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent


def refresh(path: Path) -> None:
    """Execute one notebook from a clean kernel and write it back."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, kernel_name="python3", store_widget_state=False,
                   resources={"metadata": {"path": str(path.parent)}}).execute()  # fmt: skip
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")


def main(names: list[str]) -> None:
    """All notebooks of this folder, or those whose name starts with one of ``names``."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not names or path.name.startswith(tuple(names)):
            refresh(path)
            print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
