// SPDX-License-Identifier: MPL-2.0
// The whole measurement of paper. Pages are forged, read and scored in processes of their own, as
// many at once as there are cores, since forging a page costs three times what reading it does;
// what is timed against something else comes afterwards, one thing at a time.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ocr/text/tesseract_engine.h"
#include "tests/bench/bench.h"
#include "tests/bench/folder.h"
#include "tests/bench/hardware.h"
#include "tests/bench/paper/beside_recognition.h"
#include "tests/bench/paper/field_figures.h"
#include "tests/bench/paper/forged_set.h"
#include "tests/bench/paper/ordinary_set.h"
#include "tests/bench/paper/peers.h"
#include "tests/bench/paper/set_reading.h"
#include "tests/bench/paper/worker_processes.h"
#include "tests/bench/processes.h"
#include "tests/forge/hand/european_hand.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Hands for combs: people's where their pictures are there, else drawn by program.
struct Hands {
    forge::GlyphSet set;
    bool is_of_people = false;
};

Hands load_hands(const PaperOptions& options) {
    if (!options.digits.empty() && fs::exists(options.digits)) {
        return {forge::load_test_writers(options.digits.string()), true};
    }
    constexpr int writers = 60;
    constexpr std::uint64_t first_seed = 7'000'000;  // no fit draws its hands with it
    forge::Dice dice(first_seed + options.seed);
    return {forge::draw_european_hands(writers, dice), false};
}

int processes_of(const PaperOptions& options) {
    return options.processes > 0
               ? options.processes
               : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/// Applications are numbered so that no two pieces of a set share one.
std::vector<Piece> pieces_of(const PaperOptions& options) {
    constexpr int piece_pages = 25, foreign_share = 8;  // one foreign scan of two pages for so many
    std::vector<Piece> pieces;
    for (const SetKind& kind : set_kinds) {
        for (const ScanGrade& grade : scan_grades) {
            // A page of capitals holds as many fields as two of the shipped forms.
            const bool is_dense = kind.forms == SetKind::Forms::with_capitals;
            const int pages = is_dense ? (options.pages + 1) / 2 : options.pages;
            for (int done = 0; done < pages; done += piece_pages) {
                Piece piece;
                piece.kind = &kind;
                piece.grade = &grade;
                piece.first = static_cast<unsigned>(done);
                piece.pages = std::min(piece_pages, pages - done);
                const bool is_first_set = &kind == set_kinds.data();
                piece.foreign = is_first_set ? std::max(1, piece.pages / foreign_share) : 0;
                pieces.push_back(piece);
            }
        }
    }
    return pieces;
}

SetReadings read_sets(const Forgery& from, const PaperOptions& options) {
    const std::vector<Piece> pieces = pieces_of(options);
    std::vector<Job> jobs;
    for (const Piece& piece : pieces) {
        jobs.emplace_back([&] { return to_json(read_piece(from, options.models, piece)); });
    }
    const std::vector<nlohmann::json> answers = run_apart(jobs, processes_of(options));
    SetReadings sets;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        sets[std::string(pieces[i].kind->name)][std::string(pieces[i].grade->letter)] +=
            set_reading_from(answers[i]);
    }
    return sets;
}

OrdinaryReadings read_ordinary_set(const Forgery& from, const PaperOptions& options) {
    const auto forms = form::FormCatalogue::load({options.forms, options.capital_forms});
    std::vector<forge::ConditionTrait> wanted;
    for (const forge::ConditionTrait& trait : forge::all_conditions()) {
        if (options.condition.empty() || options.condition == trait.name) {
            wanted.push_back(trait);
        }
    }
    if (wanted.empty()) {
        throw std::runtime_error("no condition " + options.condition);
    }
    std::vector<Job> jobs;
    for (const forge::ConditionTrait& trait : wanted) {
        jobs.emplace_back([&from, &forms, &options, condition = trait.condition] {
            return to_json(
                read_ordinary(from, forms, options.models, condition, options.ordinary_pages));
        });
    }
    const std::vector<nlohmann::json> answers = run_apart(jobs, processes_of(options));
    OrdinaryReadings readings;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        readings[std::string(wanted[i].name)] = ordinary_reading_from(answers[i]);
    }
    return readings;
}

