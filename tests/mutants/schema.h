// SPDX-License-Identifier: MPL-2.0
// All changes of a folder in one build. The tool that makes the copy (schema.py) replaces each
// constant, comparison and condition by a call of this header, with the number of its first change.
// INDGANG_MUTANT in the environment chooses the one change that is made; none: the code does what
// it did. So one build serves a thousand changes, and a test run costs no compiler.
//
// INDGANG_MUTANT_TRACE names a file that gets the numbers of the places that a run came by: a
// change at a place that no test comes by survives without being tried.
#pragma once

// A change may well be something that the compiler warns of.
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wbool-compare"
#pragma GCC diagnostic ignored "-Wconversion-null"
#pragma GCC diagnostic ignored "-Wdiv-by-zero"
#pragma GCC diagnostic ignored "-Wempty-body"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wint-in-bool-context"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wnarrowing"
#pragma GCC diagnostic ignored "-Wnonnull"
#pragma GCC diagnostic ignored "-Woverflow"
#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wreturn-type"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wshift-count-overflow"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Wstringop-overread"
#pragma GCC diagnostic ignored "-Wtautological-compare"
#pragma GCC diagnostic ignored "-Wtype-limits"
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-const-variable"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-value"

#ifndef _GLIBCXX_ASSERTIONS
#define _GLIBCXX_ASSERTIONS  // an index behind the end kills
#endif

#include <cstdio>
#include <cstdlib>
#include <initializer_list>

#include <sys/mman.h>

namespace indgang::mutants {

inline constexpr int most_places = 1 << 16;  // schema.py refuses more

inline int number_of(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? -1 : std::atoi(text);
}
inline const int chosen = number_of("INDGANG_MUTANT");

/// Which places a run came by; written when the process ends. Its children write into the same
/// memory: one that becomes another program has no end of its own.
struct Trace {
    const char* file = std::getenv("INDGANG_MUTANT_TRACE");
    bool* came_by = nullptr;
    Trace() {
        if (file != nullptr) {
            void* shared = mmap(nullptr, most_places, PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            came_by = shared == MAP_FAILED ? nullptr : static_cast<bool*>(shared);
        }
        file = came_by == nullptr ? nullptr : file;
    }
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;
    ~Trace() {
        std::FILE* out = file == nullptr ? nullptr : std::fopen(file, "a");
        for (int id = 0; out != nullptr && id < most_places; ++id) {
            if (came_by[id]) {
                std::fprintf(out, "%d\n", id);
            }
        }
        if (out != nullptr) {
            std::fclose(out);
        }
    }
};
inline Trace trace;
inline const bool is_traced = trace.file != nullptr;

/// Which of the changes of the place `first` is made: 0, 1, ...; below 0 or too large: none.
inline int change_at(int first) {
    if (is_traced) {
        trace.came_by[first] = true;
    }
    return chosen < first ? -1 : chosen - first;
}

template <class T, class... Others>
T pick(int first, T value, Others... others) {
    const int change = change_at(first);
    int at = 0;
    ((at++ == change ? static_cast<void>(value = static_cast<T>(others)) : void()), ...);
    return value;
}

/// The condition of an `if` or a `?:`: always true, always false.
inline bool condition(int first, bool value) {
    const int change = change_at(first);
    return change == 0 ? true : change == 1 ? false : value;
}

inline bool flipped(int first, bool value) {
    return (change_at(first) == 0) != value;
}

template <class Right>
bool both(int first, bool left, const Right& right) {
    return change_at(first) == 0 ? left || right() : left && right();
}
template <class Right>
bool either(int first, bool left, const Right& right) {
    return change_at(first) == 0 ? left && right() : left || right();
}

/// `!x` is written `negation(7)->*x`, which binds like it.
struct Negation {
    int first;
};
inline Negation negation(int first) {
    return {first};
}
template <class T>
bool operator->*(Negation negation, const T& value) {
    return change_at(negation.first) == 0 ? static_cast<bool>(value) : !static_cast<bool>(value);
}

/// `a < b` is written `a > order<less>(7) > b`, and `a == b` is `a == equality<..>(7) == b`: two
/// operators that bind like the one, so that nobody has to know where the operands end.
enum class Relation { less, less_equal, greater, greater_equal, equal, not_equal };

template <Relation relation, class A, class B>
bool holds(const A& a, const B& b) {
    if constexpr (relation == Relation::less) {
        return static_cast<bool>(a < b);
    } else if constexpr (relation == Relation::less_equal) {
        return static_cast<bool>(a <= b);
    } else if constexpr (relation == Relation::greater) {
        return static_cast<bool>(a > b);
    } else if constexpr (relation == Relation::greater_equal) {
        return static_cast<bool>(a >= b);
    } else if constexpr (relation == Relation::equal) {
        return static_cast<bool>(a == b);
    } else {
        return static_cast<bool>(a != b);
    }
}

template <Relation now, Relation first_change, Relation second_change>
struct Comparison {
    int first;
    template <class A, class B>
    [[nodiscard]] bool of(const A& a, const B& b) const {
        const int change = change_at(first);
        return change == 0   ? holds<first_change>(a, b)
               : change == 1 ? holds<second_change>(a, b)
                             : holds<now>(a, b);
    }
};
template <class A, class C>
struct Waiting {
    const A& a;
    C comparison;
};

template <class A, Relation n, Relation f, Relation s>
Waiting<A, Comparison<n, f, s>> operator>(const A& a, Comparison<n, f, s> comparison) {
    return {a, comparison};
}
template <class A, class C, class B>
bool operator>(const Waiting<A, C>& waiting, const B& b) {
    return waiting.comparison.of(waiting.a, b);
}
template <class A, Relation n, Relation f, Relation s>
Waiting<A, Comparison<n, f, s>> operator==(const A& a, Comparison<n, f, s> comparison) {
    return {a, comparison};
}
template <class A, class C, class B>
bool operator==(const Waiting<A, C>& waiting, const B& b) {
    return waiting.comparison.of(waiting.a, b);
}

// A change that there is not (of `<=` only one is tried) repeats the first; its number is another
// place's, which is never chosen together with this one.
using enum Relation;
inline Comparison<less, less_equal, greater> is_less(int first) {
    return {first};
}
inline Comparison<greater, greater_equal, less> is_greater(int first) {
    return {first};
}
inline Comparison<less_equal, less, less_equal> is_less_equal(int first) {
    return {first};
}
inline Comparison<greater_equal, greater, greater_equal> is_greater_equal(int first) {
    return {first};
}
inline Comparison<equal, not_equal, equal> is_equal(int first) {
    return {first};
}
inline Comparison<not_equal, equal, not_equal> is_not_equal(int first) {
    return {first};
}

/// std::min and std::max, one taken for the other.
struct Bound {
    int first;
    bool is_least;
    template <class T>
    [[nodiscard]] T of(const T& a, const T& b) const {
        const bool wants_least = (change_at(first) == 0) != is_least;
        return (wants_least ? b < a : a < b) ? b : a;
    }
    template <class T>
    T operator()(const T& a, const T& b) const {
        return of<T>(a, b);
    }
    template <class T>
    T operator()(std::initializer_list<T> all) const {
        T best = *all.begin();
        for (const T& each : all) {
            best = of<T>(best, each);
        }
        return best;
    }
};
inline Bound least(int first) {
    return {first, true};
}
inline Bound most(int first) {
    return {first, false};
}

}  // namespace indgang::mutants
