"""Tries mutants against the tests: pytest collects once, and each mutant lives in a fork of that process.

In the fork the function's code is exchanged, wherever it is kept, so that decorated functions and bound names see it too; a mutant
outside functions needs its program imported anew. Only tests that run the changed lines are run, and the first that notices ends it.
"""

from __future__ import annotations

import functools
import gc
import importlib.abc
import importlib.util
import json
import os
import resource
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from scripts.mutation.known import Known, sources
from scripts.mutation.mutants import Mutant, mutants

SLOW = 3.0
"""Seconds of CPU above which a test is left out, unless told otherwise: it would be run for every mutant that nobody notices."""
PATIENCE = 10
"""Times its usual CPU time that a test may take before the mutant counts as noticed (an endless loop)."""
COLLECTING = 120
"""Seconds of CPU that importing everything and collecting the tests may take."""
LIKELY = 6
"""Tests that are run before all others, where everything is imported anew."""
MEMORY = 3 << 30
BROKEN, FULL = 3, 4
"""How a fork ends where trying itself went wrong, and where memory ran out."""
BELOW = ("halfkilo.exercises", "halfkilo.journal", "halfkilo.words", "halfkilo.programmes", "halfkilo.screening", "halfkilo.strict")
"""Rooms that can't see the dose: what they keep is kept."""
TABLES = ("src/halfkilo/dose/table.toml", "src/halfkilo/dose/direction.toml")
"""What the program reads beside itself; answers given with others are forgotten."""
QUIET = ["-q", "-p", "no:django", "-p", "no:playwright", "-p", "no:schemathesis", "-p", "no:cacheprovider", "-n0", "-p",
         "no:logging", "-p", "no:warnings", "-m", "not campaign", "-o", "timeout=0", "-o", "filterwarnings="]


def forked(work: Callable[[], object]) -> tuple[int, int]:
    """Start `work` in a fork; returns its pid and the pipe on which its answer comes as JSON."""
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    os.close(out)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    code = BROKEN
    try:
        said = json.dumps(work())
        with os.fdopen(into, "w") as pipe:
            pipe.write(said)
        code = 0
    except MemoryError:
        code = FULL
    finally:
        os._exit(code)