/// Applications for what is timed, by grade: one file a page.
std::vector<std::vector<ForgedScan>> forge_for_timing(const Forgery& from,
                                                      const PaperOptions& options,
                                                      const fs::path& folder) {
    const int pages = std::max(options.peer_pages, 1);
    std::vector<Job> jobs;
    for (const ScanGrade& grade : scan_grades) {
        jobs.emplace_back([&from, &grade, &folder, pages] {
            // Pages beyond those of the sets, which may be looked at for mistakes.
            constexpr unsigned first = 9'000;
            nlohmann::json scans = nlohmann::json::array();
            int done = 0;
            for (unsigned number = first; done < pages; ++number) {
                const ForgedScan scan =
                    forge_scan(from, set_kinds[0], grade, number, Files::page_each, folder);
                done += scan.pages;
                scans.push_back(scan.to_json());
            }
            return scans;
        });
    }
    std::vector<std::vector<ForgedScan>> by_grade;
    for (const nlohmann::json& scans : run_apart(jobs, processes_of(options))) {
        by_grade.emplace_back();
        for (const nlohmann::json& scan : scans) {
            by_grade.back().push_back(ForgedScan::from_json(scan));
        }
    }
    return by_grade;
}

/// The last scans that hold so many pages together: the forms with fewer pages come last.
std::vector<ForgedScan> at_least(const std::vector<ForgedScan>& scans, int pages) {
    std::vector<ForgedScan> chosen;
    for (auto scan = scans.rbegin(); scan != scans.rend() && pages > 0; ++scan) {
        pages -= scan->pages;
        chosen.push_back(*scan);
    }
    return chosen;
}

std::vector<fs::path> files_of(const std::vector<ForgedScan>& scans) {
    std::vector<fs::path> files;
    for (const ForgedScan& scan : scans) {
        files.insert(files.end(), scan.files.begin(), scan.files.end());
    }
    return files;
}

/// Milliseconds of CPU until a letter is found to be no page of a form, by the mean of some.
double unknown_page_ms(const Forgery& from, const ScanGrade& grade, const fs::path& folder) {
    constexpr unsigned first = 9'000;
    constexpr int letters = 4, rounds = 3;
    const Job forge = [&] {
        nlohmann::json scans = nlohmann::json::array();
        for (unsigned i = 0; i < letters; ++i) {
            scans.push_back(forge_foreign(from, grade, first + i, folder).to_json());
        }
        return scans;
    };
    ocr::BlankPages blanks(*from.shipped);
    ocr::Matcher matcher(*from.shipped, blanks);
    double sum = 0;
    const nlohmann::json scans = run_apart({forge}, 1).at(0);
    for (const nlohmann::json& scan : scans) {
        const fs::path letter = ForgedScan::from_json(scan).files.at(0);
        (void)until_unknown(matcher, letter, 1);  // sketches of all forms are made at first use
        sum += until_unknown(matcher, letter, rounds);
    }
    constexpr double milli = 1000;
    return sum * milli / letters;
}

void time_programs(Json& json, const Forgery& from, const PaperOptions& options) {
    const Folder folder;
    const auto by_grade = forge_for_timing(from, options, folder.path());
    if (options.peer_pages > 0) {
        constexpr int rounds = 2;
        json.update(compare_with_peers(
            *from.shipped, at_least(by_grade.front(), options.peer_pages),
            at_least(by_grade.back(), options.peer_pages), {options.models, rounds}));
        Json& beside = json["everything_but_recognition"];
        beside["g4"]["unknown_form_ms"] = unknown_page_ms(from, scan_grades.front(), folder.path());
        beside["jpeg"]["unknown_form_ms"] =
            unknown_page_ms(from, scan_grades.back(), folder.path());
    }
    if (options.repeats > 0) {
        std::vector<fs::path> all;
        for (const auto& scans : by_grade) {
            const auto files = files_of(scans);
            all.insert(all.end(), files.begin(), files.end());
        }
        json.update(
            measure_workers({options.program, options.forms, options.models, options.repeats}, all,
                            files_of(by_grade.front())));
    }
}

