"""Every small fault that can be put into one module: comparisons, bounds, masks, filters, outcomes, evidence.

Left alone by construction, because nothing that a finding rests on changes: docstrings, annotations, titles and legal
bases of rules, sentences of ours, the text of exceptions, memoising decorators, and arguments such as ``strict``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
NEGATED = COMPARED | {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
"""Against a tolerance of binary sums, where no figure lies on the bound."""
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
METHODS = {
    "eq": "ne", "ne": "eq", "lt": "le", "le": "lt", "gt": "ge", "ge": "gt", "any": "all", "all": "any",
    "isna": "notna", "notna": "isna", "min": "max", "max": "min", "cumsum": "cumprod", "startswith": "endswith",
    "endswith": "startswith", "idxmin": "idxmax", "idxmax": "idxmin", "search": "match", "fullmatch": "match",
    "union": "intersection", "intersection": "union",
}  # fmt: skip
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
DROPPED = ("dropna", "drop_duplicates", "abs", "strip", "sort_values")
"""Methods of which a call is left out."""
NAMES = (
    ("high", "medium", "low"),
    ("clear", "cannot_tell", "not_applicable"),
    ("body", "copy", "extraction"),
)
"""Names of confidence, outcome, and what a finding is about: each becomes the next."""
SEVERITIES = ("critical", "high", "medium", "low", "info")
PAPERS = ("severity", "confidence", "about", "forms", "years", "options")
"""What of a rule's papers decides an outcome or a finding."""
IDLE = (
    "strict",
    "frozen",
    "slots",
    "eq",
    "copy",
    "ignore_index",
    "sort",
    "dtype",
    "axis",
    "order",
    "en",
    "zh",
    "what",
)
TYPES = (
    "tuple",
    "dict",
    "list",
    "set",
    "frozenset",
    "Callable",
    "Iterable",
    "Mapping",
    "Sequence",
    "Series",
    "Iterator",
)
EMPTY = {"list": "[]", "dict": "{}", "set": "set()", "str": "''", "bool": "False", "Verdict": "Verdict()"}
TINY = 1e-3
"""A smaller constant is a tolerance of binary sums."""


@dataclass
class Change:
    """One fault: where, what it was and is, and how the tree is changed."""

    line: int
    place: str
    before: str
    after: str
    do: Callable[[], None]


Put = Callable[[ast.AST | None], Callable[[], None]]


