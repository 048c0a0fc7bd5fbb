// SPDX-License-Identifier: MPL-2.0
#include "pipeline/configuration/configuration_reader.h"

#include "schemas/error/error.h"

namespace indgang::configuration {
namespace {

constexpr int timeout_ms_at_most = 600'000;

}  // namespace

void take(TableReader& reader, std::string_view key, std::string& target) {
    if (reader.has(key)) {
        target = reader.text(key);
    }
}

void take(TableReader& reader, std::string_view key, bool& target) {
    if (reader.has(key)) {
        target = reader.flag(key);
    }
}

void take_path(TableReader& reader, std::string_view key, const std::filesystem::path& folder,
               std::filesystem::path& target) {
    if (reader.has(key)) {
        target = std::filesystem::absolute(folder / reader.text(key)).lexically_normal();
    }
}

http::ClientSettings read_server(TableReader& reader, const std::filesystem::path& folder) {
    http::ClientSettings settings;
    take_path(reader, "trusted", folder, settings.tls.trusted);
    take_path(reader, "certificate", folder, settings.tls.certificate);
    take_path(reader, "key", folder, settings.tls.key);
    if (settings.tls.certificate.empty() != settings.tls.key.empty()) {
        reader.complain("'certificate' and 'key' belong together");
    }
    take(reader, "timeout_ms", settings.timeout_ms, 1, timeout_ms_at_most);
    const auto* url = reader.node("url");
    if (url == nullptr || !url->is_string()) {
        const std::string wanted = "'url' must be given: http://host:port or https://host:port";
        url == nullptr ? reader.complain(wanted) : reader.complain(*url, wanted);
        return settings;
    }
    settings.base_url = reader.text("url");
    if (settings.tls.is_any() && settings.base_url.starts_with("http:")) {
        reader.complain(*url, "'trusted', 'certificate' and 'key' are of https, and 'url' is not");
    }
    try {
        const http::Client client(settings);  // looks at the URL; connects to nobody yet
    } catch (const Error& error) {
        reader.complain(*url, std::string("'url': ") + error.what());
    }
    return settings;
}

}  // namespace indgang::configuration