void write_misses(std::ostream& out, const std::string& where,
                  const std::vector<accuracy::Miss>& misses) {
    for (const accuracy::Miss& miss : misses) {
        out << where << (miss.is_accepted ? "\taccepted\t" : "\tdoubted\t") << miss.field << "\t"
            << miss.written << "\t" << miss.read << "\n";
    }
}

void write_misses(const fs::path& file, const SetReadings& sets, const OrdinaryReadings& ordinary) {
    if (file.empty()) {
        return;
    }
    std::ofstream out(file, std::ios::app);
    for (const auto& [set, by_grade] : sets) {
        for (const auto& [grade, reading] : by_grade) {
            write_misses(out, set + " " + grade, reading.misses);
        }
    }
    for (const auto& [condition, reading] : ordinary) {
        write_misses(out, "ordinary " + condition, reading.misses);
    }
}

Json setup_of(const PaperOptions& options, const Forgery& from, bool has_people) {
    Json json;
    json["pages_of_each_set_and_grade"] = options.pages;
    json["pages_of_each_condition"] = options.ordinary_pages;
    json["peer_pages"] = options.peer_pages;
    json["seed"] = options.seed;
    json["outside_data"]["mnist"] = has_people;
    json["digits_written_by"] = has_people ? "people: writers of MNIST never trained on"
                                           : "the forge: digits drawn by program, NOT by people";
    json["outside_data"]["letters"] = from.letters != nullptr;
    json["letters_written_by"] =
        from.letters != nullptr
            ? "people: Chars74K strokes, writers nobody looked at; Æ, Ø and Å put together"
            : "typefaces like handwriting that the net was not trained on, NOT people";
    for (const ScanGrade& grade : scan_grades) {
        json["grades"][std::string(grade.letter)] = grade.says;
    }
    json["versions"] = peer_versions();
    json["versions"]["libtesseract"] = ocr::tesseract_version();
    json["hardware"] = hardware();
    return json;
}

}  // namespace

Json paper_bench(const PaperOptions& options) {
    const auto catalogue = form::FormCatalogue::load({options.forms});
    const auto capital_forms = form::FormCatalogue::load({options.capital_forms});
    std::optional<forge::GlyphSet> letters;
    if (!options.letters.empty() && fs::exists(options.letters)) {
        letters = forge::load_people(options.letters.string());
    }
    const Hands hands = load_hands(options);
    if (!hands.is_of_people) {
        std::cerr << "indgang_bench: MNIST IS ABSENT. The handwritten digits of this run are drawn "
                     "by program and say nothing of people's.\n";
    }
    const Forgery from{&catalogue, &capital_forms, &hands.set,
                       letters.has_value() ? &*letters : nullptr, options.seed};
    const Json setup = setup_of(options, from, hands.is_of_people);
    const bool is_whole = options.sets == PaperOptions::Sets::all;
    const SetReadings sets = is_whole ? read_sets(from, options) : SetReadings{};
    const OrdinaryReadings ordinary =
        options.ordinary_pages > 0 ? read_ordinary_set(from, options) : OrdinaryReadings{};
    write_misses(options.misses, sets, ordinary);
    Json json = is_whole ? field_figures(sets) : Json::object();
    json.update(ordinary_figures(ordinary));
    if (is_whole) {
        time_programs(json, from, options);
    }
    json["setup"] = setup;
    return json;
}

}  // namespace indgang::bench
