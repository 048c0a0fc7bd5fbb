# SPDX-License-Identifier: MPL-2.0
"""Builds the changed copy and runs the folder's own tests against each change.

Nothing in the checkout is touched: the sources are copied to build-mutants/source, so whatever
ends the tool, there is nothing to restore. The copy has no ../shared beside it: what only the
material there protects counts as unprotected.
"""
import concurrent.futures
import filecmp
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time

import schema

LEFT_OUT = re.compile(r"^(build.*|\.git|var|node_modules|__pycache__)$")
# Assertions: an index behind the end kills.
QUICK = ["-DCMAKE_BUILD_TYPE=Mutants", "-DCMAKE_CXX_FLAGS=-O1 -w -D_GLIBCXX_ASSERTIONS"]
AS_USUAL = ["-DCMAKE_BUILD_TYPE=RelWithDebInfo"]
MEMORY = 3 << 30           # bytes; a loop that grows without end must not take the machine along
FAST_MS = 100              # tests up to this go first
MINIMUM_S, TIMES = 5, 10   # a run that takes longer than 5 s + 10 times its usual time hangs


class Broken(Exception):
    """The trial cannot be made: the unchanged folder does not build or pass."""


class Processes:
    """All that this tool started, so that Ctrl-C ends it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.running = set()
        self.is_ended = False

    def run(self, command, timeout=None, **options):
        """The exit code (None: it took too long) and what it said."""
        with self.lock:
            if self.is_ended:
                raise KeyboardInterrupt
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       start_new_session=True, text=True, errors="replace",
                                       **options)
            self.running.add(process)
        try:
            said, _ = process.communicate(timeout=timeout)
            return process.returncode, said
        except subprocess.TimeoutExpired:
            self._kill(process)
            process.communicate()
            return None, ""
        except BaseException:
            self._kill(process)
            process.wait()
            raise
        finally:
            with self.lock:
                self.running.discard(process)

    @staticmethod
    def _kill(process):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end(self):
        with self.lock:
            self.is_ended = True
            for process in self.running:
                self._kill(process)


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def replace_if_other(path, text):
    if os.path.exists(path):
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)


class Memory:
    """The places of each source that need builds of their own, by the source's digest."""

    def __init__(self, path):
        self.path, self.known = path, {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.known = json.load(file)

    @staticmethod
    def _key(file):
        return hashlib.sha256((file.source.path + file.source.text).encode()).hexdigest()

    def of(self, file):
        return self.known.get(self._key(file), [])

    def keep(self, files):
        self.known.update((self._key(file), sorted(file.apart)) for file in files)
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump(self.known, file)


class Trial:
    def __init__(self, root, folder, options, say):
        self.root, self.folder, self.say = root, folder, say
        self.jobs, self.patience_s = options.jobs, options.patience
        self.work = options.work
        self.copy = os.path.join(self.work, "source")
        # Below the sources, as in the checkout: so ccache knows again what was built there.
        self.build_folder = os.path.join(self.copy, "build")
        self.flags = AS_USUAL if options.as_usual else QUICK
        self.target = "test_" + folder.replace("/", "_")
        self.processes = Processes()
        self.times_ms = {}
        self.came_by = {}  # place -> the tests that come by
        self.temp = os.path.join(self.work, "temp")
        os.makedirs(self.temp, exist_ok=True)

    def lay_out(self, changed):
        """Makes the copy equal the checkout but for `changed` (path -> text). What is equal
        already keeps its time, so that ninja builds only what differs."""
        seen = set()
        for at, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not LEFT_OUT.match(name)]
            inner = os.path.relpath(at, self.root)
            os.makedirs(os.path.join(self.copy, inner), exist_ok=True)
            for name in names:
                path = os.path.normpath(os.path.join(inner, name))
                if LEFT_OUT.match(name):
                    continue
                seen.add(path)
                if path in changed or os.path.islink(os.path.join(at, name)):
                    continue
                there = os.path.join(self.copy, path)
                if not os.path.exists(there) or \
                        not filecmp.cmp(os.path.join(at, name), there, shallow=False):
                    shutil.copy(os.path.join(at, name), there)
        for at, folders, names in os.walk(self.copy):
            folders[:] = [name for name in folders if not LEFT_OUT.match(name)]
            for name in names:
                path = os.path.normpath(os.path.relpath(os.path.join(at, name), self.copy))
                if path not in seen:
                    os.remove(os.path.join(self.copy, path))
        for path, text in changed.items():
            replace_if_other(os.path.join(self.copy, path), text)

    def build(self, goes_on=False):
        if not os.path.exists(os.path.join(self.build_folder, "build.ninja")):
            code, said = self.processes.run(
                ["cmake", "-S", self.copy, "-B", self.build_folder, "-G", "Ninja",
                 *self.flags])
            if code != 0:
                raise Broken(said)
        return self.processes.run(["ninja", "-C", self.build_folder, "-j", str(self.jobs)] +
                                  (["-k", "0"] if goes_on else []) + [self.target])

    def build_schema(self, files):
        """Builds all changes at once, leaving the places that do not compile that way. Which they
        are is kept, so that the next run need not find out again."""
        rounds = 12
        memory = Memory(os.path.join(self.work, "apart.json"))
        for file in files:
            file.apart = set(memory.of(file))
        for _ in range(rounds):
            self.lay_out({file.source.path: file.schema() for file in files})
            code, said = self.build(goes_on=True)
            if code == 0:
                memory.keep(files)
                return
            left = 0
            for file in files:
                left += file.leave(schema.lines_in(said, file.source.path))
            self.say(f"{self.folder}: {left} places need a build of their own")
            if left == 0:
                break
        raise Broken(f"{self.folder} does not build:\n{said[-4000:]}")

    def program(self):
        for at, _, names in os.walk(self.build_folder):
            if self.target in names and os.access(os.path.join(at, self.target), os.X_OK):
                return os.path.join(at, self.target)
        raise Broken(f"{self.folder} has no test program {self.target}")

    def run_tests(self, tests=None, mutant=None, trace=None):
        environment = dict(os.environ, OMP_THREAD_LIMIT="1", TMPDIR=self.temp)
        environment.pop("INDGANG_MUTANT", None)
        if mutant is not None:
            environment["INDGANG_MUTANT"] = str(mutant)
        if trace is not None:
            environment["INDGANG_MUTANT_TRACE"] = trace
        command = [self.program_path]
        usual_ms = sum(self.times_ms.values())
        if tests is not None:
            command.append("--gtest_filter=" + ":".join(tests))
            usual_ms = sum(self.times_ms.get(test, 0) for test in tests)
        limit = None
        if self.times_ms:
            command.append("--gtest_fail_fast")
            limit = self.patience_s + TIMES * usual_ms / 1000
        return self.processes.run(command, timeout=limit, env=environment, cwd=self.build_folder,
                                  preexec_fn=limit_memory)

    def look_at_tests(self):
        """How long each test takes, and which places it comes by."""
        self.program_path = self.program()
        code, said = self.run_tests()
        if code != 0:
            raise Broken(f"the tests of {self.folder} fail before anything is changed:\n" +
                         said[-4000:])
        self.times_ms = {name: int(ms) for name, ms in
                         re.findall(r"^\[       OK \] (\S+) \((\d+) ms\)", said, re.M)}
        if not self.times_ms:
            raise Broken(f"{self.folder} has no tests that pass")
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            traces = pool.map(self._trace, enumerate(self.times_ms))
        for test, places in traces:
            for place in places:
                self.came_by.setdefault(place, []).append(test)

    def _trace(self, numbered):
        number, test = numbered
        file = os.path.join(self.temp, f"trace-{number}")
        self.run_tests([test], trace=file)
        if not os.path.exists(file):
            return test, []
        with open(file, encoding="ascii") as lines:
            places = {int(line) for line in lines}
        os.remove(file)
        return test, places

    def is_killed(self, tests, number=None):
        """Runs the fast tests, then the slow ones. Failing, crashing and hanging kill."""
        for is_fast in (True, False):
            part = [test for test in tests if (self.times_ms[test] <= FAST_MS) == is_fast]
            if part and self.run_tests(part, number)[0] != 0:
                return True
        return False

    def try_at_once(self, mutants, tell):
        """Yields (mutant, is_killed) of those that the schema holds."""
        def attempt(mutant):
            tests = self.came_by.get(mutant.place.first, [])
            return mutant, bool(tests) and self.is_killed(tests, mutant.number)
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            waiting = [pool.submit(attempt, mutant) for mutant in mutants]
            try:
                for count, done in enumerate(concurrent.futures.as_completed(waiting), 1):
                    tell(count, len(waiting))
                    yield done.result()
            except BaseException:
                self.processes.end()
                for each in waiting:
                    each.cancel()
                raise

    def try_alone(self, files, mutants, tell):
        """Yields (mutant, is_killed or None) of those with a build of their own; None: it does
        not compile."""
        by_path = {file.source.path: file for file in files}
        for count, mutant in enumerate(mutants, 1):
            tell(count, len(mutants))
            path = mutant.place.source.path
            file = by_path[path]
            there = os.path.join(self.copy, path)
            replace_if_other(there, file.with_change(mutant))
            code, _ = self.build()
            yield mutant, None if code != 0 else self.is_killed(list(self.times_ms))
            replace_if_other(there, file.schema())


class Clock:
    """Says how far a trial is, at most every ten seconds."""

    def __init__(self, say, what):
        self.say, self.what, self.last = say, what, time.monotonic()

    def __call__(self, count, total):
        if time.monotonic() - self.last > 10:
            self.last = time.monotonic()
            self.say(f"{self.what}: {count} of {total}")
