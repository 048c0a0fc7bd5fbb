// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/paper.h"

#include <utility>

namespace indgang::stages {

DecodedPage Decode::run(PageOfScan in) {
    return {in.page, in.file->page(in.page)};
}

NormalPage Normalise::run(DecodedPage in) {
    NormalPage out;
    out.page = in.page;
    out.original = std::move(in.scan.original);
    out.media_type = std::move(in.scan.media_type);
    out.typed = std::move(in.scan.typed);
    out.image = ocr::normalise(std::move(in.scan));
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
        sheet.push_back({{in.page, part.half}, std::move(part.page), {}, {}, {}});
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
    if (in.original.empty()) {
        out.image = ocr::encode_page(in.match.scanned());
    } else {
        out.image = {std::move(in.original), std::move(in.media_type)};
    }
    return out;
}

}  // namespace indgang::stages
