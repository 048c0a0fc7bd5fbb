// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/model_shelf.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "schemas/error/error.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;

bool is_version(const std::string& text) {
    constexpr std::size_t digits = 12;
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Replaces `to` in one step.
void rename_over(const fs::path& from, const fs::path& to) {
    std::error_code trouble;
    fs::rename(from, to, trouble);
    if (trouble) {
        throw Error(Reason::disk_error, "models: cannot replace " + to.filename().string());
    }
}

}  // namespace

ModelShelf::ModelShelf(const fs::path& champion_file)
    : champion_file_(champion_file), blobs_(champion_file.parent_path()) {}

void ModelShelf::put(const ocr::CharacterNet& net, const std::string& report) {
    auto json = nlohmann::ordered_json::parse(report);
    json["file"] = blobs_.put(net.file()).hex();
    const fs::path file = champion_file_.parent_path() / (net.version() + ".json");
    const fs::path half = champion_file_.parent_path() / (net.version() + ".json.new");
    std::ofstream out(half, std::ios::binary);
    out << json.dump(2) << "\n";
    out.close();
    if (!out) {
        throw Error(Reason::disk_error, "models: cannot write a report");
    }
    rename_over(half, file);
}

std::vector<ShelvedModel> ModelShelf::all() const {
    std::vector<ShelvedModel> models;
    for (const auto& entry : fs::directory_iterator(champion_file_.parent_path())) {
        const std::string version = entry.path().stem().string();
        if (entry.path().extension() == ".json" && is_version(version)) {
            models.push_back(get(version));
        }
    }
    std::sort(models.begin(), models.end(),
              [](const auto& a, const auto& b) { return a.version < b.version; });
    return models;
}

ShelvedModel ModelShelf::get(const std::string& version) const {
    const fs::path file = champion_file_.parent_path() / (version + ".json");
    std::ifstream in(is_version(version) ? file : fs::path());
    if (!in) {
        throw Error(Reason::no_such_model, "no such model here; `indgang model list` shows all");
    }
    return {version, {std::istreambuf_iterator<char>(in), {}}};
}

void ModelShelf::use(const std::string& version) {
    const auto report = nlohmann::json::parse(get(version).report);
    const Digest digest = *Digest::parse(report.at("file").get<std::string>());
    (void)ocr::CharacterNet::load(blobs_.get(digest));
    const fs::path link = champion_file_.parent_path() / "digits.bin.new";
    std::error_code ignored;  // mostly it is not there; what is wrong shows in the next line
    fs::remove(link, ignored);
    fs::create_symlink(fs::relative(blobs_.path_of(digest), link.parent_path()), link);
    rename_over(link, champion_file_);
}

void ModelShelf::use_shipped() {
    std::error_code trouble;
    fs::remove(champion_file_, trouble);
    if (trouble) {
        throw Error(Reason::disk_error, "models: cannot remove digits.bin");
    }
}

}  // namespace indgang::program
