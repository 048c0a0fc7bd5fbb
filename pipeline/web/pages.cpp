// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/pages.h"

#include <array>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>
#include <utility>

#include "schemas/core/digest.h"
#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using kainjow::mustache::data;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> languages = {"da", "en"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> content_types = {
    {{".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".svg", "image/svg+xml"},
     {".woff2", "font/woff2"},
     {".png", "image/png"},
     {".ico", "image/x-icon"},
     {".map", "application/json"},
     {".txt", "text/plain; charset=utf-8"}}};

Error missing(const std::string& what) {
    return {Reason::desk_pages_missing, "the pages of the desk: " + what};
}

std::string load(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) {
        throw missing("cannot read " + file.filename().string());
    }
    return text;
}

/// Numbers and texts as mustache shows them; what is false, null or empty hides its section.
data data_of(const json& value) {
    switch (value.type()) {
        case json::value_t::object: {
            data all(data::type::object);
            for (const auto& [key, each] : value.items()) {
                all.set(key, data_of(each));
            }
            return all;
        }
        case json::value_t::array: {
            data all(data::type::list);
            for (const auto& each : value) {
                all.push_back(data_of(each));
            }
            return all;
        }
        case json::value_t::boolean:
            return value.get<bool>() ? data(data::type::bool_true) : data(data::type::bool_false);
        case json::value_t::string:
            return value.get<std::string>().empty() ? data(data::type::bool_false)
                                                    : data(value.get<std::string>());
        case json::value_t::null:
        case json::value_t::discarded:
            return data(data::type::bool_false);
        default:
            return data(value.dump());
    }
}

std::string content_type_of(const fs::path& file) {
    const auto extension = file.extension().string();
    for (const auto& [end, type] : content_types) {
        if (extension == end) {
            return std::string(type);
        }
    }
    return {};
}

}  // namespace

struct Pages::State {
    std::map<std::string, std::string> templates;
    std::map<std::string, Words> words;
    std::map<std::string, data> words_data;
    std::map<std::string, std::string> script_words;
    std::map<std::string, Asset> assets;
    std::string version;
    std::string style_hashes;
};

Pages::Pages(const fs::path& folder) : state_(std::make_unique<State>()) {
    std::error_code trouble;
    if (!fs::is_directory(folder / "templates", trouble)) {
        throw missing("not in " + folder.string() + "; `./run web` builds them");
    }
    for (const auto& entry : fs::directory_iterator(folder / "templates")) {
        if (entry.path().extension() == ".mustache") {
            state_->templates[entry.path().stem().string()] = load(entry.path());
        }
    }
    for (const auto language : languages) {
        auto& words = state_->words[std::string(language)];
        for (const auto& entry : fs::directory_iterator(folder / "words")) {
            const auto name = entry.path().filename().string();
            if (name.starts_with(language) && name.ends_with(".toml")) {
                words.add(load(entry.path()), name);
            }
        }
        const auto all = words.json();
        state_->words_data.emplace(language, data_of(all));
        state_->script_words[std::string(language)] = json_in_page(all.value("script", json()));
    }
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const auto type = content_type_of(entry.path());
        if (entry.is_regular_file() && !type.empty()) {
            auto bytes = load(entry.path());
            all += Digest::of(view_of(bytes)).hex();
            state_->assets[fs::relative(entry.path(), folder).generic_string()] = {std::move(bytes),
                                                                                   type};
        }
    }
    if (fs::exists(folder / "csp_style.txt")) {
        auto& hashes = state_->style_hashes = load(folder / "csp_style.txt");
        while (!hashes.empty() && (hashes.back() == '\n' || hashes.back() == ' ')) {
            hashes.pop_back();
        }
    }
    constexpr std::size_t version_length = 12;
    state_->version = Digest::of(view_of(all)).hex().substr(0, version_length);
}

Pages::~Pages() = default;

std::string Pages::render(const std::string& name, const json& model) const {
    const auto& templates = state_->templates;
    const auto layout = templates.find("layout"), content = templates.find(name);
    if (layout == templates.end() || content == templates.end()) {
        throw missing("there is no template " + name);
    }
    auto all = data_of(model);
    const auto language = model.at("lang").get<std::string>();
    all.set("w", state_->words_data.at(language));
    all.set("content", data(kainjow::mustache::partial([content] { return content->second; })));
    kainjow::mustache::mustache page(layout->second);
    auto html = page.render(all);
    if (!page.is_valid()) {
        throw missing("template " + name + ": " + page.error_message());
    }
    return html;
}

const Words& Pages::words(const std::string& language) const {
    const auto found = state_->words.find(language);
    return found == state_->words.end() ? state_->words.at("da") : found->second;
}

const std::string& Pages::script_words(const std::string& language) const {
    return state_->script_words.at(language);
}

const Asset* Pages::asset(const std::string& name) const {
    const auto found = state_->assets.find(name);
    return found == state_->assets.end() ? nullptr : &found->second;
}

const std::string& Pages::style_hashes() const {
    return state_->style_hashes;
}

const std::string& Pages::version() const {
    return state_->version;
}

std::string json_in_page(const json& json) {
    const auto text = json.dump(-1, ' ', false, json::error_handler_t::replace);
    std::string safe;
    for (const char c : text) {
        if (c == '<' || c == '>' || c == '&') {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(c);
            safe += "\\u00";
            safe += digits[byte >> 4U];
            safe += digits[byte & 15U];
        } else {
            safe += c;
        }
    }
    return safe;
}

}  // namespace indgang::web
