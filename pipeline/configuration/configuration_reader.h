// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "adapters/http/client.h"
#include "schemas/toml/table_reader.h"

/// What the parts of the configuration are read with. An absent key leaves the default.
namespace indgang::configuration {

void take(TableReader& reader, std::string_view key, std::string& target);
void take(TableReader& reader, std::string_view key, bool& target);

template <typename Integer>
void take(TableReader& reader, std::string_view key, Integer& target, int lowest, int highest) {
    if (reader.has(key)) {
        target = reader.number(key, lowest, highest);
    }
}

/// Calls `read(TableReader&)` for the table `key`, if it is there.
template <typename Read>
void section(TableReader& reader, const std::string& key, Read read) {
    if (const auto* table = reader.table(key)) {
        TableReader inner(*table, key, reader.problems());
        read(inner);
        inner.done();
    }
}

/// Relative paths are meant from `folder`, that of the configuration file.
void take_path(TableReader& reader, std::string_view key, const std::filesystem::path& folder,
               std::filesystem::path& target);

/// `url`, which must be there, `timeout_ms`, and of https `trusted`, `certificate` and `key`.
[[nodiscard]] http::ClientSettings read_server(TableReader& reader,
                                               const std::filesystem::path& folder);

}  // namespace indgang::configuration
