"""Small changes of a program, one at a time: what a test suite should notice.

mutmut leaves out decorated functions and everything outside functions, which is half of the dose and all of the limits; Cosmic Ray starts
every mutant in a new process. These operators are the usual ones of both, on Python's own syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}
"""Operators, and what takes their place."""
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
WIDE = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.For, ast.With)
LONGEST = 110
"""Characters of the piece of program that a mutant is shown with."""


@dataclass(frozen=True)
class Mutant:
    """One change. function: the qualified name it lies in, empty outside functions. old, new: the piece of program as it was and becomes,
    `nth` counts equal ones within the function. first, last: lines."""

    path: str
    function: str
    old: str
    new: str
    nth: int
    first: int
    last: int

    @property
    def key(self) -> str:
        """Its name, which stays when lines move."""
        return f"{self.path}:{self.function}:{self.old} -> {self.new} #{self.nth}"


@dataclass(frozen=True)
class _Site:
    """Where a change is made: `node`'s field (and place in it) becomes `value`."""

    node: ast.AST
    field: str
    place: int | None
    value: object
    function: str


def mutants(path: Path, name: str) -> Iterator[tuple[Mutant, ast.Module]]:
    """Every mutant of a file and its program. The tree is one and the same and changed back when the next one is asked for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    seen: dict[tuple[str, str, str], int] = {}
    for site in list(_sites(tree, parents)):
        shown = _shown(site.node, parents)
        old = _text(shown)
        before = _put(site, site.value)
        new = _text(shown)
        nth = seen[site.function, old, new] = seen.get((site.function, old, new), 0) + 1
        first = getattr(site.node, "lineno", getattr(shown, "lineno", 1))
        try:
            yield Mutant(name, site.function, old, new, nth, first, getattr(site.node, "end_lineno", first) or first), tree
        finally:
            _put(site, before)


def _put(site: _Site, value: object) -> object:
    kept = getattr(site.node, site.field)
    if site.place is None:
        setattr(site.node, site.field, value)
        return kept
    before, kept[site.place] = kept[site.place], value
    return before


def _text(node: ast.AST) -> str:
    if isinstance(node, (ast.If, ast.While)):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def _shown(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """The largest piece around a node that is short enough to be read in one line."""
    shown = node
    while (parent := parents.get(shown)) is not None and not isinstance(parent, WIDE):
        if isinstance(parent, (ast.comprehension, ast.arguments)):
            parent = parents[parent]
        if isinstance(parent, (ast.If, ast.While)) and shown is not parent.test:
            break
        if isinstance(parent, ast.FunctionDef) or (len(_text(parent)) > LONGEST and isinstance(shown, (ast.expr, ast.stmt))):
            break
        shown = parent
        if isinstance(shown, (ast.If, ast.While)):
            break
    return shown


def _sites(tree: ast.Module, parents: dict[ast.AST, ast.AST]) -> Iterator[_Site]:
    for node in ast.walk(tree):
        function = _function(node, parents)
        if function is None or _mere_words(node, parents):
            continue
        for field, place, value in _changes(node):
            yield _Site(node, field, place, value, function)


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str | None:
    """The outermost function (with its class) that a node is part of the body of; empty outside; None for what is never executed."""
    names: list[str] = []
    child = node
    while (parent := parents.get(child)) is not None:
        if child in getattr(parent, "decorator_list", ()) or (isinstance(child, ast.expr) and _annotates(parent, child)):
            return None
        if isinstance(parent, ast.ClassDef):
            names.insert(0, parent.name)
        if isinstance(parent, ast.FunctionDef) and child in parent.body:
            names = [parent.name]
        child = parent
    return ".".join(names) if any(True for _ in _chain_of_bodies(node, parents)) else ""


def _chain_of_bodies(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.FunctionDef) and node in parent.body:
            yield parent
        node = parent


def _annotates(parent: ast.AST, child: ast.AST) -> bool:
    return child in (getattr(parent, "annotation", None), getattr(parent, "returns", None))


def _mere_words(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Docstrings, messages of errors, parts of f-strings and prose: no test should hold their letters."""
    if isinstance(node, ast.Raise) or any(isinstance(one, ast.Raise) for one in _above(node, parents)):
        return isinstance(node, (ast.Constant, ast.BinOp, ast.Mod, ast.Add))
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    parent = parents[node]
    if isinstance(parent, (ast.Expr, ast.JoinedStr, ast.FormattedValue)) or " " in node.value.strip() or not node.value:
        return True
    if isinstance(parent, ast.Subscript) and _function(node, parents) == "":
        return True
    outside = not any(True for _ in _chain_of_bodies(node, parents))
    return outside and isinstance(parent, ast.Call)  # names, units and sources of guardrails, numbers and rows


def _above(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while (node := parents.get(node)) is not None:  # type: ignore[assignment]
        yield node


def _changes(node: ast.AST) -> Iterator[tuple[str, int | None, object]]:
    """(field, place in it, new value) of every change of one node."""
    if isinstance(node, ast.Compare):
        for place, one in enumerate(node.ops):
            if type(one) in OTHER:
                yield "ops", place, OTHER[type(one)]()
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in OTHER:
        yield "op", None, OTHER[type(node.op)]()
    elif isinstance(node, ast.Constant):
        yield from (("value", None, value) for value in _values(node.value))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield "func", None, ast.copy_location(ast.Name(NAMES[node.func.id], ast.Load()), node.func)
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "test", None, _not(node.test)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "value", None, ast.copy_location(ast.Constant(None), node.value)
    if isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)):
        yield from _conditions(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "value", None, ast.copy_location(ast.Constant(None), node.value)
    for name, child in ast.iter_fields(node):
        if isinstance(child, ast.UnaryOp) and isinstance(child.op, (ast.Not, ast.USub)) and name != "test":
            yield name, None, child.operand
        if isinstance(child, list):
            yield from _in_list(name, child)


def _conditions(node: ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp) -> Iterator[tuple[str, int | None, object]]:
    for place, loop in enumerate(node.generators):
        for index, one in enumerate(loop.ifs):
            ifs = [*loop.ifs[:index], _not(one), *loop.ifs[index + 1:]]
            yield "generators", place, ast.comprehension(loop.target, loop.iter, ifs, loop.is_async)


def _in_list(name: str, children: list[ast.AST]) -> Iterator[tuple[str, int | None, object]]:
    for place, one in enumerate(children):
        if isinstance(one, ast.UnaryOp) and isinstance(one.op, (ast.Not, ast.USub)):
            yield name, place, one.operand
        elif isinstance(one, (ast.Break, ast.Continue)):
            yield name, place, ast.copy_location((ast.Continue if isinstance(one, ast.Break) else ast.Break)(), one)
        elif name != "targets" and isinstance(one, ast.Assign) and isinstance(one.targets[0], (ast.Subscript, ast.Attribute)):
            yield name, place, ast.copy_location(ast.Pass(), one)


def _not(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _values(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1,)
    return (f"{value}XX",) if isinstance(value, str) else ()
