#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Changes one constant, comparison or condition at a time and says which changes no test feels.

    ./run mutants [FOLDER...]          ocr/comb, pipeline/rules, ...; none: all below ocr, and
                                       pipeline/rules and pipeline/stages
      --sample N [--seed S]            only N changes of each folder, drawn by the seed
      --only TEXT                      only changes whose line of --list holds the text
      --at-once                        leaves out changes that need a build of their own
      --trust                          what is explained counts as that without being tried
      --list                           names the changes with their numbers and ends
      --jobs N                         test programs at a time

A change counts as killed when a test of the folder's own test program fails, crashes, or hangs. One
that does not compile does not count. One that tests/mutants/explained.txt explains is counted by
itself. Exit code: 0, or 1 when more than 15 in 100 survive somewhere; 70 when nothing can be said.
"""
import argparse
import fcntl
import os
import random
import signal
import sys

import schema
import trial

MOST_SURVIVORS_PERCENT = 15
EXPLAINED = os.path.join("tests", "mutants", "explained.txt")


def say(text):
    print(text, file=sys.stderr, flush=True)


class Explained:
    """Changes that no test can feel, or none should, each with its reason.

    A line is `file | part of the line | old → new | reason`; `*` stands for any change there. Old
    and new are as --list shows them."""

    def __init__(self, root):
        self.entries = []
        path = os.path.join(root, EXPLAINED)
        if not os.path.exists(path):
            return
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip() or line.startswith("#"):
                    continue
                parts = [part.strip() for part in line.split(" | ")]
                if len(parts) != 4 or not all(parts):
                    raise trial.Broken(f"{EXPLAINED}:{number}: is not file | part of the line | "
                                       "old → new | reason")
                self.entries.append((number, *parts))

    def find(self, mutant):
        """The number of the first line that explains the mutant, or None."""
        source = mutant.place.source
        line = source.line_text(mutant.place.line)
        change = f"{mutant.old} → {mutant.new or 'nothing'}"
        for number, path, part, changes, _ in self.entries:
            if path == source.path and part in line and changes in ("*", change):
                return number
        return None

    def of_nothing(self, folder, mutants):
        used = {self.find(mutant) for mutant in mutants}
        return [entry for entry in self.entries
                if os.path.dirname(entry[1]) == folder and entry[0] not in used]


def folders_of(root):
    found = [os.path.join("ocr", name) for name in sorted(os.listdir(os.path.join(root, "ocr")))
             if os.path.isdir(os.path.join(root, "tests", "ocr", name))]
    return found + ["pipeline/rules", "pipeline/stages"]


def chosen_of(mutants, options):
    if options.only:
        mutants = [mutant for mutant in mutants if options.only in str(mutant)]
    if options.sample and options.sample < len(mutants):
        drawn = random.Random(options.seed).sample(range(len(mutants)), options.sample)
        mutants = [mutants[at] for at in sorted(drawn)]
    return mutants


def try_folder(root, folder, options):
    """Tries the changes of one folder and tells; whether few enough survive."""
    files = schema.files_of(root, folder)
    if not files:
        raise trial.Broken(f"no sources in {folder}")
    everything = schema.number_mutants(files)
    mutants = chosen_of(everything, options)
    if options.list:
        for mutant in mutants:
            print(mutant.number, mutant)
        return True
    explained = Explained(root)
    work = trial.Trial(root, folder, options, say)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    killed, survived, reasoned, not_built = [], [], [], []
    try:
        say(f"{folder}: {len(mutants)} of {len(everything)} changes; building all at once")
        work.build_schema(files)
        work.look_at_tests()
        apart = {id(file.places[index]) for file in files for index in file.apart}
        at_once = [mutant for mutant in mutants if id(mutant.place) not in apart]
        alone = [mutant for mutant in mutants if id(mutant.place) in apart]
        say(f"{folder}: {len(work.times_ms)} tests; {len(alone)} changes need builds of their own")
        if options.at_once:
            alone.clear()
        is_trusted = {id(mutant): options.trust and explained.find(mutant) is not None
                      for mutant in at_once + alone}
        results = [(mutant, False) for mutant in at_once + alone if is_trusted[id(mutant)]]
        at_once, alone = ([mutant for mutant in some if not is_trusted[id(mutant)]]
                          for some in (at_once, alone))
        results += work.try_at_once(at_once, trial.Clock(say, folder))
        results += work.try_alone(files, alone, trial.Clock(say, f"{folder}, one by one"))
    except BaseException:
        work.processes.end()
        raise
    for mutant, is_killed in sorted(results, key=lambda result: result[0].number):
        if is_killed is None:
            not_built.append(mutant)
        elif is_killed:
            killed.append(mutant)
        else:
            (survived if explained.find(mutant) is None else reasoned).append(mutant)
    tell(folder, explained, killed, survived,
         {id(mutant) for mutant in at_once if mutant.place.first not in work.came_by})
    if mutants == everything:
        for number, path, part, change, _ in explained.of_nothing(folder, everything):
            print(f"{EXPLAINED}:{number}: explains nothing: {path} | {part} | {change}")
    total = len(killed) + len(survived) + len(reasoned)
    print(f"{folder}: killed {len(killed)}, explained {len(reasoned)}, "
          f"not compiled {len(not_built)}")
    print(f"survived {len(survived)} of {total}", flush=True)
    return len(survived) * 100 <= MOST_SURVIVORS_PERCENT * total


def tell(folder, explained, killed, survived, not_reached):
    for mutant in killed:
        if explained.find(mutant) is not None:
            print(f"explained, and yet killed: {mutant}")
    if survived:
        print(f"{folder}, survived:")
    for mutant in survived:
        print(f"{mutant}{'   (no test comes by)' if id(mutant) in not_reached else ''}\n"
              f"    {mutant.place.source.line_text(mutant.place.line)}")


def hold(work):
    """Two at once in one copy would undo each other's changes; the lock goes with the process."""
    os.makedirs(work, exist_ok=True)
    lock = open(os.path.join(work, "lock"), "w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise trial.Broken(f"another one is at work in {work}") from None
    return lock


def main():
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--only", metavar="TEXT")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--as-usual", action="store_true",
                        help="build as ./run test does, not at -O1: with ccache the first build "
                        "is quick")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--patience", type=float, default=trial.MINIMUM_S, metavar="S",
                        help="seconds that any run may take, beside ten times its usual time")
    parser.add_argument("--root", default=os.getcwd(), help="of the project; the working folder")
    parser.add_argument("--work", help="where the copy is made; build-mutants below the root")
    options = parser.parse_args()
    root, lock = os.path.realpath(options.root), None
    options.work = os.path.realpath(options.work or os.path.join(root, "build-mutants"))
    # Also where a shell started it in the background, which ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        lock = None if options.list else hold(options.work)
        folders = [os.path.normpath(folder) for folder in options.folders] or folders_of(root)
        is_good = [try_folder(root, folder, options) for folder in folders]
    except trial.Broken as trouble:
        say(f"mutants: {trouble}")
        return 70
    except KeyboardInterrupt:
        say("mutants: stopped; the checkout is as it was")
        return 130
    finally:
        if lock is not None:
            lock.close()
    return 0 if all(is_good) else 1


if __name__ == "__main__":
    sys.exit(main())
