// SPDX-License-Identifier: MPL-2.0
// The folders are the architecture: each #include of each source file is held against what its
// folder may include, as the build file declares it (cmake/folders.cmake writes layers.txt).
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr int most_lines = 450;
constexpr int most_files = 25;  // of code in a folder
constexpr std::string_view spdx = "SPDX-License-Identifier: ";

struct Folder {
    std::set<std::string> may;
    std::set<std::string> libraries;  ///< first path component of their headers
};

struct Include {
    std::string file;
    int line = 0;
    std::string path;
    bool is_project = false;  ///< with quotes
};

/// Headers of C, POSIX and Linux without a folder, by the folder that may have them. Everything
/// that touches the system stands here by name.
const std::map<std::string, std::set<std::string>> system_headers{
    {"schemas/core", {"sys", "unistd.h"}},
    {"schemas/zip", {"sys"}},  // kinds of files
    {"ocr/decode/picture",
     {"sys", "fcntl.h", "poll.h", "signal.h", "unistd.h"}},  // HEIC and PDF in a process
    {"ocr/copy", {"sys", "fcntl.h", "unistd.h"}},            // a file that loses its name
    {"adapters/http", {"sys", "netinet", "arpa", "fcntl.h", "netdb.h", "poll.h", "unistd.h"}},
    {"adapters/identity",
     {"sys", "fcntl.h", "stdlib.h", "unistd.h"}},  // a file for its owner alone
    {"pipeline/store", {"sys", "fcntl.h", "unistd.h"}},
    {"pipeline/store/sqlite/database", {"sys", "fcntl.h", "unistd.h"}},
    {"pipeline/worker",
     {"sys", "linux", "fcntl.h", "poll.h", "signal.h", "spawn.h", "unistd.h", "sched.h"}},
    {"pipeline/service", {"sys", "linux", "dirent.h", "fcntl.h", "poll.h", "unistd.h"}},
    {"pipeline/watching",
     {"sys", "fcntl.h", "unistd.h"}},          // the probe of the disk, the request log
    {"pipeline/configuration", {"unistd.h"}},  // rights of folders
    {"pipeline/console", {"unistd.h"}},
    {"pipeline/program",
     {"sys", "linux", "fcntl.h", "poll.h", "signal.h", "termios.h", "unistd.h", "pwd.h"}},
};

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (start <= text.size()) {
        const std::size_t end = std::min(text.find(separator, start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    std::erase(parts, "");
    return parts;
}

std::map<std::string, Folder> declared_folders() {
    std::map<std::string, Folder> folders;
    std::ifstream file(std::string(INDGANG_BUILD_DIR) + "/layers.txt");
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find('|'), second = line.find('|', first + 1);
        const auto may = split(line.substr(first + 1, second - first - 1), ' ');
        const auto libraries = split(line.substr(second + 1), ' ');
        folders[line.substr(0, first)] = {{may.begin(), may.end()},
                                          {libraries.begin(), libraries.end()}};
    }
    return folders;
}

bool is_source(const fs::path& path) {
    return path.extension() == ".cpp" || path.extension() == ".h";
}

/// Relative to the source directory, below `roots`.
/// What is written in other languages beside the C++: the pages, the training, the benches.
bool is_script(const fs::path& path) {
    const auto ending = path.extension();
    return ending == ".py" || ending == ".ts" || ending == ".mjs";
}

std::vector<std::string> sources_below(const std::vector<std::string>& roots,
                                       bool is_wanted(const fs::path&) = is_source) {
    std::vector<std::string> sources;
    const fs::path top(INDGANG_SOURCE_DIR);
    for (const std::string& root : roots) {
        if (!fs::exists(top / root)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(top / root)) {
            const std::string path = entry.path().string();
            if (entry.is_regular_file() && is_wanted(entry.path()) &&
                path.find("/node_modules/") == std::string::npos) {
                sources.push_back(fs::relative(entry.path(), top).string());
            }
        }
    }
    std::sort(sources.begin(), sources.end());
    return sources;
}

std::vector<std::string> lines_of(const std::string& source) {
    std::vector<std::string> lines;
    std::ifstream file(fs::path(INDGANG_SOURCE_DIR) / source);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::optional<Include> include_on(const std::string& line) {
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') {
        return std::nullopt;
    }
    const std::size_t word = line.find_first_not_of(" \t", hash + 1);
    constexpr std::string_view include = "include";
    if (word == std::string::npos || line.compare(word, include.size(), include) != 0) {
        return std::nullopt;
    }
    const std::size_t open = line.find_first_of("\"<", word);
    if (open == std::string::npos) {
        return std::nullopt;
    }
    const bool is_project = line[open] == '"';
    const std::size_t close = line.find(is_project ? '"' : '>', open + 1);
    return Include{"", 0, line.substr(open + 1, close - open - 1), is_project};
}

std::vector<Include> includes_of(const std::string& source) {
    std::vector<Include> includes;
    int number = 0;
    for (const std::string& line : lines_of(source)) {
        ++number;
        if (auto include = include_on(line)) {
            include->file = source;
            include->line = number;
            includes.push_back(std::move(*include));
        }
    }
    return includes;
}

/// The declared folder that a path is in; the longest, so that a folder below another counts.
std::string folder_of(const std::string& path, const std::map<std::string, Folder>& folders) {
    std::string longest;
    for (const auto& [name, folder] : folders) {
        if (path.starts_with(name + "/") && name.size() > longest.size()) {
            longest = name;
        }
    }
    return longest;
}

/// Headers of the C++ standard library have neither a folder nor an ending.
bool is_standard(const std::string& path) {
    return path.find_first_of("./") == std::string::npos;
}

/// What is wrong with an include, or "".
std::string trouble(const Include& include, const std::map<std::string, Folder>& folders) {
    const std::string name = folder_of(include.file, folders);
    if (name.empty()) {
        return "is in a folder that the build file does not declare";
    }
    const Folder& folder = folders.at(name);
    if (include.is_project) {
        const std::string other = folder_of(include.path, folders);
        if (!fs::exists(fs::path(INDGANG_SOURCE_DIR) / include.path) || other.empty()) {
            return "is no project file";
        }
        const bool is_allowed =
            other == name || folder.may.contains(other) || folder.may.contains("ANYTHING");
        return is_allowed ? "" : name + " may not include " + other;
    }
    const std::string first = include.path.substr(0, include.path.find('/'));
    if (is_standard(include.path) || folder.libraries.contains(first)) {
        return "";
    }
    const auto system = system_headers.find(name);
    const bool is_allowed = system != system_headers.end() && system->second.contains(first);
    return is_allowed ? "" : name + " may not include the library " + first;
}

const std::vector<std::string> layered_roots{"schemas", "ocr", "adapters", "pipeline"};

TEST(Layers, AreDeclaredByTheBuildFile) {
    const auto folders = declared_folders();
    ASSERT_GE(folders.size(), 17u);
    EXPECT_TRUE(folders.at("schemas/values").may.contains("schemas/core"));
    EXPECT_TRUE(folders.at("pipeline/program").may.contains("ANYTHING"));
}

TEST(Layers, EveryIncludeIsOfAnAllowedFolder) {
    const auto folders = declared_folders();
    const auto sources = sources_below(layered_roots);
    ASSERT_GT(sources.size(), 40u);
    for (const std::string& source : sources) {
        for (const Include& include : includes_of(source)) {
            const std::string wrong = trouble(include, folders);
            EXPECT_EQ(wrong, "") << source << ":" << include.line << ": " << include.path;
        }
    }
}

TEST(Layers, NothingMayIncludeWhatComesAfterIt) {
    // The architecture's own words, whatever the build file says.
    for (const auto& [name, folder] : declared_folders()) {
        for (const std::string& other : folder.may) {
            if (name.starts_with("pipeline/")) {
                continue;
            }
            EXPECT_FALSE(other.starts_with("pipeline/")) << name << " -> " << other;
            const bool is_schema = name.starts_with("schemas/");
            EXPECT_FALSE(is_schema && !other.starts_with("schemas/")) << name << " -> " << other;
            EXPECT_FALSE(name.starts_with("ocr/") && other.starts_with("adapters/"))
                << name << " -> " << other;
            EXPECT_FALSE(name.starts_with("adapters/") && other.starts_with("ocr/"))
                << name << " -> " << other;
        }
    }
    const auto folders = declared_folders();
    for (const std::string& other : folders.at("pipeline/rules").may) {
        EXPECT_TRUE(other.starts_with("schemas/")) << other;
    }
}

TEST(Layers, AForbiddenIncludeIsSeen) {
    const auto folders = declared_folders();
    const auto reply = [&](const std::string& file, const std::string& line) {
        auto include = include_on(line);
        EXPECT_TRUE(include) << line;
        include->file = file;
        return trouble(*include, folders);
    };
    EXPECT_NE(reply("schemas/values/x.cpp", "#include \"schemas/record/record.h\""), "");
    EXPECT_NE(reply("schemas/values/x.cpp", "#  include <Poco/Logger.h>"), "");
    EXPECT_NE(reply("pipeline/rules/x.cpp", "#include <unistd.h>"), "");
    EXPECT_NE(reply("pipeline/rules/x.cpp", "#include \"adapters/registry/registry.h\""), "");
    EXPECT_NE(reply("schemas/values/x.cpp", "#include \"date.h\""), "");
    EXPECT_NE(reply("schemas/nowhere/x.cpp", "#include <string>"), "");
    EXPECT_EQ(reply("schemas/values/x.cpp", "#include \"schemas/core/limits.h\""), "");
    EXPECT_EQ(reply("schemas/xml/x.cpp", "#include <libxml/parser.h>"), "");
    EXPECT_FALSE(include_on("// #include <Poco/Logger.h>"));
}

TEST(Sources, NameTheirLicenceOnTheFirstLine) {
    for (const std::string& source :
         sources_below({"schemas", "ocr", "adapters", "pipeline", "tests"})) {
        const auto lines = lines_of(source);
        ASSERT_FALSE(lines.empty()) << source;
        EXPECT_NE(lines.front().find(spdx), std::string::npos) << source;
    }
}

TEST(Sources, AreNoLongerThanTheyMayBe) {
    for (const std::string& source :
         sources_below({"schemas", "ocr", "adapters", "pipeline", "tests"})) {
        EXPECT_LE(lines_of(source).size(), static_cast<std::size_t>(most_lines)) << source;
    }
    const auto scripts = sources_below({"ocr", "pipeline", "tests"}, is_script);
    ASSERT_GT(scripts.size(), 20U);
    for (const std::string& script : scripts) {
        EXPECT_LE(lines_of(script).size(), static_cast<std::size_t>(most_lines)) << script;
    }
}

/// The list of what is compiled, which CMake writes.
std::string compiled() {
    std::ifstream in(fs::path(INDGANG_BUILD_DIR) / "compile_commands.json");
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What stands between the brackets of each `for` of a text.
std::vector<std::string> loops_in(const std::string& text) {
    const std::string begin = std::string("for") + " (";  // or this line would be one
    std::vector<std::string> loops;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        std::size_t end = at + begin.size();
        for (int open = 1; open > 0 && end < text.size(); ++end) {
            open += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        }
        loops.push_back(text.substr(at, end - at));
    }
    return loops;
}

/// A loop over a part of the JSON that a call gives is one over what is gone by then.
TEST(Sources, LoopOverNothingThatIsGone) {
    const std::string part_of_json = "json().";
    for (const std::string& source : sources_below({"pipeline", "adapters", "tests"})) {
        std::string text;
        for (const std::string& line : lines_of(source)) {
            text += line;
        }
        for (const std::string& loop : loops_in(text)) {
            EXPECT_TRUE(loop.find(" :") == std::string::npos ||
                        loop.find(part_of_json) == std::string::npos)
                << source << ": " << loop;
        }
    }
}

TEST(Fuzzers, AreShorterThanThirtyLines) {
    constexpr std::size_t most_of_a_door = 29;
    for (const std::string& source : sources_below({"tests/fuzz/doors"})) {
        EXPECT_LE(lines_of(source).size(), most_of_a_door) << source;
    }
}

TEST(Sources, AreAllCompiled) {
    const std::string commands = compiled();
    ASSERT_FALSE(commands.empty());
    // The project that the tests of the mutants change is built by them, and what libFuzzer calls
    // only with it.
    const auto is_built_elsewhere = [](const std::string& source) {
        return source.starts_with("tests/mutants/tiny/") || source == "tests/fuzz/png_mutator.cpp";
    };
    for (const std::string& source :
         sources_below({"schemas", "ocr", "adapters", "pipeline", "tests"})) {
        if (source.ends_with(".cpp") && !is_built_elsewhere(source)) {
            EXPECT_NE(commands.find("/" + source + "\""), std::string::npos)
                << source << " is no part of the build";
        }
    }
}

/// The tests of all programs, as "Suite.Name", and the suites.
std::set<std::string> tests_and_suites() {
    static const std::regex test(
        R"((?:TEST|TEST_F|TEST_P|TYPED_TEST|INSTANTIATE_TEST_SUITE_P)\(\s*(\w+),\s*(\w+))");
    std::set<std::string> names;
    for (const std::string& source : sources_below({"tests"})) {
        std::string text;
        for (const std::string& line : lines_of(source)) {
            text += line + "\n";
        }
        for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) {
            names.insert((*at)[1]);
            names.insert((*at)[1].str() + "." + (*at)[2].str());
        }
    }
    return names;
}

