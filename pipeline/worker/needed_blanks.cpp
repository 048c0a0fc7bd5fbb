// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/needed_blanks.h"

#include <sys/mman.h>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

constexpr std::uint8_t needs_blank = 1;

constexpr std::uint8_t needs_sketch(ocr::SketchPart part) {
    return static_cast<std::uint8_t>(2U << static_cast<unsigned>(part));
}

std::size_t pages_of(const form::FormCatalogue& catalogue) {
    std::size_t pages = 1;  // no forms: there must be something to map
    for (const auto& form : catalogue.all()) {
        pages += form.pages.size();
    }
    return pages;
}

template <typename Do>
void for_each_page(const form::FormCatalogue& catalogue, const Do& one) {
    std::size_t index = 0;
    for (const auto& form : catalogue.all()) {
        for (std::size_t page = 1; page <= form.pages.size(); ++page) {
            one(index++, form.key, static_cast<int>(page));
        }
    }
}

}  // namespace

NeededBlanks::NeededBlanks(const form::FormCatalogue& catalogue) : catalogue_(catalogue) {
    const auto pages = pages_of(catalogue);
    void* memory = ::mmap(nullptr, pages * sizeof(Needs), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw Error(Reason::memory_exceeded, "worker: beyond its memory limit");
    }
    pages_ = {static_cast<Needs*>(memory), pages};  // the kernel gives zeros, as a Needs begins
}

NeededBlanks::~NeededBlanks() {
    ::munmap(pages_.data(), pages_.size_bytes());
}

void NeededBlanks::note(const ocr::BlankPages& blanks) {
    for_each_page(catalogue_, [&](std::size_t index, const form::FormKey& form, int page) {
        if (blanks.has_blank(form, page)) {
            pages_[index] |= needs_blank;
        }
        for (const ocr::SketchPart part : ocr::sketch_parts) {
            if (blanks.has_sketch(form, page, part)) {
                pages_[index] |= needs_sketch(part);
            }
        }
    });
}

void NeededBlanks::draw(ocr::BlankPages& blanks) const {
    for_each_page(catalogue_, [&](std::size_t index, const form::FormKey& form, int page) {
        const std::uint8_t needs = pages_[index];
        try {
            for (const ocr::SketchPart part : ocr::sketch_parts) {
                if ((needs & needs_sketch(part)) != 0) {
                    static_cast<void>(blanks.sketch(form, page, part));
                }
            }
            if ((needs & needs_blank) != 0 && blanks.has_room()) {
                static_cast<void>(blanks.blank(form, page));
            }
        } catch (const Error&) {
            pages_[index] = 0;  // not tried again until a copy has drawn it
        }
    });
}

}  // namespace indgang::worker
