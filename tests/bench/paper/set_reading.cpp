// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/paper/set_reading.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;

struct FormPage {
    form::FormKey form;
    int page = 0;
};

/// Which page of which form each page of the scan is; nothing for pages of no form.
std::vector<std::optional<FormPage>> true_pages(const form::FormCatalogue& catalogue,
                                                const nlohmann::json& truth) {
    std::vector<std::optional<FormPage>> pages(truth.at("pages").size());
    for (const nlohmann::json& application : truth.at("applications")) {
        const form::FormKey key{application.at("form"), application.at("version")};
        const auto missing = application.at("missing_pages").get<std::vector<int>>();
        int page = 0;
        for (const nlohmann::json& number : application.at("pages")) {
            do {
                ++page;
            } while (std::find(missing.begin(), missing.end(), page) != missing.end() &&
                     page < static_cast<int>(catalogue.find(key)->pages.size()));
            pages.at(number.get<std::size_t>() - 1) = FormPage{key, page};
        }
    }
    return pages;
}

Identified identify(const form::FormCatalogue& catalogue, const accuracy::ScanResult& read,
                    const nlohmann::json& truth) {
    Identified result;
    const auto expected = true_pages(catalogue, truth);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const record::FormMatch* match =
            i < read.pages.size() && read.pages[i].match ? &*read.pages[i].match : nullptr;
        // A page that versions have in common may be of each; which it is, the batch says.
        const bool is_right = match != nullptr && expected[i] && match->may_be(expected[i]->form) &&
                              match->page == expected[i]->page;
        result.pages += expected[i].has_value() ? 1 : 0;
        result.foreign += expected[i].has_value() ? 0 : 1;
        result.right += is_right ? 1 : 0;
        result.wrong_accepted += match != nullptr && !is_right ? 1 : 0;
    }
    return result;
}

void read_forged(accuracy::PaperPath& path, const form::FormCatalogue& catalogue,
                 const ForgedScan& scan, SetReading& all) {
    const double before = cpu_seconds();
    const accuracy::ScanResult read = read_scan(path, scan);
    all.cpu_seconds += cpu_seconds() - before;
    accuracy::Score score = accuracy::score(catalogue, read, scan.truth);
    Identified identified = identify(catalogue, read, scan.truth);
    identified.applications = score.applications;
    identified.applications_right = score.applications_found;
    SetReading one{std::move(score.sights), std::move(score.misses), identified, identified.pages,
                   0};
    all += std::move(one);
}

}  // namespace

Identified& Identified::operator+=(const Identified& other) {
    pages += other.pages;
    right += other.right;
    foreign += other.foreign;
    wrong_accepted += other.wrong_accepted;
    applications += other.applications;
    applications_right += other.applications_right;
    return *this;
}

SetReading& SetReading::operator+=(SetReading other) {
    std::move(other.sights.begin(), other.sights.end(), std::back_inserter(sights));
    std::move(other.misses.begin(), other.misses.end(), std::back_inserter(misses));
    identified += other.identified;
    pages += other.pages;
    cpu_seconds += other.cpu_seconds;
    return *this;
}

SetReading read_piece(const Forgery& from, const fs::path& models, const Piece& piece) {
    const Folder folder;
    const form::FormCatalogue& forms = from.forms_of(*piece.kind);
    accuracy::PaperPath path(forms, models);
    SetReading all;
    for (unsigned number = piece.first; all.pages < piece.pages; ++number) {
        const ForgedScan scan =
            forge_scan(from, *piece.kind, *piece.grade, number, Files::whole, folder.path());
        if (number == piece.first) {
            (void)read_scan(path, scan);  // models and blanks are loaded at first use
        }
        read_forged(path, forms, scan, all);
        for (const fs::path& file : scan.files) {
            fs::remove(file);
        }
    }
    const double cpu_of_forms = all.cpu_seconds;
    for (int i = 0; i < piece.foreign; ++i) {
        read_forged(path, forms,
                    forge_foreign(from, *piece.grade, piece.first + static_cast<unsigned>(i),
                                  folder.path()),
                    all);
    }
    all.cpu_seconds = cpu_of_forms;
    return all;
}

nlohmann::json to_json(const SetReading& reading) {
    nlohmann::json sights = nlohmann::json::array(), misses = nlohmann::json::array();
    for (const accuracy::FieldSight& sight : reading.sights) {
        sights.push_back({static_cast<int>(sight.capture), static_cast<int>(sight.kind),
                          sight.cells, sight.characters, sight.is_filled, sight.is_right,
                          sight.is_accepted, sight.probability, sight.reader});
    }
    for (const accuracy::Miss& miss : reading.misses) {
        misses.push_back({miss.field, miss.written, miss.read, miss.is_accepted});
    }
    const Identified& id = reading.identified;
    return {{"sights", std::move(sights)},
            {"misses", std::move(misses)},
            {"identified",
             {id.pages, id.right, id.foreign, id.wrong_accepted, id.applications,
              id.applications_right}},
            {"pages", reading.pages},
            {"cpu_seconds", reading.cpu_seconds}};
}

SetReading set_reading_from(const nlohmann::json& json) {
    SetReading reading;
    for (const auto& s : json.at("sights")) {
        reading.sights.push_back({static_cast<form::Capture>(s[0].get<int>()),
                                  static_cast<ValueKind>(s[1].get<int>()), s[2], s[3], s[4], s[5],
                                  s[6], s[7], s[8]});
    }
    for (const auto& miss : json.at("misses")) {
        reading.misses.push_back({miss[0], miss[1], miss[2], miss[3]});
    }
    const auto& id = json.at("identified");
    reading.identified = {id[0], id[1], id[2], id[3], id[4], id[5]};
    reading.pages = json.at("pages");
    reading.cpu_seconds = json.at("cpu_seconds");
    return reading;
}

}  // namespace indgang::bench
