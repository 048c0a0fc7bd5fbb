// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/configuration_reader.h"

namespace indgang::program {
namespace {

constexpr int timeout_ms_at_most = 600'000;

}  // namespace

http::ClientSettings read_server(ConfigurationReader& reader, const toml::node& node,
                                 const std::string& name, ConfigurationReader::KeyReaders keys) {
    http::ClientSettings settings;
    keys.emplace("url", reader.text(settings.base_url));
    keys.emplace("timeout_ms", reader.number(settings.timeout_ms, 1, timeout_ms_at_most));
    reader.table(node, name, keys);
    const auto* table = node.as_table();
    if (table == nullptr) {
        return settings;  // is a problem already
    }
    const auto* url = table->get("url");
    if (url == nullptr || !url->is_string()) {
        reader.problem(url != nullptr ? *url : node, name + ".url must be given: http://host:port");
        return settings;
    }
    try {
        const http::Client client(settings);  // looks at the URL; connects to nobody yet
    } catch (const Error& error) {
        reader.problem(*url, name + ".url: " + error.what());
    }
    return settings;
}

}  // namespace indgang::program
