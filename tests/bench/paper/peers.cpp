// SPDX-License-Identifier: MPL-2.0
// A rate of its own says more of the machine than of the program, so the product and its peers are
// measured in one run on the same pages: the paper path of the product in this process (decode,
// normalise, match, read, assemble), and the commands as they come, one process a page, by what
// the kernel charges them. A command reads the page and knows no fields; that it does less is part
// of the comparison. Loading the models is left out of the product's cost, since a worker loads
// them once, and is in the commands' cost, since they do it each time.
#include "tests/bench/paper/peers.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/bench/paper/beside_recognition.h"
#include "tests/bench/processes.h"
#include "tests/bench/shares.h"
#include "tests/forge/sheet/filling.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool is_installed(const std::string& program) {
    try {
        (void)run_command({program, "--version"});
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

CommandRun run_ocrmypdf(const fs::path& page) {
    const Folder folder;
    const fs::path text = folder.path() / "page.txt";
    CommandRun run =
        run_command({"ocrmypdf", "--deskew", "--clean", "--jobs", "1", "-l", "dan", "--sidecar",
                     text.string(), page.string(), (folder.path() / "page.pdf").string()});
    std::ifstream in(text);
    run.output.assign(std::istreambuf_iterator<char>(in), {});
    return run;
}

/// What stands on one page of an application in lines and combs: canonical, and as written.
struct WrittenField {
    std::string canonical;
    std::string written;
};
std::vector<WrittenField> written_on(const form::FormCatalogue& catalogue,
                                     const nlohmann::json& application, int page) {
    const form::FormDefinition& form =
        *catalogue.find({application.at("form"), application.at("version")});
    std::vector<WrittenField> fields;
    for (const form::Zone* zone : form.zones_on(page)) {
        const std::string canonical = application.at("fields").value(zone->field, "");
        const bool is_text = zone->capture == form::Capture::line ||
                             zone->capture == form::Capture::block ||
                             zone->capture == form::Capture::comb;
        if (is_text && !canonical.empty()) {
            fields.push_back({canonical, forge::written(*form.field(zone->field), canonical)});
        }
    }
    return fields;
}

Share found_share(const std::vector<WrittenField>& fields, const std::string& text) {
    Share share;
    for (const WrittenField& field : fields) {
        const bool is_there = is_found(field.canonical, text) || is_found(field.written, text);
        share += {is_there ? 1 : 0, 1};
    }
    return share;
}

struct Costs {
    int pages = 0;
    double product = 0, tesseract = 0, ocrmypdf = 0;
    Share tesseract_found, ocrmypdf_found;
};

double product_cost(accuracy::PaperPath& path, const fs::path& page, int rounds) {
    std::optional<double> least;
    for (int round = 0; round < rounds; ++round) {
        const double begin = own_cpu_seconds();
        (void)path.read(load_bytes(page));
        const double cost = own_cpu_seconds() - begin;
        least = std::min(cost, least.value_or(cost));
    }
    return least.value_or(0);
}

CommandRun cheapest_tesseract(const fs::path& page, int rounds) {
    CommandRun least;
    for (int round = 0; round < rounds; ++round) {
        CommandRun run = run_command({"tesseract", page.string(), "stdout", "-l", "dan"});
        if (round == 0 || run.cpu_seconds < least.cpu_seconds) {
            least = std::move(run);
        }
    }
    return least;
}

Costs compare_pages(const form::FormCatalogue& catalogue, const std::vector<ForgedScan>& scans,
                    const PeerSettings& settings, bool has_ocrmypdf) {
    accuracy::PaperPath path(catalogue, settings.models);
    std::set<std::string> warm;
    Costs costs;
    for (const ForgedScan& scan : scans) {
        const nlohmann::json& application = scan.truth.at("applications").at(0);
        if (warm.insert(application.at("form")).second) {
            (void)read_scan(path, scan);  // its blanks are drawn at first use
        }
        int number = 0;
        for (const fs::path& page : scan.files) {
            const auto fields = written_on(catalogue, application, ++number);
            costs.pages += 1;
            costs.product += product_cost(path, page, settings.rounds);
            const CommandRun plain = cheapest_tesseract(page, settings.rounds);
            costs.tesseract += plain.cpu_seconds;
            costs.tesseract_found += found_share(fields, plain.output);
            if (has_ocrmypdf) {
                const CommandRun run = run_ocrmypdf(page);
                costs.ocrmypdf += run.cpu_seconds;
                costs.ocrmypdf_found += found_share(fields, run.output);
            }
        }
    }
    return costs;
}

struct Beside {
    BesideRecognition cost;
    double djpeg = 0;
    int pages = 0;
};

Beside beside(const form::FormCatalogue& catalogue, const std::vector<ForgedScan>& scans,
              const fs::path& models, bool with_djpeg) {
    constexpr int rounds = 5;
    ocr::BlankPages blanks(catalogue);
    ocr::Matcher matcher(catalogue, blanks);
    ocr::PageReader reader(catalogue, blanks, models);
    Beside all;
    for (const ForgedScan& scan : scans) {
        for (const fs::path& page : scan.files) {
            (void)beside_recognition(catalogue, blanks, matcher, reader, page, 1);
            all.cost += beside_recognition(catalogue, blanks, matcher, reader, page, rounds);
            all.pages += 1;
            double least = 0;
            for (int round = 0; with_djpeg && round < rounds; ++round) {
                const double cost =
                    run_command({"djpeg", "-grayscale", "-outfile", "/dev/null", page.string()})
                        .cpu_seconds;
                least = round == 0 ? cost : std::min(least, cost);
            }
            all.djpeg += least;
        }
    }
    return all;
}

Json json_of(const Beside& all) {
    const double milli = 1000.0 / std::max(1, all.pages);
    return {{"pages", all.pages},
            {"ms_a_page", all.cost.all() * milli},
            {"decode_ms", all.cost.decode * milli},
            {"normalise_ms", all.cost.normalise * milli},
            {"match_ms", all.cost.match * milli},
            {"cut_ms", all.cost.cut * milli},
            {"account_ms", all.cost.account * milli}};
}

Json everything_but_recognition(const form::FormCatalogue& catalogue,
                                const std::vector<ForgedScan>& scans,
                                const std::vector<ForgedScan>& photos, const fs::path& models,
                                const Costs& costs) {
    const Beside g4 = beside(catalogue, scans, models, false);
    const Beside jpeg = beside(catalogue, photos, models, true);
    Json json = {{"g4", json_of(g4)}, {"jpeg", json_of(jpeg)}};
    json["g4"]["tesseract_cli_ms"] = costs.tesseract * 1000 / costs.pages;
    json["g4"]["of_tesseract_cli"] = g4.cost.all() / g4.pages / (costs.tesseract / costs.pages);
    json["jpeg"]["djpeg_grayscale_ms"] = jpeg.djpeg * 1000 / jpeg.pages;
    json["jpeg"]["of_djpeg_grayscale"] = jpeg.cost.all() / jpeg.djpeg;
    return json;
}

}  // namespace

