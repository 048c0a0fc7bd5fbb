// SPDX-License-Identifier: MPL-2.0
// A person may have turned the picture. It is looked at as he turned it; what is told of it is told
// of the scan as it came, as of a page that was found to lie the wrong way round: so copies, cells
// and places need not know of him.
#include "pipeline/stages/paper.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::stages {
namespace {

constexpr int whole_turn = 4;  // quarters

/// Where a half of a turned picture lies in the picture as it came.
Half as_it_came(Half half, int quarters) {
    // Clockwise: what lies on top comes to the right.
    constexpr std::array sides = {Half::top, Half::right, Half::bottom, Half::left};
    const auto* const at = std::ranges::find(sides, half);
    return half == Half::whole ? half
                               : sides[static_cast<std::size_t>(
                                     (at - sides.begin() + whole_turn - quarters) % whole_turn)];
}

}  // namespace

DecodedPage Decode::run(PageOfScan in) {
    VERIFY(in.quarters >= 0 && in.quarters < whole_turn);
    return {in.page, in.file->page(in.page), in.quarters};
}

NormalPage Normalise::run(DecodedPage in) {
    NormalPage out;
    out.page = in.page;
    out.quarters = in.quarters;
    if (in.quarters == 0) {
        // Kept as it came; what is turned is kept as it is shown.
        out.original = std::move(in.scan.original);
        out.media_type = std::move(in.scan.media_type);
        out.typed = std::move(in.scan.typed);
    }
    out.image = ocr::normalise(std::move(in.scan));
    if (in.quarters != 0) {
        out.image.pix.reset(pixRotateOrth(out.image.pix.get(), in.quarters));
        if (!out.image.pix) {
            throw Error(Reason::image_not_converted, "turn: the page cannot be turned");
        }
    }
    return out;
}

MatchedSheet Match::run(NormalPage in) {
    MatchedSheet sheet;
    if (!in.typed.empty()) {
        // A form that was filled in on a screen is one page, whatever its size.
        sheet.push_back({in.page, matcher_->match(std::move(in.image)), std::move(in.original),
                         std::move(in.media_type), std::move(in.typed)});
        return sheet;
    }
    for (ocr::PageOfSheet& part : ocr::match_sheet(*matcher_, std::move(in.image))) {
        auto& turned = part.page.image.turned_quarters;
        turned = (turned + in.quarters) % whole_turn;
        sheet.push_back(
            {{in.page, as_it_came(part.half, in.quarters)}, std::move(part.page), {}, {}, {}});
    }
    if (sheet.size() == 1) {
        sheet.front().original = std::move(in.original);
        sheet.front().media_type = std::move(in.media_type);
    }
    return sheet;
}

ReadSheet Read::run(MatchedSheet in) {
    ReadSheet out;
    for (MatchedPage& page : in) {
        out.push_back(read(std::move(page)));
    }
    return out;
}

ReadPage Read::read(MatchedPage in) {
    ReadPage out;
    auto& reading = out.reading;
    const auto& image = in.match.image;
    reading.page = in.page;
    reading.kind = in.match.kind;
    reading.match = in.match.match;
    reading.separator = in.match.separator;
    reading.trouble = in.match.trouble;
    // A coarse page is read enlarged; what is told of it is of the page as it was scanned.
    Pix* scanned = const_cast<Pix*>(&in.match.scanned());  // Leptonica's getters may write
    reading.width_px = static_cast<int>(pixGetWidth(scanned));
    reading.height_px = static_cast<int>(pixGetHeight(scanned));
    reading.dpi = image.dpi * reading.width_px / pixGetWidth(image.pix.get());
    reading.turned_quarters = image.turned_quarters;
    if (reading.kind == record::PageKind::form) {
        ocr::PageContent content = reader_->read(in.match, in.typed);
        reading.fields = std::move(content.fields);
        reading.tables = std::move(content.tables);
        reading.traces = std::move(content.traces);
        for (record::Trace& trace : reading.traces) {
            trace.box = in.match.on_scan(trace.box);
        }
        for (record::TableReading& table : reading.tables) {
            table.box = in.match.on_scan(table.box);
        }
        for (record::FieldReading& field : reading.fields) {
            if (field.doubt.empty() && in.match.is_displaced(field.box)) {
                field.doubt = "displaced";
            }
            field.box = in.match.on_scan(field.box);
        }
    }
    // The bytes as they came show the page as it lay; boxes and people want it upright.
    if (in.original.empty() || image.turned_quarters != 0) {
        out.image = ocr::encode_page(in.match.scanned());
    } else {
        out.image = {std::move(in.original), std::move(in.media_type)};
    }
    return out;
}

}  // namespace indgang::stages
