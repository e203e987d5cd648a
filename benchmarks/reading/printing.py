"""A page as PDF, printed by headless Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
STYLE = (
    "<style>@page{{size:A4;margin:{margin}mm}}body{{font-family:'Noto Serif CJK SC','Noto Sans CJK SC',serif;font-size:{size}pt}}"
    "table{{border-collapse:collapse;width:100%}}td,th{{border:{border};padding:3px;text-align:center;font-weight:normal}}"
    "tr{{break-inside:avoid}}</style>"
)


def browser() -> str | None:
    """The path of a Chromium, None if there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def pdf_of(
    html: str, *, size: float = 12, margin: int = 20, border: str = "1px solid #000", seconds: int = 60
) -> bytes:
    """The PDF of a page as a browser prints it on A4; large print and margins break tables over pages.

    ``size``: font size in pt; ``margin`` in mm; ``border``: CSS border of a table cell (``none`` for tables without lines).
    Raises RuntimeError without a Chromium or when it prints nothing.
    """
    program = browser()
    if program is None:
        raise RuntimeError("no Chromium found to print with")
    style = STYLE.format(size=size, margin=margin, border=border)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html.replace("</head>", f"{style}</head>", 1), encoding="utf-8")
        command = [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()),
        ]
        subprocess.run(command, check=False, timeout=seconds, capture_output=True)
        if not target.exists():
            raise RuntimeError("the browser printed no PDF")
        return target.read_bytes()