bool is_found(const std::string& written, const std::string& page_text) {
    const auto bare = [](const std::string& text) {
        std::string result;
        std::copy_if(text.begin(), text.end(), std::back_inserter(result), [](char c) {
            return std::string_view(" \t\r\n\f|[]_").find(c) == std::string_view::npos;
        });
        return result;
    };
    return bare(page_text).find(bare(written)) != std::string::npos;
}

Json compare_with_peers(const form::FormCatalogue& catalogue, const std::vector<ForgedScan>& scans,
                        const std::vector<ForgedScan>& photos, const PeerSettings& settings) {
    const bool has_ocrmypdf = is_installed("ocrmypdf");
    const Costs costs = compare_pages(catalogue, scans, settings, has_ocrmypdf);
    Json json;
    json["speedup_vs_tesseract_cli"] = costs.tesseract / costs.product;
    json["speedup_vs_ocrmypdf"] = has_ocrmypdf ? Json(costs.ocrmypdf / costs.product) : Json();
    json["everything_but_recognition"] =
        everything_but_recognition(catalogue, scans, photos, settings.models, costs);
    json["peers"] = {{"pages", costs.pages},
                     {"fields", costs.tesseract_found.whole},
                     {"indgang", {{"cpu_seconds_a_page", costs.product / costs.pages}}},
                     {"tesseract_cli",
                      {{"cpu_seconds_a_page", costs.tesseract / costs.pages},
                       {"values_found_anywhere_on_the_page", costs.tesseract_found.value()}}}};
    if (has_ocrmypdf) {
        json["peers"]["ocrmypdf_deskew_clean"] = {
            {"cpu_seconds_a_page", costs.ocrmypdf / costs.pages},
            {"values_found_anywhere_on_the_page", costs.ocrmypdf_found.value()}};
    }
    return json;
}

Json peer_versions() {
    Json versions = Json::object();
    const auto first_line = [](const std::string& text) { return text.substr(0, text.find('\n')); };
    for (const char* program : {"tesseract", "ocrmypdf", "unpaper"}) {
        if (is_installed(program)) {
            versions[program] = first_line(run_command({program, "--version"}).output);
        }
    }
    return versions;
}

}  // namespace indgang::bench