class Runner:
    """A pytest plugin that tries mutants instead of running the tests."""

    def __init__(self, root: Path, files: dict[str, Path], known: Known, wanted: Callable[[Mutant], bool], workers: int,
                 tell: Callable[[str], None], slow: float = SLOW) -> None:
        self.root, self.files, self.known, self.wanted, self.workers, self.tell = root, files, known, wanted, workers, tell
        self.slow = slow
        self.items: dict[str, pytest.Item] = {}
        self.running: dict[int, tuple[int, str]] = {}
        self.helpful: dict[str, list[str]] = defaultdict(list)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        settings.register_profile("mutation", max_examples=20, deadline=None, derandomize=True, database=None,
                                  phases=[Phase.explicit, Phase.generate])
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        gc.unfreeze()  # what is set aside after collecting would not be found
        self.caches = _caches()
        self.known.only_about(sources(self.root, (*TABLES, *self.known.sources)))
        self._record([name for name in self.items if name not in self.known.seconds])
        self.order = sorted((name for name in self.items if 0 <= self.known.seconds[name] <= self.slow), key=self._worth, reverse=True)
        self.by_line: dict[str, list[str]] = defaultdict(list)
        for name in self.order:
            for line in self.known.lines[name]:
                self.by_line[line].append(name)
        self.functions = _functions(self.files.values())
        gc.freeze()
        try:
            self._try_all()
        finally:
            self.known.write()
        return True

    def _try_all(self) -> None:
        for key, who in self.known.noticed.items():
            self._helped(key, who)
        for name, path in self.files.items():
            for mutant, tree in mutants(path, name):
                if mutant.key not in self.known.noticed and self.wanted(mutant):
                    self._start(mutant, path, compile(tree, str(path), "exec", dont_inherit=True))
            self.known.write()
        while self.running:
            self._finished(*self._ended())

    # --- what each test runs ----------------------------------------------------------------------------------------
    def _record(self, names: list[str]) -> None:
        """Run each test in a fork of its own, so that none leaves something behind for the next: its seconds, then its lines."""
        for name in names:
            self._room(self._recorded)
            pid, out = forked(lambda name=name: self._one(name))  # type: ignore[misc]
            self.running[pid] = (out, name)
        while self.running:
            self._recorded(*self._ended())
        self.known.write()

    def _recorded(self, name: str, said: Any, end: str) -> None:
        self.known.seconds[name], self.known.lines[name] = said or (-1.0, [])
        if self.known.seconds[name] < 0:
            self.tell(f"left out, it does not pass here: {name}")

    def _room(self, take: Callable[[str, Any, str], None]) -> None:
        """Wait until another fork may be started."""
        while len(self.running) >= self.workers:
            take(*self._ended())

    def _ended(self) -> tuple[str, Any, str]:
        """Wait for a fork: what it was about, what it said as JSON (None where it said nothing), and how it ended."""
        ready, _, _ = select.select([one for one, _ in self.running.values()], [], [])
        pid, (out, about) = next((pid, one) for pid, one in self.running.items() if one[0] == ready[0])
        with os.fdopen(out) as pipe:
            said = pipe.read()
        _, status = os.waitpid(pid, 0)
        del self.running[pid]
        if not said and os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            raise RuntimeError(f"could not be tried: {about}")
        end = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "out of memory"
        return about, json.loads(said) if said else None, "" if said else end

    def _worth(self, name: str) -> float:
        """Lines that a test runs in a second: those that see most at once come first."""
        return len(self.known.lines[name]) / (0.05 + self.known.seconds[name])

    def _forget(self) -> None:
        for one in self.caches:
            one.cache_clear()

    def _one(self, name: str) -> tuple[float, list[str]]:
        self._forget()
        paths = {str(path): short for short, path in self.files.items()}
        seen: set[tuple[str, int]] = set()

        def local(frame: FrameType, event: str, _: object) -> Any:
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            return local

        def trace(frame: FrameType, event: str, _: object) -> Any:
            return local(frame, event, _) if frame.f_code.co_filename in paths else None

        sys.settrace(trace)
        passed, seconds = self._passes(name)
        sys.settrace(None)
        return seconds if passed else -1.0, sorted(f"{paths[path]}:{line}" for path, line in seen)

    def _passes(self, name: str) -> tuple[bool, float]:
        from _pytest.runner import runtestprotocol

        begun = time.process_time()
        reports = runtestprotocol(self.items[name], log=False, nextitem=None)
        return all(not report.failed for report in reports), time.process_time() - begun

    # --- mutants ----------------------------------------------------------------------------------------------------
    def _start(self, mutant: Mutant, path: Path, program: CodeType) -> None:
        self._room(self._finished)
        if mutant.function:
            names = self._tests(mutant)
            codes = _codes(program, mutant.function)
            live = [(one, new) for one in self.functions[str(path)] for new in codes if _same(one.__code__, new)]
            if not live:
                raise LookupError(f"no function {mutant.function} in {path} is alive")
        else:
            live, names = [], [*reversed(self.helpful[mutant.path]), *self.order]
        if live and all(one.__code__.co_freevars == new.co_freevars for one, new in live):
            pid, out = forked(lambda: self._try(live, names))
        else:  # outside functions; or it takes a name from around its function that the mutant does not, such as `super()`
            pid, out = forked(lambda: self._anew(mutant, program, list(dict.fromkeys(names))))
        self.running[pid] = (out, mutant.key)

    def _tests(self, mutant: Mutant) -> list[str]:
        found = {name for line in range(mutant.first, mutant.last + 1) for name in self.by_line.get(f"{mutant.path}:{line}", ())}
        best = [name for name in reversed(self.helpful[mutant.path]) if name in found]
        return list(dict.fromkeys([*best, *(name for name in self.order if name in found)]))

    def _finished(self, key: str, said: Any, end: str) -> None:
        killer = end or said
        self.known.noticed[key] = killer
        self._helped(key, killer)
        if killer is None:
            self.tell(f"not noticed: {key}")
        if len(self.known.noticed) % 100 == 0:
            self.known.write()
            self.tell(f"{len(self.known.noticed)} mutants, {sum(one is None for one in self.known.noticed.values())} not noticed")

    def _helped(self, key: str, who: str | None) -> None:
        """Whoever noticed a mutant is asked early about the others of its file."""
        if who in self.items:
            helpful = self.helpful[key.split(":")[0]]
            helpful[:] = [*(one for one in helpful if one != who), who][-12:]

    def _try(self, live: list[tuple[FunctionType, CodeType]], names: Iterable[str]) -> str | None:
        self._forget()
        for function, code in live:
            function.__code__ = code
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for name in names:
            signal.setitimer(signal.ITIMER_PROF, _patience(self.known.seconds[name]))
            if not self._passes(name)[0]:
                return name
        return None

    def _anew(self, mutant: Mutant, program: CodeType, names: list[str]) -> str | None:
        """Everything of ours is imported again, with the mutant in place of its file."""
        for name in [name for name in sys.modules if name.split(".")[0] in ("halfkilo", "tests", "conftest")]:
            del sys.modules[name]
        sys.meta_path.insert(0, _InPlace(str(self.files[mutant.path]), program))
        likely = names[:LIKELY]  # first: collecting all of them takes longer than running those that notice most
        return self._fails(likely) or self._fails([name for name in names if name not in likely])

    def _fails(self, names: Sequence[str]) -> str | None:
        """The first of these tests that fails, in a pytest of their own."""
        signal.setitimer(signal.ITIMER_PROF, COLLECTING)
        first = _First(names, self.known.seconds)
        code = pytest.main([*QUIET, "-x", *dict.fromkeys(name.split("::")[0] for name in names)], plugins=[first]) if names else 0
        return None if code == 0 else first.failed or "it does not load"


