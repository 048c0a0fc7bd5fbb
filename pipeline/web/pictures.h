// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/store/blobs.h"
#include "pipeline/worker/worker.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"
#include "schemas/core/geometry.h"
#include "schemas/record/record.h"

namespace indgang::web {

/// Pictures of stored pages for a browser. They are drawn by a worker, since a page comes from
/// outside, and those that were asked for last are kept: one page is shown many times while a
/// person works on it. Threads: any number; one picture is drawn at a time.
class Pictures {
  public:
    static constexpr std::size_t kept_bytes = 64U << 20;

    Pictures(store::Blobs& blobs, const worker::WorkerSettings& settings);

    /// Takes: the digest of a page's stored image.
    /// Errors: as worker::WorkerProcess.
    [[nodiscard]] Bytes draw(const Digest& image, const ocr::PictureOrder& order);

    /// A page of an application as large as a screen shows it. Takes: its number as the path says
    /// it, from 0. Errors: bad_input no_such_page; as `draw`.
    [[nodiscard]] Bytes of_page(const std::vector<record::PageRef>& pages,
                                const std::string& number);

  private:
    struct Kept {
        std::string key;
        Bytes png;
    };
    [[nodiscard]] std::optional<Bytes> find(const std::string& key);
    void keep(const std::string& key, const Bytes& png);

    store::Blobs* blobs_;
    std::mutex worker_mutex_;
    worker::WorkerProcess worker_;
    std::mutex kept_mutex_;
    std::list<Kept> kept_;  ///< those asked for last come first
    std::map<std::string, std::list<Kept>::iterator> places_;
    std::size_t bytes_ = 0;
};

/// The box of a field with so much around it that a person sees where it stands.
[[nodiscard]] BoxPx with_margin(const BoxPx& box);

}  // namespace indgang::web