class Changes:
    """The changes of one tree, in the order of the source."""

    def __init__(self, tree: ast.Module) -> None:
        self._place: list[str] = []
        self._returns: list[str] = [""]
        self._found: list[Change] = []
        self._fields(tree)

    def __iter__(self) -> Iterator[Change]:
        return iter(self._found)

    def _fields(self, node: ast.AST) -> None:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "format_spec"):
                continue
            if isinstance(value, list):
                for n, one in enumerate(value):
                    if isinstance(one, ast.AST):
                        self._visit(one, _putter(value, n))
            elif isinstance(value, ast.AST):
                self._visit(value, _setter(node, name))

    def _visit(self, node: ast.AST, put: Put) -> None:
        if _left_alone(node):
            return
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self._definition(node)
            return
        visitor = getattr(self, f"at_{type(node).__name__.lower()}", None)
        if visitor:
            visitor(node, put)
        self._fields(node)

    def _definition(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        self._place.append(node.name)
        returned = ast.unparse(node.returns) if isinstance(node, ast.FunctionDef) and node.returns else ""
        self._returns.append(returned.split("[")[0])
        for made in node.decorator_list:
            if isinstance(made, ast.Call) and ast.unparse(made.func) == "rule":
                for one in (k for k in made.keywords if k.arg in PAPERS):
                    self._visit(one.value, _setter(one, "value"))
        self._fields(node)
        self._returns.pop()
        self._place.pop()

    def _add(self, node: ast.AST, put: Put, new: ast.AST | None, after: str | None = None) -> None:
        told = after if after is not None else ast.unparse(new) if new is not None else "(left out)"
        before = " ".join(ast.unparse(node).split())
        line = getattr(node, "lineno", 0)
        self._found.append(Change(line, ".".join(self._place), before, " ".join(told.split()), put(new)))

    # -- expressions

    def at_compare(self, node: ast.Compare, put: Put) -> None:
        swap = NEGATED if "EPSILON" in ast.unparse(node) else COMPARED
        for n, one in enumerate(node.ops):
            ops = [*node.ops[:n], swap[type(one)](), *node.ops[n + 1 :]]
            self._add(node, put, ast.Compare(node.left, ops, node.comparators))

    def at_boolop(self, node: ast.BoolOp, put: Put) -> None:
        other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        self._add(node, put, ast.BoolOp(other, node.values))

    def at_binop(self, node: ast.BinOp, put: Put) -> None:
        of_text = any(
            isinstance(side, ast.JoinedStr | ast.List) or _text(side) for side in (node.left, node.right)
        )
        if type(node.op) in COMPUTED and not of_text:
            self._add(node, put, ast.BinOp(node.left, COMPUTED[type(node.op)](), node.right))

    def at_unaryop(self, node: ast.UnaryOp, put: Put) -> None:
        self._add(node, put, node.operand)

    def at_ifexp(self, node: ast.IfExp, put: Put) -> None:
        if not (_wording(node.body) and _wording(node.orelse)):
            self._add(node, put, node.body)
            self._add(node, put, node.orelse)

    def at_constant(self, node: ast.Constant, put: Put) -> None:
        value = node.value
        if isinstance(value, bool):
            self._add(node, put, ast.Constant(not value))
        elif isinstance(value, int):
            self._add(node, put, ast.Constant(value + 1))
        elif isinstance(value, float) and abs(value) >= TINY:
            self._add(node, put, ast.Constant(value * 1.25))
        for group in NAMES:
            if value in group:
                self._add(node, put, ast.Constant(group[(group.index(value) + 1) % len(group)]))

    def at_attribute(self, node: ast.Attribute, put: Put) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "Severity" and node.attr in SEVERITIES:
            other = SEVERITIES[(SEVERITIES.index(node.attr) + 1) % len(SEVERITIES)]
            self._add(node, put, ast.Attribute(node.value, other, ast.Load()))

    def at_subscript(self, node: ast.Subscript, put: Put) -> None:
        masks = (ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Call)
        if isinstance(node.ctx, ast.Load) and isinstance(node.slice, masks):
            self._add(node, put, node.value)

    def at_call(self, node: ast.Call, put: Put) -> None:
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in METHODS:
            other = ast.Attribute(called.value, METHODS[called.attr], ast.Load())
            self._add(node, put, ast.Call(other, node.args, node.keywords))
        if isinstance(called, ast.Attribute) and called.attr in DROPPED:
            self._add(node, put, called.value)
        if isinstance(called, ast.Name) and called.id in CALLS:
            self._add(node, put, ast.Call(ast.Name(CALLS[called.id], ast.Load()), node.args, node.keywords))
        if isinstance(called, ast.Name) and called.id == "Verdict":
            for one in node.keywords:
                rest = [k for k in node.keywords if k is not one]
                self._add(one, put, ast.Call(called, node.args, rest), f"(no {one.arg})")

    def at_tuple(self, node: ast.Tuple | ast.List | ast.Set, put: Put) -> None:
        if len(node.elts) > 1 and all(_text(e) for e in node.elts):
            for n, one in enumerate(node.elts):
                rest = [*node.elts[:n], *node.elts[n + 1 :]]
                made = type(node)(rest) if isinstance(node, ast.Set) else type(node)(rest, ast.Load())
                self._add(node, put, made, f"without {ast.unparse(one)}")

    at_list = at_set = at_tuple

    def at_dict(self, node: ast.Dict, put: Put) -> None:
        if len(node.keys) > 1 and all(k is not None and _text(k) for k in node.keys):
            for n, key in enumerate(node.keys):
                if key.value not in ("message_en", "message_zh", "report_id"):  # type: ignore[union-attr]
                    made = ast.Dict(
                        [*node.keys[:n], *node.keys[n + 1 :]], [*node.values[:n], *node.values[n + 1 :]]
                    )
                    self._add(key, put, made, "(entry left out)")  # type: ignore[arg-type]

    def at_comprehension(self, node: ast.comprehension, put: Put) -> None:
        for n, one in enumerate(node.ifs):
            rest = [*node.ifs[:n], *node.ifs[n + 1 :]]
            self._add(one, put, ast.comprehension(node.target, node.iter, rest, node.is_async), "(no filter)")

    # -- statements

    def at_if(self, node: ast.If, put: Put) -> None:
        test = ast.unparse(node.test)
        made = ast.If(ast.Constant(False), node.body, node.orelse)
        self._found.append(Change(node.lineno, ".".join(self._place), f"if {test}", "if False", put(made)))

    def at_return(self, node: ast.Return, put: Put) -> None:
        empty = EMPTY.get(self._returns[-1])
        if node.value and empty and ast.unparse(node.value) not in (empty, "True", "False"):
            self._add(node, put, ast.Return(ast.parse(empty, mode="eval").body))

    def at_expr(self, node: ast.Expr, put: Put) -> None:
        if isinstance(node.value, ast.Call):
            self._add(node, put, ast.Pass(), "(left out)")

    def at_augassign(self, node: ast.AugAssign, put: Put) -> None:
        self._add(node, put, ast.Pass(), "(left out)")

    def at_assign(self, node: ast.Assign, put: Put) -> None:
        target = ast.unparse(node.targets[0])
        used = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        if target in used or isinstance(node.targets[0], ast.Subscript):
            self._add(node, put, ast.Pass(), "(left out)")


def changes(tree: ast.Module) -> list[Change]:
    """Every change of this tree; to apply one changes the tree."""
    return list(Changes(tree))


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.keyword):
        return node.arg in IDLE
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value).split(".")[-1] in TYPES
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _wording(node: ast.AST) -> bool:
    return _text(node) or isinstance(node, ast.JoinedStr)


def _putter(listed: list[Any], n: int) -> Put:
    return lambda new: lambda: listed.__setitem__(n, new)


def _setter(node: ast.AST, name: str) -> Put:
    return lambda new: lambda: setattr(node, name, new)
