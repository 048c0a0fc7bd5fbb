// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/report.h"

#include <array>
#include <iomanip>
#include <sstream>
#include <string_view>

namespace indgang::bench {
namespace {

using Json = nlohmann::ordered_json;

/// The value at a path of keys, or null.
Json at(const Json& json, std::initializer_list<std::string_view> keys) {
    const Json* here = &json;
    for (const std::string_view key : keys) {
        const auto found = here->find(key);
        if (found == here->end()) {
            return {};
        }
        here = &*found;
    }
    return *here;
}

std::string number(const Json& value, int decimals, double factor = 1) {
    if (!value.is_number()) {
        return "-";
    }
    std::ostringstream out;
    out << std::fixed << std::setprecision(decimals) << value.get<double>() * factor;
    return out.str();
}

constexpr double percent = 100;
constexpr std::array<std::string_view, 3> letters = {"A", "B", "C"};

void add_row(std::ostream& out, const std::string& name, const std::array<std::string, 3>& cells) {
    out << "| " << name;
    for (const std::string& cell : cells) {
        out << " | " << cell;
    }
    out << " |\n";
}

template <class Cell>
void add_grades(std::ostream& out, const std::string& name, const Cell& cell) {
    add_row(out, name, {cell(letters[0]), cell(letters[1]), cell(letters[2])});
}

void add_fields(std::ostream& out, const Json& figures, std::string_view what) {
    const std::string name(what);
    if (!at(figures, {name + "_right", "A"}).is_number()) {
        out << "| " << name << ": not measured | - | - | - |\n";
        return;
    }
    add_grades(out, name + " right %", [&](std::string_view grade) {
        return number(at(figures, {name + "_right", grade}), 2, percent) + " of " +
               number(at(figures, {"counts", name + "_filled", grade}), 0);
    });
    add_grades(out, name + " accepted %", [&](std::string_view grade) {
        return number(at(figures, {"accepted", what, grade}), 1, percent);
    });
    add_grades(out, name + " wrong of the accepted % (at most, 95 %)", [&](std::string_view grade) {
        return number(at(figures, {"undetected_error", what, grade}), 3, percent) + " (" +
               number(at(figures, {"at_most_95", "undetected_error", what, grade}), 2, percent) +
               ")";
    });
}

void add_pages(std::ostream& out, const Json& figures) {
    add_grades(
        out, "marks wrong and accepted of 10,000 (at most, 95 %)", [&](std::string_view grade) {
            return number(at(figures, {"marks_wrong_accepted_per_10000", grade}), 1) + " (" +
                   number(at(figures, {"at_most_95", "marks_wrong_accepted_per_10000", grade}), 1) +
                   ")";
        });
    add_grades(out, "marks accepted %", [&](std::string_view grade) {
        return number(at(figures, {"accepted", "marks", grade}), 2, percent) + " of " +
               number(at(figures, {"counts", "mark_fields", grade}), 0);
    });
    add_grades(out, "form and page right %", [&](std::string_view grade) {
        return number(at(figures, {"identified", grade, "right"}), 2, percent) + " of " +
               number(at(figures, {"identified", grade, "pages"}), 0);
    });
    add_grades(out, "pages taken for another (of all, foreign ones too)",
               [&](std::string_view grade) {
                   return number(at(figures, {"identified", grade, "wrong_accepted"}), 0);
               });
    for (const std::string_view reader :
         {"printed_lines", "printed_combs", "handwritten_digits", "handwritten_letters", "marks"}) {
        add_grades(out, "calibration error (ECE), " + std::string(reader),
                   [&](std::string_view grade) {
                       return number(at(figures, {"reliability", reader, grade, "ece"}), 4);
                   });
    }
    add_grades(out, "typed pages per CPU second", [&](std::string_view grade) {
        return number(at(figures, {"pages_per_cpu_second", "typed", grade}), 1);
    });
}

void add_line(std::ostream& out, const std::string& name, const std::string& value) {
    out << "| " << name << " | " << value << " |\n";
}

void add_cost(std::ostream& out, const Json& figures) {
    const auto beside = [&](std::string_view kind, std::string_view key, int decimals) {
        return number(at(figures, {"everything_but_recognition", kind, key}), decimals);
    };
    const auto steps = [&](std::string_view kind) {
        return beside(kind, "ms_a_page", 1) + " ms (decode " + beside(kind, "decode_ms", 1) +
               ", normalise " + beside(kind, "normalise_ms", 1) + ", match " +
               beside(kind, "match_ms", 1) + ", cut " + beside(kind, "cut_ms", 1) +
               ", account of ink " + beside(kind, "account_ms", 1) + ")";
    };
    const auto peer = [&](std::string_view name, std::string_view key, int decimals, double by) {
        return number(at(figures, {"peers", name, key}), decimals, by);
    };
    out << "\n| cost | |\n|---|---|\n";
    add_line(out, "CPU against `tesseract -l dan`, same typed G4 pages",
             number(at(figures, {"speedup_vs_tesseract_cli"}), 1) + " times faster (" +
                 peer("indgang", "cpu_seconds_a_page", 3, 1) + " s against " +
                 peer("tesseract_cli", "cpu_seconds_a_page", 3, 1) + " s a page)");
    add_line(out, "CPU against `ocrmypdf --deskew --clean`",
             number(at(figures, {"speedup_vs_ocrmypdf"}), 1) + " times faster (" +
                 peer("ocrmypdf_deskew_clean", "cpu_seconds_a_page", 3, 1) + " s a page)");
    constexpr std::string_view found = "values_found_anywhere_on_the_page";
    add_line(out, "values that the peers find anywhere on the page (lenient) %",
             "tesseract " + peer("tesseract_cli", found, 1, percent) + ", ocrmypdf " +
                 peer("ocrmypdf_deskew_clean", found, 1, percent));
    add_line(
        out, "everything but recognition, G4",
        steps("g4") + ", " + beside("g4", "of_tesseract_cli", 4) + " of the tesseract command");
    add_line(out, "everything but recognition, JPEG",
             steps("jpeg") + ", " + beside("jpeg", "of_djpeg_grayscale", 2) +
                 " of `djpeg -grayscale` (" + beside("jpeg", "djpeg_grayscale_ms", 1) + " ms)");
    add_line(out, "a letter, until it is known to be no page of a form, G4 and JPEG",
             beside("g4", "unknown_form_ms", 0) + " and " + beside("jpeg", "unknown_form_ms", 0) +
                 " ms");
    add_line(out, "two workers against one, wall, median",
             number(at(figures, {"scaling_2_workers"}), 2) + " (two tesseract against one " +
                 number(at(figures, {"scaling", "machine", "median"}), 2) + "; others took " +
                 number(at(figures, {"scaling", "cores_taken_by_others"}), 1) +
                 " cores meanwhile)");
    add_line(out, "memory of a worker at its most",
             number(at(figures, {"rss_mib_per_worker"}), 0) + " MiB");
}

std::string share_of(const Json& counts, std::string_view key) {
    const double fields = at(counts, {"fields"}).get<double>();
    return fields > 0 ? number(at(counts, {key}), 1, percent / fields) : "-";
}

void add_ordinary(std::ostream& out, const Json& figures) {
    const Json conditions = at(figures, {"ordinary"});
    if (!conditions.is_object()) {
        return;
    }
    out << "\n| ordinary mail | pages known | all fields | right % | accepted % | wrong and "
           "accepted "
           "| fields it is done to | right % | accepted % | wrong and accepted |\n"
           "|---|---|---|---|---|---|---|---|---|---|\n";
    Json sums = {{"fields", 0}, {"right", 0}, {"accepted", 0}, {"wrong_accepted", 0}};
    const auto cells = [&](const Json& counts) {
        return number(at(counts, {"fields"}), 0) + " | " + share_of(counts, "right") + " | " +
               share_of(counts, "accepted") + " | " + number(at(counts, {"wrong_accepted"}), 0) +
               " |";
    };
    for (const auto& [name, counts] : conditions.items()) {
        out << "| " << name << " | " << number(at(counts, {"pages_right"}), 0) << " of "
            << number(at(counts, {"pages"}), 0) << " | " << cells(counts) << " "
            << cells(at(counts, {"touched"})) << "\n";
        for (auto& [key, sum] : sums.items()) {
            sum = sum.get<int>() + at(counts, {key}).get<int>();
        }
    }
    out << "| all | | " << cells(sums) << " | | | |\n";
}

}  // namespace

std::string paper_report(const Json& figures) {
    std::ostringstream out;
    if (at(figures, {"setup", "outside_data", "mnist"}) == false) {
        out << "ATTENTION: THE HANDWRITTEN DIGITS ARE NOT PEOPLE'S. MNIST is not beside the "
               "checkout; the digits\nof this run are drawn by the forge's own program, as a part "
               "of "
               "the training data is.\nThey say nothing of people's handwriting.\n\n";
    }
    if (at(figures, {"setup", "outside_data", "letters"}) == false) {
        out << "ATTENTION: THE CAPITALS ARE NOT PEOPLE'S but typefaces like handwriting.\n\n";
    }
    if (!figures.contains("typed_right")) {  // only the set of ordinary mail
        add_ordinary(out, figures);
        return out.str();
    }
    out << "| | A office scan | B fax | C photo |\n|---|---|---|---|\n";
    for (const std::string_view what : {"typed", "digits", "short_digits", "letters"}) {
        add_fields(out, figures, what);
    }
    add_pages(out, figures);
    add_ordinary(out, figures);
    add_cost(out, figures);
    return out.str();
}

}  // namespace indgang::bench
