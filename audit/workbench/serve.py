"""The dashboards of a results folder in Voila, on this machine only.

Voila has no accounts: whoever reaches the port reads the reports. So it binds to the loopback address and
nothing else; put a proxy with authentication in front to share it.
"""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from audit.errors import AuditError, NothingToLoad
from audit.workbench import startup  # noqa: F401

HOST, PORT = "127.0.0.1", 8866
IDLE_SECONDS = 600
REFILL_SECONDS = 8.0
"""The next page's kernel is prepared only when the last page has had time to paint."""
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
    "jupyterlab-plotly",
)
"""Browser extensions that the page needs; others that happen to be installed are not loaded."""
SHARE = Path(__file__).parent / "share"
RESULTS, LANGUAGE, FROM = "DISCLOSURE_AUDIT_RESULTS", "DISCLOSURE_AUDIT_LANGUAGE", "DISCLOSURE_AUDIT_FROM"
"""How the server tells the kernels of its pages what to show."""
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)


def serve(folder: str | os.PathLike[str], *, port: int = PORT, language: str = "en", host: str = HOST) -> int:
    """Show the overview of a results folder at ``http://127.0.0.1:port/`` until interrupted; returns 0.

    Raises
    ------
    NothingToLoad : the folder holds no results.
    AuditError : another host than the loopback address was asked for, or the port is taken.
    """
    results = Path(folder).resolve()
    if not (results / "manifest.json").is_file():
        raise NothingToLoad(
            f"{folder}: no results there; make them with: disclosure-audit run PATH --out DIR"
        )
    if host != HOST:
        raise AuditError(
            f"{host}: the dashboard has no accounts and binds to {HOST} only; put a proxy before it"
        )
    _refuse_taken(port)
    os.environ.update({RESULTS: str(results), LANGUAGE: language, FROM: os.getcwd()})
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")]))
    from audit.workbench.server import Server  # noqa: PLC0415 - a whole server, which no other command needs

    print(f"http://{HOST}:{port}/", flush=True)
    Server.launch_instance(argv=[str(dashboard("overview"))], config=Config(settings(port)))
    return 0


def settings(port: int) -> dict[str, dict[str, object]]:
    """Voila's configuration: our page and template, no other file, idle kernels ended, no outside request.

    Kernels are reached through files of this user where the system can, not through ports of the machine.

    No configuration file is read: one in the working directory could run code or undo any of this.
    """
    return {
        "Voila": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(dashboard("overview").parent),
            "config_file_paths": [],
            "log_level": "ERROR",
            "tornado_settings": {"headers": {"Content-Security-Policy": POLICY}},
        },
        "VoilaConfiguration": {
            "template": "audit",
            "file_denylist": [".*"],
            "show_tracebacks": False,
            "extension_allowlist": list(EXTENSIONS),
            "preheat_kernel": True,
            "default_pool_size": 1,
        },
        "VoilaKernelManager": {"fill_delay": REFILL_SECONDS},
        "KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"},
        "MappingKernelManager": {"cull_idle_timeout": IDLE_SECONDS, "cull_interval": IDLE_SECONDS // 10},
    }


def dashboard(name: str) -> Path:
    """The notebook of a dashboard: in the installed package, or in the checkout beside it."""
    installed = SHARE / "dashboards" / f"{name}.ipynb"
    return installed if installed.is_file() else SHARE.parents[2] / "dashboards" / f"{name}.ipynb"


@dataclass(frozen=True, slots=True)
class Served:
    """What the kernel of a page was asked to show, and where the server was started."""

    results: Path
    language: str
    started_in: Path


def served() -> Served | None:
    """In the kernel of a served page: what to show; None outside of the server."""
    folder = os.environ.get(RESULTS)
    if not folder:
        return None
    return Served(Path(folder), os.environ.get(LANGUAGE, "en"), Path(os.environ.get(FROM, folder)))


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise AuditError(
                f"port {port} cannot be used ({error.strerror}); choose another with --port"
            ) from error