// A door is shut by what a test fails without, and not by a name.
TEST(ThreatModel, NamesTestsThatThereAre) {
    static const std::regex named(R"(`([A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)?)`)");
    const auto tests = tests_and_suites();
    int doors = 0;
    for (const std::string& line : lines_of("docs/threat-model.md")) {
        const auto last = line.rfind(" | ");
        if (!line.starts_with("| ") || last == std::string::npos) {
            continue;
        }
        const std::string column = line.substr(last);
        for (std::sregex_iterator at(column.begin(), column.end(), named), end; at != end; ++at) {
            ++doors;
            EXPECT_TRUE(tests.contains((*at)[1])) << (*at)[1];
        }
    }
    EXPECT_GT(doors, 50);
}

/// The words of a text, in small letters.
std::set<std::string> words_in(std::string text) {
    static const std::regex word("[a-z0-9]+");
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    std::set<std::string> words;
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
        words.insert(at->str());
    }
    return words;
}

bool has(const std::set<std::string>& words, const std::string& word) {
    return words.contains(word) || words.contains(word + "s") ||
           (word.ends_with('s') && words.contains(word.substr(0, word.size() - 1)));
}

TEST(Glossary, HasEachWordThatNamesAFileAndIsNotPlain) {
    std::set<std::string> in_glossary, plain, in_names;
    for (const std::string& line : lines_of("docs/glossary.md")) {
        if (line.starts_with("| ")) {
            in_glossary.merge(words_in(line.substr(2, line.find(" | ") - 2)));
        }
    }
    for (const std::string& line : lines_of("tests/layers/plain_words.txt")) {
        if (!line.starts_with('#')) {
            plain.merge(words_in(line));
        }
    }
    for (const std::string& source : sources_below({"schemas", "ocr", "adapters", "pipeline"})) {
        if (source.ends_with(".h")) {
            const auto words = words_in(fs::path(source).stem().string());
            in_names.insert(words.begin(), words.end());
            for (const std::string& word : words) {
                EXPECT_TRUE(plain.contains(word) || has(in_glossary, word))
                    << source << ": the glossary does not say what '" << word << "' is";
            }
        }
    }
    EXPECT_GT(in_names.size(), 300U);
    for (const std::string& word : plain) {
        EXPECT_TRUE(in_names.contains(word)) << "no file is called '" << word << "'";
        EXPECT_FALSE(in_glossary.contains(word)) << "'" << word << "' is in the glossary, too";
    }
}

TEST(Sources, AreNotTooManyInAFolder) {
    std::map<std::string, int> files;
    for (const std::string& source :
         sources_below({"schemas", "ocr", "adapters", "pipeline", "tests"})) {
        ++files[fs::path(source).parent_path().string()];
    }
    for (const auto& [folder, count] : files) {
        EXPECT_LE(count, most_files) << folder;
    }
}

}  // namespace
