"""``serve``: the dashboards of a results folder, on this machine only."""

from __future__ import annotations

import argparse

from audit.workbench.serve import PORT, serve


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "folder", nargs="?", default="results", metavar="DIR", help="results of a run (default: results)"
    )
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"default: {PORT}")


def main(args: argparse.Namespace) -> int:
    """Runs until interrupted."""
    return serve(args.folder, port=args.port, language=args.lang)
