// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/searchable_copy.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ocr/copy/archive_pdf.h"
#include "ocr/copy/text_layer.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

/// White where the words are known: Tesseract would read handwriting and combs wrong, and what is
/// searched for would be found twice.
void cover(PageImage& page, const std::vector<KnownText>& texts) {
    const int white = pixGetDepth(page.pix.get()) == 1 ? PIX_CLR : PIX_SET;
    for (const KnownText& known : texts) {
        pixRasterop(page.pix.get(), known.box.x, known.box.y, known.box.width, known.box.height,
                    white, nullptr, 0, 0);
    }
}

void turn(PageImage& page, int quarters) {
    if (quarters == 0) {
        return;
    }
    page.pix.reset(pixRotateOrth(page.pix.get(), quarters));
    if (!page.pix) {
        throw Error(Reason::page_too_large, "copy: no memory for a page");
    }
}

}  // namespace

struct CopyMaker::State {
    TextLayer words;

    ArchivePage add(ScanFile& file, const CopyPage& wanted);
};

ArchivePage CopyMaker::State::add(ScanFile& file, const CopyPage& wanted) {
    VERIFY(wanted.width_px > 0 && wanted.height_px > 0 && wanted.dpi > 0);
    ArchivePage page;
    const Half half = wanted.page.half;
    ScanPage scan = file.page(wanted.page.number);
    auto stream = half == Half::whole ? file.stream(wanted.page.number) : std::nullopt;
    page.picture = stream ? std::move(*stream) : stream_of_pixels(*part_of(*scan.pix, half));
    page.quarters = (page.picture.quarters + wanted.turned_quarters) % 4;
    page.width_px = wanted.width_px;
    page.height_px = wanted.height_px;
    page.dpi = wanted.dpi;
    page.texts = wanted.texts;
    PageImage image = part_of(normalise(std::move(scan)), half);
    turn(image, wanted.turned_quarters);
    cover(image, wanted.texts);
    words.add(image);
    return page;
}

CopyMaker::CopyMaker(std::filesystem::path scratch_folder)
    : state_(new State{TextLayer("dan", std::move(scratch_folder))}) {}

CopyMaker::~CopyMaker() = default;

Bytes CopyMaker::make(ScanFile& file, const CopyOrder& order) {
    return make([&](int) -> ScanFile& { return file; }, order);
}

Bytes CopyMaker::make(const Open& open, const CopyOrder& order) {
    VERIFY(!order.pages.empty());
    state_->words.begin();
    std::vector<ArchivePage> archived;
    for (const CopyPage& page : order.pages) {
        archived.push_back(state_->add(open(page.file), page));
    }
    return write_archive_pdf(archived, state_->words.end(), order.facts);
}

}  // namespace indgang::ocr
