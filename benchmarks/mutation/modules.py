"""A changed module put in place of the true one, with all that is built on it made again. For a forked process only."""

from __future__ import annotations

import ast
import importlib
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import audit

PACKAGES = ("audit.rules", "audit.judge")


@cache
def modules() -> dict[str, Path]:
    """The modules under test by name, with their files."""
    root = Path(audit.__file__).parent.parent
    files = [f for p in PACKAGES for f in sorted((root / p.replace(".", "/")).glob("*.py"))]
    named = {str(f.relative_to(root).with_suffix("")).replace("/", "."): f for f in files}
    return {name.removesuffix(".__init__"): file for name, file in named.items()}


@cache
def _imports(name: str) -> frozenset[str]:
    """Names of the loaded modules that this module imports."""
    found = set()
    file = getattr(sys.modules[name], "__file__", None)
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))) if file else ():
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found & sys.modules.keys())


@cache
def built_on(name: str) -> frozenset[str]:
    """The loaded modules of the product and of its tests that import this one, directly or not."""
    ours = [
        m
        for m in sys.modules
        if m.split(".")[0] in ("audit", "rule_cases", "neighbours") or m.startswith("test_")
    ]
    found, last = {name}, set()
    while found != last:
        last = set(found)
        found |= {m for m in ours if _imports(m) & last}
    return frozenset(found - {name})


def put(name: str, tree: ast.Module) -> None:
    """Run the changed tree as this module and forget every module built on the true one."""
    file = str(modules()[name])
    true = sys.modules[name]
    code = compile(ast.fix_missing_locations(tree), file, "exec")
    for other in built_on(name):
        sys.modules.pop(other, None)
    made = ModuleType(name)
    made.__dict__.update(
        {k: true.__dict__[k] for k in ("__file__", "__package__", "__spec__", "__path__") if hasattr(true, k)}
    )
    sys.modules[name] = made
    parent, _, last = name.rpartition(".")
    exec(code, made.__dict__)
    setattr(importlib.import_module(parent), last, made)
    if hasattr(sys.modules.get("audit.rules"), "catalogue"):
        sys.modules["audit.rules"].catalogue.cache_clear()
