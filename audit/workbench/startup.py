"""Importing this module keeps one slow and needless import out of the process.

Whatever shows a figure or serves a notebook imports nbformat and with it jsonschema's format checkers, one of
which (``rfc3987_syntax``) compiles a grammar for two seconds only to check IRIs. A missing one is not used.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
