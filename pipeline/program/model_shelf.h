// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/net/character_net.h"
#include "pipeline/store/blobs.h"
#include "schemas/core/bytes.h"

namespace indgang::program {

/// A net of digits that was made here.
struct ShelvedModel {
    std::string version;  ///< first 12 digits of its digest, as readings name it
    std::string report;   ///< JSON, see docs/retraining.md; no personal data
};

/// The nets that were retrained in this installation, and which one reads: <store>/models.
///
/// Files: a blob for each net, `<version>.json` its report, and `digits.bin`, a symbolic link to
/// the net that reads; without it the one that came with the program does. The link is replaced in
/// one step, so that a crash leaves the old one or the new one.
class ModelShelf {
  public:
    explicit ModelShelf(const std::filesystem::path& champion_file);

    /// Durable when it returns. The report gets "file", the digest of the net's file.
    void put(const ocr::CharacterNet& net, const std::string& report);
    [[nodiscard]] std::vector<ShelvedModel> all() const;  ///< by version
    /// Errors: not_found.
    [[nodiscard]] ShelvedModel get(const std::string& version) const;
    /// From the next start of a worker on. Errors: not_found; internal (the net is damaged).
    void use(const std::string& version);
    void use_shipped();

  private:
    std::filesystem::path champion_file_;
    store::Blobs blobs_;
};

}  // namespace indgang::program
