// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "ocr/place/blank_pages.h"
#include "schemas/form/definition.h"

namespace indgang::worker {

/// Which blanks the copies of this process (ReaderProcess) had to draw, so that it draws them
/// itself before the next copy is made, as far as it holds them: a blank costs more than a fork.
/// The memory is shared with all copies; what a hostile one writes there makes this process draw
/// blanks that nobody needs. Threads: one in each process.
class NeededBlanks {
  public:
    /// Errors: internal (no memory).
    explicit NeededBlanks(const form::FormCatalogue& catalogue);
    ~NeededBlanks();
    NeededBlanks(const NeededBlanks&) = delete;
    NeededBlanks& operator=(const NeededBlanks&) = delete;

    /// In a copy, after it worked: writes down what it has drawn.
    void note(const ocr::BlankPages& blanks);
    /// In the process itself: draws what was needed. A blank that cannot be drawn is left to
    /// whoever needs it, who is told why.
    void draw(ocr::BlankPages& blanks) const;

  private:
    using Needs = std::atomic<std::uint8_t>;

    const form::FormCatalogue& catalogue_;
    std::span<Needs> pages_;  ///< of all forms, in the catalogue's order
};

}  // namespace indgang::worker