class _First:
    """In the new pytest: the wanted tests in the wanted order, and the name of the first that failed."""

    def __init__(self, names: Sequence[str], seconds: dict[str, float]) -> None:
        self.place = {name: place for place, name in enumerate(names)}
        self.seconds = seconds
        self.failed: str | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        settings.load_profile("mutation")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, _patience(self.seconds[item.nodeid]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.failed is None:
            self.failed = report.nodeid


class _InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one file's program as it was compiled here."""

    def __init__(self, path: str, program: CodeType) -> None:
        self.path, self.program, self.asking = path, program, False

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if self.asking or name.split(".")[0] != "halfkilo":
            return None
        self.asking = True
        spec = importlib.util.find_spec(name)
        self.asking = False
        if spec is None or spec.origin != self.path:
            return None
        folders = spec.submodule_search_locations
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=folders)

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.program, module.__dict__)


def _patience(seconds: float) -> float:
    """Seconds of CPU that a test may take that usually takes so many."""
    return 5 + PATIENCE * max(0.05, seconds)


def _functions(paths: Iterable[Path]) -> dict[str, list[FunctionType]]:
    wanted, found = {str(path) for path in paths}, defaultdict[str, list[FunctionType]](list)
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in wanted:
            found[one.__code__.co_filename].append(one)
    return found


def _same(old: CodeType, new: CodeType) -> bool:
    return (old.co_qualname, old.co_firstlineno) == (new.co_qualname, new.co_firstlineno)


def _codes(program: CodeType, function: str) -> list[CodeType]:
    """The code of a function of the mutated program; several where a name is defined more than once (overloads)."""
    inside = [one for one in program.co_consts if isinstance(one, CodeType)]
    return [one for one in inside if one.co_qualname == function] or [found for one in inside for found in _codes(one, function)]


def _caches() -> list[Any]:
    """What functions that can see the dose keep: it is emptied before each test, or a mutant would not be asked."""
    kept = [one for one in gc.get_objects() if type(one) is functools._lru_cache_wrapper]
    return [one for one in kept if one.__module__.startswith(("halfkilo", "tests")) and not one.__module__.startswith(BELOW)]
