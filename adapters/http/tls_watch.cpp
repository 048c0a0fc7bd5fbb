// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/tls_watch.h"

#include <system_error>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::http {
namespace {

constexpr std::chrono::seconds look_every{1};

}  // namespace

TlsWatch::TlsWatch(TlsFiles files, std::function<void(const std::string&)> on_trouble)
    : files_(std::move(files)),
      on_trouble_(std::move(on_trouble)),
      stamp_(stamp()),
      context_(files_.is_any() ? server_context(files_) : nullptr) {}

TlsWatch::Stamp TlsWatch::stamp() const {
    Stamp stamp;
    for (const auto& file : {files_.certificate, files_.key, files_.trusted}) {
        std::error_code gone;
        stamp.push_back(std::filesystem::last_write_time(file, gone));
    }
    return stamp;
}

TlsContextPtr TlsWatch::context() const {
    const std::lock_guard lock(mutex_);
    return context_;
}

void TlsWatch::look() {
    const auto now = std::chrono::steady_clock::now();
    if (!is_on() || now - looked_at_ < look_every) {
        return;
    }
    looked_at_ = now;
    auto seen = stamp();
    if (seen == stamp_) {
        return;
    }
    stamp_ = std::move(seen);
    try {
        auto made = server_context(files_);
        const std::lock_guard lock(mutex_);
        context_ = std::move(made);
    } catch (const Error& error) {
        // Certificate and key are often written one after the other: the second change mends it.
        if (on_trouble_) {
            on_trouble_(error.what());
        }
    }
}

}  // namespace indgang::http
