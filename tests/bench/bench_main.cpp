// SPDX-License-Identifier: MPL-2.0
// Measures the product against its parts and peers; every figure is a ratio within one run.
//
//   indgang_bench paper --json FILE [--pages N] [--digits MNIST-FOLDER]
//   indgang_bench xml --json FILE [--documents N]
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/bench.h"

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

}  // namespace

int main(int argc, char** argv) {
    restart_without_openmp(argv);
    CLI::App app("Speed and accuracy, each as a ratio within one run");
    indgang::bench::PaperOptions paper;
    indgang::bench::XmlOptions xml;
    const std::string source = INDGANG_SOURCE_DIR;
    paper.forms = xml.forms = source + "/schemas/forms";
    paper.models = source + "/ocr/models";
    std::string file;
    app.require_subcommand(1);
    CLI::App* on_paper = app.add_subcommand("paper", "forged pages to records");
    on_paper->add_option("--json", file, "where the figures go")->required();
    on_paper->add_option("--pages", paper.pages, "at least so many of each kind");
    on_paper->add_option("--digits", paper.digits, "MNIST folder, for handwritten digits");
    on_paper->add_option("--misses", paper.misses, "fields not read right are appended here");
    on_paper->add_option("--seed", paper.seed);
    CLI::App* on_xml = app.add_subcommand("xml", "XML documents to the outbox");
    on_xml->add_option("--json", file, "where the figures go")->required();
    on_xml->add_option("--documents", xml.documents);
    on_xml->add_option("--seed", xml.seed);
    CLI11_PARSE(app, argc, argv);
    try {
        const std::string figures = (on_paper->parsed() ? indgang::bench::paper_bench(paper)
                                                        : indgang::bench::xml_bench(xml))
                                        .dump(2);
        std::ofstream out(file);
        out << figures << "\n";
        if (!out.good()) {
            throw std::runtime_error("can not write " + file);
        }
        std::cout << figures << "\n";
    } catch (const std::exception& error) {
        std::cerr << "indgang_bench: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
