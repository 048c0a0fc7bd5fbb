# SPDX-License-Identifier: MPL-2.0
"""Tests of the tool that changes constants and conditions (mutants.py)."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest

import mutants
import operators
import schema
import trial

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def file_of(text):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "a.cpp").write_text(textwrap.dedent(text), encoding="utf-8")
        return schema.File(folder, "a.cpp")


def changes_of(text):
    """"old → new" of each change, in order."""
    return [f"{mutant.old} → {mutant.new}"
            for mutant in schema.number_mutants([file_of(text)])]


class Changes(unittest.TestCase):
    def test_a_constant_is_doubled_halved_raised_and_set_to_zero(self):
        self.assertEqual(operators.changes_of_number("0.995F"), ["1.99F", "0.4975F", "1.995F",
                                                                 "0.0F"])
        self.assertEqual(operators.changes_of_number("10'000u"), ["20000u", "5000u", "10001u",
                                                                  "0u"])
        self.assertEqual(operators.changes_of_number("0x10"), ["32", "8", "17", "0"])

    def test_equal_values_are_tried_once(self):
        self.assertEqual(operators.changes_of_number("0"), ["1"])
        self.assertEqual(operators.changes_of_number("1"), ["2", "0"])
        self.assertEqual(operators.changes_of_number("2"), ["4", "1", "3", "0"])

    def test_texts_comments_types_and_assertions_are_left_alone(self):
        self.assertEqual(changes_of("""\
            #define LIMIT 3
            // 4 < 5
            std::array<int, 6> a = f("7 < 8", '9', R"(1 && 2)");
            static_assert(10 < 11);
            enum Kind { one = 12 };
            template <int n = 13>
            struct S { virtual int f() const = 0; alignas(32) int x; };
            __m256i v = _mm256_slli_epi32(a, 14);
            """), [])

    def test_template_arguments_are_no_comparisons(self):
        self.assertEqual(changes_of("const bool b = std::max<int>(x, y) < f<A<B>>(c) >> z;"),
                         ["max → min", "< → <=", "< → >"])

    def test_references_are_no_conditions(self):
        self.assertEqual(changes_of("void f(T&& x, U&& y);"), [])

    def test_qualifiers_of_functions_are_no_conditions(self):
        self.assertEqual(changes_of("struct S { int a() && { return b; } int c() const &&; };"), [])

    def test_conditions_become_true_and_false(self):
        self.assertEqual(changes_of("void f() { if (const int n = g(); n > k) h(); }"),
                         ["if n > k → true", "if n > k → false", "> → >=", "> → <"])
        self.assertEqual(changes_of("void f() { if (const T* t = g()) h(t); }"), [])
        self.assertEqual(changes_of("int x = a || b ? c : d;"),
                         ["|| → &&", "? a || b → true", "? a || b → false"])

    def test_a_bool_that_is_returned_is_flipped(self):
        flip = "return k(x) → return not that"
        self.assertEqual(changes_of("bool f(int x) { return k(x); }"), [flip])
        self.assertEqual(changes_of("bool A::f(int x) { if (g) { return k(x); } }")[2:], [flip])
        self.assertEqual(changes_of("auto f = [](int x) -> bool { return k(x); };"), [flip])
        self.assertEqual(changes_of("int f(bool x) { return k(x); }"), [])
        self.assertEqual(changes_of("bool f(int x) { return h([] { return k(x); }); }"),
                         ["return h([] { return k(x); }) → return not that"])

    def test_nothing_is_flipped_that_another_change_flips(self):
        self.assertEqual(changes_of("bool f() { return !x; }"), ["! → "])
        self.assertEqual(changes_of("bool f() { return x == y; }"), ["== → !="])
        self.assertEqual(changes_of("bool f() { return true; }"), ["true → false"])

    def test_numbers_follow_the_places_in_the_source(self):
        names = [str(mutant) for mutant in schema.number_mutants(
            [file_of("int a = 1;\nbool b = x && y;\n")])]
        self.assertEqual(names, ["a.cpp:1:9 1 → 2", "a.cpp:1:9 1 → 0", "a.cpp:2:12 && → ||"])

    def test_fitted_weights_are_left_alone(self):
        self.assertTrue(operators.is_left_alone("ocr/comb/digit_weights.h"))
        self.assertFalse(operators.is_left_alone("ocr/comb/digit_field.h"))


class Schema(unittest.TestCase):
    """One program holds all changes, and each does what the changed source would do."""

    SOURCE = """\
        struct Limits { static constexpr double most = 2.0; };
        constexpr int table[] = {3, 5};
        bool is_small(double x, bool is_odd) {
            return x < Limits::most && !is_odd || x == table[1];
        }
        double least(double a, double b) { return std::min(a, b) > 1 ? std::max({a, b}) : -4.5; }
        int main() {
            const bool flags[] = {is_small(1, false), is_small(1, true), is_small(2, false),
                                  is_small(5, true), is_small(3, false)};
            for (const bool flag : flags) { std::printf("%d ", flag); }
            std::printf("%g %g\\n", least(1, 3), least(2, 3));
            return 0;
        }
        """

    def test_each_change_does_what_the_changed_source_does(self):
        file = file_of("#include <algorithm>\n#include <cstdio>\n" + textwrap.dedent(self.SOURCE))
        all_mutants = schema.number_mutants([file])
        self.assertGreater(len(all_mutants), 40)
        includes = "#include <algorithm>\n#include <cstdio>\n"
        with tempfile.TemporaryDirectory() as folder:
            program = self.build(folder, "schema", file.schema())
            texts = [file.source.text] + [file.with_change(each) for each in all_mutants]
            # Each changed source in a namespace of its own: one compilation for all.
            plain = includes + "#include <cstdlib>\n" + "".join(
                f"namespace n{at} {{" + text.replace(includes, "").replace(file.head(), "").replace("main()", "run()") + "}"
                for at, text in enumerate(texts))
            calls = "".join(f"case {at}: return n{at}::run();" for at in range(len(texts)))
            plain += ("int main(int, char** a) { switch (std::atoi(a[1])) {" + calls +
                      "} return 1; }\n")
            changed = self.build(folder, "plain", plain)
            for at in range(len(texts)):
                environment = dict(os.environ)
                if at > 0:
                    environment["INDGANG_MUTANT"] = str(at - 1)
                self.assertEqual(
                    subprocess.run([program], env=environment, capture_output=True).stdout,
                    subprocess.run([changed, str(at)], capture_output=True).stdout,
                    "unchanged" if at == 0 else str(all_mutants[at - 1]))

    def build(self, folder, name, text):
        source = pathlib.Path(folder, name + ".cpp")
        source.write_text(text, encoding="utf-8")
        program = os.path.join(folder, name)
        built = subprocess.run(["g++", "-std=c++20", "-w", source, "-o", program],
                               capture_output=True, text=True)
        self.assertEqual(built.returncode, 0, built.stderr)
        return program

    def test_lines_keep_their_numbers(self):
        file = file_of("int a = 1;\nint b = x < 2 ? 3 : 4;\n")
        schema.number_mutants([file])
        self.assertEqual(file.schema().split('#line 1 "a.cpp"\n')[1].count("\n"), 2)

    def test_messages_about_a_constant_leave_it_as_it_was(self):
        file = file_of("constexpr int n = 1;\nint b = 2;\n")
        schema.number_mutants([file])
        said = "a.cpp:2:5: error: not usable\na.cpp:1:15: note: 'int n' is not constexpr\n"
        self.assertEqual(file.leave(schema.lines_in(said, "a.cpp")), 1)
        self.assertIn("constexpr int n = 1;", file.schema())
        self.assertNotIn("int b = 2;", file.schema())

    def test_a_header_that_needs_a_constant_leaves_it_as_it_was(self):
        file = file_of("constexpr int n = 0xd8;\nconstexpr int m = 3;\nint b = f(n);\nint c = b;\n")
        schema.number_mutants([file])
        said = ("In function ‘int permute(int)’,\n"
                "    inlined from ‘int b()’ at a.cpp:3:9,\n"
                "    inlined from ‘int c()’ at a.cpp:2:9:\n"
                "/usr/include/i.h:7:10: error: the last argument must be an 8-bit immediate\n")
        self.assertEqual(schema.lines_in(said, "a.cpp"), {3})
        self.assertEqual(file.leave({3}), 1)
        self.assertIn("constexpr int n = 0xd8;", file.schema())
        self.assertNotIn("constexpr int m = 3;", file.schema())


class Explanations(unittest.TestCase):
    def test_each_is_of_a_change_that_there_is(self):
        explained = mutants.Explained(ROOT)
        for folder in sorted({os.path.dirname(entry[1]) for entry in explained.entries}):
            everything = schema.number_mutants(schema.files_of(ROOT, folder))
            self.assertEqual(explained.of_nothing(folder, everything), [])

    def test_one_without_a_reason_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, mutants.EXPLAINED)
            path.parent.mkdir(parents=True)
            path.write_text("a.cpp | x < 1 | *\n", encoding="utf-8")
            with self.assertRaises(trial.Broken):
                mutants.Explained(folder)


class TinyProject(unittest.TestCase):
    """The whole tool on a project of one folder, with a test that is too weak."""

    @classmethod
    def setUpClass(cls):
        cls.before = {path: path.read_bytes() for path in (HERE / "tiny").rglob("*.*")}
        with tempfile.TemporaryDirectory() as work:
            cls.result = subprocess.run(
                [sys.executable, "-B", HERE / "mutants.py", "--root", HERE / "tiny", "--work", work,
                 "--patience", "1", "measure"], capture_output=True, text=True)

    def test_names_what_survives(self):
        self.assertIn("measure.cpp:17:18 >= → >\n    return years >= of_age;\n", self.result.stdout)
        self.assertIn("measure.cpp:10:24 18 → 19\n", self.result.stdout)
        self.assertIn("measure.cpp:11:22 2 → 3\n", self.result.stdout)
        self.assertNotIn("18 → 0", self.result.stdout)

    def test_counts_what_hangs_as_killed(self):
        self.assertNotIn("2 → 0\n", self.result.stdout)  # i += 0

    def test_a_child_that_becomes_another_program_comes_by(self):
        self.assertNotIn("years >= 67", self.result.stdout)

    def test_counts_apart_what_is_explained_and_what_does_not_compile(self):
        self.assertIn("not compiled 1\n", self.result.stdout)
        self.assertIn("explained 2, ", self.result.stdout)

    def test_what_is_explained_need_not_be_tried(self):
        with tempfile.TemporaryDirectory() as work:
            trusting = subprocess.run(
                [sys.executable, "-B", HERE / "mutants.py", "--root", HERE / "tiny", "--work", work,
                 "--patience", "1", "--trust", "measure"], capture_output=True, text=True)
        self.assertEqual(trusting.stdout, self.result.stdout)

    def test_ends_with_how_many_survive(self):
        self.assertRegex(self.result.stdout.splitlines()[-1], r"^survived \d+ of \d+$")
        self.assertEqual(self.result.returncode, 1, self.result.stderr)

    def test_changes_nothing_in_the_checkout(self):
        after = {path: path.read_bytes() for path in (HERE / "tiny").rglob("*.*")}
        self.assertEqual(after, self.before)


class Interrupted(unittest.TestCase):
    def test_ctrl_c_ends_it_and_all_that_it_started_and_a_second_is_refused(self):
        with tempfile.TemporaryDirectory() as work:
            process = subprocess.Popen(
                [sys.executable, "-B", HERE / "mutants.py", "--root", HERE / "tiny", "--work", work,
                 "measure"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            self.assertIn("building", process.stderr.readline())
            second = subprocess.run(
                [sys.executable, "-B", HERE / "mutants.py", "--root", HERE / "tiny", "--work", work,
                 "measure"], capture_output=True, text=True)
            self.assertEqual(second.returncode, 70)
            self.assertIn("another one is at work", second.stderr)
            while not os.path.exists(os.path.join(work, "source", "build")):  # cmake runs
                self.assertIsNone(process.poll())
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130)
            for entry in pathlib.Path("/proc").iterdir():
                if entry.name.isdigit():
                    try:
                        self.assertNotIn(work.encode(), (entry / "cmdline").read_bytes())
                    except OSError:
                        continue  # it ended meanwhile


if __name__ == "__main__":
    unittest.main()
