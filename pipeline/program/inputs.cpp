// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/inputs.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "ocr/decode/scan.h"
#include "pipeline/console/console.h"
#include "schemas/core/digest.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t sniffed_bytes = 4096;

/// Whether JSON begins as an application does. Programs put JSON of their own beside scans.
bool begins_as_application(std::string_view text) {
    constexpr std::string_view passed = " \t\r\n{\xEF\xBB\xBF";
    const auto first = std::min(text.find_first_not_of(passed), text.size());
    return std::ranges::any_of(
        std::array{"\"form\"", "\"version\"", "\"fields\""},
        [&](const char* name) { return text.substr(first).starts_with(name); });
}

/// A file without bytes is a scan that went wrong, not a file of another kind.
bool is_taken(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    Bytes start(sniffed_bytes);
    file.read(reinterpret_cast<char*>(start.data()), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(file.gcount()));
    const bool is_hidden = path.filename().string().starts_with('.');
    if (start.empty()) {
        return file.eof() && !is_hidden;
    }
    const auto type = ocr::sniff(start);
    return type == ocr::ScanType::json ? begins_as_application(text_of(start))
                                       : type != ocr::ScanType::unknown;
}

}  // namespace

Inputs find_inputs(const std::vector<fs::path>& typed) {
    Inputs inputs;
    for (const auto& path : typed) {
        if (!fs::exists(path)) {
            throw Error(Reason::file_missing,
                        "no file or folder " + console::printable(path.string()), path.string());
        }
        if (!fs::is_directory(path)) {
            inputs.files.push_back(path);
            continue;
        }
        std::vector<fs::path> found;
        for (const auto& entry : fs::recursive_directory_iterator(path)) {
            if (entry.is_regular_file() && !entry.is_symlink()) {
                found.push_back(entry.path());
            }
        }
        std::sort(found.begin(), found.end());
        for (auto& file : found) {
            (is_taken(file) ? inputs.files : inputs.passed_over).push_back(std::move(file));
        }
    }
    return inputs;
}

Descriptor open_file(const fs::path& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        throw Error(Reason::file_unreadable, "cannot read " + console::printable(path.string()),
                    path.string());
    }
    return file;
}

Bytes load_file(const fs::path& path) {
    std::error_code trouble;
    const auto size = fs::file_size(path, trouble);
    std::ifstream file(path, std::ios::binary);
    if (trouble || !file) {
        throw Error(Reason::file_unreadable, "cannot read " + console::printable(path.string()),
                    path.string());
    }
    if (size > limits::arrival_bytes) {
        throw Error(Reason::file_too_large,
                    console::printable(path.string()) + " has " + std::to_string(size) +
                        " bytes, at most " + std::to_string(limits::arrival_bytes) + " are taken",
                    path.string());
    }
    Bytes bytes(size);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

std::string title_of(const feed::Part& part) {
    return part.name.empty() ? "application " + std::to_string(part.number) : part.name;
}

fs::path UnpackedScans::add(const fs::path& zip, const feed::Part& part) {
    if (!folder_) {
        folder_.emplace(scratch_);
    }
    const auto name = Digest::of(view_of(zip.native())).hex() + " " + std::to_string(part.number);
    std::ofstream copy(folder_->path() / name, std::ios::binary | std::ios::app);
    copy << part.bytes;
    copy.close();
    if (!copy) {
        throw Error(Reason::scratch_unwritable, "cannot unpack a scan");
    }
    return folder_->path() / name;
}

}  // namespace indgang::program
