// SPDX-License-Identifier: MPL-2.0
// Measures the product against its parts and peers; every figure is a ratio within one run.
//
//   indgang_bench paper --json FILE [--pages N] [--quick] [--plots FOLDER]
//                 [--digits MNIST-FOLDER] [--only ordinary [--condition NAME]]
//   indgang_bench xml --json FILE [--documents N] [--files N] [--filled N] [--quick]
//   indgang_bench feed --json FILE [--documents N] [--quick]
//   indgang_bench fair --json FILE
//   indgang_bench http --json FILE [--quick] [--only PART]
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/bench/bench.h"
#include "tests/bench/plots.h"
#include "tests/bench/report.h"

namespace {

/// Tesseract's OpenMP spins unless this stands in the environment when the process starts.
void restart_without_openmp(char** argv) {
    if (std::getenv("OMP_THREAD_LIMIT") == nullptr) {
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        ::execv("/proc/self/exe", argv);
        std::cerr << "indgang_bench: can not start itself again\n";
        std::exit(1);
    }
}

void make_quick(indgang::bench::PaperOptions& paper) {
    constexpr int pages = 3, peer_pages = 2, repeats = 1;
    paper.pages = pages;
    paper.ordinary_pages = 1;
    paper.peer_pages = peer_pages;
    paper.repeats = repeats;
}

void make_quick(indgang::bench::XmlOptions& xml) {
    constexpr int documents = 40;
    xml.documents = xml.files = documents;
    xml.filled = 2 * documents;
}

void write_figures(const std::string& file, const nlohmann::ordered_json& figures) {
    std::ofstream out(file);
    out << figures.dump(2) << "\n";
    if (!out.good()) {
        throw std::runtime_error("can not write " + file);
    }
}

}  // namespace

int main(int argc, char** argv) {
    restart_without_openmp(argv);
    CLI::App app("Speed and accuracy, each as a ratio within one run");
    indgang::bench::PaperOptions paper;
    indgang::bench::XmlOptions xml;
    const std::string source = INDGANG_SOURCE_DIR;
    paper.forms = xml.forms = source + "/schemas/forms";
    paper.models = xml.models = source + "/ocr/models";
    paper.capital_forms = source + "/tests/forms";
    paper.letters = source + "/../shared/data/chars74k-strokes/char74k-writers-0-39.json.gz";
    paper.digits = source + "/../shared/data/mnist-train";
    paper.program = xml.program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "indgang";
    std::string file;
    app.require_subcommand(1);
    CLI::App* on_paper = app.add_subcommand("paper", "forged pages to records");
    on_paper->add_option("--json", file, "where the figures go")->required();
    on_paper->add_option("--pages", paper.pages, "at least so many of each set in each grade");
    on_paper->add_option("--peer-pages", paper.peer_pages, "that the peers read too; 0: no peers");
    on_paper->add_option("--repeats", paper.repeats, "of one worker against two; 0: no workers");
    on_paper->add_option("--processes", paper.processes, "that read at once; 0: one per core");
    on_paper->add_option("--digits", paper.digits, "MNIST folder, for handwritten digits");
    on_paper->add_option("--letters", paper.letters, "letters by people (Chars74K strokes)");
    on_paper->add_option("--misses", paper.misses, "fields not read right are appended here");
    on_paper->add_option("--seed", paper.seed);
    on_paper->add_option("--ordinary-pages", paper.ordinary_pages,
                         "at least so many of each condition of ordinary mail; 0: none");
    std::string only;
    on_paper->add_option("--only", only, "ordinary: only this set, --pages of each condition")
        ->check(CLI::IsMember({"ordinary"}));
    on_paper->add_option("--condition", paper.condition, "of ordinary only this one");
    std::string plots;
    on_paper->add_option("--plots", plots, "folder for the figures as SVG");
    bool is_quick = false;
    on_paper->add_flag("--quick", is_quick, "a small run, under a minute: shows that all works");
    CLI::App* on_xml = app.add_subcommand("xml", "XML documents to the outbox");
    on_xml->add_option("--json", file, "where the figures go")->required();
    on_xml->add_option("--documents", xml.documents);
    on_xml->add_option("--files", xml.files, "for indgang run");
    on_xml->add_option("--filled", xml.filled, "applications in the store when it is full");
    on_xml->add_option("--seed", xml.seed);
    on_xml->add_flag("--quick", is_quick, "a small run, a few seconds: shows that all works");
    CLI::App* on_feed = app.add_subcommand("feed", "one file of many applications");
    on_feed->add_option("--json", file, "where the figures go")->required();
    on_feed->add_option("--documents", xml.documents, "in the file");
    on_feed->add_option("--seed", xml.seed);
    on_feed->add_flag("--quick", is_quick, "a small run, a few seconds: shows that all works");
    CLI::App* on_fair = app.add_subcommand("fair", "an application beside a hostile batch");
    on_fair->add_option("--json", file, "where the figures go")->required();
    CLI::App* on_http = app.add_subcommand("http", "the entrance over HTTP and slow clients");
    on_http->add_option("--json", file, "where the figures go")->required();
    on_http->add_flag("--quick", is_quick, "a small run, a few seconds: shows that all works");
    on_http->add_option("--only", only, "this part alone")
        ->check(CLI::IsMember({"slow", "posts", "idle", "uploads"}));
    CLI11_PARSE(app, argc, argv);
    if (is_quick) {
        make_quick(paper);
        make_quick(xml);
    }
    if (on_paper->parsed() && !only.empty()) {
        paper.sets = indgang::bench::PaperOptions::Sets::ordinary;
        const bool is_said = on_paper->count("--pages") > 0;
        paper.ordinary_pages = is_said ? paper.pages : paper.ordinary_pages;
    }
    try {
        if (on_paper->parsed()) {
            const auto figures = indgang::bench::paper_bench(paper);
            write_figures(file, figures);
            std::cout << indgang::bench::paper_report(figures);
            if (!plots.empty()) {
                indgang::bench::write_plots(figures, plots);
            }
        } else {
            const auto size =
                is_quick ? indgang::bench::HttpSize::quick : indgang::bench::HttpSize::whole;
            const auto figures = on_http->parsed()   ? indgang::bench::http_bench(xml, size, only)
                                 : on_feed->parsed() ? indgang::bench::feed_bench(xml)
                                 : on_fair->parsed() ? indgang::bench::fair_bench(xml)
                                                     : indgang::bench::xml_bench(xml);
            write_figures(file, figures);
            std::cout << figures.dump(2) << "\n";
        }
    } catch (const std::exception& error) {
        std::cerr << "indgang_bench: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
